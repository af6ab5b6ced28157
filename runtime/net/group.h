/*
 * group.h: the multicast groups this host listens to, per interface, and the reports that tell routers. A
 * group with an any-source member is lwIP's (IGMPv2, MLDv1). A group with source-specific members only is
 * reported here by IGMPv3 and MLDv2 (RFC 3376, RFC 3810, host side, INCLUDE mode), and lwIP is only made to
 * accept its datagrams. Everything is called under the net lock.
 */
#ifndef NET_GROUP_H
#define NET_GROUP_H

#include "net/stack.h"

/* Counts one more listener for group on netif, from source or (NULL) from any. 0, ENOBUFS. Joins and leaves are
 * not for callbacks of lwIP's. */
int net_group_join(struct netif *netif, const ip_addr_t *group, const ip_addr_t *source);
/* Counts one listener less; harmless when there is none. */
void net_group_leave(struct netif *netif, const ip_addr_t *group, const ip_addr_t *source);

/* netif can send: routers on its link have heard of nothing yet. */
void net_group_netif_up(struct netif *netif);
/* netif is about to be removed, and its listeners have left: what else is known of its link is forgotten. */
void net_group_netif_goes(struct netif *netif);

/* True when nothing is listened to and no report is left to send. */
bool net_group_check_empty(void);

#endif
