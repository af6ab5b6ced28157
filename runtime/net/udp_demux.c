/* udp_demux.c: local ports in use, and which sockets get what arrives for them. */
#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "lwip/icmp.h"
#include "lwip/inet_chksum.h"
#include "lwip/prot/udp.h"
#include "lwip/raw.h"
#include "net/counters.h"
#include "net/membership.h"
#include "net/neterr.h"
#include "net/udp_private.h"
#include "port.h"

/* lwIP looks for a pcb in a list that it walks for every datagram. While a port is in use, tap sees datagrams
 * first and finds the port by its number; what it leaves alone takes lwIP's way and ends in the same place. */
#define BUCKETS 64

static struct udp_port ports[UDP_SOCKETS];
static struct udp_port *buckets[BUCKETS];
static struct raw_pcb *tap; /* exactly while a port is in use */
static uint32_t ports_used;

/* ---- who gets what arrives ---------------------------------------------------- */

static bool socket_matches(const struct net_udp *socket, const ip_addr_t *to, const ip_addr_t *from, uint16_t port) {
  if (!IP_IS_ANY_TYPE_VAL(socket->local) && (IP_GET_TYPE(&socket->local) != IP_GET_TYPE(to) ||
                                             !(ip_addr_isany_val(socket->local) || ip_addr_eq(&socket->local, to)))) {
    return false;
  }
  return udp_is_peer(socket, from, port);
}

/* Connected before bound to an address before bound to all, one family before both; Linux's order. */
static int socket_rank(const struct net_udp *socket) {
  return (socket->connected ? 4 : 0) + (ip_addr_isany_val(socket->local) ? 0 : 2) +
         (IP_IS_ANY_TYPE_VAL(socket->local) ? 0 : 1);
}

static struct net_udp *choose_socket(const struct udp_port *port, const ip_addr_t *to, const ip_addr_t *from,
                                     uint16_t from_port) {
  struct net_udp *best = NULL;
  for (struct net_udp *socket = port->sockets; socket != NULL; socket = socket->next) {
    if (socket_matches(socket, to, from, from_port) && (best == NULL || socket_rank(socket) > socket_rank(best))) {
      best = socket;
    }
  }
  return best;
}

/* Every socket that matches and whose source filters allow it gets a multicast or broadcast datagram. */
static void deliver_to_all(const struct udp_port *port, struct pbuf *p, const ip_addr_t *from, uint16_t from_port) {
  const ip_addr_t *to = ip_current_dest_addr();
  bool multicast = ip_addr_ismulticast(to);
  for (struct net_udp *socket = port->sockets; socket != NULL; socket = socket->next) {
    if (socket_matches(socket, to, from, from_port) &&
        (!multicast || net_membership_allows(socket, to, ip_current_input_netif(), from))) {
      pbuf_ref(p);
      udp_ring_store(socket, p, from, from_port);
    }
  }
  pbuf_free(p);
}

/* Delivers the payload p, which is consumed; from may point into it. lwIP's context. */
static void deliver_to_port(const struct udp_port *port, struct pbuf *p, const ip_addr_t *from, uint16_t from_port) {
  const ip_addr_t *to = ip_current_dest_addr();
  if (ip_addr_ismulticast(to) || ip_addr_isbroadcast(to, ip_current_netif())) {
    deliver_to_all(port, p, from, from_port);
    return;
  }
  struct net_udp *socket = choose_socket(port, to, from, from_port);
  if (socket != NULL) {
    udp_ring_store(socket, p, from, from_port);
    return;
  }
  /* The port is in use, but not for this address or peer: what lwIP does for ports that are not. */
  pbuf_header_force(p, (s16_t)(ip_current_header_tot_len() + UDP_HLEN));
  icmp_port_unreach(ip_current_is_v6(), p);
  pbuf_free(p);
}

/* Frees a datagram whose checksum or length is wrong. */
static void drop_damaged(struct pbuf *p) {
  net_counters[NET_COUNTER_CHECKSUM]++;
  pbuf_free(p);
}

/* The way through lwIP's list: for datagrams behind IPv6 extension headers. lwIP has summed as many bytes as came, if
 * there is a checksum; IPv6 knows none without (RFC 8200 8.1). lwIP's context. */
static void receive_datagram(void *arg, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *from, u16_t from_port) {
  LWIP_UNUSED_ARG(pcb);
  LWIP_ASSERT("net/udp: receive() runs in lwIP's context", port_net_locked());
  const struct udp_hdr *header = (const struct udp_hdr *)(const void *)((const u8_t *)p->payload - UDP_HLEN);
  if ((ip_current_is_v6() && header->chksum == 0) || lwip_ntohs(header->len) != p->tot_len + UDP_HLEN) {
    drop_damaged(p);
    return;
  }
  deliver_to_port(arg, p, from, from_port);
}

static struct udp_port **bucket_of(uint16_t number) { return &buckets[number % BUCKETS]; }

struct udp_port *udp_port_find(uint16_t number) {
  struct udp_port *port = *bucket_of(number);
  while (port != NULL && port->number != number) {
    port = port->next;
  }
  return port;
}

/* p starts with the UDP header. A checksum of 0 means none, which IPv6 does not know. */
static bool is_intact(struct pbuf *p, const struct udp_hdr *header) {
#if CHECKSUM_CHECK_UDP
  IF__NETIF_CHECKSUM_ENABLED(ip_current_input_netif(), NETIF_CHECKSUM_CHECK_UDP) {
    if (header->chksum == 0) {
      return !ip_current_is_v6();
    }
    return ip_chksum_pseudo(p, IP_PROTO_UDP, p->tot_len, ip_current_src_addr(), ip_current_dest_addr()) == 0;
  }
#endif
  LWIP_UNUSED_ARG(p);
  LWIP_UNUSED_ARG(header);
  return true;
}

/* Takes a datagram for one of our ports before lwIP looks for it; p starts with the IP header. Returns 1 when p was
 * taken. lwIP's context. */
static u8_t tap_receive(void *arg, struct raw_pcb *pcb, struct pbuf *p, const ip_addr_t *from) {
  u16_t ip_header = ip_current_header_tot_len();
  LWIP_UNUSED_ARG(arg);
  LWIP_UNUSED_ARG(pcb);
  LWIP_ASSERT("net/udp: tap_receive() runs in lwIP's context", port_net_locked());

  if (p->len < ip_header + UDP_HLEN) {
    return 0;
  }
  const struct udp_hdr *header = (const struct udp_hdr *)(const void *)((const u8_t *)p->payload + ip_header);
  const struct udp_port *port = udp_port_find(lwip_ntohs(header->dest));
  if (port == NULL) {
    return 0;
  }
  u16_t length = lwip_ntohs(header->len);
  u16_t from_port = lwip_ntohs(header->src);
  pbuf_remove_header(p, ip_header);
  if (length < UDP_HLEN || length > p->tot_len) {
    drop_damaged(p);
    return 1;
  }
  if (length < p->tot_len) {
    pbuf_realloc(p, length);
  }
  if (!is_intact(p, header)) {
    drop_damaged(p);
    return 1;
  }
  pbuf_remove_header(p, UDP_HLEN);
  deliver_to_port(port, p, from, from_port);
  return 1;
}

/* ---- ports in use -------------------------------------------------------------- */

/* Gives back the pcb of a port that is not in use, and the tap after the last. */
static void discard_port(struct udp_port *port) {
  if (port->pcb != NULL) {
    udp_remove(port->pcb);
    port->pcb = NULL;
  }
  if (ports_used == 0) {
    raw_remove(tap);
    tap = NULL;
  }
}

int udp_port_open(uint16_t number, struct udp_port **out) {
  struct udp_port *port = ports;
  while (port->sockets != NULL) {
    port++; /* one free exists: each port in use has a socket, and the caller's has none */
  }
  if (tap == NULL) {
    tap = raw_new_ip_type(IPADDR_TYPE_ANY, IP_PROTO_UDP);
    if (tap == NULL) {
      return ERR_CODE_ENOMEM;
    }
    ip_set_option(tap, SOF_BROADCAST);
    raw_recv(tap, tap_receive, NULL);
  }
  port->pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
  err_t err = port->pcb == NULL ? ERR_MEM : udp_bind(port->pcb, IP_ANY_TYPE, number);
  if (err != ERR_OK) {
    discard_port(port);
    return err == ERR_MEM ? ERR_CODE_ENOMEM : net_error(NET_CALL_BIND, err);
  }
  ip_set_option(port->pcb, SOF_BROADCAST); /* the sockets' own flags decide, in net_udp_send() */
  udp_recv(port->pcb, receive_datagram, port);
  port->number = number;
  port->next = *bucket_of(number);
  *bucket_of(number) = port;
  ports_used++;
  *out = port;
  return 0;
}

void udp_port_add(struct udp_port *port, struct net_udp *socket) {
  socket->next = port->sockets;
  port->sockets = socket;
  socket->port = port;
}

void udp_port_leave(struct net_udp *socket) {
  struct udp_port *port = socket->port;
  struct net_udp **link = &port->sockets;
  while (*link != socket) {
    link = &(*link)->next;
  }
  *link = socket->next;
  socket->port = NULL;
  if (port->sockets == NULL) {
    struct udp_port **at = bucket_of(port->number);
    while (*at != port) {
      at = &(*at)->next;
    }
    *at = port->next;
    ports_used--;
    discard_port(port);
  }
}

bool udp_port_check_empty(void) {
  for (size_t i = 0; i < UDP_SOCKETS; i++) {
    if (ports[i].sockets != NULL || ports[i].pcb != NULL) {
      return false;
    }
  }
  return tap == NULL;
}
