/*
 * dns.c: host names to addresses. The resolver is our own, on net/udp.h: lwIP's gives one address, no reason
 * for a failure, and no way to cancel. lwIP only keeps the table of servers, which DHCP fills. Everything here
 * runs on the script thread.
 */
#include "net/dns.h"

#include <string.h>

#include "config.h"
#include "core/bytes.h"
#include "core/errors.h"
#include "core/timer.h"
#include "lwip/dns.h"
#include "net/dns_message.h"
#include "net/udp_private.h"
#include "port.h"

/* Each server is asked this often; the first time it has this long, then twice and four times as long. */
#define ROUNDS 3
#define TIMEOUT_MS 1000
/* What one owner may have under way. */
#define OWNER_ACTIVE (CONFIG_DNS_ACTIVE > 1 ? CONFIG_DNS_ACTIVE - 1 : 1)
#define ADDRS 4

_Static_assert(sizeof((struct net_dns_request *)0)->addrs == ADDRS * sizeof(struct net_addr), "as in dns.h");

/* One of the two questions of a lookup. */
struct question {
  uint16_t id; /* of the present try */
  bool open;   /* no answer yet */
  size_t count;
  uint32_t ttl;
  struct net_addr addrs[ADDRS];
};

/*
 * A name that is asked for. Invariants: requests (those that wait for the answer) is NULL exactly when the entry is
 * free. socket, when open, ready and timer belong to it. A question that was not asked, or was answered, is not open.
 */
struct lookup {
  struct net_dns_request *requests;
  struct net_udp *socket;
  struct loop_event ready;
  struct timer timer;
  unsigned tries;
  bool no_name;   /* a server said that the name does not exist */
  bool plain;     /* a server does not know EDNS */
  uint32_t owner; /* of the request that began it */
  uint8_t family;
  uint8_t size;
  char name[DNS_MESSAGE_NAME];
  struct question questions[2]; /* A, AAAA */
};

static struct lookup lookups[CONFIG_DNS_ACTIVE];
/* Requests whose names wait for a lookup; of one owner first come first served. */
static struct net_dns_request *line;

/* What a server has said of a name lately. Free when size is 0. Longer names are asked for each time. */
#define CACHED_NAME 64
static struct cached {
  uint64_t until; /* loop_now_ms() */
  uint8_t size;
  uint8_t family;
  uint8_t count;
  char name[CACHED_NAME];
  struct net_addr addrs[ADDRS];
} cache[CONFIG_DNS_CACHE];

static const uint16_t types[2] = {DNS_MESSAGE_A, DNS_MESSAGE_AAAA};

static void dns_answered(struct loop_event *event);
static void timed_out(struct timer *timer);
static void start_waiting(void);

/* ---- servers ------------------------------------------------------------------------- */

_Static_assert(NET_DNS_SERVERS <= DNS_MAX_SERVERS, "lwipopts.h: DNS_MAX_SERVERS must be NET_DNS_SERVERS or more");

/* Servers that the program has chosen. lwIP's table holds those of the boot options and of DHCP; it counts until then
 * only, or whoever answers a renewal of the lease would replace servers that an app trusts. */
static struct {
  bool made;
  size_t count;
  struct net_dns_server servers[NET_DNS_SERVERS];
} choice;

int net_dns_set_servers(const struct net_dns_server *servers, size_t count) {
  if (count > NET_DNS_SERVERS) {
    return ERR_CODE_EINVAL;
  }
  for (size_t i = 0; i < count; i++) {
    choice.servers[i] = servers[i];
  }
  choice.count = count;
  choice.made = true;
  memset(cache, 0, sizeof cache);
  return 0;
}

size_t net_dns_servers(struct net_dns_server *servers) {
  size_t count = 0;
  if (choice.made) {
    memcpy(servers, choice.servers, choice.count * sizeof *servers);
    return choice.count;
  }
  port_net_lock();
  for (size_t i = 0; i < NET_DNS_SERVERS; i++) {
    const ip_addr_t *ip = dns_getserver((u8_t)i);
    if (!ip_addr_isany(ip)) {
      struct net_dns_server *server = &servers[count++];
      net_addr_from_ip(&server->addr, ip);
      server->port = NET_DNS_PORT;
    }
  }
  port_net_unlock();
  return count;
}

/* ---- names and the cache -------------------------------------------------------------- */

static bool same_name(const char *a, const char *b, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (bytes_lower((uint8_t)a[i]) != bytes_lower((uint8_t)b[i])) {
      return false;
    }
  }
  return true;
}

/* Whether both ask the same. */
static bool is_same(const struct net_dns_request *a, const struct net_dns_request *b) {
  return a->size == b->size && a->family == b->family && same_name(a->name, b->name, a->size);
}

static bool is_for(const struct cached *cached, const struct net_dns_request *request) {
  return cached->size == request->size && cached->family == request->family &&
         same_name(cached->name, request->name, request->size);
}

static bool cache_find(struct net_dns_request *request) {
  for (size_t i = 0; i < CONFIG_DNS_CACHE; i++) {
    if (is_for(&cache[i], request) && cache[i].until > loop_now_ms()) {
      request->count = cache[i].count;
      memcpy(request->addrs, cache[i].addrs, sizeof cache[i].addrs);
      request->ttl = (uint32_t)((cache[i].until - loop_now_ms()) / 1000);
      return true;
    }
  }
  return false;
}

/* In the place of the same name, or of the one that ends soonest. */
static void cache_add(const struct net_dns_request *request) {
  uint32_t ttl = LWIP_MIN(request->ttl, (uint32_t)CONFIG_DNS_CACHE_SECONDS);
  struct cached *place = &cache[0];
  if (ttl == 0 || request->size > CACHED_NAME) {
    return;
  }
  for (size_t i = 0; i < CONFIG_DNS_CACHE; i++) {
    if (is_for(&cache[i], request)) {
      place = &cache[i];
      break;
    }
    if (cache[i].until < place->until) {
      place = &cache[i];
    }
  }
  place->until = loop_now_ms() + (uint64_t)ttl * 1000;
  place->size = request->size;
  place->family = request->family;
  place->count = (uint8_t)request->count;
  memcpy(place->name, request->name, request->size);
  memcpy(place->addrs, request->addrs, sizeof place->addrs);
}

/* ---- ends ------------------------------------------------------------------------------ */

static void free_lookup(struct lookup *lookup) {
  if (lookup->socket != NULL) {
    net_udp_close(lookup->socket);
    lookup->socket = NULL;
  }
  timer_stop(&lookup->timer);
  lookup->requests = NULL;
}

static void request_finish(struct net_dns_request *request, int status) {
  request->status = status;
  if (status != 0) {
    request->count = 0;
  }
  request->pending = false;
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
static void merge_answers(const struct question *v4, const struct question *v6, struct net_dns_request *out) {
  bool v6_first = v6->count > 0 && (v4->count == 0 || is_reachable(&v6->addrs[0]));
  const struct question *first = v6_first ? v6 : v4;
  const struct question *second = v6_first ? v4 : v6;
  size_t kept = LWIP_MIN(second->count, (size_t)ADDRS / 2);
  size_t leading = LWIP_MIN(first->count, ADDRS - kept);
  size_t rest = LWIP_MIN(second->count, ADDRS - leading);
  memcpy(out->addrs, first->addrs, leading * sizeof *out->addrs);
  memcpy(out->addrs + leading, second->addrs, rest * sizeof *out->addrs);
  out->count = leading + rest;
  out->ttl = LWIP_MIN(v4->count > 0 ? v4->ttl : UINT32_MAX, v6->count > 0 ? v6->ttl : UINT32_MAX);
}

static bool is_done(const struct lookup *lookup) { return !lookup->questions[0].open && !lookup->questions[1].open; }

/* Ends a lookup with what was learned, for all that wait for it; failure is told when nothing was. */
static void lookup_conclude(struct lookup *lookup, int failure) {
  struct net_dns_request *request = lookup->requests;
  free_lookup(lookup);
  merge_answers(&lookup->questions[0], &lookup->questions[1], request);
  if (request->count > 0 && is_done(lookup)) {
    cache_add(request);
  }
  const struct net_dns_request *first = request;
  while (request != NULL) {
    struct net_dns_request *next = request->next;
    request->count = first->count;
    request->ttl = first->ttl;
    memmove(request->addrs, first->addrs, sizeof request->addrs);
    request_finish(request, request->count > 0 ? 0 : failure);
    request = next;
  }
  start_waiting();
}

/* ---- questions ------------------------------------------------------------------------------ */

/* Sends what is still open to the server whose turn it is, from a fresh socket: its port and the ids are what
 * a forger would have to guess. False when this server cannot be asked. */
static bool lookup_ask(struct lookup *lookup, const struct net_dns_server *server) {
  bool asked = true;
  if (lookup->socket != NULL) {
    net_udp_close(lookup->socket);
    lookup->socket = NULL;
  }
  if (net_udp_open(server->addr.family, NET_UDP_INTERNAL, &lookup->ready, &lookup->socket) != 0) {
    return false;
  }
  asked = net_udp_connect(lookup->socket, &server->addr, server->port) == 0;
  for (size_t i = 0; asked && i < 2; i++) {
    struct question *question = &lookup->questions[i];
    if (question->open) {
      uint8_t bytes[DNS_MESSAGE_QUERY];
      port_random(&question->id, sizeof question->id);
      size_t size = dns_message_query(bytes, question->id, lookup->name, lookup->size, types[i], !lookup->plain);
      struct net_udp_slice slice = {bytes, size};
      asked = net_udp_send(lookup->socket, &slice, 1, NULL, 0) >= 0;
    }
  }
  return asked;
}

/* Goes on to the next server or round, or ends. What one family has found is not held back by the other. */
static void try_next(struct lookup *lookup) {
  struct net_dns_server servers[NET_DNS_SERVERS];
  size_t count = net_dns_servers(servers);
  while (lookup->questions[0].count + lookup->questions[1].count == 0 && lookup->tries < ROUNDS * count) {
    unsigned round = lookup->tries / (unsigned)count;
    const struct net_dns_server *server = &servers[lookup->tries % count];
    lookup->tries++;
    if (lookup_ask(lookup, server)) {
      if (timer_start(&lookup->timer, (uint32_t)TIMEOUT_MS << round, timed_out) != 0) {
        lookup_conclude(lookup, ERR_CODE_EAI_MEMORY);
      }
      return;
    }
  }
  lookup_conclude(lookup, lookup->no_name ? ERR_CODE_EAI_NONAME : ERR_CODE_EAI_AGAIN);
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
                                &count, &question->ttl);
    if (code < 0) {
      continue;
    }
    if (code != DNS_MESSAGE_OK && code != DNS_MESSAGE_NO_NAME) {
      lookup->plain = lookup->plain || code == DNS_MESSAGE_FORMAT;
      return false;
    }
    question->open = false;
    question->count = code == DNS_MESSAGE_OK ? count : 0;
    lookup->no_name = lookup->no_name || code == DNS_MESSAGE_NO_NAME;
    return true;
  }
  return true;
}

/* The lookup's socket has something: where lwIP is a task of its own, more may come than is read here. */
static void dns_answered(struct loop_event *event) {
  struct lookup *lookup = of_event(event);
  struct net_udp_info info;
  uint8_t data[DNS_MESSAGE_ANSWER];
  int found = 0;
  for (int left = CONFIG_UDP_DRAIN; left > 0 && (found = net_udp_peek(lookup->socket, &info)) == 1; left--) {
    bool fits = info.size <= sizeof data;
    net_udp_take(lookup->socket, fits ? data : NULL);
    if (fits && !take_answer(lookup, data, info.size)) {
      found = -1;
      break;
    }
    if (is_done(lookup)) {
      lookup_conclude(lookup, lookup->no_name ? ERR_CODE_EAI_NONAME : ERR_CODE_EAI_NODATA);
      return;
    }
  }
  if (found < 0) {
    try_next(lookup); /* refused, or unable */
  } else if (found > 0) {
    loop_post(event);
  }
}

/* ---- lookups ----------------------------------------------------------------------------------- */

static void lookup_begin(struct lookup *lookup, struct net_dns_request *request) {
  memset(lookup, 0, sizeof *lookup);
  lookup->ready.run = dns_answered;
  timer_set_ref(&lookup->timer, false); /* the owner of the request keeps the program running */
  lookup->timer.runtimes = true;
  lookup->owner = request->owner;
  lookup->family = request->family;
  lookup->size = request->size;
  memcpy(lookup->name, request->name, request->size);
  lookup->questions[0].open = request->family != NET_DNS_V6;
  lookup->questions[1].open = request->family != NET_DNS_V4;
  lookup->requests = request;
  request->lookup = lookup;
  request->next = NULL;
}

/* Takes all that ask the same as request out of the line, into its lookup. */
static void gather_same(const struct net_dns_request *request, struct lookup *lookup) {
  struct net_dns_request **end = &lookup->requests->next;
  for (struct net_dns_request **link = &line; *link != NULL;) {
    struct net_dns_request *other = *link;
    if (!is_same(other, request)) {
      link = &other->next;
      continue;
    }
    *link = other->next;
    other->next = NULL;
    other->lookup = lookup;
    *end = other;
    end = &other->next;
  }
}

static size_t count_active(uint32_t owner) {
  size_t count = 0;
  for (size_t i = 0; i < CONFIG_DNS_ACTIVE; i++) {
    count += lookups[i].requests != NULL && lookups[i].owner == owner;
  }
  return count;
}

/* Takes out of the line whose turn it is: of the owner with the fewest under way, the one that has waited longest. NULL
 * when none may begin. */
static struct net_dns_request *take_next(void) {
  struct net_dns_request **found = NULL;
  size_t fewest = OWNER_ACTIVE;
  for (struct net_dns_request **link = &line; *link != NULL; link = &(*link)->next) {
    size_t active = count_active((*link)->owner);
    if (active < fewest) {
      found = link;
      fewest = active;
    }
  }
  if (found == NULL) {
    return NULL;
  }
  struct net_dns_request *request = *found;
  *found = request->next;
  return request;
}

/* Begins lookups for those whose turn it is. One that ends at once, since no server can be asked, comes here again:
 * the loop that is under way goes on with the next, or a long line would end one inside the other. */
static void start_waiting(void) {
  static bool starting;
  struct net_dns_request *request;
  if (starting) {
    return;
  }
  starting = true;
  for (size_t i = 0; i < CONFIG_DNS_ACTIVE; i++) {
    while (lookups[i].requests == NULL && (request = take_next()) != NULL) {
      lookup_begin(&lookups[i], request);
      gather_same(request, &lookups[i]);
      try_next(&lookups[i]);
    }
  }
  starting = false;
}

static bool ends_with(const char *name, size_t size, const char *suffix) {
  size_t length = strlen(suffix);
  if (size < length || (size > length && name[size - length - 1] != '.')) {
    return false;
  }
  for (size_t i = 0; i < length; i++) {
    if (bytes_lower((uint8_t)name[size - length + i]) != suffix[i]) {
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

/* "1.2.3.4.5" and "999.1.1.1", which no zone has: what is like an address and is none. */
static bool is_like_address(const char *name, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if ((name[i] < '0' || name[i] > '9') && name[i] != '.') {
      return false;
    }
  }
  return true;
}

/* What needs no server: literals, localhost and invalid (RFC 6761 sections 6.3 and 6.4). */
static bool answer_here(struct net_dns_request *request, const char *name, size_t size, enum net_dns_family family) {
  struct net_addr addr;
  int status = net_addr_parse(name, size, &addr);
  if (status == 0 || net_addr_parse_aton(name, size, &addr)) {
    bool fits = family == NET_DNS_ANY || (int)family == addr.family;
    request->addrs[0] = addr;
    request->count = 1;
    request_finish(request, fits ? 0 : ERR_CODE_EAI_ADDRFAMILY);
    return true;
  }
  if (status == ERR_CODE_ENODEV || is_like_address(name, size) || ends_with(name, size, "invalid")) {
    request_finish(request, ERR_CODE_EAI_NONAME);
    return true;
  }
  if (ends_with(name, size, "localhost")) {
    set_localhost(request, family);
    request_finish(request, 0);
    return true;
  }
  struct net_dns_server servers[NET_DNS_SERVERS];
  if (net_dns_servers(servers) == 0) {
    request_finish(request, ERR_CODE_EAI_AGAIN);
    return true;
  }
  if (cache_find(request)) {
    request_finish(request, 0);
    return true;
  }
  return false;
}

/* Waits with those that ask the same, or as one more name. False when the line is full, or the owner's share of it. */
static bool request_enter(struct net_dns_request *request) {
  size_t names = 0;
  size_t own = 0;
  bool is_new = true;
  for (size_t i = 0; i < CONFIG_DNS_ACTIVE; i++) {
    struct net_dns_request *first = lookups[i].requests;
    if (first != NULL && is_same(first, request)) {
      request->lookup = &lookups[i];
      request->next = first->next;
      first->next = request;
      return true;
    }
  }
  struct net_dns_request **link = &line;
  for (; *link != NULL; link = &(*link)->next) {
    is_new = is_new && !is_same(*link, request);
    names += (*link)->first_of_name;
    own += (*link)->first_of_name && (*link)->owner == request->owner;
  }
  if (is_new && (names >= CONFIG_DNS_REQUESTS || own >= CONFIG_SHARE(CONFIG_DNS_REQUESTS))) {
    return false;
  }
  request->first_of_name = is_new;
  *link = request;
  return true;
}

int net_dns_lookup(struct net_dns_request *request, const char *name, size_t size, enum net_dns_family family) {
  request->count = 0;
  request->ttl = 0;
  request->next = NULL;
  request->lookup = NULL;
  request->pending = false;
  request->first_of_name = false;
  if (!dns_message_is_name(name, size) && net_addr_parse(name, size, &request->addrs[0]) == ERR_CODE_EINVAL) {
    return ERR_CODE_EINVAL;
  }
  if (name[size - 1] == '.') {
    size--;
  }
  request->name = name;
  request->size = (uint8_t)size;
  request->family = (uint8_t)family;
  if (answer_here(request, name, size, family)) {
    return 0;
  }
  if (!request_enter(request)) {
    return ERR_CODE_EAI_AGAIN;
  }
  request->pending = true;
  start_waiting();
  return 0;
}

static void unlink_request(struct net_dns_request **list, struct net_dns_request *request) {
  while (*list != request) {
    list = &(*list)->next;
  }
  *list = request->next;
}

void net_dns_cancel(struct net_dns_request *request) {
  struct lookup *lookup = request->lookup;
  loop_cancel(&request->event);
  if (!request->pending) {
    return;
  }
  request->pending = false;
  if (lookup == NULL) {
    unlink_request(&line, request);
    if (request->first_of_name) { /* another one stands for the name now */
      struct net_dns_request *other = line;
      while (other != NULL && !is_same(other, request)) {
        other = other->next;
      }
      if (other != NULL) {
        other->first_of_name = true;
      }
    }
    return;
  }
  unlink_request(&lookup->requests, request);
  if (lookup->requests == NULL) {
    free_lookup(lookup);
    start_waiting();
  }
}

bool net_dns_check_empty(void) {
  for (size_t i = 0; i < CONFIG_DNS_ACTIVE; i++) {
    if (lookups[i].requests != NULL) {
      return false;
    }
  }
  return line == NULL;
}
