/* udp_options.c: what a socket can be told: TTL, broadcast, multicast, buffers, and the groups it joins. */
#include <limits.h>

#include "config.h"
#include "core/errors.h"
#include "net/membership.h"
#include "net/udp_private.h"
#include "port.h"

int net_udp_set_broadcast(struct net_udp *socket, bool on) {
  port_net_lock();
  int status = socket->port == NULL ? ERR_CODE_EBADF : 0;
  if (status == 0) {
    socket->broadcast = on;
  }
  port_net_unlock();
  return status;
}

static int set_byte(const struct net_udp *socket, uint8_t *option, int value, int least) {
  int status = 0;
  port_net_lock();
  if (socket->port == NULL) {
    status = ERR_CODE_EBADF;
  } else if (value < least || value > UINT8_MAX) {
    status = ERR_CODE_EINVAL;
  } else {
    *option = (uint8_t)value;
  }
  port_net_unlock();
  return status;
}

int net_udp_set_ttl(struct net_udp *socket, int ttl) { return set_byte(socket, &socket->ttl, ttl, 1); }

int net_udp_set_multicast_ttl(struct net_udp *socket, int ttl) {
  return set_byte(socket, &socket->multicast_ttl, ttl, 0);
}

int net_udp_set_multicast_loopback(struct net_udp *socket, bool on) {
  port_net_lock();
  int status = socket->port == NULL ? ERR_CODE_EBADF : 0;
  if (status == 0) {
    socket->multicast_loop = on;
  }
  port_net_unlock();
  return status;
}

/* Under the lock. The family is that of addr, as in IP_MULTICAST_IF and IPV6_MULTICAST_IF. */
static int set_multicast_netif(struct net_udp *socket, const struct net_addr *addr) {
  struct net_addr plain = *addr; /* a mapped one is IPv6 without a zone */
  if (socket->port == NULL) {
    return ERR_CODE_EBADF;
  }
  if (socket->family == 4 && plain.family == 6) {
    return ERR_CODE_ENOPROTOOPT;
  }
  if (plain.family == 6) {
    if (plain.zone != 0 && netif_get_by_index(plain.zone) == NULL) {
      return ERR_CODE_EADDRNOTAVAIL;
    }
    socket->multicast_netif[1] = plain.zone; /* as on Linux the zone decides and the address does not */
    return 0;
  }
  struct netif *netif = NULL;
  if (!net_addr_is_any(&plain)) {
    ip_addr_t ip;
    net_addr_to_ip(&ip, &plain);
    netif = net_netif_by_addr(&ip);
    if (netif == NULL) {
      return ERR_CODE_EADDRNOTAVAIL;
    }
  }
  socket->multicast_netif[0] = netif == NULL ? 0 : netif_get_index(netif);
  return 0;
}

int net_udp_set_multicast_interface(struct net_udp *socket, const struct net_addr *addr) {
  port_net_lock();
  int status = set_multicast_netif(socket, addr);
  port_net_unlock();
  return status;
}

int net_udp_buffer_size(struct net_udp *socket, bool send, uint32_t set) {
  port_net_lock();
  int status = ERR_CODE_EBADF;
  if (socket->port != NULL) {
    uint32_t *limit = send ? &socket->send_limit : &socket->recv_limit;
    if (set > INT_MAX) {
      status = ERR_CODE_EINVAL;
    } else {
      if (set != 0) {
        *limit = LWIP_MIN(set, (uint32_t)CONFIG_UDP_RECV_BUFFER_MAX);
      }
      status = (int)*limit;
    }
  }
  port_net_unlock();
  return status;
}

/* ---- memberships ------------------------------------------------------------------------ */

/* What a join or leave names, in lwIP's terms. netif NULL: every interface. */
struct target {
  ip_addr_t group;
  ip_addr_t source;
  struct netif *netif;
};

/* Under the lock. */
static int find_iface(const struct net_udp *socket, const struct net_addr *iface, uint8_t group_zone,
                      const ip_addr_t *group, struct netif **out) {
  struct net_addr plain = {0};
  int family = IP_IS_V4_VAL(*group) ? 4 : 6;
  if (iface != NULL) {
    plain = *iface;
  }
  *out = NULL;
  if (family == 6) {
    uint8_t zone = iface != NULL && plain.zone != 0 ? plain.zone : group_zone;
    *out = zone == 0 ? NULL : netif_get_by_index(zone);
    return zone != 0 && *out == NULL ? ERR_CODE_ENODEV : 0;
  }
  if (iface == NULL || net_addr_is_any(&plain)) {
    return 0;
  }
  ip_addr_t ip;
  net_addr_to_ip(&ip, &plain);
  *out = net_netif_by_addr(&ip);
  if (*out == NULL) { /* an address that the interface had when the group was joined */
    *out = net_membership_netif(socket, group, &ip);
  }
  return *out == NULL ? ERR_CODE_ENODEV : 0;
}

/* Under the lock. As Linux does it, leaving an IPv4 address that is no group is leaving one that was not joined. */
static int find_target(const struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                       const struct net_addr *source, bool leaves, struct target *out) {
  struct net_addr plain = *group;
  net_addr_unmap(&plain);
  if (iface != NULL && iface->family != plain.family) {
    return ERR_CODE_EINVAL;
  }
  if (plain.family == 6 && socket->family == 4) {
    return ERR_CODE_ENOPROTOOPT;
  }
  if (!net_addr_is_multicast(&plain)) {
    return leaves && source == NULL && plain.family == 4 ? ERR_CODE_EADDRNOTAVAIL : ERR_CODE_EINVAL;
  }
  if (plain.family == 4 && socket->v6only) {
    return ERR_CODE_EINVAL;
  }
  if (source != NULL) {
    struct net_addr from = *source;
    net_addr_unmap(&from);
    if (from.family != plain.family || net_addr_is_multicast(&from) || net_addr_is_any(&from)) {
      return ERR_CODE_EINVAL;
    }
    net_addr_to_ip(&out->source, &from);
  }
  uint8_t zone = plain.zone;
  plain.zone = 0; /* the table names the interface; see net_membership_allows() for the comparison */
  net_addr_to_ip(&out->group, &plain);
  return find_iface(socket, iface, zone, &out->group, &out->netif);
}

int net_udp_join(struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                 const struct net_addr *source) {
  struct target target;
  port_net_lock();
  int status = find_target(socket, group, iface, source, false, &target);
  if (status == 0) {
    status = udp_bind_implicitly(socket);
  }
  if (status == 0) {
    ip_addr_t name;
    bool named = iface != NULL && iface->family == 4 && !net_addr_is_any(iface);
    if (named) {
      net_addr_to_ip(&name, iface);
    }
    status = net_membership_join(socket, &target.group, target.netif, named ? &name : NULL,
                                 source == NULL ? NULL : &target.source);
  }
  port_net_unlock();
  return status;
}

int net_udp_leave(struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                  const struct net_addr *source) {
  struct target target;
  port_net_lock();
  int status = find_target(socket, group, iface, source, true, &target);
  if (status == 0) {
    status = net_membership_leave(socket, &target.group, target.netif, source == NULL ? NULL : &target.source);
  }
  port_net_unlock();
  return status;
}
