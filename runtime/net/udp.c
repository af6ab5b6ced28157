/* udp.c: the life of a socket, its peer, and what is told about both. */
#include "net/udp.h"

#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "net/group.h"
#include "net/icmp.h"
#include "net/membership.h"
#include "net/udp_private.h"
#include "port.h"

#define DEFAULT_TTL 64
#define DEFAULT_MULTICAST_TTL 1

struct net_udp udp_sockets[UDP_SOCKETS];

static bool is_open(const struct net_udp *socket) { return socket->ready != NULL; }

static struct net_udp *free_socket(bool internal) {
  struct net_udp *found = NULL;
  size_t open = 0;
  for (size_t i = 0; i < UDP_SOCKETS; i++) {
    if (!is_open(&udp_sockets[i])) {
      found = &udp_sockets[i];
    } else if (udp_sockets[i].internal == internal) {
      open++;
    }
  }
  return open < (internal ? CONFIG_DNS_ACTIVE : CONFIG_UDP_SOCKETS) ? found : NULL;
}

#if LWIP_NETIF_EXT_STATUS_CALLBACK
NETIF_DECLARE_EXT_CALLBACK(watch)

/* Interfaces come, go, and get a link. lwIP's context. */
static void netif_changed(struct netif *netif, netif_nsc_reason_t reason, const netif_ext_callback_args_t *args) {
  LWIP_UNUSED_ARG(args);
  if ((reason & LWIP_NSC_NETIF_REMOVED) != 0) {
    net_membership_netif_goes(netif);
    net_group_netif_goes(netif);
    udp_wait_netif_goes(netif);
    for (size_t i = 0; i < UDP_SOCKETS; i++) {
      for (size_t slot = 0; slot < 2; slot++) {
        if (udp_sockets[i].multicast_netif[slot] == netif_get_index(netif)) {
          udp_sockets[i].multicast_netif[slot] = 0;
        }
      }
    }
    return;
  }
  if ((reason & (LWIP_NSC_NETIF_ADDED | LWIP_NSC_STATUS_CHANGED)) != 0) {
    net_membership_netif_came(netif);
  }
  if ((reason & (LWIP_NSC_LINK_CHANGED | LWIP_NSC_STATUS_CHANGED | LWIP_NSC_IPV4_ADDRESS_CHANGED)) != 0 &&
      netif_is_up(netif) && netif_is_link_up(netif)) {
    net_group_netif_up(netif);
  }
}
#endif

/* Before the first socket opens; again does nothing. */
static void udp_prepare(void) {
  udp_ring_prepare();
#if LWIP_NETIF_EXT_STATUS_CALLBACK
  if (watch.callback_fn == NULL) {
    netif_add_ext_callback(&watch, netif_changed);
  }
#endif
}

int net_udp_open(int family, unsigned flags, struct loop_event *ready, struct net_udp **out) {
  if ((family != 4 && family != 6) || ready == NULL) {
    return ERR_CODE_EINVAL;
  }
  port_net_lock();
  udp_prepare();
  struct net_udp *socket = free_socket((flags & NET_UDP_INTERNAL) != 0);
  if (socket != NULL) {
    memset(socket, 0, sizeof *socket);
    socket->ready = ready;
    socket->family = (uint8_t)family;
    socket->ttl = DEFAULT_TTL;
    socket->multicast_ttl = DEFAULT_MULTICAST_TTL;
    socket->multicast_loop = true;
    socket->receiving = true;
    socket->internal = (flags & NET_UDP_INTERNAL) != 0;
    socket->v6only = (flags & NET_UDP_V6ONLY) != 0;
    socket->reuse = (flags & NET_UDP_REUSEADDR) != 0;
    socket->recv_limit = CONFIG_UDP_RECV_BUFFER;
    socket->send_limit = CONFIG_UDP_SEND_BUFFER;
    udp_addr_set_any(socket, &socket->local);
    socket->bound = socket->local;
  }
  port_net_unlock();
  if (socket == NULL) {
    return ERR_CODE_EMFILE;
  }
  *out = socket;
  return 0;
}

/* Under the lock. */
static void udp_disconnect_now(struct net_udp *socket) {
  socket->connected = false;
  socket->local = socket->bound;
  socket->error = socket->outcomes != NULL ? NET_UDP_OUTCOME : 0;
  net_icmp_unwatch();
}

void net_udp_close(struct net_udp *socket) {
  port_net_lock();
  net_membership_leave_all(socket);
  if (socket->connected) {
    udp_disconnect_now(socket);
  }
  if (socket->port != NULL) {
    udp_port_leave(socket);
  }
  udp_ring_clear(socket);
  udp_wait_leave(socket);
  struct loop_event *ready = socket->ready;
  socket->ready = NULL;
  port_net_unlock();
  loop_cancel(ready);
}

bool net_udp_check_empty(void) {
  for (size_t i = 0; i < UDP_SOCKETS; i++) {
    if (is_open(&udp_sockets[i])) {
      return false;
    }
  }
  return udp_port_check_empty() && udp_ring_check_empty() && udp_wait_check_empty() && net_membership_check_empty();
}

/* Whether a peer that is only unique on its link comes with one: its own zone, the socket's choice for multicast, or
 * that of a zoned address that the socket is bound to. As on Linux only connect() asks. */
static bool names_link(const struct net_udp *socket, const struct net_addr *addr, const ip_addr_t *to) {
  return !udp_addr_needs_zone(addr) || (ip_addr_ismulticast(to) && socket->multicast_netif[udp_family_slot(to)] != 0) ||
         (IP_IS_V6_VAL(socket->local) && ip6_addr_islinklocal(ip_2_ip6(&socket->local)));
}

/* Under the lock. */
static int connect_to(struct net_udp *socket, const struct net_addr *addr, uint16_t port) {
  ip_addr_t to;
  struct udp_route route;
  int status = udp_addr_resolve(socket, addr, &to);
  if (status == 0 && !names_link(socket, addr, &to)) {
    status = ERR_CODE_EINVAL;
  }
  if (status == 0 && port == 0) {
    status = ERR_CODE_EINVAL;
  }
  if (status == 0) {
    status = udp_bind_implicitly(socket);
  }
  if (status == 0) {
    status = udp_route_find(socket, &to, addr->zone, &route);
  }
  if (status != 0) {
    return status;
  }
  if (udp_addr_is_broadcast(&to)) {
    if (!socket->broadcast) {
      return ERR_CODE_EACCES;
    }
  } else if (!udp_route_reaches(route.netif, &to)) {
    return ERR_CODE_ENETUNREACH;
  }
  status = net_icmp_watch();
  if (status != 0) {
    return status;
  }
  if (!udp_addr_is_specific(&socket->local)) {
    socket->local = *route.source;
  }
  socket->remote = to;
  socket->remote_port = port;
  socket->connected = true;
  udp_ring_keep_peer(socket);
  return 0;
}

int net_udp_connect(struct net_udp *socket, const struct net_addr *addr, uint16_t port) {
  port_net_lock();
  int status = socket->connected ? ERR_CODE_EISCONN : connect_to(socket, addr, port);
  port_net_unlock();
  return status;
}

int net_udp_disconnect(struct net_udp *socket) {
  int status = ERR_CODE_ENOTCONN;
  port_net_lock();
  if (socket->connected) {
    udp_disconnect_now(socket);
    status = 0;
  }
  port_net_unlock();
  return status;
}

int net_udp_local(struct net_udp *socket, struct net_addr *addr, uint16_t *port) {
  int status = ERR_CODE_EBADF;
  port_net_lock();
  if (socket->port != NULL) {
    udp_addr_from_ip(socket, &socket->local, addr);
    if (socket->family == 6 && IP_IS_V4_VAL(socket->local) && ip_addr_isany_val(socket->local)) {
      net_addr_map(addr);
    }
    *port = socket->port->number;
    status = 0;
  }
  port_net_unlock();
  return status;
}

int net_udp_remote(struct net_udp *socket, struct net_addr *addr, uint16_t *port) {
  int status = ERR_CODE_ENOTCONN;
  port_net_lock();
  if (socket->connected) {
    udp_addr_from_ip(socket, &socket->remote, addr);
    *port = socket->remote_port;
    status = 0;
  }
  port_net_unlock();
  return status;
}

void net_udp_refused(const ip_addr_t *local, uint16_t local_port, const ip_addr_t *remote, uint16_t remote_port) {
  for (size_t i = 0; i < UDP_SOCKETS; i++) {
    struct net_udp *socket = &udp_sockets[i];
    if (socket->port != NULL && socket->connected && socket->port->number == local_port &&
        socket->remote_port == remote_port && ip_addr_zoneless_eq(&socket->local, local) &&
        ip_addr_zoneless_eq(&socket->remote, remote)) {
      socket->error = ERR_CODE_ECONNREFUSED;
      loop_post(socket->ready);
    }
  }
}
