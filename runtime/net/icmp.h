/* icmp.h: ICMP port unreachable, which lwIP only counts, told to the connected sockets it is about. */
#ifndef NET_ICMP_H
#define NET_ICMP_H

/* Counts one more socket that wants to know; the first starts listening to ICMP and ICMPv6 beside lwIP, so that
 * programs without connected sockets pay nothing per packet. Under the net lock. 0 or ENOMEM. */
int net_icmp_watch(void);
/* Takes back one net_icmp_watch(). Under the net lock, not from a callback of lwIP's. */
void net_icmp_unwatch(void);

#endif
