/* addr.h: addresses as text and bytes, stricter and more exact than lwIP's: a parser that takes what
 * inet_pton() takes and nothing else, a formatter after RFC 5952, zones after RFC 4007 section 11. No lwIP type
 * shows. */
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

/* Parses size bytes (no zero needed). A zone, "%name" or "%number", may follow any IPv6 address and must name a
 * netif; it is kept on link-local and multicast addresses and on "::" (which then names an interface), and
 * means nothing on others. Returns 0, EINVAL (not an address) or ENODEV (an address, but no such zone); out is
 * filled on 0 only. Takes the net lock for a zone; script thread. */
int net_addr_parse(const char *text, size_t size, struct net_addr *out);
/* The IPv4 address that inet_aton() reads: one to four numbers, decimal, octal after 0 or hexadecimal after 0x, the
 * last of which has the bytes that are left: "127.1", "99", "010.0.0.1". What getaddrinfo() takes where a host name
 * is expected. False, and out untouched, when it is none. Any thread. */
bool net_addr_parse_aton(const char *text, size_t size, struct net_addr *out);
/* Writes the canonical text and a zero; returns its length without the zero. "::ffff:1.2.3.4" for mapped
 * addresses; "%name" for a zone, "%number" when its netif is gone. out has NET_ADDR_TEXT bytes. Takes the net lock
 * for a zone; script thread. */
size_t net_addr_format(const struct net_addr *addr, char *out);

bool net_addr_equal(const struct net_addr *a, const struct net_addr *b);
bool net_addr_is_any(const struct net_addr *addr);
bool net_addr_is_multicast(const struct net_addr *addr);
bool net_addr_is_loopback(const struct net_addr *addr);
bool net_addr_is_mapped(const struct net_addr *addr); /* ::ffff:0:0/96 */
#endif
