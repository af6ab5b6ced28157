/* addr.c: addresses with their zones. */
#include "net/addr.h"

#include <string.h>

#include "core/errors.h"
#include "net/addr_text.h"
#include "net/stack.h"
#include "port.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* "en1" or "2" to an interface index; 0 when there is none. */
static uint8_t parse_zone(const char *text, size_t size) {
  unsigned number = 0;
  size_t digits = 0;
  while (digits < size && is_digit(text[digits]) && number < 256) {
    number = number * 10 + (unsigned)(text[digits] - '0');
    digits++;
  }
  struct netif *netif;
  port_net_lock();
  if (size > 0 && digits == size) {
    netif = number > 0 && number < 255 ? netif_get_by_index((u8_t)number) : NULL;
  } else {
    netif = net_netif_by_name(text, size);
  }
  uint8_t zone = netif == NULL ? 0 : netif_get_index(netif);
  port_net_unlock();
  return zone;
}

/* Scopes that one interface bounds, and ANY, which names an interface alone ("::%en1"). */
static bool takes_zone(const struct net_addr *addr) {
  return (addr->bytes[0] == 0xfe && (addr->bytes[1] & 0xc0) == 0x80) || addr->bytes[0] == 0xff || net_addr_is_any(addr);
}

int net_addr_parse(const char *text, size_t size, struct net_addr *out) {
  struct net_addr addr = {.family = 4};
  const char *percent = memchr(text, '%', size);
  size_t bare = percent == NULL ? size : (size_t)(percent - text);

  if (percent == NULL && addr_text_parse_v4(text, size, addr.bytes)) {
    *out = addr;
    return 0;
  }
  addr.family = 6;
  if (!addr_text_parse_v6(text, bare, addr.bytes)) {
    return ERR_CODE_EINVAL;
  }
  if (percent != NULL) {
    addr.zone = parse_zone(percent + 1, size - bare - 1);
    if (addr.zone == 0) {
      return ERR_CODE_ENODEV;
    }
    if (!takes_zone(&addr)) {
      addr.zone = 0;
    }
  }
  *out = addr;
  return 0;
}

bool net_addr_parse_aton(const char *text, size_t size, struct net_addr *out) {
  struct net_addr addr = {.family = 4};
  if (!addr_text_parse_aton(text, size, addr.bytes)) {
    return false;
  }
  *out = addr;
  return true;
}

static char *put_zone(char *at, uint8_t zone) {
  *at++ = '%';
  port_net_lock();
  struct netif *netif = netif_get_by_index(zone);
  if (netif != NULL) {
    *at++ = netif->name[0];
    *at++ = netif->name[1];
    at = addr_text_put_decimal(at, netif->num);
  }
  port_net_unlock();
  return netif != NULL ? at : addr_text_put_decimal(at, zone);
}

size_t net_addr_format(const struct net_addr *addr, char *out) {
  char *at = out;
  if (addr->family == 4) {
    at = addr_text_put_v4(at, addr->bytes);
  } else if (net_addr_is_mapped(addr)) {
    memcpy(at, "::ffff:", 7);
    at = addr_text_put_v4(at + 7, addr->bytes + 12);
  } else {
    at = addr_text_put_v6(at, addr->bytes);
    if (addr->zone != 0) {
      at = put_zone(at, addr->zone);
    }
  }
  *at = '\0';
  return (size_t)(at - out);
}

static size_t length_of(const struct net_addr *addr) { return addr->family == 4 ? 4 : 16; }

/* An IPv4 address in one piece, as the network has it. */
static uint32_t word_of(const struct net_addr *addr) {
  uint32_t word;
  memcpy(&word, addr->bytes, sizeof word);
  return word;
}

bool net_addr_equal(const struct net_addr *a, const struct net_addr *b) {
  if (a->family != b->family || a->zone != b->zone) {
    return false;
  }
  return a->family == 4 ? word_of(a) == word_of(b) : memcmp(a->bytes, b->bytes, 16) == 0;
}

bool net_addr_is_any(const struct net_addr *addr) {
  static const uint8_t zeros[16];
  return memcmp(addr->bytes, zeros, length_of(addr)) == 0;
}

bool net_addr_is_multicast(const struct net_addr *addr) {
  return addr->family == 4 ? (addr->bytes[0] & 0xf0) == 0xe0 : addr->bytes[0] == 0xff;
}

bool net_addr_is_loopback(const struct net_addr *addr) {
  static const uint8_t loopback[16] = {[15] = 1};
  return addr->family == 4 ? addr->bytes[0] == 127 : memcmp(addr->bytes, loopback, sizeof loopback) == 0;
}

bool net_addr_is_mapped(const struct net_addr *addr) {
  static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
  return addr->family == 6 && memcmp(addr->bytes, prefix, sizeof prefix) == 0;
}

void net_addr_from_ip(struct net_addr *out, const ip_addr_t *ip) {
  memset(out, 0, sizeof *out);
  if (IP_IS_V6_VAL(*ip) || IP_IS_ANY_TYPE_VAL(*ip)) {
    out->family = 6;
    out->zone = ip6_addr_zone(ip_2_ip6(ip));
    memcpy(out->bytes, ip_2_ip6(ip)->addr, 16);
  } else {
    out->family = 4;
    memcpy(out->bytes, &ip_2_ip4(ip)->addr, 4);
  }
}

void net_addr_to_ip(ip_addr_t *out, const struct net_addr *addr) {
  if (addr->family == 4) {
    ip_addr_set_ip4_u32_val(*out, word_of(addr));
    return;
  }
  memset(out, 0, sizeof *out);
  IP_SET_TYPE_VAL(*out, IPADDR_TYPE_V6);
  memcpy(ip_2_ip6(out)->addr, addr->bytes, 16);
  /* lwIP takes a zone on link-local and interface-local scopes only, and asserts that others have none. */
  if (ip6_addr_has_scope(ip_2_ip6(out), IP6_UNKNOWN)) {
    ip6_addr_set_zone(ip_2_ip6(out), addr->zone);
  }
}

void net_addr_map(struct net_addr *addr) {
  if (addr->family == 4) {
    memcpy(addr->bytes + 12, addr->bytes, 4);
    memset(addr->bytes, 0, 10);
    addr->bytes[10] = 0xff;
    addr->bytes[11] = 0xff;
    addr->family = 6;
    addr->zone = 0;
  }
}

void net_addr_unmap(struct net_addr *addr) {
  if (net_addr_is_mapped(addr)) {
    memmove(addr->bytes, addr->bytes + 12, 4);
    memset(addr->bytes + 4, 0, 12);
    addr->family = 4;
    addr->zone = 0;
  }
}
