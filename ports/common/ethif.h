/* ethif.h: what all Ethernet interfaces have in common. Net lock held. */
#ifndef ETHIF_H
#define ETHIF_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/netif.h"

/* Lets frames for a group's address pass, or no longer. Groups share addresses: as often as it is added, an address
 * must be taken away. */
typedef void ethif_filter(const uint8_t mac[6], bool add);

/* Sets name, MTU, flags and lwIP's output functions. The filter (NULL: every group passes) gets the groups that lwIP
 * joins, and at once the one of all IPv6 nodes, which nobody joins. */
void ethif_setup(struct netif *netif, netif_linkoutput_fn linkoutput, ethif_filter *filter);

#endif
