/* addr.c: addresses as text and bytes. */
#include "net/addr.h"

#include <string.h>

#include "core/errors.h"
#include "net/stack.h"
#include "port.h"

#define GROUPS 8 /* 16-bit groups of an IPv6 address */

static int digit_value(char c, int base) {
  int value = -1;
  if (c >= '0' && c <= '9') {
    value = c - '0';
  } else if (c >= 'a' && c <= 'f') {
    value = c - 'a' + 10;
  } else if (c >= 'A' && c <= 'F') {
    value = c - 'A' + 10;
  }
  return value < base ? value : -1;
}

/* Exactly four decimal numbers without leading zeros: "010" is octal to some readers and decimal to others. */
static bool parse_v4(const char *text, size_t size, uint8_t *bytes) {
  size_t at = 0;
  for (int part = 0; part < 4; part++) {
    if (part > 0 && (at == size || text[at++] != '.')) {
      return false;
    }
    size_t start = at;
    unsigned value = 0;
    while (at < size && digit_value(text[at], 10) >= 0) {
      value = value * 10 + (unsigned)digit_value(text[at], 10);
      at++;
      if (value > 255 || (at - start > 1 && text[start] == '0')) {
        return false;
      }
    }
    if (at == start) {
      return false;
    }
    bytes[part] = (uint8_t)value;
  }
  return at == size;
}

/* One number of inet_aton(); false when there is none, or it is beyond 32 bits. */
static bool parse_aton_number(const char *text, size_t size, size_t *at, uint32_t *out) {
  int base = 10;
  if (*at < size && text[*at] == '0') {
    base = *at + 1 < size && (text[*at + 1] == 'x' || text[*at + 1] == 'X') ? 16 : 8;
    *at += base == 16 ? 2 : 0;
  }
  size_t start = *at;
  uint64_t value = 0;
  while (*at < size && digit_value(text[*at], base) >= 0 && value <= UINT32_MAX) {
    value = value * (unsigned)base + (unsigned)digit_value(text[*at], base);
    ++*at;
  }
  *out = (uint32_t)value;
  return *at > start && value <= UINT32_MAX;
}

bool net_addr_parse_aton(const char *text, size_t size, struct net_addr *out) {
  uint8_t bytes[4] = {0};
  size_t at = 0;
  for (int part = 0; part < 4; part++) {
    uint32_t value;
    if (!parse_aton_number(text, size, &at, &value)) {
      return false;
    }
    if (at == size) {
      int left = 4 - part;
      if (left < 4 && value >> (8 * left) != 0) {
        return false;
      }
      for (int i = 3; i >= part; i--, value >>= 8) {
        bytes[i] = (uint8_t)value;
      }
      *out = (struct net_addr){.family = 4};
      memcpy(out->bytes, bytes, sizeof bytes);
      return true;
    }
    if (text[at++] != '.' || value > 255) {
      return false;
    }
    bytes[part] = (uint8_t)value;
  }
  return false;
}

/* Reads up to four hexadecimal digits; returns how many there were. */
static size_t parse_group(const char *text, size_t size, unsigned *value) {
  size_t at = 0;
  *value = 0;
  while (at < size && at < 4 && digit_value(text[at], 16) >= 0) {
    *value = *value << 4 | (unsigned)digit_value(text[at], 16);
    at++;
  }
  return at;
}

/* Groups before and after at most one "::", the last two possibly in dotted form. */
static bool parse_v6(const char *text, size_t size, uint8_t *bytes) {
  unsigned groups[GROUPS];
  size_t count = 0;
  size_t gap = GROUPS + 1; /* where "::" stands, past the end for nowhere */
  size_t at = 0;

  if (size >= 2 && text[0] == ':' && text[1] == ':') {
    gap = 0;
    at = 2;
  }
  while (at < size) {
    if (count == GROUPS) {
      return false;
    }
    size_t digits = parse_group(text + at, size - at, &groups[count]);
    if (digits == 0) {
      return false;
    }
    if (at + digits < size && text[at + digits] == '.') {
      uint8_t dotted[4];
      if (count > GROUPS - 2 || !parse_v4(text + at, size - at, dotted)) {
        return false;
      }
      groups[count++] = (unsigned)dotted[0] << 8 | dotted[1];
      groups[count++] = (unsigned)dotted[2] << 8 | dotted[3];
      break;
    }
    count++;
    at += digits;
    if (at == size) {
      break;
    }
    if (text[at++] != ':') {
      return false;
    }
    if (at < size && text[at] == ':') {
      if (gap <= GROUPS) {
        return false;
      }
      gap = count;
      at++;
    } else if (at == size) {
      return false;
    }
  }
  if (gap > GROUPS ? count != GROUPS : count >= GROUPS) {
    return false;
  }
  size_t zeros = GROUPS - count;
  for (size_t i = 0, from = 0; i < GROUPS; i++) {
    unsigned value = gap <= GROUPS && i >= gap && i < gap + zeros ? 0 : groups[from++];
    bytes[2 * i] = (uint8_t)(value >> 8);
    bytes[2 * i + 1] = (uint8_t)value;
  }
  return true;
}

/* "en1" or "2" to an interface index; 0 when there is none. */
static uint8_t parse_zone(const char *text, size_t size) {
  unsigned number = 0;
  size_t digits = 0;
  while (digits < size && digit_value(text[digits], 10) >= 0 && number < 256) {
    number = number * 10 + (unsigned)digit_value(text[digits], 10);
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

  if (percent == NULL && parse_v4(text, size, addr.bytes)) {
    *out = addr;
    return 0;
  }
  addr.family = 6;
  if (!parse_v6(text, bare, addr.bytes)) {
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

static char *put_decimal(char *at, unsigned value) {
  char digits[5];
  int count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count > 0) {
    *at++ = digits[--count];
  }
  return at;
}

static char *put_hex(char *at, unsigned value) {
  for (int shift = 12; shift >= 0; shift -= 4) {
    if (shift == 0 || value >> shift != 0) {
      *at++ = "0123456789abcdef"[(value >> shift) & 15];
    }
  }
  return at;
}

static char *put_v4(char *at, const uint8_t *bytes) {
  for (int i = 0; i < 4; i++) {
    if (i > 0) {
      *at++ = '.';
    }
    at = put_decimal(at, bytes[i]);
  }
  return at;
}

static unsigned group_of(const uint8_t *bytes, int index) {
  return (unsigned)bytes[2 * index] << 8 | bytes[2 * index + 1];
}

/* RFC 5952 section 4: lower case, no leading zeros, "::" for the longest run of two or more zero groups, the
 * first of equals. */
static char *put_v6(char *at, const uint8_t *bytes) {
  int best = -1;
  int best_length = 1;
  for (int i = 0; i < GROUPS; i++) {
    int end = i;
    while (end < GROUPS && group_of(bytes, end) == 0) {
      end++;
    }
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
    if (end > i) {
      i = end - 1;
    }
  }
  for (int i = 0; i < GROUPS; i++) {
    if (i == best) {
      *at++ = ':';
      *at++ = ':';
      i += best_length - 1;
      continue;
    }
    if (i > 0 && i != best + best_length) {
      *at++ = ':';
    }
    at = put_hex(at, group_of(bytes, i));
  }
  return at;
}

static char *put_zone(char *at, uint8_t zone) {
  *at++ = '%';
  port_net_lock();
  struct netif *netif = netif_get_by_index(zone);
  if (netif != NULL) {
    *at++ = netif->name[0];
    *at++ = netif->name[1];
    at = put_decimal(at, netif->num);
  }
  port_net_unlock();
  return netif != NULL ? at : put_decimal(at, zone);
}

size_t net_addr_format(const struct net_addr *addr, char *out) {
  char *at = out;
  if (addr->family == 4) {
    at = put_v4(at, addr->bytes);
  } else if (net_addr_is_mapped(addr)) {
    memcpy(at, "::ffff:", 7);
    at = put_v4(at + 7, addr->bytes + 12);
  } else {
    at = put_v6(at, addr->bytes);
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
