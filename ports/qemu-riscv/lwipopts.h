/* lwipopts.h: lwIP on the virt board. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

/* What the other ports have, and the pbufs that the receive ring holds (netif_virtio.c). */
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE (320 + 32)
#endif

#include "lwipopts_common.h"

#endif
