/*
 * dns.h: host names to addresses. Script thread; takes the net lock.
 *
 * Each server is asked up to three times (1, 2, 4 seconds), every time from another unpredictable port with
 * another unpredictable id, and only its own answer to that very question counts. At most CONFIG_DNS_ACTIVE
 * names are asked for at a time, CONFIG_DNS_REQUESTS more wait in line; requests for equal names share one. An owner
 * leaves one of the former and a quarter of the latter to others, and of those that wait the owner with the fewest
 * under way is next. What was
 * found is remembered as long as the server allows, at most CONFIG_DNS_CACHE_SECONDS, CONFIG_DNS_CACHE names;
 * net_dns_set_servers() forgets it. A request does not keep the program running; its owner
 * calls loop_ref().
 */
#ifndef NET_DNS_H
#define NET_DNS_H

#include <stdbool.h>

#include "core/loop.h"
#include "net/addr.h"

/* Embedded in its owner from net_dns_lookup() until done has run or net_dns_cancel() returned. */
struct net_dns_request {
  struct loop_event event; /* run on the script thread when the answer is there */
  /* 0, EAI_NONAME (no such name), EAI_NODATA (no address of that family), EAI_AGAIN (no server, no answer, or
   * failing servers), EAI_ADDRFAMILY (a literal of the other family), EAI_MEMORY. */
  int status;
  size_t count;
  struct net_addr addrs[4];
  uint32_t owner; /* set by the caller: whose shares count, 0 for the program's own */
  uint32_t ttl;   /* seconds for which the addresses hold; 0 for what no server said */
  /* net/dns.c's: */
  struct net_dns_request *next;
  void *lookup; /* under way, NULL in line; and not on any list once event has been posted */
  const char *name;
  uint8_t size;
  uint8_t family;
  bool pending;
  bool first_of_name; /* in the line */
};

enum net_dns_family { NET_DNS_ANY = 0, NET_DNS_V4 = 4, NET_DNS_V6 = 6 };

/* Starts a lookup; name (size bytes) stays the caller's and must last as long as the request. request->event.run is
 * set by the caller. "127.1" and what else inet_aton() takes are addresses. "localhost" in any case and its
 * subdomains (RFC 6761) and literals need no server, "invalid" and its subdomains fail without one, and without
 * servers everything else fails at once. NET_DNS_ANY asks for both families and puts first the one this host can
 * reach (::1 last for localhost). Always answers through request->event, never on this stack. EINVAL (name longer
 * than 253 bytes, a label empty or longer than 63, or a byte that no host name has), EAI_AGAIN (CONFIG_DNS_REQUESTS
 * waiting, or the owner's share of them). */
int net_dns_lookup(struct net_dns_request *request, const char *name, size_t size, enum net_dns_family family);
/* Gives a lookup up; request->event will not run. Harmless after it has run. */
void net_dns_cancel(struct net_dns_request *request);
/* For tests: true when no lookup is under way or waits. */
bool net_dns_check_empty(void);

#define NET_DNS_SERVERS 2
#define NET_DNS_PORT 53
struct net_dns_server {
  struct net_addr addr;
  uint16_t port;
};
/* Replaces the servers (count 0 to NET_DNS_SERVERS) for good, those of DHCP do not count any more, and forgets what the
 * old ones said. EINVAL when there are more. */
int net_dns_set_servers(const struct net_dns_server *servers, size_t count);
size_t net_dns_servers(struct net_dns_server *servers); /* fills at most NET_DNS_SERVERS */
#endif
