/* udp_bind.c: local addresses and ports of sockets. */
#include "config.h"
#include "core/errors.h"
#include "net/udp_private.h"
#include "port.h"

_Static_assert((CONFIG_UDP_PORT_COUNT & (CONFIG_UDP_PORT_COUNT - 1)) == 0, "an odd stride must reach every port");

static bool bindings_overlap(const struct net_udp *a, const struct net_udp *b) {
  if (IP_IS_ANY_TYPE_VAL(a->local) || IP_IS_ANY_TYPE_VAL(b->local)) {
    /* A dual-stack ANY takes everything of both families. */
    return true;
  }
  return IP_GET_TYPE(&a->local) == IP_GET_TYPE(&b->local) &&
         (ip_addr_isany_val(a->local) || ip_addr_isany_val(b->local) || ip_addr_eq(&a->local, &b->local));
}

/* Both must have asked for reuse to share what overlaps. */
static bool in_use(const struct udp_port *port, const struct net_udp *socket) {
  for (const struct net_udp *other = port->sockets; other != NULL; other = other->next) {
    if (!(other->reuse && socket->reuse) && bindings_overlap(other, socket)) {
      return true;
    }
  }
  return false;
}

/* Walks the range from a random port by a random odd stride, which meets every port once. */
static int open_free_port(struct udp_port **out) {
  uint16_t random[2];
  port_random(random, sizeof random);
  uint32_t offset = random[0];
  uint32_t stride = random[1] | 1u;
  for (uint32_t tries = 0; tries < CONFIG_UDP_PORT_COUNT; tries++, offset += stride) {
    uint16_t number = (uint16_t)(CONFIG_UDP_PORT_FIRST + (offset & (CONFIG_UDP_PORT_COUNT - 1)));
    if (udp_port_find(number) != NULL) {
      continue;
    }
    int status = udp_port_open(number, out);
    if (status != ERR_CODE_EADDRINUSE) {
      return status;
    }
  }
  return ERR_CODE_EADDRINUSE;
}

/* Whether a socket may have ip as its own: ANY, an address of an interface, a group, a broadcast address. */
static bool is_bindable(ip_addr_t *ip) {
  if (ip_addr_isany_val(*ip)) {
    return true;
  }
  if (ip_addr_ismulticast(ip)) {
    udp_addr_complete_zone(ip, net_netif_default());
    return true;
  }
  struct netif *netif = net_netif_by_addr(ip);
  udp_addr_complete_zone(ip, netif);
  return netif != NULL || udp_addr_is_broadcast(ip);
}

/* Under the lock; local is set. */
static int enter_port(struct net_udp *socket, uint16_t number) {
  struct udp_port *port = number == 0 ? NULL : udp_port_find(number);
  if (port != NULL && in_use(port, socket)) {
    return ERR_CODE_EADDRINUSE;
  }
  if (port == NULL) {
    int status = number == 0 ? open_free_port(&port) : udp_port_open(number, &port);
    if (status != 0) {
      return status;
    }
  }
  udp_port_add(port, socket);
  return 0;
}

/* Under the lock. */
static int bind_to(struct net_udp *socket, const struct net_addr *addr, uint16_t number) {
  ip_addr_t ip;
  if (socket->port != NULL) {
    return ERR_CODE_EINVAL;
  }
  int status = udp_addr_resolve(socket, addr, &ip);
  if (status == ERR_CODE_ENETUNREACH) {
    return ERR_CODE_EINVAL; /* an IPv4 address for an IPv6-only socket */
  }
  if (status != 0) {
    return status;
  }
  if (udp_addr_needs_zone(addr)) {
    return ERR_CODE_EINVAL;
  }
  if (net_addr_is_any(addr)) {
    udp_addr_set_any(socket, &ip);
  } else if (!is_bindable(&ip)) {
    return ERR_CODE_EADDRNOTAVAIL;
  }
  socket->local = ip;
  status = enter_port(socket, number);
  if (status != 0) {
    udp_addr_set_any(socket, &socket->local);
    return status;
  }
  socket->bound = socket->local;
  return 0;
}

int net_udp_bind(struct net_udp *socket, const struct net_addr *addr, uint16_t port, unsigned flags) {
  port_net_lock();
  bool v6only = socket->v6only;
  bool reuse = socket->reuse;
  socket->v6only = v6only || (socket->family == 6 && (flags & NET_UDP_V6ONLY) != 0);
  socket->reuse = reuse || (flags & NET_UDP_REUSEADDR) != 0;
  int status = bind_to(socket, addr, port);
  if (status != 0) {
    socket->v6only = v6only;
    socket->reuse = reuse;
  }
  port_net_unlock();
  return status;
}

int udp_bind_implicitly(struct net_udp *socket) {
  if (socket->port != NULL) {
    return 0;
  }
  udp_addr_set_any(socket, &socket->local);
  socket->bound = socket->local;
  return enter_port(socket, 0);
}
