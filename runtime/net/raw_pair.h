/* raw_pair.h: hearing packets of a protocol of IPv4 and one of IPv6 beside lwIP. */
#ifndef NET_RAW_PAIR_H
#define NET_RAW_PAIR_H

#include <stdbool.h>

#include "lwip/raw.h"

/* Both pcbs exist, or neither. All zero: neither. */
struct net_raw_pair {
  struct raw_pcb *v4;
  struct raw_pcb *v6;
};

/* From now on lwIP calls receive4 and receive6 with what arrives of the two protocols; a pair that hears already goes
 * on as it does. Under the net lock. False, with nothing left behind, when lwIP has no pcb for it. */
bool net_raw_pair_open(struct net_raw_pair *pair, u8_t protocol4, raw_recv_fn receive4, u8_t protocol6,
                       raw_recv_fn receive6);

/* Under the net lock, but not from a raw pcb's callback: lwIP would go on with a freed pcb. Again does nothing. */
void net_raw_pair_close(struct net_raw_pair *pair);

#endif
