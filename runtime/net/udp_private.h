/*
 * udp_private.h: what the files udp*.c share, and what they show to their neighbours in net/ (icmp.c, dns.c) and to
 * tests. udp.c is a socket's life, udp_bind.c its local address, udp_demux.c the way of what arrives, udp_ring.c where
 * it waits, udp_route.c the choice of interface and source, udp_send.c the way out, udp_options.c the rest. Everything
 * here is called under the net lock.
 */
#ifndef NET_UDP_PRIVATE_H
#define NET_UDP_PRIVATE_H

#include "config.h"
#include "lwip/udp.h"
#include "net/stack.h"
#include "net/udp.h"

#define UDP_SOCKETS (CONFIG_UDP_SOCKETS + CONFIG_DNS_ACTIVE)

/*
 * A queued datagram. Invariants: on exactly one list, the free list or one socket's ring; on a ring it owns
 * one reference to pbuf, and what hold() counted for that pbuf is in driver_pbufs or heap_bytes.
 *
 * Drivers receive into a fixed pool (or, on ESP32, into buffers of the radio). A ring that kept them all would
 * leave the driver deaf, ICMP and DHCP included. So rings may hold CONFIG_UDP_DRIVER_PBUFS of them without
 * copying; beyond that a datagram is copied into lwIP's heap and the driver's buffer goes back at once. The
 * same bytes may wait in several rings (multicast): they share the pbuf, each counts it.
 */
struct udp_datagram {
  struct udp_datagram *next;
  struct pbuf *pbuf;
  ip_addr_t from;
  uint16_t port;
  uint16_t driver_pbufs; /* counted for this datagram */
  uint32_t heap_bytes;
};

/*
 * A local port in use. lwIP sees one pcb per port, bound to every address of both families, and hands over all
 * that arrives for it; which sockets get it is decided here, because lwIP's own choice knows neither several
 * receivers, nor source filters, nor Linux's order of preference. Invariants: sockets is not empty and has the
 * last bound first; pcb is bound to number; the port is on the list of its bucket.
 */
struct udp_port {
  struct udp_pcb *pcb;
  struct net_udp *sockets;
  struct udp_port *next;
  uint16_t number;
};

/* Invariants: open sockets have ready set. port is NULL until bound, and the socket is on port->sockets exactly
 * while it is not. local is what datagrams are matched with, bound is what disconnect goes back to. remote and
 * remote_port mean something exactly while connected. queued counts the ring from head to tail, queued_bytes
 * its payload. */
struct net_udp {
  struct loop_event *ready;
  struct udp_port *port;
  struct net_udp *next;
  ip_addr_t local;
  ip_addr_t bound;
  ip_addr_t remote;
  uint16_t remote_port;
  uint8_t family;
  uint8_t ttl;
  uint8_t multicast_ttl;
  uint8_t multicast_netif[2]; /* outgoing interface index by family (see udp_family_slot), 0 for the system's choice */
  bool v6only;
  bool reuse;
  bool broadcast;
  bool multicast_loop;
  bool connected;
  bool receiving;
  bool internal;
  uint8_t arp_hint;             /* where lwIP's table had the last IPv4 next hop; a guess */
  int error;                    /* negative code to be told once, 0 for none; NET_UDP_OUTCOME when outcomes has some */
  struct udp_waiting *outcomes; /* of datagrams that waited, to be told */
  uint16_t waiting;             /* datagrams in udp_wait.c, and their bytes with overhead */
  uint32_t waiting_bytes;
  struct udp_datagram *head;
  struct udp_datagram *tail;
  uint32_t queued;
  uint32_t queued_bytes;
  uint32_t heap_bytes; /* what the ring's datagrams are counted with in lwIP's heap */
  uint32_t received;
  uint32_t dropped;
  uint32_t recv_limit;
  uint32_t send_limit;
};

/* All sockets, open or not: a closed one has no ready. */
extern struct net_udp udp_sockets[UDP_SOCKETS];

/* For net_udp_open(): a socket of the runtime's own, from CONFIG_DNS_ACTIVE that script cannot use up. */
#define NET_UDP_INTERNAL 0x80u

/* The peer of a connected socket has answered that nobody listens there. Addresses without IPv6 zones are
 * compared without; ports in host order. lwIP's context. */
void net_udp_refused(const ip_addr_t *local, uint16_t local_port, const ip_addr_t *remote, uint16_t remote_port);

/* True when no socket is open and nothing is held: no datagram, no pbuf, no port. */
bool net_udp_check_empty(void);

/* ---- udp_route.c: addresses ----------------------------------------------------- */

/* What is stored by family in a socket: 0 for IPv4, 1 for IPv6. */
static inline size_t udp_family_slot(const ip_addr_t *ip) { return IP_IS_V6_VAL(*ip) ? 1 : 0; }

/* Neither ANY nor a group. */
static inline bool udp_addr_is_specific(const ip_addr_t *local) {
  return !IP_IS_ANY_TYPE_VAL(*local) && !ip_addr_isany_val(*local) && !ip_addr_ismulticast(local);
}

/* Text and script see an IPv4 peer of an IPv6 socket as ::ffff:a.b.c.d. */
static inline void udp_addr_from_ip(const struct net_udp *socket, const ip_addr_t *ip, struct net_addr *out) {
  net_addr_from_ip(out, ip);
  if (socket->family == 6) {
    net_addr_map(out);
  }
}

/* ANY in the socket's family: of both types for a dual-stack socket. */
void udp_addr_set_any(const struct net_udp *socket, ip_addr_t *out);

/* The address as lwIP gets it, mapped ones as IPv4. EINVAL when the family is not the socket's, ENETUNREACH for
 * an IPv4 address on an IPv6-only socket. */
int udp_addr_resolve(const struct net_udp *socket, const struct net_addr *addr, ip_addr_t *out);

/* Gives a link-local address without a zone the interface that has it or would be used. */
void udp_addr_complete_zone(ip_addr_t *ip, struct netif *netif);

/* Whether an IPv6 address means something on its link alone, or on its interface: it then needs a zone. */
static inline bool udp_addr_needs_zone(const struct net_addr *addr) {
  uint8_t first = addr->bytes[0];
  uint8_t second = addr->bytes[1];
  return addr->family == 6 && addr->zone == 0 &&
         ((first == 0xfe && (second & 0xc0) == 0x80) || (first == 0xff && ((second & 15) == 1 || (second & 15) == 2)));
}

/* 255.255.255.255, or the broadcast address of an interface's net. */
bool udp_addr_is_broadcast(const ip_addr_t *ip);

/* Where a datagram goes out, and with which source address. */
struct udp_route {
  struct netif *netif;
  const ip_addr_t *source;
};

/* Completes to (ANY, missing zone) and finds interface and source. zone is the one that was asked for.
 * 0, ENETUNREACH, or EINVAL for a loopback source that would leave the host. */
int udp_route_find(const struct net_udp *socket, ip_addr_t *to, uint8_t zone, struct udp_route *out);

/* The neighbour that a unicast datagram to `to` is handed to first on an Ethernet: to itself or the IPv4 gateway, which
 * is ANY when there is none. For IPv6 lwIP's destination cache knows, and it is to. */
static inline const ip_addr_t *udp_route_hop(const struct netif *netif, const ip_addr_t *to) {
  if (!IP_IS_V4_VAL(*to) || ip4_addr_net_eq(ip_2_ip4(to), netif_ip4_addr(netif), netif_ip4_netmask(netif)) ||
      ip4_addr_islinklocal(ip_2_ip4(to))) {
    return to;
  }
  return netif_ip_gw4(netif);
}

/* Whether unicast to `to` has somewhere to go on netif: this host, a neighbour, or a router. */
bool udp_route_reaches(struct netif *netif, const ip_addr_t *to);

/* ---- udp_wait.c: datagrams whose next hop is not resolved yet ---------------------- */

/* How many wait, of all sockets, closed ones too. */
extern uint32_t udp_waiting_count;

/* Whether lwIP can send to `to` by hop at once. */
bool udp_wait_is_resolved(struct net_udp *socket, struct netif *netif, const ip_addr_t *to, const ip_addr_t *hop);
/* Takes p, the payload, which is consumed, and asks for the next hop. Returns what net_udp_send() does. */
int udp_wait_add(struct net_udp *socket, struct pbuf *p, const ip_addr_t *to, const ip_addr_t *hop, uint16_t port,
                 const struct udp_route *route);
/* Sends what has become possible, so that a later datagram overtakes none. */
void udp_wait_poll(void);
/* Before a datagram to a resolved address leaves: what waited for that address goes first. Datagrams to
 * other addresses, however many wait for hosts that do not exist, cost one comparison each. */
void udp_wait_go_before(const ip_addr_t *to);
/* The socket closes: what it has sent still goes, but nobody hears of it. */
void udp_wait_leave(struct net_udp *socket);
/* netif is about to be removed: nothing waits for its neighbours any more. */
void udp_wait_netif_goes(const struct netif *netif);
bool udp_wait_check_empty(void);

/* ---- udp_ring.c: datagrams that wait for script ---------------------------------- */

/* Before the first socket opens; again does nothing. */
void udp_ring_prepare(void);
/* Queues p (whose reference is consumed) or drops and counts it. lwIP's context. */
void udp_ring_store(struct net_udp *socket, struct pbuf *p, const ip_addr_t *from, uint16_t port);
/* Frees all that waits. */
void udp_ring_clear(struct net_udp *socket);
/* Frees what waits and is not from the peer of a connected socket, and counts it as dropped. */
void udp_ring_keep_peer(struct net_udp *socket);
bool udp_ring_check_empty(void);

/* ---- udp_demux.c: ports, and what arrives ----------------------------------------- */

/* Whether a datagram from there may reach the socket: any, if it is not connected. */
static inline bool udp_is_peer(const struct net_udp *socket, const ip_addr_t *from, uint16_t port) {
  return !socket->connected || (socket->remote_port == port && ip_addr_eq(&socket->remote, from));
}

/* The port in use of that number, or NULL. */
struct udp_port *udp_port_find(uint16_t number);
/* A new port of that number without a socket yet; the caller adds one at once. ENOMEM, EADDRINUSE (lwIP itself has
 * it: DHCP). */
int udp_port_open(uint16_t number, struct udp_port **out);
void udp_port_add(struct udp_port *port, struct net_udp *socket);
/* Gives the port back when this was its last socket. */
void udp_port_leave(struct net_udp *socket);
bool udp_port_check_empty(void);

/* ---- udp_bind.c -------------------------------------------------------------------- */

/* A socket that sends or connects before it is bound gets a free port on all addresses. 0, EADDRINUSE (none is
 * free), ENOMEM. */
int udp_bind_implicitly(struct net_udp *socket);

#endif
