/* addr.h: addresses as text and bytes, stricter and more exact than lwIP's: a parser that takes what
 * inet_pton() takes and nothing else, a formatter after RFC 5952, zones after RFC 4007 section 11. No lwIP type shows. */
#ifndef NET_ADDR_H
#define NET_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* family is 4 or 6. bytes are in network order, 4 or 16 of them. zone is a netif index (1 to 254), 0 for none. */
struct net_addr {
  uint8_t family;
  uint8_t zone;
  uint8_t bytes[16];
};

/* Room for any text below: "ffff:…:255.255.255.255%en255" and its zero. */
#define NET_ADDR_TEXT 56

/* Parses size bytes (no zero needed). "%name" and "%number" zones are taken on IPv6 link-local and
 * multicast addresses and must name a netif. Returns 0, EINVAL (not an address) or ENODEV (no such zone).
 * Takes the net lock for a zone; script thread. */
int net_addr_parse(const char *text, size_t size, struct net_addr *out);
/* Writes the canonical text and a zero; returns its length without the zero. "::ffff:1.2.3.4" for mapped
 * addresses; "%name" for a zone. out has NET_ADDR_TEXT bytes. */
size_t net_addr_format(const struct net_addr *addr, char *out);

bool net_addr_equal(const struct net_addr *a, const struct net_addr *b);
bool net_addr_is_any(const struct net_addr *addr);
bool net_addr_is_multicast(const struct net_addr *addr);
bool net_addr_is_loopback(const struct net_addr *addr);
bool net_addr_is_mapped(const struct net_addr *addr); /* ::ffff:0:0/96 */
#endif
