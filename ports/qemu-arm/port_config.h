/* port_config.h: limits of the runtime on qemu-arm. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#include "emulated_config.h"

/* Bytes from the channel that wait for script, a power of two. */
#ifndef CONFIG_CHANNEL_RING
#define CONFIG_CHANNEL_RING 4096U
#endif

#endif
