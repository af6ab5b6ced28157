/*
 * hold.h: makes lwIP accept a group's datagrams on an interface without reporting the group itself. lwIP's
 * group lists are public; an entry in the state "not a member" is looked up by its input path and its MAC
 * filter, but its IGMPv2/MLDv1 timers leave it alone. Everything is called under the net lock, with groups
 * that have no zone.
 */
#ifndef NET_HOLD_H
#define NET_HOLD_H

#include "net/stack.h"

/* Entries that lwIP already has are shared. 0 or ENOBUFS. */
int net_hold(struct netif *netif, const ip_addr_t *group);
/* Takes back one net_hold(). */
void net_hold_release(struct netif *netif, const ip_addr_t *group);

/* Joins and leaves as lwIP itself does it, with its reports. 0, ENOBUFS or ENODEV. */
int net_hold_join(struct netif *netif, const ip_addr_t *group);
void net_hold_leave(struct netif *netif, const ip_addr_t *group);

/* Whether lwIP answers queries for a held group (as it must while routers of an older version ask). */
void net_hold_answer(struct netif *netif, const ip_addr_t *group, bool answers);

/* 224.0.0.1, ff01::1 and ff02::1 are always accepted and never joined or reported. */
bool net_hold_is_all_nodes(const ip_addr_t *group);

#endif
