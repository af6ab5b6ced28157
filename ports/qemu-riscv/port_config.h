/* port_config.h: limits of the runtime on qemu-riscv. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#include "emulated_config.h"

/* The receive queue's, each with a pool pbuf. */
#define CONFIG_NET_DRIVER_BUFFERS 32

#endif
