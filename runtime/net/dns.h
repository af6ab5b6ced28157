/* dns.h: host names to addresses through lwIP's resolver. Script thread; takes the net lock. */
#ifndef NET_DNS_H
#define NET_DNS_H

#include "core/loop.h"
#include "net/addr.h"

/* Embedded in its owner from net_dns_lookup() until done has run or net_dns_cancel() returned. */
struct net_dns_request {
  struct loop_event event; /* run on the script thread when the answer is there */
  int status;              /* 0 or a negative code: EAI_NONAME (ENOTFOUND), EAI_AGAIN, EAI_MEMORY … */
  size_t count;
  struct net_addr addrs[4];
  void *slot; /* net/dns.c's */
};

enum net_dns_family { NET_DNS_ANY = 0, NET_DNS_V4 = 4, NET_DNS_V6 = 6 };

/* Starts a lookup; name (size bytes) is copied. "localhost" in any case and its subdomains (RFC 6761), and
 * literals, need no server. Always answers through request->event, never on this stack. EINVAL (name longer
 * than 253 bytes or with an empty label), EAI_AGAIN (CONFIG_DNS_REQUESTS waiting). */
int net_dns_lookup(struct net_dns_request *request, const char *name, size_t size, enum net_dns_family family);
void net_dns_cancel(struct net_dns_request *request);

#define NET_DNS_SERVERS 2
/* Replaces the servers (count 0 to NET_DNS_SERVERS; port 53 only). EINVAL when there are more. */
int net_dns_set_servers(const struct net_addr *servers, size_t count);
size_t net_dns_servers(struct net_addr *servers); /* fills at most NET_DNS_SERVERS */
#endif
