/* netif.c: the network interfaces. */
#include "net/netif.h"

#include <string.h>

#include "net/stack.h"
#include "port.h"

/* "en1": two letters and the number, as lwIP names them. Returns the length. */
static size_t write_name(const struct netif *netif, char *out) {
  unsigned number = netif->num;
  size_t at = 0;
  out[at++] = netif->name[0];
  out[at++] = netif->name[1];
  if (number >= 100) {
    out[at++] = (char)('0' + number / 100);
  }
  if (number >= 10) {
    out[at++] = (char)('0' + number / 10 % 10);
  }
  out[at++] = (char)('0' + number % 10);
  out[at] = '\0';
  return at;
}

struct netif *net_netif_by_name(const char *name, size_t size) {
  struct netif *netif;
  NETIF_FOREACH(netif) {
    char text[NETIF_NAMESIZE + 1];
    if (write_name(netif, text) == size && memcmp(text, name, size) == 0) {
      return netif;
    }
  }
  return NULL;
}

static bool has_addr(const struct netif *netif, const ip_addr_t *ip) {
  if (IP_IS_V4_VAL(*ip)) {
#if CONFIG_LOOPBACK_NET
    if (ip4_addr_isloopback(ip_2_ip4(ip))) {
      return net_netif_is_loopback(netif);
    }
#endif
    return ip4_addr_eq(netif_ip4_addr(netif), ip_2_ip4(ip));
  }
  for (s8_t i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    if (ip6_addr_isvalid(netif_ip6_addr_state(netif, i)) &&
        ip6_addr_zoneless_eq(netif_ip6_addr(netif, i), ip_2_ip6(ip)) &&
        (!ip6_addr_has_zone(ip_2_ip6(ip)) || ip6_addr_zone_eq(netif_ip6_addr(netif, i), ip_2_ip6(ip)))) {
      return true;
    }
  }
  return false;
}

struct netif *net_netif_by_addr(const ip_addr_t *ip) {
  struct netif *netif;
  NETIF_FOREACH(netif) {
    if (netif_is_up(netif) && has_addr(netif, ip)) {
      return netif;
    }
  }
  return NULL;
}

bool net_netif_is_loopback(const struct netif *netif) { return ip4_addr_isloopback(netif_ip4_addr(netif)); }

struct netif *net_netif_default(void) {
  struct netif *netif;
  struct netif *loopback = NULL;
  if (netif_default != NULL && netif_is_up(netif_default)) {
    return netif_default;
  }
  NETIF_FOREACH(netif) {
    if (!netif_is_up(netif)) {
      continue;
    }
    if (!net_netif_is_loopback(netif)) {
      return netif;
    }
    loopback = netif;
  }
  return loopback;
}

static uint8_t prefix_of_mask(const ip4_addr_t *mask) {
  uint8_t bits = 0;
  for (uint32_t left = lwip_ntohl(ip4_addr_get_u32(mask)); left != 0; left <<= 1) {
    bits++;
  }
  return bits;
}

/* lwIP keeps no prefix length for IPv6: on-link prefixes are 64 bits by its policy, ::1 is a host. */
static void fill_v6(struct net_netif_address *out, const struct netif *netif, s8_t index) {
  net_addr_from_ip(&out->addr, &netif->ip6_addr[index]);
  out->prefix = net_addr_is_loopback(&out->addr) ? 128 : 64;
}

static void fill_common(struct net_netif_address *out, const struct netif *netif) {
  memset(out, 0, sizeof *out);
  write_name(netif, out->name);
  out->index = netif_get_index(netif);
  out->internal = net_netif_is_loopback(netif);
  out->up = netif_is_up(netif) && netif_is_link_up(netif);
  if (netif->hwaddr_len == sizeof out->mac) {
    memcpy(out->mac, netif->hwaddr, sizeof out->mac);
  }
}

/* Appends the IPv6 addresses of netif that are link-local, or those that are not; count is what out has of it. */
static size_t add_v6(const struct netif *netif, bool link_local, struct net_netif_address *out, size_t room,
                     size_t count) {
  for (s8_t i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    if (!ip6_addr_isvalid(netif_ip6_addr_state(netif, i)) ||
        (ip6_addr_islinklocal(netif_ip6_addr(netif, i)) != 0) != link_local) {
      continue;
    }
    if (count < room) {
      fill_common(&out[count], netif);
      fill_v6(&out[count], netif, i);
    }
    count++;
  }
  return count;
}

/* Appends the addresses of netif; returns how many it has. */
static size_t add_netif(const struct netif *netif, struct net_netif_address *out, size_t room) {
  size_t count = 0;
  if (!ip4_addr_isany_val(*netif_ip4_addr(netif))) {
    if (count < room) {
      fill_common(&out[count], netif);
      net_addr_from_ip(&out[count].addr, &netif->ip_addr);
      out[count].prefix = prefix_of_mask(netif_ip4_netmask(netif));
    }
    count++;
  }
  /* Link-local ones last, as on Linux: who takes the first wants one that is a source beyond the link. */
  count = add_v6(netif, false, out, room, count);
  return add_v6(netif, true, out, room, count);
}

size_t net_netif_addresses(struct net_netif_address *out, size_t capacity) {
  size_t count = 0;
  port_net_lock();
  for (int loopback = 1; loopback >= 0; loopback--) {
    struct netif *netif;
    NETIF_FOREACH(netif) {
      if (net_netif_is_loopback(netif) == (loopback == 1)) {
        count += add_netif(netif, count < capacity ? &out[count] : out, count < capacity ? capacity - count : 0);
      }
    }
  }
  port_net_unlock();
  return count;
}

size_t net_netif_hostname(char *out, size_t capacity) {
  const char *name = "tinygram";
  port_net_lock();
  struct netif *netif;
  NETIF_FOREACH(netif) {
    if (netif_get_hostname(netif) != NULL) {
      name = netif_get_hostname(netif);
      break;
    }
  }
  size_t size = strlen(name) < capacity ? strlen(name) : capacity - 1;
  memcpy(out, name, size);
  port_net_unlock();
  out[size] = '\0';
  return size;
}
