/* netif_tap.h: an Ethernet interface on a TAP device of Linux (net=tap:NAME). Script thread. */
#ifndef NETIF_TAP_H
#define NETIF_TAP_H

#include "hal.h"

/* Opens the TAP device of that name, which must exist and be ours to use; the errno on failure, else 0. */
int netif_tap_open(const char *name);
extern const struct hal_nic netif_tap;
/* The device for poll(), -1 once it is gone. */
int netif_tap_fd(void);

#endif
