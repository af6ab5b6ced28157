/* netif_lan9118.h: the board's Ethernet interface, for hal_nic(). */
#ifndef NETIF_LAN9118_H
#define NETIF_LAN9118_H

#include "hal.h"

/* lwIP's init function: ERR_IF when the chip is not there. */
err_t netif_lan9118_init(struct netif *netif);
/* Hands waiting frames to lwIP, at most HAL_POLL_FRAMES. */
void netif_lan9118_poll(struct netif *netif);

#endif
