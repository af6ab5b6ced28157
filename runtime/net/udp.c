/* udp.c: UDP sockets on lwIP's raw API. */
#include "net/udp.h"

#include <limits.h>
#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "lwip/icmp.h"
#include "lwip/inet_chksum.h"
#include "lwip/prot/udp.h"
#include "lwip/raw.h"
#include "lwip/udp.h"
#include "net/icmp.h"
#include "net/membership.h"
#include "net/neterr.h"
#include "net/udp_private.h"
#include "port.h"

/* Bytes of lwIP's heap that all rings together may hold, so that sending goes on while nobody reads. */
#ifndef CONFIG_UDP_HEAP_BYTES
#if MEM_LIBC_MALLOC /* and MEM_SIZE says nothing */
#define CONFIG_UDP_HEAP_BYTES (64 * 1024)
#else
#define CONFIG_UDP_HEAP_BYTES (MEM_SIZE / 2)
#endif
#endif
_Static_assert((CONFIG_UDP_PORT_COUNT & (CONFIG_UDP_PORT_COUNT - 1)) == 0, "an odd stride must reach every port");

#define SOCKETS (CONFIG_UDP_SOCKETS + CONFIG_DNS_ACTIVE)
#define DEFAULT_TTL 64
#define DEFAULT_MULTICAST_TTL 1
/* What a heap pbuf costs beside its payload: its own header, lwIP's block header and headers of the packet. */
#define HEAP_OVERHEAD 80

/*
 * A queued datagram. Invariants: on exactly one list, the free list or one socket's ring; on a ring it owns
 * one reference to pbuf, and what hold() counted for that pbuf is in driver_pbufs or heap_bytes.
 *
 * Drivers receive into a fixed pool (or, on ESP32, into buffers of the radio). A ring that kept them all would
 * leave the driver deaf, ICMP and DHCP included. So rings may hold CONFIG_UDP_DRIVER_PBUFS of them without
 * copying; beyond that a datagram is copied into lwIP's heap and the driver's buffer goes back at once. The
 * same bytes may wait in several rings (multicast): they share the pbuf, each counts it.
 */
struct datagram {
  struct datagram *next;
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

/* lwIP looks for a pcb in a list that it walks for every datagram. While a port is in use, tap sees datagrams
 * first and finds the port by its number; what it leaves alone takes lwIP's way and ends in the same place. */
#define BUCKETS 64

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
  uint8_t multicast_netif[2]; /* outgoing interface index by family (see slot_of), 0 for the system's choice */
  bool v6only;
  bool reuse;
  bool broadcast;
  bool multicast_loop;
  bool connected;
  bool receiving;
  bool internal;
  int error; /* negative code to be told once, 0 for none */
  struct datagram *head;
  struct datagram *tail;
  uint32_t queued;
  uint32_t queued_bytes;
  uint32_t received;
  uint32_t dropped;
  uint32_t recv_limit;
  uint32_t send_limit;
};

static struct net_udp sockets[SOCKETS];
static struct udp_port ports[SOCKETS];
static struct udp_port *buckets[BUCKETS];
static struct raw_pcb *tap; /* exactly while a port is in use */
static uint32_t ports_used;
static struct datagram datagrams[CONFIG_UDP_DATAGRAMS];
static struct datagram *free_datagrams;
static uint32_t free_count;
static uint32_t driver_pbufs;
static uint32_t heap_bytes;
static bool prepared;

static bool is_open(const struct net_udp *socket) { return socket->ready != NULL; }

static void prepare(void) {
  for (size_t i = 0; i < CONFIG_UDP_DATAGRAMS; i++) {
    datagrams[i].next = free_datagrams;
    free_datagrams = &datagrams[i];
  }
  free_count = CONFIG_UDP_DATAGRAMS;
  prepared = true;
}

/* ---- addresses --------------------------------------------------------------- */

/* Text and script see an IPv4 peer of an IPv6 socket as ::ffff:a.b.c.d. */
static void shown(const struct net_udp *socket, const ip_addr_t *ip, struct net_addr *out) {
  net_addr_from_ip(out, ip);
  if (socket->family == 6) {
    net_addr_map(out);
  }
}

/* The address as lwIP gets it, mapped ones as IPv4. EINVAL when the family is not the socket's, ENETUNREACH for
 * an IPv4 address on an IPv6-only socket. */
static int resolve(const struct net_udp *socket, const struct net_addr *addr, ip_addr_t *out) {
  struct net_addr plain = *addr;
  if (addr->family != socket->family) {
    return ERR_CODE_EINVAL;
  }
  net_addr_unmap(&plain);
  if (plain.family != socket->family && socket->v6only) {
    return ERR_CODE_ENETUNREACH;
  }
  net_addr_to_ip(out, &plain);
  return 0;
}

static size_t slot_of(const ip_addr_t *ip) { return IP_IS_V6_VAL(*ip) ? 1 : 0; }

/* Gives a link-local address without a zone the interface that has it or would be used. */
static void complete_zone(ip_addr_t *ip, struct netif *netif) {
  if (IP_IS_V6_VAL(*ip) && ip6_addr_lacks_zone(ip_2_ip6(ip), IP6_UNKNOWN) && netif != NULL) {
    ip6_addr_assign_zone(ip_2_ip6(ip), IP6_UNKNOWN, netif);
  }
}

static bool is_v4_broadcast(const ip_addr_t *ip) {
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

/* ---- ring -------------------------------------------------------------------- */

static bool is_drivers(const struct pbuf *p) {
  return !pbuf_match_allocsrc(p, PBUF_TYPE_ALLOC_SRC_MASK_STD_HEAP) || (p->flags & PBUF_FLAG_IS_CUSTOM) != 0;
}

/* Counts p into datagram, or replaces it by a copy (see struct datagram). NULL when memory is short; p's
 * reference is consumed either way. */
static struct pbuf *hold(struct datagram *datagram, struct pbuf *p) {
  uint16_t count = 0;
  for (const struct pbuf *q = p; q != NULL; q = q->next) {
    count = (uint16_t)(count + is_drivers(q));
  }
  datagram->driver_pbufs = 0;
  datagram->heap_bytes = 0;
  if (count > 0 && driver_pbufs + count <= CONFIG_UDP_DRIVER_PBUFS) {
    datagram->driver_pbufs = count;
    driver_pbufs += count;
    return p;
  }
  uint32_t cost = (uint32_t)p->tot_len + HEAP_OVERHEAD;
  if (heap_bytes + cost > CONFIG_UDP_HEAP_BYTES) {
    pbuf_free(p);
    return NULL;
  }
  if (count > 0) {
    struct pbuf *copy = pbuf_clone(PBUF_RAW, PBUF_RAM, p);
    pbuf_free(p);
    p = copy;
  }
  if (p != NULL) {
    datagram->heap_bytes = cost;
    heap_bytes += cost;
  }
  return p;
}

/* Takes the oldest datagram off the ring and frees it. */
static void release_head(struct net_udp *socket) {
  struct datagram *datagram = socket->head;
  socket->head = datagram->next;
  if (socket->head == NULL) {
    socket->tail = NULL;
  }
  socket->queued--;
  socket->queued_bytes -= datagram->pbuf->tot_len;
  driver_pbufs -= datagram->driver_pbufs;
  heap_bytes -= datagram->heap_bytes;
  pbuf_free(datagram->pbuf);
  datagram->next = free_datagrams;
  free_datagrams = datagram;
  free_count++;
}

/* One datagram larger than the limit is taken by an empty ring, as on Linux: the default limit would otherwise
 * refuse what a peer may rightly send. The last datagrams of the common pool are kept for sockets whose ring is
 * empty, so that a flood on some does not silence the others. */
static bool has_room(const struct net_udp *socket, uint32_t size) {
  if (socket->head == NULL) {
    return free_count > 0;
  }
  return socket->queued < CONFIG_UDP_RECV_DATAGRAMS && socket->queued_bytes + size <= socket->recv_limit &&
         free_count > SOCKETS;
}

/* Queues p (whose reference is consumed) or drops and counts it. lwIP's context. */
static void store(struct net_udp *socket, struct pbuf *p, const ip_addr_t *from, uint16_t port) {
  struct datagram *datagram = free_datagrams;
  if (!socket->receiving || !has_room(socket, p->tot_len)) {
    pbuf_free(p);
    socket->dropped++;
    return;
  }
  p = hold(datagram, p);
  if (p == NULL) {
    socket->dropped++;
    return;
  }
  free_datagrams = datagram->next;
  free_count--;
  datagram->next = NULL;
  datagram->pbuf = p;
  ip_addr_copy(datagram->from, *from);
  datagram->port = port;
  if (socket->tail == NULL) {
    socket->head = datagram;
  } else {
    socket->tail->next = datagram;
  }
  socket->tail = datagram;
  socket->queued++;
  socket->queued_bytes += p->tot_len;
  socket->received++;
  loop_post(socket->ready);
}

/* ---- who gets what arrives ---------------------------------------------------- */

static bool is_peer(const struct net_udp *socket, const ip_addr_t *from, uint16_t port) {
  return !socket->connected || (socket->remote_port == port && ip_addr_eq(&socket->remote, from));
}

static bool matches(const struct net_udp *socket, const ip_addr_t *to, const ip_addr_t *from, uint16_t port) {
  if (!IP_IS_ANY_TYPE_VAL(socket->local) && (IP_GET_TYPE(&socket->local) != IP_GET_TYPE(to) ||
                                             !(ip_addr_isany_val(socket->local) || ip_addr_eq(&socket->local, to)))) {
    return false;
  }
  return is_peer(socket, from, port);
}

/* Connected before bound to an address before bound to all, one family before both; Linux's order. */
static int rank(const struct net_udp *socket) {
  return (socket->connected ? 4 : 0) + (ip_addr_isany_val(socket->local) ? 0 : 2) +
         (IP_IS_ANY_TYPE_VAL(socket->local) ? 0 : 1);
}

static struct net_udp *choose(const struct udp_port *port, const ip_addr_t *to, const ip_addr_t *from,
                              uint16_t from_port) {
  struct net_udp *best = NULL;
  for (struct net_udp *socket = port->sockets; socket != NULL; socket = socket->next) {
    if (matches(socket, to, from, from_port) && (best == NULL || rank(socket) > rank(best))) {
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
    if (matches(socket, to, from, from_port) &&
        (!multicast || net_membership_allows(socket, to, ip_current_input_netif(), from))) {
      pbuf_ref(p);
      store(socket, p, from, from_port);
    }
  }
  pbuf_free(p);
}

/* Delivers the payload p, which is consumed; from may point into it. lwIP's context. */
static void deliver(const struct udp_port *port, struct pbuf *p, const ip_addr_t *from, uint16_t from_port) {
  const ip_addr_t *to = ip_current_dest_addr();
  if (ip_addr_ismulticast(to) || ip_addr_isbroadcast(to, ip_current_netif())) {
    deliver_to_all(port, p, from, from_port);
    return;
  }
  struct net_udp *socket = choose(port, to, from, from_port);
  if (socket != NULL) {
    store(socket, p, from, from_port);
    return;
  }
  /* The port is in use, but not for this address or peer: what lwIP does for ports that are not. */
  pbuf_header_force(p, (s16_t)(ip_current_header_tot_len() + UDP_HLEN));
  icmp_port_unreach(ip_current_is_v6(), p);
  pbuf_free(p);
}

/* The way through lwIP's list: for datagrams behind IPv6 extension headers. lwIP's context. */
static void receive(void *arg, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *from, u16_t from_port) {
  LWIP_UNUSED_ARG(pcb);
  LWIP_ASSERT("net/udp: receive() runs in lwIP's context", port_net_locked());
  deliver(arg, p, from, from_port);
}

static struct udp_port **bucket_of(uint16_t number) { return &buckets[number % BUCKETS]; }

static struct udp_port *find_port(uint16_t number) {
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
  const struct udp_port *port = find_port(lwip_ntohs(header->dest));
  if (port == NULL) {
    return 0;
  }
  u16_t length = lwip_ntohs(header->len);
  u16_t from_port = lwip_ntohs(header->src);
  pbuf_remove_header(p, ip_header);
  if (length < UDP_HLEN || length > p->tot_len) {
    pbuf_free(p);
    return 1;
  }
  if (length < p->tot_len) {
    pbuf_realloc(p, length);
  }
  if (!is_intact(p, header)) {
    pbuf_free(p);
    return 1;
  }
  pbuf_remove_header(p, UDP_HLEN);
  deliver(port, p, from, from_port);
  return 1;
}

void net_udp_refused(const ip_addr_t *local, uint16_t local_port, const ip_addr_t *remote, uint16_t remote_port) {
  for (size_t i = 0; i < SOCKETS; i++) {
    struct net_udp *socket = &sockets[i];
    if (socket->port != NULL && socket->connected && socket->port->number == local_port &&
        socket->remote_port == remote_port && ip_addr_zoneless_eq(&socket->local, local) &&
        ip_addr_zoneless_eq(&socket->remote, remote)) {
      socket->error = ERR_CODE_ECONNREFUSED;
      loop_post(socket->ready);
    }
  }
}

/* ---- open, close ---------------------------------------------------------------- */

/* ANY in the socket's family: of both types for a dual-stack socket. */
static void set_any(const struct net_udp *socket, ip_addr_t *out) {
  memset(out, 0, sizeof *out);
  IP_SET_TYPE_VAL(*out, socket->family == 4 ? IPADDR_TYPE_V4 : socket->v6only ? IPADDR_TYPE_V6 : IPADDR_TYPE_ANY);
}

static struct net_udp *free_socket(bool internal) {
  struct net_udp *found = NULL;
  size_t open = 0;
  for (size_t i = 0; i < SOCKETS; i++) {
    if (!is_open(&sockets[i])) {
      found = &sockets[i];
    } else if (sockets[i].internal == internal) {
      open++;
    }
  }
  return open < (internal ? CONFIG_DNS_ACTIVE : CONFIG_UDP_SOCKETS) ? found : NULL;
}

int net_udp_open(int family, unsigned flags, struct loop_event *ready, struct net_udp **out) {
  if ((family != 4 && family != 6) || ready == NULL) {
    return ERR_CODE_EINVAL;
  }
  port_net_lock();
  if (!prepared) {
    prepare();
  }
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
    set_any(socket, &socket->local);
    socket->bound = socket->local;
  }
  port_net_unlock();
  if (socket == NULL) {
    return ERR_CODE_EMFILE;
  }
  *out = socket;
  return 0;
}

/* Gives back the pcb of a port that is not in use, and the tap after the last. */
static void discard(struct udp_port *port) {
  if (port->pcb != NULL) {
    udp_remove(port->pcb);
    port->pcb = NULL;
  }
  if (ports_used == 0) {
    raw_remove(tap);
    tap = NULL;
  }
}

/* A new port of that number without a socket yet; the caller adds one at once. */
static int open_port(uint16_t number, struct udp_port **out) {
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
    discard(port);
    return err == ERR_MEM ? ERR_CODE_ENOMEM : net_error(NET_CALL_BIND, err);
  }
  ip_set_option(port->pcb, SOF_BROADCAST); /* the sockets' own flags decide, in net_udp_send() */
  udp_recv(port->pcb, receive, port);
  port->number = number;
  port->next = *bucket_of(number);
  *bucket_of(number) = port;
  ports_used++;
  *out = port;
  return 0;
}

static void leave_port(struct net_udp *socket) {
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
    discard(port);
  }
}

/* Under the lock. */
static void disconnect(struct net_udp *socket) {
  socket->connected = false;
  socket->local = socket->bound;
  socket->error = 0;
  net_icmp_unwatch();
}

void net_udp_close(struct net_udp *socket) {
  port_net_lock();
  net_membership_leave_all(socket);
  if (socket->connected) {
    disconnect(socket);
  }
  if (socket->port != NULL) {
    leave_port(socket);
  }
  while (socket->head != NULL) {
    release_head(socket);
  }
  struct loop_event *ready = socket->ready;
  socket->ready = NULL;
  port_net_unlock();
  loop_cancel(ready);
}

bool net_udp_check_empty(void) {
  for (size_t i = 0; i < SOCKETS; i++) {
    if (is_open(&sockets[i]) || ports[i].sockets != NULL || ports[i].pcb != NULL) {
      return false;
    }
  }
  return tap == NULL && (!prepared || free_count == CONFIG_UDP_DATAGRAMS) && driver_pbufs == 0 && heap_bytes == 0 &&
         net_membership_check_empty();
}

/* ---- bind --------------------------------------------------------------------- */

static bool overlaps(const struct net_udp *a, const struct net_udp *b) {
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
    if (!(other->reuse && socket->reuse) && overlaps(other, socket)) {
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
    if (find_port(number) != NULL) {
      continue;
    }
    int status = open_port(number, out);
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
    complete_zone(ip, net_netif_default());
    return true;
  }
  struct netif *netif = net_netif_by_addr(ip);
  complete_zone(ip, netif);
  return netif != NULL || is_v4_broadcast(ip);
}

/* Under the lock; local is set. */
static int enter_port(struct net_udp *socket, uint16_t number) {
  struct udp_port *port = number == 0 ? NULL : find_port(number);
  if (port != NULL && in_use(port, socket)) {
    return ERR_CODE_EADDRINUSE;
  }
  if (port == NULL) {
    int status = number == 0 ? open_free_port(&port) : open_port(number, &port);
    if (status != 0) {
      return status;
    }
  }
  socket->next = port->sockets;
  port->sockets = socket;
  socket->port = port;
  return 0;
}

/* Under the lock. */
static int bind_to(struct net_udp *socket, const struct net_addr *addr, uint16_t number) {
  ip_addr_t ip;
  if (socket->port != NULL) {
    return ERR_CODE_EINVAL;
  }
  int status = resolve(socket, addr, &ip);
  if (status == ERR_CODE_ENETUNREACH) {
    return ERR_CODE_EINVAL; /* an IPv4 address for an IPv6-only socket */
  }
  if (status != 0) {
    return status;
  }
  if (net_addr_is_any(addr)) {
    set_any(socket, &ip);
  } else if (!is_bindable(&ip)) {
    return ERR_CODE_EADDRNOTAVAIL;
  }
  socket->local = ip;
  status = enter_port(socket, number);
  if (status != 0) {
    set_any(socket, &socket->local);
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

/* A socket that sends or connects before it is bound gets a free port on all addresses. Under the lock. */
static int bind_implicitly(struct net_udp *socket) {
  if (socket->port != NULL) {
    return 0;
  }
  set_any(socket, &socket->local);
  socket->bound = socket->local;
  return enter_port(socket, 0);
}

/* ---- routes ---------------------------------------------------------------------- */

/* Where a datagram goes out, and with which source address. */
struct route {
  struct netif *netif;
  const ip_addr_t *source;
};

static bool is_specific(const ip_addr_t *local) {
  return !IP_IS_ANY_TYPE_VAL(*local) && !ip_addr_isany_val(*local) && !ip_addr_ismulticast(local);
}

/* The interface for a group: the socket's choice, the zone's, the one whose address the socket has, the system's. */
static struct netif *multicast_netif(const struct net_udp *socket, const ip_addr_t *to, uint8_t zone) {
  if (zone != 0) {
    return netif_get_by_index(zone);
  }
  struct netif *netif = netif_get_by_index(socket->multicast_netif[slot_of(to)]);
  if (netif == NULL && is_specific(&socket->local)) {
    netif = net_netif_by_addr(&socket->local);
  }
  return netif != NULL ? netif : net_netif_default();
}

/* 0.0.0.0 and :: mean this host; Linux takes the socket's own IPv4 address if it has one, and ::1. */
static void replace_any(const struct net_udp *socket, ip_addr_t *to) {
  if (!ip_addr_isany_val(*to)) {
    return;
  }
  if (IP_IS_V4_VAL(*to) && IP_IS_V4_VAL(socket->local) && is_specific(&socket->local) &&
      !is_v4_broadcast(&socket->local)) {
    *to = socket->local;
  } else {
    ip_addr_set_loopback(IP_IS_V6_VAL(*to), to);
  }
}

static struct netif *unicast_netif(const struct net_udp *socket, const ip_addr_t *to) {
  const ip_addr_t *local = &socket->local;
  if (IP_IS_V4_VAL(*to)) {
    if (ip4_addr_get_u32(ip_2_ip4(to)) == IPADDR_BROADCAST && is_specific(local)) {
      return net_netif_by_addr(local);
    }
    struct netif *netif = ip4_route(ip_2_ip4(to));
    /* An address of this host is reached even when its interface has no link. */
    return netif != NULL ? netif : net_netif_by_addr(to);
  }
  struct netif *netif =
      ip6_route(is_specific(local) && IP_IS_V6_VAL(*local) ? ip_2_ip6(local) : IP6_ADDR_ANY6, ip_2_ip6(to));
  return netif != NULL ? netif : net_netif_by_addr(to);
}

/* Completes to (ANY, missing zone) and finds interface and source. zone is the one that was asked for.
 * 0, ENETUNREACH, or EINVAL for a loopback source that would leave the host. Under the lock. */
static int find_route(const struct net_udp *socket, ip_addr_t *to, uint8_t zone, struct route *out) {
  const ip_addr_t *local = &socket->local;
  replace_any(socket, to);
  if (is_specific(local) && IP_GET_TYPE(local) != IP_GET_TYPE(to)) {
    return ERR_CODE_ENETUNREACH;
  }
  struct netif *netif;
  if (ip_addr_ismulticast(to)) {
    netif = multicast_netif(socket, to, zone);
    complete_zone(to, netif);
  } else {
    if (IP_IS_V6_VAL(*to) && ip6_addr_lacks_zone(ip_2_ip6(to), IP6_UNKNOWN)) {
      complete_zone(to, is_specific(local) ? net_netif_by_addr(local) : net_netif_default());
    }
    netif = unicast_netif(socket, to);
  }
  if (netif == NULL || !netif_is_up(netif)) {
    return ERR_CODE_ENETUNREACH;
  }
  if (is_specific(local) && !is_v4_broadcast(local)) {
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

/* ---- connect ---------------------------------------------------------------------- */

static void drop_others(struct net_udp *socket) {
  uint32_t count = socket->queued;
  struct datagram *rest = socket->head;
  struct datagram *kept_head = NULL;
  struct datagram *kept_tail = NULL;
  /* Each is either moved to the kept list or released through the head, the only place that counts. */
  while (count-- > 0) {
    struct datagram *datagram = rest;
    rest = datagram->next;
    if (!is_peer(socket, &datagram->from, datagram->port)) {
      socket->head = datagram;
      release_head(socket);
      socket->dropped++;
      continue;
    }
    datagram->next = NULL;
    if (kept_tail == NULL) {
      kept_head = datagram;
    } else {
      kept_tail->next = datagram;
    }
    kept_tail = datagram;
  }
  socket->head = kept_head;
  socket->tail = kept_tail;
}

/* Under the lock. */
static int connect_to(struct net_udp *socket, const struct net_addr *addr, uint16_t port) {
  ip_addr_t to;
  struct route route;
  int status = resolve(socket, addr, &to);
  if (status == 0 && port == 0) {
    status = ERR_CODE_EINVAL;
  }
  if (status == 0) {
    status = bind_implicitly(socket);
  }
  if (status == 0) {
    status = find_route(socket, &to, addr->zone, &route);
  }
  if (status != 0) {
    return status;
  }
  if (is_v4_broadcast(&to) && !socket->broadcast) {
    return ERR_CODE_EACCES;
  }
  status = net_icmp_watch();
  if (status != 0) {
    return status;
  }
  if (!is_specific(&socket->local)) {
    socket->local = *route.source;
  }
  socket->remote = to;
  socket->remote_port = port;
  socket->connected = true;
  socket->error = 0;
  drop_others(socket);
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
    disconnect(socket);
    status = 0;
  }
  port_net_unlock();
  return status;
}

int net_udp_local(struct net_udp *socket, struct net_addr *addr, uint16_t *port) {
  int status = ERR_CODE_EBADF;
  port_net_lock();
  if (socket->port != NULL) {
    shown(socket, &socket->local, addr);
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
    shown(socket, &socket->remote, addr);
    *port = socket->remote_port;
    status = 0;
  }
  port_net_unlock();
  return status;
}

/* ---- send -------------------------------------------------------------------------- */

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

/* A multicast datagram that must not leave the host (TTL 0) goes through a stand-in for its interface that
 * hands it to the receivers of that interface here and has no wire. */
static err_t send_on_host(struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *to, uint16_t port,
                          const struct route *route) {
  struct netif stand_in = *route->netif;
  stand_in.state = route->netif;
  stand_in.output = loop_only_v4;
  stand_in.output_ip6 = loop_only_v6;
  stand_in.mtu = 0;
#if LWIP_ND6_ALLOW_RA_UPDATES
  stand_in.mtu6 = 0;
#endif
  return udp_sendto_if_src(pcb, p, to, port, &stand_in, route->source);
}

static err_t send_multicast(const struct net_udp *socket, struct pbuf *p, const ip_addr_t *to, uint16_t port,
                            const struct route *route) {
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

static struct pbuf *gather(const struct net_udp_slice *slices, size_t count, size_t size) {
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

/* Under the lock; to is complete but for ANY and zone. size fits 16 bits. */
static int transmit(struct net_udp *socket, const struct net_udp_slice *slices, size_t count, size_t size,
                    ip_addr_t *to, uint8_t zone, uint16_t port) {
  struct route route;
  int status = find_route(socket, to, zone, &route);
  if (status != 0) {
    return status;
  }
  if (IP_IS_V4_VAL(*to) && !socket->broadcast && ip4_addr_isbroadcast(ip_2_ip4(to), route.netif)) {
    return ERR_CODE_EACCES;
  }
  struct pbuf *p = gather(slices, count, size);
  if (p == NULL) {
    return ERR_CODE_ENOBUFS;
  }
  struct udp_pcb *pcb = socket->port->pcb;
  pcb->ttl = socket->ttl;
  udp_set_multicast_ttl(pcb, socket->multicast_ttl);
  err_t err = ip_addr_ismulticast(to) ? send_multicast(socket, p, to, port, &route)
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
    status = resolve(socket, addr, &to);
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
    status = bind_implicitly(socket);
  }
  return status != 0 ? status : transmit(socket, slices, count, size, &to, zone, port);
}

int net_udp_send(struct net_udp *socket, const struct net_udp_slice *slices, size_t count, const struct net_addr *addr,
                 uint16_t port) {
  port_net_lock();
  int status = send_from(socket, slices, count, addr, port);
  port_net_unlock();
  return status;
}

/* ---- receive ------------------------------------------------------------------------ */

int net_udp_peek(struct net_udp *socket, struct net_udp_info *info) {
  int status = 0;
  port_net_lock();
  if (socket->error != 0) {
    status = socket->error;
    socket->error = 0;
  } else if (socket->head != NULL) {
    shown(socket, &socket->head->from, &info->from);
    info->port = socket->head->port;
    info->size = socket->head->pbuf->tot_len;
    status = 1;
  }
  port_net_unlock();
  return status;
}

int net_udp_take(struct net_udp *socket, uint8_t *data) {
  int status = ERR_CODE_EAGAIN;
  port_net_lock();
  if (socket->head != NULL) {
    struct pbuf *p = socket->head->pbuf;
    if (data != NULL && p->tot_len > 0) {
      pbuf_copy_partial(p, data, p->tot_len, 0);
    }
    release_head(socket);
    status = 0;
  }
  port_net_unlock();
  return status;
}

void net_udp_receiving(struct net_udp *socket, bool on) {
  port_net_lock();
  socket->receiving = on;
  port_net_unlock();
}

void net_udp_stats(struct net_udp *socket, struct net_udp_stats *out) {
  port_net_lock();
  out->received = socket->received;
  out->dropped = socket->dropped;
  out->queued_bytes = socket->queued_bytes;
  out->queued = socket->queued;
  port_net_unlock();
}

/* ---- options -------------------------------------------------------------------------- */

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
  struct net_addr plain = *addr;
  net_addr_unmap(&plain);
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
static int find_iface(const struct net_addr *iface, uint8_t group_zone, int family, struct netif **out) {
  struct net_addr plain = {0};
  if (iface != NULL) {
    plain = *iface;
    net_addr_unmap(&plain);
  }
  *out = NULL;
  if (iface != NULL && plain.family != family) {
    return ERR_CODE_EINVAL;
  }
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
  return *out == NULL ? ERR_CODE_ENODEV : 0;
}

/* Under the lock. */
static int find_target(const struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                       const struct net_addr *source, struct target *out) {
  struct net_addr plain = *group;
  net_addr_unmap(&plain);
  if (!net_addr_is_multicast(&plain)) {
    return ERR_CODE_EINVAL;
  }
  if (plain.family == 6 && socket->family == 4) {
    return ERR_CODE_ENOPROTOOPT;
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
  return find_iface(iface, zone, plain.family, &out->netif);
}

int net_udp_join(struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                 const struct net_addr *source) {
  struct target target;
  port_net_lock();
  int status = find_target(socket, group, iface, source, &target);
  if (status == 0) {
    status = bind_implicitly(socket);
  }
  if (status == 0) {
    status = net_membership_join(socket, &target.group, target.netif, source == NULL ? NULL : &target.source);
  }
  port_net_unlock();
  return status;
}

int net_udp_leave(struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                  const struct net_addr *source) {
  struct target target;
  port_net_lock();
  int status = find_target(socket, group, iface, source, &target);
  if (status == 0) {
    status = net_membership_leave(socket, &target.group, target.netif, source == NULL ? NULL : &target.source);
  }
  port_net_unlock();
  return status;
}
