/* udp_route.c: addresses in lwIP's terms, and where a datagram goes out with which source. */
#include <string.h>

#include "core/errors.h"
#include "lwip/nd6.h"
#include "net/udp_private.h"

void udp_addr_set_any(const struct net_udp *socket, ip_addr_t *out) {
  memset(out, 0, sizeof *out);
  IP_SET_TYPE_VAL(*out, socket->family == 4 ? IPADDR_TYPE_V4 : socket->v6only ? IPADDR_TYPE_V6 : IPADDR_TYPE_ANY);
}

int udp_addr_resolve(const struct net_udp *socket, const struct net_addr *addr, ip_addr_t *out) {
  if (addr->family != socket->family) {
    return ERR_CODE_EINVAL;
  }
  if (addr->family == 4) {
    net_addr_to_ip(out, addr);
    return 0;
  }
  struct net_addr plain = *addr;
  net_addr_unmap(&plain);
  if (plain.family != socket->family && socket->v6only) {
    return ERR_CODE_ENETUNREACH;
  }
  net_addr_to_ip(out, &plain);
  return 0;
}

void udp_addr_complete_zone(ip_addr_t *ip, struct netif *netif) {
  if (IP_IS_V6_VAL(*ip) && ip6_addr_lacks_zone(ip_2_ip6(ip), IP6_UNKNOWN) && netif != NULL) {
    ip6_addr_assign_zone(ip_2_ip6(ip), IP6_UNKNOWN, netif);
  }
}

bool udp_addr_is_broadcast(const ip_addr_t *ip) {
  struct netif *netif;
  if (!IP_IS_V4_VAL(*ip)) {
    return false;
  }
  if (ip4_addr_get_u32(ip_2_ip4(ip)) == IPADDR_BROADCAST) {
    return true;
  }
  NETIF_FOREACH(netif) {
    if (ip4_addr_isbroadcast(ip_2_ip4(ip), netif)) {
      return true;
    }
  }
  return false;
}

/* The interface for a group: the socket's choice, the zone's, the one whose address the socket has, the system's. */
static struct netif *multicast_netif(const struct net_udp *socket, const ip_addr_t *to, uint8_t zone) {
  if (zone != 0) {
    return netif_get_by_index(zone);
  }
  struct netif *netif = netif_get_by_index(socket->multicast_netif[udp_family_slot(to)]);
  if (netif == NULL && udp_addr_is_specific(&socket->local)) {
    netif = net_netif_by_addr(&socket->local);
  }
  return netif != NULL ? netif : net_netif_default();
}

/* 0.0.0.0 and :: mean this host; Linux takes the socket's own IPv4 address if it has one, and ::1. */
static void replace_any(const struct net_udp *socket, ip_addr_t *to) {
  if (!ip_addr_isany_val(*to)) {
    return;
  }
  if (IP_IS_V4_VAL(*to) && IP_IS_V4_VAL(socket->local) && udp_addr_is_specific(&socket->local) &&
      !udp_addr_is_broadcast(&socket->local)) {
    *to = socket->local;
  } else {
    ip_addr_set_loopback(IP_IS_V6_VAL(*to), to);
  }
}

static struct netif *unicast_netif(const struct net_udp *socket, const ip_addr_t *to) {
  const ip_addr_t *local = &socket->local;
  if (IP_IS_V4_VAL(*to)) {
    if (ip4_addr_get_u32(ip_2_ip4(to)) == IPADDR_BROADCAST && udp_addr_is_specific(local)) {
      return net_netif_by_addr(local);
    }
    struct netif *netif = ip4_route(ip_2_ip4(to));
    /* An address of this host is reached even when its interface has no link. */
    return netif != NULL ? netif : net_netif_by_addr(to);
  }
  struct netif *netif =
      ip6_route(udp_addr_is_specific(local) && IP_IS_V6_VAL(*local) ? ip_2_ip6(local) : IP6_ADDR_ANY6, ip_2_ip6(to));
  return netif != NULL ? netif : net_netif_by_addr(to);
}

int udp_route_find(const struct net_udp *socket, ip_addr_t *to, uint8_t zone, struct udp_route *out) {
  const ip_addr_t *local = &socket->local;
  replace_any(socket, to);
  if (udp_addr_is_specific(local) && IP_GET_TYPE(local) != IP_GET_TYPE(to)) {
    return ERR_CODE_ENETUNREACH;
  }
  struct netif *owner = udp_addr_is_specific(local) ? net_netif_by_addr(local) : NULL;
  bool from_own = owner != NULL || (udp_addr_is_specific(local) && !udp_addr_is_broadcast(local));
  if (from_own && owner == NULL) {
    return ERR_CODE_EINVAL; /* this host has had another address since; Linux says it so, with a way or without */
  }
  struct netif *netif;
  if (ip_addr_ismulticast(to)) {
    netif = multicast_netif(socket, to, zone);
    udp_addr_complete_zone(to, netif);
  } else {
    if (IP_IS_V6_VAL(*to) && ip6_addr_lacks_zone(ip_2_ip6(to), IP6_UNKNOWN)) {
      udp_addr_complete_zone(to, udp_addr_is_specific(local) ? owner : net_netif_default());
    }
    netif = unicast_netif(socket, to);
  }
  if (netif == NULL || !netif_is_up(netif)) {
    return ERR_CODE_ENETUNREACH;
  }
  if (from_own) {
    if (ip_addr_isloopback(local) && !net_netif_is_loopback(netif)) {
      return ERR_CODE_EINVAL;
    }
    out->source = local;
  } else if (IP_IS_V6_VAL(*to)) {
    out->source = ip6_select_source_address(netif, ip_2_ip6(to));
  } else {
    out->source = netif_ip_addr4(netif);
  }
  out->netif = netif;
  return out->source == NULL || ip_addr_isany(out->source) ? ERR_CODE_ENETUNREACH : 0;
}

static bool has_prefix_of(const struct netif *netif, const ip6_addr_t *to) {
  for (s8_t i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    if (ip6_addr_isvalid(netif_ip6_addr_state(netif, i)) && ip6_addr_net_eq(netif_ip6_addr(netif, i), to)) {
      return true;
    }
  }
  return false;
}

bool udp_route_reaches(struct netif *netif, const ip_addr_t *to) {
  if (ip_addr_ismulticast(to) || ip_addr_isloopback(to) || net_netif_by_addr(to) != NULL) {
    return true;
  }
  if (net_netif_is_loopback(netif)) {
    return false;
  }
  if (IP_IS_V4_VAL(*to)) {
    return !ip_addr_isany_val(*udp_route_hop(netif, to));
  }
  return ip6_addr_islinklocal(ip_2_ip6(to)) || has_prefix_of(netif, ip_2_ip6(to)) ||
         nd6_find_route(ip_2_ip6(to)) != NULL;
}
