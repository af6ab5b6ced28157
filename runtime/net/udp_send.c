/* udp_send.c: datagrams on their way out. */
#include <string.h>

#include "core/errors.h"
#include "lwip/etharp.h"
#include "net/neterr.h"
#include "net/udp_private.h"
#include "port.h"

/* Output functions of the stand-in interface below. */
static err_t loop_only(struct netif *netif, struct pbuf *p) { return netif_loop_output(netif->state, p); }

static err_t loop_only_v4(struct netif *netif, struct pbuf *p, const ip4_addr_t *to) {
  LWIP_UNUSED_ARG(to);
  return loop_only(netif, p);
}

static err_t loop_only_v6(struct netif *netif, struct pbuf *p, const ip6_addr_t *to) {
  LWIP_UNUSED_ARG(to);
  return loop_only(netif, p);
}

/* A multicast datagram that must not leave the host (TTL 0), or a broadcast's copy for it, goes through a stand-in
 * for its interface that hands it to the receivers of that interface here and has no wire, nor an address: what is for
 * an interface's own address, a broadcast's or a group's at that when a DHCP server says so, lwIP queues at it. */
static err_t send_on_host(struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *to, uint16_t port,
                          const struct udp_route *route) {
  struct netif stand_in = *route->netif;
  stand_in.state = route->netif;
  stand_in.output = loop_only_v4;
  stand_in.output_ip6 = loop_only_v6;
  ip4_addr_set_any(ip_2_ip4(&stand_in.ip_addr));
  stand_in.mtu = 0;
#if LWIP_ND6_ALLOW_RA_UPDATES
  stand_in.mtu6 = 0;
#endif
  return udp_sendto_if_src(pcb, p, to, port, &stand_in, route->source);
}

static err_t send_multicast(const struct net_udp *socket, struct pbuf *p, const ip_addr_t *to, uint16_t port,
                            const struct udp_route *route) {
  struct udp_pcb *pcb = socket->port->pcb;
  bool on_host = socket->multicast_ttl == 0 ||
                 (IP_IS_V6_VAL(*to) && ip6_addr_multicast_scope(ip_2_ip6(to)) == IP6_MULTICAST_SCOPE_INTERFACE_LOCAL);
  bool loopback = net_netif_is_loopback(route->netif);
  udp_clear_flags(pcb, UDP_FLAGS_MULTICAST_LOOP);
  if ((on_host || loopback) && !socket->multicast_loop) {
    return ERR_OK; /* nobody is left to receive it */
  }
  if (on_host) {
    return send_on_host(pcb, p, to, port, route);
  }
  /* What goes out on the loopback interface comes back by itself; the flag would double it. */
  if (socket->multicast_loop && !loopback) {
    udp_set_flags(pcb, UDP_FLAGS_MULTICAST_LOOP);
  }
  return udp_sendto_if_src(pcb, p, to, port, route->netif, route->source);
}

/* This host hears its own broadcasts, as on Linux. Without memory for the copy it does not. */
static void send_broadcast_here(struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *to, uint16_t port,
                                const struct udp_route *route) {
  struct pbuf *copy = pbuf_clone(PBUF_TRANSPORT, PBUF_RAM, p);
  if (copy != NULL) {
    send_on_host(pcb, copy, to, port, route);
    pbuf_free(copy);
  }
}

static struct pbuf *gather_slices(const struct net_udp_slice *slices, size_t count, size_t size) {
  struct pbuf *p = pbuf_alloc(PBUF_TRANSPORT, (u16_t)size, PBUF_RAM);
  if (p != NULL) {
    uint8_t *at = p->payload;
    for (size_t i = 0; i < count; i++) {
      if (slices[i].size > 0) {
        memcpy(at, slices[i].data, slices[i].size);
        at += slices[i].size;
      }
    }
  }
  return p;
}

static bool is_ethernet(const struct netif *netif) { return (netif->flags & NETIF_FLAG_ETHERNET) != 0; }

/* The quick answer for what most sends are: unicast to a neighbour that lwIP has in its table, IPv4 at the place where
 * the last one was. */
static bool is_neighbour(struct net_udp *socket, struct netif *netif, const ip_addr_t *to) {
  if (!is_ethernet(netif) || !IP_IS_V4_VAL(*to)) {
    return false;
  }
  const ip_addr_t *hop = udp_route_hop(netif, to);
  ip4_addr_t *ip;
  struct netif *its;
  struct eth_addr *mac;
  return etharp_get_entry(socket->arp_hint, &ip, &its, &mac) && ip4_addr_eq(ip, ip_2_ip4(hop)) && its == netif &&
         ip4_addr_get_u32(ip_2_ip4(to)) != IPADDR_BROADCAST;
}

enum { IS_BROADCAST = 1 };

/* The long answer. 0, IS_BROADCAST, EACCES, ENETUNREACH; *hop is set when the datagram has to wait for it. */
static int check_neighbour(struct net_udp *socket, struct netif *netif, const ip_addr_t *to, const ip_addr_t **hop) {
  if (IP_IS_V4_VAL(*to) && (ip4_addr_isbroadcast(ip_2_ip4(to), netif) ||
                            ip4_addr_get_u32(ip_2_ip4(to)) == PP_HTONL(0x7fffffffUL))) { /* that of 127/8 */
    return socket->broadcast ? IS_BROADCAST : ERR_CODE_EACCES;
  }
  if (!udp_route_reaches(netif, to)) {
    return ERR_CODE_ENETUNREACH;
  }
  const ip_addr_t *next = udp_route_hop(netif, to);
  if (is_ethernet(netif) && net_netif_by_addr(to) == NULL && !udp_wait_is_resolved(socket, netif, to, next)) {
    *hop = next;
  }
  return 0;
}

/* Under the lock; to is complete but for ANY and zone. size fits 16 bits. */
static int transmit_slices(struct net_udp *socket, const struct net_udp_slice *slices, size_t count, size_t size,
                           ip_addr_t *to, uint8_t zone, uint16_t port) {
  struct udp_route route;
  int status = udp_route_find(socket, to, zone, &route);
  if (status != 0) {
    return status;
  }
  const ip_addr_t *hop = NULL;
  bool broadcast = false;
  bool multicast = ip_addr_ismulticast(to);
  if (!multicast && !is_neighbour(socket, route.netif, to)) {
    status = check_neighbour(socket, route.netif, to, &hop);
    if (status < 0) {
      return status;
    }
    broadcast = status == IS_BROADCAST && !net_netif_is_loopback(route.netif);
  }
  if (hop == NULL && udp_waiting_count != 0) {
    udp_wait_go_before(to);
  }
  struct pbuf *p = gather_slices(slices, count, size);
  if (p == NULL) {
    return ERR_CODE_ENOBUFS;
  }
  if (hop != NULL) {
    return udp_wait_add(socket, p, to, hop, port, &route);
  }
  struct udp_pcb *pcb = socket->port->pcb;
  pcb->ttl = socket->ttl;
  udp_set_multicast_ttl(pcb, socket->multicast_ttl);
  if (broadcast) {
    send_broadcast_here(pcb, p, to, port, &route);
  }
  err_t err = multicast ? send_multicast(socket, p, to, port, &route)
                        : udp_sendto_if_src(pcb, p, to, port, route.netif, route.source);
  pbuf_free(p);
  return err == ERR_OK ? (int)size : net_error(NET_CALL_SEND, err);
}

/* The bytes of all slices, or SIZE_MAX when they do not fit a datagram of any kind. */
static size_t total_size(const struct net_udp_slice *slices, size_t count) {
  size_t size = 0;
  for (size_t i = 0; i < count; i++) {
    if (slices[i].size > NET_UDP_MAX_V4 - size) {
      return SIZE_MAX;
    }
    size += slices[i].size;
  }
  return size;
}

/* Under the lock. */
static int send_from(struct net_udp *socket, const struct net_udp_slice *slices, size_t count,
                     const struct net_addr *addr, uint16_t port) {
  ip_addr_t to;
  int status = 0;
  uint8_t zone = 0;
  if (addr == NULL) {
    if (!socket->connected) {
      return ERR_CODE_EDESTADDRREQ;
    }
    to = socket->remote;
    port = socket->remote_port;
  } else {
    if (socket->connected) {
      return ERR_CODE_EISCONN;
    }
    status = udp_addr_resolve(socket, addr, &to);
    zone = addr->zone;
  }
  if (status == 0 && port == 0) {
    status = ERR_CODE_EINVAL;
  }
  size_t size = total_size(slices, count);
  if (status == 0 && size > (IP_IS_V6_VAL(to) ? NET_UDP_MAX_V6 : NET_UDP_MAX_V4)) {
    status = ERR_CODE_EMSGSIZE;
  }
  if (status == 0) {
    status = udp_bind_implicitly(socket);
  }
  return status != 0 ? status : transmit_slices(socket, slices, count, size, &to, zone, port);
}

int net_udp_send(struct net_udp *socket, const struct net_udp_slice *slices, size_t count, const struct net_addr *addr,
                 uint16_t port) {
  port_net_lock();
  int status = send_from(socket, slices, count, addr, port);
  port_net_unlock();
  return status;
}
