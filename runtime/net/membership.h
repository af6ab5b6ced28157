/*
 * membership.h: which socket has joined which multicast group, on which interface, from which sources.
 * lwIP counts joins per interface without an owner; here each join has one, so that a second join and a
 * foreign leave are errors, a source filter belongs to its socket, and closing leaves all. What the host
 * listens to as a whole follows in group.h. Everything is called under the net lock.
 */
#ifndef NET_MEMBERSHIP_H
#define NET_MEMBERSHIP_H

#include <stdbool.h>

#include "net/stack.h"

/*
 * netif NULL means every interface that can do multicast; source NULL means any source. The first join of a
 * group with a source makes the membership source-specific, more sources add to it; a join with a source on an
 * any-source membership narrows it to that source, as on Linux. name is the IPv4 address that named netif, or NULL.
 * 0 or EADDRINUSE (joined before), EADDRNOTAVAIL (with that source), ENODEV (no interface can), ENOBUFS (tables full,
 * or owner's share of one).
 */
int net_membership_join(const void *owner, const ip_addr_t *group, struct netif *netif, const ip_addr_t *name,
                        const ip_addr_t *source);
/* The interface on which owner joined the group by this IPv4 address, which it may have no more; or NULL. */
struct netif *net_membership_netif(const void *owner, const ip_addr_t *group, const ip_addr_t *name);
/* source NULL leaves the group whatever its sources; netif NULL takes the first membership of the group.
 * Leaving the last source leaves the group. EADDRNOTAVAIL when it was not joined, EINVAL when a source of a group that
 * was not. */
int net_membership_leave(const void *owner, const ip_addr_t *group, struct netif *netif, const ip_addr_t *source);
void net_membership_leave_all(const void *owner);

/* An interface has been added, or has changed: memberships on every interface reach it from now on. */
void net_membership_netif_came(struct netif *netif);
/* An interface is about to be removed: it is left, and its index, which another may get, means nothing any more. A
 * membership that named it stays until its owner leaves the group. */
void net_membership_netif_goes(struct netif *netif);

/* Whether owner's source filters let a datagram through. As with Linux's IP_MULTICAST_ALL, a socket without a
 * membership in the group takes what arrives because others on this host have joined. */
bool net_membership_allows(const void *owner, const ip_addr_t *group, const struct netif *input,
                           const ip_addr_t *source);

/* True when no membership is left. */
bool net_membership_check_empty(void);

#endif
