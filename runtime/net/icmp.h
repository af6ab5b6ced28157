/* icmp.h: ICMP port unreachable, which lwIP only counts, told to the connected sockets it is about. */
#ifndef NET_ICMP_H
#define NET_ICMP_H

/* Listens to ICMP and ICMPv6 beside lwIP; after lwIP's start, under the net lock. 0 or ENOMEM. */
int net_icmp_start(void);

#endif
