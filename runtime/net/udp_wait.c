/*
 * udp_wait.c: datagrams whose next hop is not resolved yet.
 *
 * lwIP keeps such packets at an entry of its neighbour tables, and drops them without a word when the entry is
 * evicted, when its queue is full, or when nobody answers; one pool serves all neighbours. So datagrams of sockets wait
 * here, and are given to lwIP when it can send them at once. Each ends in one of three ways, of which its socket hears:
 * it was sent, nobody answered three requests (EHOSTUNREACH, after three seconds, as Linux does it; after one, where
 * others need the room), or its interface went away (ENETUNREACH).
 *
 * For IPv4 a request leaves lwIP's table alone: the answer makes the entry, so that neighbours that are down take none.
 * Answers to more requests than the table has entries would evict each other before their datagrams were sent, so few
 * are asked at a time, and many neighbours take turns.
 */
#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "lwip/etharp.h"
#include "lwip/mem.h"
#include "lwip/nd6.h"
#include "lwip/priv/nd6_priv.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "net/guard.h"
#include "net/udp_private.h"
#include "port.h"

/* Bytes of lwIP's heap that datagrams may take here together. */
#ifndef CONFIG_UDP_WAITING_BYTES
#if MEM_LIBC_MALLOC /* and MEM_SIZE says nothing */
#define CONFIG_UDP_WAITING_BYTES (128 * 1024)
#else
#define CONFIG_UDP_WAITING_BYTES (MEM_SIZE / 2)
#endif
#endif

#define ATTEMPTS 3
#define ATTEMPT_MS 1000
/* In this time at most ASKED_AT_ONCE neighbours of a family are asked; an answer takes less on most links. */
#define WINDOW_MS 50
#define ASKED_AT_ONCE(family) ((family) == 4 ? ARP_TABLE_SIZE / 2 : LWIP_ND6_NUM_NEIGHBORS / 2)
/* How soon after a request the tables are looked at, then twice as long each time. */
#define LOOK_MS 2
#define LOOK_MS_MOST 64

/*
 * Invariants: on the list of those that wait, oldest first, or on the list of its owner's outcomes. p is the payload,
 * owned, and NULL once the outcome is known. owner is NULL when the socket has been closed: then nobody hears of it.
 */
struct udp_waiting {
  struct udp_waiting *next;
  struct pbuf *p;
  struct net_udp *owner;
  ip_addr_t to;
  ip_addr_t hop;
  ip_addr_t source;
  uint32_t asked; /* sys_now() of the last request, if attempts is not 0 */
  int code;       /* the outcome: 0 or negative */
  uint16_t ticket;
  uint16_t size;
  uint16_t port;
  uint16_t local_port;
  uint8_t netif;
  uint8_t ttl;
  uint8_t attempts;
};

uint32_t udp_waiting_count;
static uint32_t waiting_bytes;
static uint32_t record_count; /* those that wait, and outcomes that nobody has taken */
static struct udp_waiting *first;
static uint16_t last_ticket;
static uint32_t look_ms; /* 0 when no timer is set */

/* The requests of the present window, by family (see udp_family_slot). */
static struct window {
  uint32_t began;
  uint32_t asked;
} windows[2];

/* Of lwIP's heap: two blocks with their headers, and in that of the payload room for the packet's. */
static uint32_t cost_of(uint32_t size) {
  return (uint32_t)(sizeof(struct udp_waiting) + sizeof(struct pbuf) + PBUF_TRANSPORT + 2 * sizeof(uint64_t)) + size;
}

static void waiting_release(struct udp_waiting *waiting) {
  record_count--;
  mem_free(waiting);
}

/* ---- lwIP's tables ------------------------------------------------------------------------------------------ */

static bool is_resolved_v4(struct netif *netif, const ip4_addr_t *hop, uint8_t *hint) {
  ip4_addr_t *ip;
  struct netif *its;
  struct eth_addr *mac;
  if (etharp_get_entry(*hint, &ip, &its, &mac) && ip4_addr_eq(ip, hop) && its == netif) {
    return true;
  }
  for (size_t i = 0; i < ARP_TABLE_SIZE; i++) {
    if (etharp_get_entry(i, &ip, &its, &mac) && ip4_addr_eq(ip, hop) && its == netif) {
      *hint = (uint8_t)i;
      return true;
    }
  }
  return false;
}

static bool is_resolved_v6(const ip6_addr_t *to) {
  const ip6_addr_t *hop = to;
  for (size_t i = 0; i < LWIP_ND6_NUM_DESTINATIONS; i++) {
    if (ip6_addr_eq(&destination_cache[i].destination_addr, to)) {
      hop = &destination_cache[i].next_hop_addr;
      break;
    }
  }
  for (size_t i = 0; i < LWIP_ND6_NUM_NEIGHBORS; i++) {
    if (neighbor_cache[i].state >= ND6_REACHABLE && ip6_addr_eq(&neighbor_cache[i].next_hop_address, hop)) {
      return true;
    }
  }
  return false;
}

/*
 * A bit for each address that lwIP's tables know. Whoever makes many datagrams wait can make all of them be looked at
 * for each answer: most need no search in the tables.
 */
static uint32_t known[8];

static unsigned fold_word(u32_t word) {
  word ^= word >> 16;
  return (word ^ word >> 8) & 0xffU;
}

static void know_neighbor(u32_t word) { known[fold_word(word) / 32U] |= 1U << fold_word(word) % 32U; }

static void read_tables(void) {
  memset(known, 0, sizeof known);
  for (size_t i = 0; i < ARP_TABLE_SIZE; i++) {
    ip4_addr_t *ip;
    struct netif *its;
    struct eth_addr *mac;
    if (etharp_get_entry(i, &ip, &its, &mac)) {
      know_neighbor(ip->addr);
    }
  }
  for (size_t i = 0; i < LWIP_ND6_NUM_DESTINATIONS; i++) {
    know_neighbor(destination_cache[i].destination_addr.addr[3]);
  }
  for (size_t i = 0; i < LWIP_ND6_NUM_NEIGHBORS; i++) {
    know_neighbor(neighbor_cache[i].next_hop_address.addr[3]);
  }
}

/* False when no table can know it; asked after read_tables(). */
static bool may_be_resolved(const struct udp_waiting *waiting) {
  unsigned bit = fold_word(IP_IS_V4_VAL(waiting->to) ? ip_2_ip4(&waiting->hop)->addr : ip_2_ip6(&waiting->to)->addr[3]);
  return (known[bit / 32U] >> bit % 32U & 1U) != 0;
}

bool udp_wait_is_resolved(struct net_udp *socket, struct netif *netif, const ip_addr_t *to, const ip_addr_t *hop) {
  if (IP_IS_V4_VAL(*to)) {
    return is_resolved_v4(netif, ip_2_ip4(hop), &socket->arp_hint);
  }
  return is_resolved_v6(ip_2_ip6(to));
}

/* Asks for the next hop of one that waits. 0, or ENETUNREACH when there is none. */
static int ask_neighbor(struct netif *netif, const struct udp_waiting *waiting) {
  if (IP_IS_V4_VAL(waiting->to)) {
    etharp_request(netif, ip_2_ip4(&waiting->hop)); /* without memory for it the next attempt asks */
    return 0;
  }
  const u8_t *mac;
  err_t err = nd6_get_next_hop_addr_or_queue(netif, NULL, ip_2_ip6(&waiting->to), &mac);
  return err == ERR_RTE ? ERR_CODE_ENETUNREACH : 0;
}

/* ---- outcomes ----------------------------------------------------------------------------------------------- */

/* waiting has been taken off the list; the owner hears of it, or it is freed. */
static void waiting_conclude(struct udp_waiting *waiting, int code) {
  struct net_udp *owner = waiting->owner;
  udp_waiting_count--;
  waiting_bytes -= cost_of(waiting->size);
  if (owner != NULL) {
    owner->waiting--;
    owner->waiting_bytes -= cost_of(waiting->size);
  }
  pbuf_free(waiting->p);
  waiting->p = NULL;
  waiting->code = code;
  if (owner == NULL || owner->internal) {
    waiting_release(waiting);
    return;
  }
  struct udp_waiting **link = &owner->outcomes;
  while (*link != NULL) {
    link = &(*link)->next;
  }
  waiting->next = NULL;
  *link = waiting;
  if (owner->error == 0) {
    owner->error = NET_UDP_OUTCOME;
  }
  loop_post(owner->ready);
}

static int waiting_transmit(struct netif *netif, struct udp_waiting *waiting) {
  struct udp_pcb pcb = {.local_port = waiting->local_port, .ttl = waiting->ttl};
  IP_SET_TYPE_VAL(pcb.local_ip, IPADDR_TYPE_ANY);
  IP_SET_TYPE_VAL(pcb.remote_ip, IPADDR_TYPE_ANY);
  err_t err = udp_sendto_if_src(&pcb, waiting->p, &waiting->to, waiting->port, netif, &waiting->source);
  return err == ERR_OK ? 0 : err == ERR_RTE ? ERR_CODE_ENETUNREACH : ERR_CODE_ENOBUFS;
}

/* The interface, if it can still send from the address that was chosen. */
static struct netif *netif_of(const struct udp_waiting *waiting) {
  struct netif *netif = netif_get_by_index(waiting->netif);
  return netif != NULL && netif_is_up(netif) && netif_is_link_up(netif) && net_netif_by_addr(&waiting->source) != NULL
             ? netif
             : NULL;
}

static bool is_resolved(const struct udp_waiting *waiting, struct netif *netif) {
  uint8_t hint = 0;
  if (!may_be_resolved(waiting)) {
    return false;
  }
  return IP_IS_V4_VAL(waiting->to) ? is_resolved_v4(netif, ip_2_ip4(&waiting->hop), &hint)
                                   : is_resolved_v6(ip_2_ip6(&waiting->to));
}

/* Sends what can be sent, and gives up what cannot any more. Those in a row that go by one interface share the search
 * for it. */
static void send_resolved(void) {
  struct udp_waiting **link = &first;
  const struct udp_waiting *last = NULL;
  struct netif *netif = NULL;
  if (first != NULL) {
    read_tables();
  }
  while (*link != NULL) {
    struct udp_waiting *waiting = *link;
    int code;
    if (last == NULL || waiting->netif != last->netif || !ip_addr_eq(&waiting->source, &last->source)) {
      netif = netif_of(waiting);
    }
    if (netif == NULL) {
      code = ERR_CODE_ENETUNREACH;
    } else if (is_resolved(waiting, netif)) {
      code = waiting_transmit(netif, waiting);
    } else if (waiting->attempts >= ATTEMPTS && sys_now() - waiting->asked >= ATTEMPT_MS) {
      code = ERR_CODE_EHOSTUNREACH;
    } else {
      link = &waiting->next;
      last = waiting;
      continue;
    }
    *link = waiting->next;
    last = NULL;
    waiting_conclude(waiting, code);
  }
}

/* ---- requests ----------------------------------------------------------------------------------------------- */

/* Whether one more neighbour may be asked now, when spare requests of the window are kept for others. */
static bool window_open(const ip_addr_t *to, uint32_t spare) {
  struct window *window = &windows[udp_family_slot(to)];
  uint32_t now = sys_now();
  if (now - window->began >= WINDOW_MS) {
    window->began = now;
    window->asked = 0;
  }
  return window->asked + spare < ASKED_AT_ONCE(IP_IS_V4_VAL(*to) ? 4 : 6);
}

/* All that waits for the same neighbour shares its requests. */
static void note_attempt(const struct udp_waiting *asked, uint8_t attempts) {
  for (struct udp_waiting *waiting = first; waiting != NULL; waiting = waiting->next) {
    if (waiting->netif == asked->netif && ip_addr_eq(&waiting->hop, &asked->hop)) {
      waiting->attempts = attempts;
      waiting->asked = sys_now();
    }
  }
}

/* One that has so little here that all of it can be asked for at once. */
static bool is_modest(const struct net_udp *owner) { return owner != NULL && owner->waiting <= ASKED_AT_ONCE(4); }

/* True when its neighbour was asked for. */
static bool ask_now(struct udp_waiting *waiting) {
  windows[udp_family_slot(&waiting->to)].asked++;
  struct netif *netif = netif_get_by_index(waiting->netif);
  if (netif == NULL || ask_neighbor(netif, waiting) != 0) {
    waiting->netif = 0; /* the next look gives it up */
    return false;
  }
  note_attempt(waiting, (uint8_t)(waiting->attempts + 1));
  return true;
}

/*
 * Asks for the neighbours whose turn it is, of modest owners or of the others: the oldest first, but for the last
 * request of a window, which is the newest's. So who has made a socket send to many that are not there, and has
 * stopped, leaves nobody waiting until all of them have been asked for. True when one was asked.
 */
static bool ask_for(bool modest) {
  bool asked = false;
  struct udp_waiting *newest = NULL;
  uint32_t now = sys_now();
  for (struct udp_waiting *waiting = first; waiting != NULL; waiting = waiting->next) {
    bool due = waiting->attempts == 0 || (waiting->attempts < ATTEMPTS && now - waiting->asked >= ATTEMPT_MS);
    if (!due || is_modest(waiting->owner) != modest) {
      continue;
    }
    if (window_open(&waiting->to, 1)) {
      asked = ask_now(waiting) || asked;
    } else {
      newest = waiting;
    }
  }
  return (newest != NULL && window_open(&newest->to, 0) && ask_now(newest)) || asked;
}

/* A socket that asks for many does not keep the others waiting until all of them have been asked for. */
static bool ask_due(void) {
  bool asked = ask_for(true);
  return ask_for(false) || asked;
}

static void look_at_waiting(void *arg);

static void look_in(uint32_t ms) {
  if (look_ms != 0) {
    sys_untimeout(look_at_waiting, NULL);
  }
  look_ms = ms;
  sys_timeout(ms, look_at_waiting, NULL);
}

void udp_wait_poll(void) { send_resolved(); }

void udp_wait_go_before(const ip_addr_t *to) {
  for (const struct udp_waiting *waiting = first; waiting != NULL; waiting = waiting->next) {
    if (ip_addr_eq(&waiting->to, to)) {
      send_resolved();
      return;
    }
  }
}

/* lwIP's context. */
static void look_at_waiting(void *arg) {
  LWIP_UNUSED_ARG(arg);
  uint32_t last = look_ms;
  look_ms = 0;
  send_resolved();
  bool asked = ask_due();
  if (asked) {
    send_resolved(); /* a router may be known already */
  }
  if (first != NULL) {
    look_in(asked ? LOOK_MS : LWIP_MIN(2 * last, LOOK_MS_MOST));
  }
}

/* ---- in and out ----------------------------------------------------------------------------------------------- */

static uint32_t count_for(const struct net_udp *socket, const ip_addr_t *hop) {
  uint32_t count = 0;
  for (const struct udp_waiting *waiting = first; waiting != NULL; waiting = waiting->next) {
    count += waiting->owner == socket && ip_addr_eq(&waiting->hop, hop);
  }
  return count;
}

/* The last places are for sockets that have nothing here. Where nothing waits, a datagram over the limit of bytes may:
 * a small board's limit is less than the largest that it can send. */
static bool has_room(const struct net_udp *socket, const ip_addr_t *hop, uint32_t cost) {
  if ((waiting_bytes != 0 && waiting_bytes + cost > CONFIG_UDP_WAITING_BYTES) || record_count >= CONFIG_UDP_WAITING) {
    return false;
  }
  if (socket->waiting == 0) {
    return true;
  }
  return count_for(socket, hop) < CONFIG_UDP_WAITING_NEIGHBOUR && socket->waiting < CONFIG_SHARE(CONFIG_UDP_WAITING) &&
         socket->waiting_bytes + cost <= CONFIG_SHARE(CONFIG_UDP_WAITING_BYTES) &&
         record_count + UDP_SOCKETS < CONFIG_UDP_WAITING;
}

/* One of owner's (NULL: of sockets that are closed) gives way once its neighbour has not answered for a second. False
 * when there is none. */
static bool give_way(const struct net_udp *owner) {
  for (struct udp_waiting **link = &first; *link != NULL; link = &(*link)->next) {
    struct udp_waiting *waiting = *link;
    bool asked = waiting->attempts > 1 || (waiting->attempts == 1 && sys_now() - waiting->asked >= ATTEMPT_MS);
    if (waiting->owner == owner && asked) {
      *link = waiting->next;
      waiting_conclude(waiting, ERR_CODE_EHOSTUNREACH);
      return true;
    }
  }
  return false;
}

/*
 * Makes room, if it can be had. To a socket that has nothing here gives way what closed sockets have sent, as at the
 * end of a program: programs that open a socket for each datagram leave room to others too. And in a share that is
 * full, neighbours that do not answer give way to one that has not been asked for: who makes a server answer to
 * addresses where nobody is must not keep it from answering others.
 */
static bool make_room(const struct net_udp *socket, const ip_addr_t *hop, uint32_t cost) {
  const struct net_udp *owner = socket->waiting == 0 ? NULL : socket;
  while (!has_room(socket, hop, cost)) {
    /* An outcome keeps its record until its owner takes it: then what is given up makes no room for more. */
    bool helps = owner == NULL || (count_for(socket, hop) == 0 && record_count + UDP_SOCKETS < CONFIG_UDP_WAITING);
    if (!helps || !give_way(owner)) {
      return false;
    }
  }
  return true;
}

/* What net_udp_send() says of it. */
static uint32_t sent_of(const struct udp_waiting *waiting) { return (uint32_t)waiting->ticket << 16 | waiting->size; }

int udp_wait_add(struct net_udp *socket, struct pbuf *p, const ip_addr_t *to, const ip_addr_t *hop, uint16_t port,
                 const struct udp_route *route) {
  uint32_t cost = cost_of(p->tot_len);
  struct udp_waiting *waiting = make_room(socket, hop, cost) ? mem_malloc(sizeof *waiting) : NULL;
  if (waiting == NULL) {
    pbuf_free(p);
    return ERR_CODE_ENOBUFS;
  }
  last_ticket = (uint16_t)(last_ticket % NET_UDP_TICKETS + 1);
  *waiting = (struct udp_waiting){
      .p = p,
      .owner = socket,
      .to = *to,
      .hop = *hop,
      .source = *route->source,
      .ticket = last_ticket,
      .size = p->tot_len,
      .port = port,
      .local_port = socket->port->number,
      .netif = netif_get_index(route->netif),
      .ttl = socket->ttl,
  };
  struct udp_waiting **link = &first;
  for (; *link != NULL; link = &(*link)->next) {
    if ((*link)->netif == waiting->netif && ip_addr_eq(&(*link)->hop, hop)) {
      waiting->attempts = (*link)->attempts;
      waiting->asked = (*link)->asked;
    }
  }
  *link = waiting;
  net_guard_on_answer = udp_wait_poll;
  record_count++;
  udp_waiting_count++;
  waiting_bytes += cost;
  socket->waiting++;
  socket->waiting_bytes += cost;
  bool asked = window_open(to, 0) && ask_due();
  if (look_ms == 0 || asked) {
    look_in(LOOK_MS);
  }
  return (int)sent_of(waiting);
}

void udp_wait_netif_goes(const struct netif *netif) {
  for (struct udp_waiting *waiting = first; waiting != NULL; waiting = waiting->next) {
    if (waiting->netif == netif_get_index(netif)) {
      waiting->netif = 0;
    }
  }
  send_resolved();
}

void udp_wait_leave(struct net_udp *socket) {
  for (struct udp_waiting *waiting = first; waiting != NULL; waiting = waiting->next) {
    if (waiting->owner == socket) {
      waiting->owner = NULL;
    }
  }
  socket->waiting = 0;
  socket->waiting_bytes = 0;
  while (socket->outcomes != NULL) {
    struct udp_waiting *waiting = socket->outcomes;
    socket->outcomes = waiting->next;
    waiting_release(waiting);
  }
}

bool udp_wait_check_empty(void) { return record_count == 0 && udp_waiting_count == 0 && waiting_bytes == 0; }

bool net_udp_outcome(struct net_udp *socket, struct net_udp_outcome *outcome) {
  port_net_lock();
  struct udp_waiting *waiting = socket->outcomes;
  if (waiting != NULL) {
    socket->outcomes = waiting->next;
    *outcome = (struct net_udp_outcome){.sent = sent_of(waiting), .code = waiting->code, .port = waiting->port};
    udp_addr_from_ip(socket, &waiting->to, &outcome->to);
    waiting_release(waiting);
    if (socket->outcomes == NULL && socket->error == NET_UDP_OUTCOME) {
      socket->error = 0;
    }
  }
  port_net_unlock();
  return waiting != NULL;
}

uint32_t net_udp_flush(uint32_t ms) {
  uint64_t end = port_time_us() + (uint64_t)ms * 1000;
  for (;;) {
    port_net_lock();
    send_resolved();
    bool left = first != NULL;
    port_net_unlock();
    if (!left || port_time_us() >= end) {
      break;
    }
    port_wait(LOOK_MS);
  }
  uint32_t dropped = 0;
  port_net_lock();
  while (first != NULL) {
    struct udp_waiting *waiting = first;
    first = waiting->next;
    waiting_conclude(waiting, ERR_CODE_ECANCELED);
    dropped++;
  }
  if (look_ms != 0) {
    sys_untimeout(look_at_waiting, NULL);
    look_ms = 0;
  }
  port_net_unlock();
  return dropped;
}
