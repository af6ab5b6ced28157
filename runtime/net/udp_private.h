/* udp_private.h: what udp.c shows to its neighbours in net/ (icmp.c, dns.c) and to tests. */
#ifndef NET_UDP_PRIVATE_H
#define NET_UDP_PRIVATE_H

#include "net/stack.h"
#include "net/udp.h"

/* For net_udp_open(): a socket of the runtime's own, from CONFIG_DNS_ACTIVE that script cannot use up. */
#define NET_UDP_INTERNAL 0x80u

/* The peer of a connected socket has answered that nobody listens there. Addresses without IPv6 zones are
 * compared without; ports in host order. lwIP's context. */
void net_udp_refused(const ip_addr_t *local, uint16_t local_port, const ip_addr_t *remote, uint16_t remote_port);

/* True when no socket is open and nothing is held: no datagram, no pbuf, no port. Takes no lock: under it. */
bool net_udp_check_empty(void);

#endif
