/* network.h: what the network drivers share. port_net_start() is in network.c. */
#ifndef NETWORK_H
#define NETWORK_H

#include "esp_err.h"
#include "esp_netif.h"

/* Names what failed on the console and turns error into a code of core/errors.h; 0 for ESP_OK. Any task. */
int network_code(const char *what, esp_err_t error);

/* Gives the interface the board's name, which DHCP tells. Before the driver starts. */
void network_name(esp_netif_t *netif);

#endif
