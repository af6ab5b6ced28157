/* netif_ethernet.h: Ethernet: the chip's own MAC with a PHY beside it (ESP32), or a W5500 on SPI. */
#ifndef NETIF_ETHERNET_H
#define NETIF_ETHERNET_H

/* Starts it. Returns 1, or a negative code of core/errors.h, with what failed on the console. Script task, once. */
int netif_ethernet_start(void);

#endif
