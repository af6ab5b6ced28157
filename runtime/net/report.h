/*
 * report.h: writes and sends the membership reports of IGMPv3 (RFC 3376 section 4.2) and MLDv2 (RFC 3810
 * section 5.2). One report at a time; a full one is sent and continued in the next. Everything is called under
 * the net lock.
 */
#ifndef NET_REPORT_H
#define NET_REPORT_H

#include "net/stack.h"

/* The two protocols share these numbers. */
enum net_report_type {
  NET_REPORT_IS_IN = 1, /* current state: INCLUDE */
  NET_REPORT_TO_IN = 3, /* changed to INCLUDE */
  NET_REPORT_ALLOW = 5, /* new sources */
  NET_REPORT_BLOCK = 6  /* sources that are no longer wanted */
};

/* Starts a report to the routers of netif's link, of IGMPv3 or (v6) MLDv2. */
void net_report_begin(struct netif *netif, bool v6);
/* Starts a group record; sources follow. An ALLOW or BLOCK without sources would mean nothing. */
void net_report_record(enum net_report_type type, const ip_addr_t *group);
void net_report_source(const ip_addr_t *source);
/* Sends what was written, nothing if there was no record. Lack of memory loses the report, as the wire may. */
void net_report_end(void);

#endif
