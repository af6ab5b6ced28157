/*
 * dns.c: host names to addresses. The resolver is our own, on net/udp.h: lwIP's gives one address, no reason
 * for a failure, and no way to cancel. lwIP only keeps the table of servers, which DHCP fills. Everything here
 * runs on the script thread.
 */
#include "net/dns.h"

#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "core/timer.h"
#include "lwip/dns.h"
#include "net/dns_message.h"
#include "net/udp_private.h"
#include "port.h"

#define SERVER_PORT 53
/* Each server is asked this often; the first time it has this long, then twice and four times as long. */
#define ROUNDS 3
#define TIMEOUT_MS 1000
#define ADDRS 4

_Static_assert(sizeof((struct net_dns_request *)0)->addrs == ADDRS * sizeof(struct net_addr), "as in dns.h");

/* One of the two questions of a lookup. */
struct question {
  uint16_t id; /* of the present try */
  bool open;   /* no answer yet */
  size_t count;
  struct net_addr addrs[ADDRS];
};

/*
 * A lookup that needs a server. Invariants: request is NULL exactly when the entry is free. socket is open
 * exactly while the lookup is under way (order was its turn); ready and timer belong to it. A question that was
 * not asked, or was answered, is not open.
 */
struct lookup {
  struct net_dns_request *request;
  struct net_udp *socket;
  struct loop_event ready;
  struct timer timer;
  uint32_t order; /* first come, first served */
  unsigned tries;
  bool no_name; /* a server said that the name does not exist */
  uint8_t size;
  char name[DNS_MESSAGE_NAME];
  struct question questions[2]; /* A, AAAA */
};

static struct lookup lookups[CONFIG_DNS_REQUESTS];
static uint32_t next_order;

static const uint16_t types[2] = {DNS_MESSAGE_A, DNS_MESSAGE_AAAA};

static void answered(struct loop_event *event);
static void timed_out(struct timer *timer);
static void start_waiting(void);

/* ---- servers ------------------------------------------------------------------------- */

_Static_assert(NET_DNS_SERVERS <= DNS_MAX_SERVERS, "lwipopts.h: DNS_MAX_SERVERS must be NET_DNS_SERVERS or more");

int net_dns_set_servers(const struct net_addr *servers, size_t count) {
  if (count > NET_DNS_SERVERS) {
    return ERR_CODE_EINVAL;
  }
  port_net_lock();
  for (size_t i = 0; i < NET_DNS_SERVERS; i++) {
    ip_addr_t ip;
    if (i < count) {
      net_addr_to_ip(&ip, &servers[i]);
    }
    dns_setserver((u8_t)i, i < count ? &ip : NULL);
  }
  port_net_unlock();
  return 0;
}

size_t net_dns_servers(struct net_addr *servers) {
  size_t count = 0;
  port_net_lock();
  for (size_t i = 0; i < NET_DNS_SERVERS; i++) {
    const ip_addr_t *ip = dns_getserver((u8_t)i);
    if (!ip_addr_isany(ip)) {
      net_addr_from_ip(&servers[count++], ip);
    }
  }
  port_net_unlock();
  return count;
}

/* ---- ends ------------------------------------------------------------------------------ */

static void free_lookup(struct lookup *lookup) {
  if (lookup->socket != NULL) {
    net_udp_close(lookup->socket);
    lookup->socket = NULL;
  }
  timer_stop(&lookup->timer);
  lookup->request = NULL;
}

static void finish(struct net_dns_request *request, int status) {
  request->status = status;
  if (status != 0) {
    request->count = 0;
  }
  request->slot = NULL;
  loop_post(&request->event);
}

/* Whether this host could send to addr from an address that reaches as far (RFC 6724 rules 1 and 2). */
static bool is_reachable(const struct net_addr *addr) {
  ip_addr_t ip;
  net_addr_to_ip(&ip, addr);
  port_net_lock();
  struct netif *netif = ip6_route(IP6_ADDR_ANY6, ip_2_ip6(&ip));
  const ip_addr_t *source = netif == NULL ? NULL : ip6_select_source_address(netif, ip_2_ip6(&ip));
  bool reachable = source != NULL && (!ip6_addr_islinklocal(ip_2_ip6(source)) || ip6_addr_islinklocal(ip_2_ip6(&ip)));
  port_net_unlock();
  return reachable;
}

/* The family that works comes first; the other gets at least half the places it needs. */
static void merge(const struct question *v4, const struct question *v6, struct net_dns_request *out) {
  bool v6_first = v6->count > 0 && (v4->count == 0 || is_reachable(&v6->addrs[0]));
  const struct question *first = v6_first ? v6 : v4;
  const struct question *second = v6_first ? v4 : v6;
  size_t kept = LWIP_MIN(second->count, (size_t)ADDRS / 2);
  size_t leading = LWIP_MIN(first->count, ADDRS - kept);
  size_t rest = LWIP_MIN(second->count, ADDRS - leading);
  memcpy(out->addrs, first->addrs, leading * sizeof *out->addrs);
  memcpy(out->addrs + leading, second->addrs, rest * sizeof *out->addrs);
  out->count = leading + rest;
}

/* Ends a lookup with what was learned; failure is told when nothing was. */
static void conclude(struct lookup *lookup, int failure) {
  struct net_dns_request *request = lookup->request;
  merge(&lookup->questions[0], &lookup->questions[1], request);
  free_lookup(lookup);
  finish(request, request->count > 0 ? 0 : failure);
  start_waiting();
}

/* ---- questions ------------------------------------------------------------------------------ */

static bool is_done(const struct lookup *lookup) { return !lookup->questions[0].open && !lookup->questions[1].open; }

/* Sends what is still open to the server whose turn it is, from a fresh socket: its port and the ids are what
 * a forger would have to guess. False when this server cannot be asked. */
static bool ask(struct lookup *lookup, const struct net_addr *server) {
  bool asked = true;
  if (lookup->socket != NULL) {
    net_udp_close(lookup->socket);
    lookup->socket = NULL;
  }
  if (net_udp_open(server->family, NET_UDP_INTERNAL, &lookup->ready, &lookup->socket) != 0) {
    return false;
  }
  asked = net_udp_connect(lookup->socket, server, SERVER_PORT) == 0;
  for (size_t i = 0; asked && i < 2; i++) {
    struct question *question = &lookup->questions[i];
    if (question->open) {
      uint8_t bytes[DNS_MESSAGE_QUERY];
      port_random(&question->id, sizeof question->id);
      size_t size = dns_message_query(bytes, question->id, lookup->name, lookup->size, types[i]);
      struct net_udp_slice slice = {bytes, size};
      asked = net_udp_send(lookup->socket, &slice, 1, NULL, 0) >= 0;
    }
  }
  return asked;
}

/* Goes on to the next server or round, or ends. What one family has found is not held back by the other. */
static void try_next(struct lookup *lookup) {
  struct net_addr servers[NET_DNS_SERVERS];
  size_t count = net_dns_servers(servers);
  while (lookup->questions[0].count + lookup->questions[1].count == 0 && lookup->tries < ROUNDS * count) {
    unsigned round = lookup->tries / (unsigned)count;
    const struct net_addr *server = &servers[lookup->tries % count];
    lookup->tries++;
    if (ask(lookup, server)) {
      if (timer_start(&lookup->timer, (uint32_t)TIMEOUT_MS << round, timed_out) != 0) {
        conclude(lookup, ERR_CODE_EAI_MEMORY);
      }
      return;
    }
  }
  conclude(lookup, lookup->no_name ? ERR_CODE_EAI_NONAME : ERR_CODE_EAI_AGAIN);
}

static struct lookup *of_event(struct loop_event *event) {
  return (struct lookup *)(void *)((char *)event - offsetof(struct lookup, ready));
}

static void timed_out(struct timer *timer) {
  try_next((struct lookup *)(void *)((char *)timer - offsetof(struct lookup, timer)));
}

/* Takes a datagram for an answer to an open question. False when the server could not answer, so that the next
 * one should be asked; a datagram that is no answer is passed over. */
static bool take_answer(struct lookup *lookup, const uint8_t *data, size_t size) {
  for (size_t i = 0; i < 2; i++) {
    struct question *question = &lookup->questions[i];
    size_t count = 0;
    if (!question->open) {
      continue;
    }
    int code = dns_message_read(data, size, question->id, lookup->name, lookup->size, types[i], question->addrs, ADDRS,
                                &count);
    if (code < 0) {
      continue;
    }
    if (code != DNS_MESSAGE_OK && code != DNS_MESSAGE_NO_NAME) {
      return false;
    }
    question->open = false;
    question->count = code == DNS_MESSAGE_OK ? count : 0;
    lookup->no_name = lookup->no_name || code == DNS_MESSAGE_NO_NAME;
    return true;
  }
  return true;
}

/* The lookup's socket has something. */
static void answered(struct loop_event *event) {
  struct lookup *lookup = of_event(event);
  struct net_udp_info info;
  uint8_t data[DNS_MESSAGE_ANSWER];
  int found;
  while ((found = net_udp_peek(lookup->socket, &info)) == 1) {
    bool fits = info.size <= sizeof data;
    net_udp_take(lookup->socket, fits ? data : NULL);
    if (fits && !take_answer(lookup, data, info.size)) {
      found = -1;
      break;
    }
    if (is_done(lookup)) {
      conclude(lookup, lookup->no_name ? ERR_CODE_EAI_NONAME : ERR_CODE_EAI_NODATA);
      return;
    }
  }
  if (found < 0) {
    try_next(lookup); /* refused, or unable */
  }
}

/* ---- lookups ----------------------------------------------------------------------------------- */

/* Begins the lookups that have waited longest while there are sockets for them. */
static void start_waiting(void) {
  for (;;) {
    struct lookup *next = NULL;
    size_t active = 0;
    for (size_t i = 0; i < CONFIG_DNS_REQUESTS; i++) {
      struct lookup *lookup = &lookups[i];
      if (lookup->request == NULL) {
        continue;
      }
      if (lookup->socket != NULL || lookup->tries > 0) {
        active++;
      } else if (next == NULL || (int32_t)(lookup->order - next->order) < 0) {
        next = lookup;
      }
    }
    if (next == NULL || active >= CONFIG_DNS_ACTIVE) {
      return;
    }
    try_next(next);
  }
}

static bool ends_with(const char *name, size_t size, const char *suffix) {
  size_t length = strlen(suffix);
  if (size < length || (size > length && name[size - length - 1] != '.')) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    char c = name[size - length + i];
    if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != suffix[i]) {
      return false;
    }
  }
  return true;
}

static void set_localhost(struct net_dns_request *request, enum net_dns_family family) {
  request->count = 0;
  if (family != NET_DNS_V6) {
    request->addrs[request->count++] = (struct net_addr){.family = 4, .bytes = {127, 0, 0, 1}};
  }
  if (family != NET_DNS_V4) {
    request->addrs[request->count++] = (struct net_addr){.family = 6, .bytes = {[15] = 1}};
  }
}

/* What needs no server: literals, localhost and invalid (RFC 6761 sections 6.3 and 6.4). */
static bool answer_here(struct net_dns_request *request, const char *name, size_t size, enum net_dns_family family) {
  struct net_addr addr;
  int status = net_addr_parse(name, size, &addr);
  if (status == 0) {
    bool fits = family == NET_DNS_ANY || (int)family == addr.family;
    request->addrs[0] = addr;
    request->count = 1;
    finish(request, fits ? 0 : ERR_CODE_EAI_ADDRFAMILY);
    return true;
  }
  if (status == ERR_CODE_ENODEV || ends_with(name, size, "invalid")) {
    finish(request, ERR_CODE_EAI_NONAME);
    return true;
  }
  if (ends_with(name, size, "localhost")) {
    set_localhost(request, family);
    finish(request, 0);
    return true;
  }
  struct net_addr servers[NET_DNS_SERVERS];
  if (net_dns_servers(servers) == 0) {
    finish(request, ERR_CODE_EAI_AGAIN);
    return true;
  }
  return false;
}

static struct lookup *new_lookup(void) {
  for (size_t i = 0; i < CONFIG_DNS_REQUESTS; i++) {
    if (lookups[i].request == NULL) {
      memset(&lookups[i], 0, sizeof lookups[i]);
      return &lookups[i];
    }
  }
  return NULL;
}

int net_dns_lookup(struct net_dns_request *request, const char *name, size_t size, enum net_dns_family family) {
  request->count = 0;
  request->slot = NULL;
  if (!dns_message_is_name(name, size)) {
    return ERR_CODE_EINVAL;
  }
  if (name[size - 1] == '.') {
    size--;
  }
  if (answer_here(request, name, size, family)) {
    return 0;
  }
  struct lookup *lookup = new_lookup();
  if (lookup == NULL) {
    return ERR_CODE_EAI_AGAIN;
  }
  lookup->request = request;
  lookup->ready.run = answered;
  timer_set_ref(&lookup->timer, false); /* the owner of the request keeps the program running */
  lookup->order = next_order++;
  lookup->size = (uint8_t)size;
  memcpy(lookup->name, name, size);
  lookup->questions[0].open = family != NET_DNS_V6;
  lookup->questions[1].open = family != NET_DNS_V4;
  request->slot = lookup;
  start_waiting();
  return 0;
}

void net_dns_cancel(struct net_dns_request *request) {
  struct lookup *lookup = request->slot;
  loop_cancel(&request->event);
  request->slot = NULL;
  if (lookup != NULL) {
    free_lookup(lookup);
    start_waiting();
  }
}

bool net_dns_check_empty(void) {
  for (size_t i = 0; i < CONFIG_DNS_REQUESTS; i++) {
    if (lookups[i].request != NULL) {
      return false;
    }
  }
  return true;
}
