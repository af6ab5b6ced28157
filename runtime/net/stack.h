/*
 * stack.h: what the files of net/ share and nobody else sees: lwIP's types, and small questions about
 * interfaces and routes. Everything here is called under the net lock unless it says otherwise.
 */
#ifndef NET_STACK_H
#define NET_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lwip/opt.h"

#include "lwip/ip.h"
#include "config.h"
#include "lwip/netif.h"
#include "net/addr.h"

/* 1 where the port's lwIP takes all of 127/8 as its own; else 127.0.0.1 alone can be bound. */
#ifndef CONFIG_LOOPBACK_NET
#define CONFIG_LOOPBACK_NET 0
#endif

#if !LWIP_UDP || !LWIP_RAW || !LWIP_IPV4 || !LWIP_IPV6 || !LWIP_IPV6_SCOPES
#error "lwipopts.h: net/ needs LWIP_UDP, LWIP_RAW, LWIP_IPV4, LWIP_IPV6 and LWIP_IPV6_SCOPES"
#endif
#if !LWIP_IGMP || !LWIP_IPV6_MLD || !LWIP_MULTICAST_TX_OPTIONS
#error "lwipopts.h: net/ needs LWIP_IGMP, LWIP_IPV6_MLD and LWIP_MULTICAST_TX_OPTIONS"
#endif
#if !LWIP_NETIF_LOOPBACK || !LWIP_HAVE_LOOPIF || !LWIP_LOOPIF_MULTICAST
#error "lwipopts.h: net/ needs LWIP_NETIF_LOOPBACK, LWIP_HAVE_LOOPIF and LWIP_LOOPIF_MULTICAST"
#endif
#if !LWIP_TIMERS || !LWIP_DNS || IP_SOF_BROADCAST_RECV
#error "lwipopts.h: net/ needs LWIP_TIMERS, LWIP_DNS (for its table of servers) and IP_SOF_BROADCAST_RECV 0"
#endif
#if defined(LWIP_IPV6_NUM_ADDRESSES) && LWIP_SINGLE_NETIF
#error "lwipopts.h: net/ needs LWIP_SINGLE_NETIF 0: the loopback interface is one of two"
#endif

/* Receive buffers of drivers (pool and custom pbufs) that all sockets' rings together may hold. */
#ifndef CONFIG_UDP_DRIVER_PBUFS
#define CONFIG_UDP_DRIVER_PBUFS (PBUF_POOL_SIZE / 4)
#endif
/* Receive buffers that there are, and those of them that the driver cannot do without. */
#ifndef CONFIG_NET_RECEIVE_BUFFERS
#define CONFIG_NET_RECEIVE_BUFFERS PBUF_POOL_SIZE
#endif
#ifndef CONFIG_NET_DRIVER_BUFFERS
#define CONFIG_NET_DRIVER_BUFFERS 1
#endif

/* Conversions; any thread, no lock. A dual-stack ANY becomes "::"; a mapped address stays IPv6. A zone that
 * lwIP does not carry (multicast of wider scopes) is left out. */
void net_addr_from_ip(struct net_addr *out, const ip_addr_t *ip);
void net_addr_to_ip(ip_addr_t *out, const struct net_addr *addr);
/* 1.2.3.4 to ::ffff:1.2.3.4 and back; others stay as they are. */
void net_addr_map(struct net_addr *addr);
void net_addr_unmap(struct net_addr *addr);

/* The interface with exactly this name ("en1", size bytes), or NULL. */
struct netif *net_netif_by_name(const char *name, size_t size);
/* The interface that is up and has this unicast address (zone as in ip, none fits all), or NULL. */
struct netif *net_netif_by_addr(const ip_addr_t *ip);
bool net_netif_is_loopback(const struct netif *netif);
/* The system's choice where no address decides: the default interface, else the first that can send beyond
 * this host, else the loopback. NULL when nothing is up. */
struct netif *net_netif_default(void);

#endif
