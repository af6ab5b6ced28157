/* query.h: what a router's query about groups (IGMP, MLD) says, in the terms that both protocols share. */
#ifndef NET_QUERY_H
#define NET_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/ip_addr.h"
#include "lwip/pbuf.h"

struct net_query {
  bool older;         /* IGMPv1, IGMPv2 or MLDv1: without sources and robustness */
  uint8_t robustness; /* of the querier, 0 when it does not say */
  uint32_t within_ms; /* the answer is due */
  ip_addr_t group;    /* ANY in a general query */
  uint16_t sources;   /* how many follow, 0 when all are asked for */
  uint16_t offset;    /* of the first from p's payload */
};

/*
 * In a raw pcb's callback, p from the IP header on, which these leave as it was. Return whether p is a query that is
 * whole and that a host may believe (RFC 3376 sections 4.1 and 9.1; RFC 3810 sections 5.1 and 6.2); *out is written
 * then. Lengths in between those of the versions are of none.
 */
bool net_query_read_v4(struct pbuf *p, struct net_query *out);
bool net_query_read_v6(struct pbuf *p, const ip_addr_t *from, struct net_query *out);

/* Source number i, below query->sources, of the packet that the query was read from. */
void net_query_source(const struct net_query *query, const struct pbuf *p, uint16_t i, ip_addr_t *out);

#endif
