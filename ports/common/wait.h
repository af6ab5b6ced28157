/* wait.h: port_wait() and the net lock of the NO_SYS ports. */
#ifndef WAIT_H
#define WAIT_H

#include "hal.h"

/* Makes port_wait() read nic's frames from now on (NULL: none) and run lwIP's timers. After lwip_init(). */
void wait_start(struct netif *netif, const struct hal_nic *nic);

#endif
