/* fake_net.c: lwIP with a loopback and a fake interface, a clock and a loop, for tests of runtime/net. */
#include "fake_net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "core/timer.h"
#include "fake_loop.h"
#include "lwip/init.h"
#include "lwip/ip.h"
#include "lwip/memp.h"
#include "lwip/priv/memp_priv.h"
#include "lwip/stats.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "net/dns.h"
#include "net/group.h"
#include "net/stack.h"
#include "net/udp_private.h"
#include "panic.h"
#include "port.h"
#include "unity.h"

#define PACKETS 256

struct netif fake_netif;
int fake_loop_references;
int fake_mac_filters;
bool wait_net_locked;

static uint64_t now_us = 1000000;
static struct fake_packet packets[PACKETS];
static size_t packet_count;
static int allocations_left = -1;
static unsigned pools_in_use[MEMP_MAX];
static int filters_at_start;
static struct net_udp *opened[CONFIG_UDP_SOCKETS];
static size_t opened_count;
static bool started;

/* ---- what the runtime and lwIP ask of a port --------------------------------------- */

void port_net_lock(void) {
  TEST_ASSERT_FALSE_MESSAGE(wait_net_locked, "the net lock is not recursive");
  wait_net_locked = true;
}

void port_net_unlock(void) {
  TEST_ASSERT_TRUE_MESSAGE(wait_net_locked, "the net lock is not held");
  wait_net_locked = false;
}

bool port_net_locked(void) { return wait_net_locked; }

void port_wait(uint32_t timeout_ms) { fake_net_advance(timeout_ms); }

uint64_t port_time_us(void) { return now_us; }

u32_t sys_now(void) { return (u32_t)(now_us / 1000); }

void port_random(void *data, size_t size) {
  static uint32_t state = 12345;
  for (size_t i = 0; i < size; i++) {
    state = state * 1664525u + 1013904223u;
    ((uint8_t *)data)[i] = (uint8_t)(state >> 24);
  }
}

uint32_t random_u32(void) {
  uint32_t value;
  port_random(&value, sizeof value);
  return value;
}

void panic_assertion(const char *message, const char *file, int line) {
  fprintf(stderr, "%s:%d: %s\n", file, line, message);
  abort();
}

uint16_t checksum_sum(const void *data, int len) {
  const uint8_t *bytes = data;
  uint32_t sum = 0;
  for (int i = 0; i < len; i += 2) {
    uint8_t pair[2] = {bytes[i], i + 1 < len ? bytes[i + 1] : 0};
    uint16_t word;
    memcpy(&word, pair, sizeof word);
    sum += word;
  }
  while (sum >> 16 != 0) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (uint16_t)sum;
}

static bool may_allocate(void) {
  if (allocations_left == 0) {
    return false;
  }
  if (allocations_left > 0) {
    allocations_left--;
  }
  return true;
}

void *stack_malloc(size_t size) { return may_allocate() ? malloc(size) : NULL; }
void *stack_calloc(size_t count, size_t size) { return may_allocate() ? calloc(count, size) : NULL; }
void stack_free(void *block) { free(block); }
void fake_net_fail_after(int allocations) { allocations_left = allocations; }

/* ---- the loop ------------------------------------------------------------------------ */

void loop_ref(void) { fake_loop_references++; }
void loop_unref(void) { fake_loop_references--; }
uint64_t loop_now_ms(void) { return now_us / 1000; }

static void run_events(void) {
  while (fake_loop_run_one()) {
  }
}

void fake_net_run(void) {
  for (int i = 0; i < 8; i++) {
    port_net_lock();
    netif_poll_all();
    port_net_unlock();
    run_events();
  }
}

void fake_net_begin_at(uint64_t us) {
  TEST_ASSERT_FALSE_MESSAGE(started, "the clock runs already");
  now_us = us;
}

void fake_net_advance(uint32_t ms) {
  while (ms > 0) {
    uint32_t step = ms < 10 ? ms : 10;
    now_us += step * 1000u;
    ms -= step;
    port_net_lock();
    sys_check_timeouts();
    port_net_unlock();
    timer_run_due(loop_now_ms());
    fake_net_run();
  }
}

/* ---- the interface ------------------------------------------------------------------------- */

static err_t keep(struct pbuf *p) {
  TEST_ASSERT_LESS_THAN_MESSAGE(PACKETS, packet_count, "too many packets were sent");
  struct fake_packet *packet = &packets[packet_count++];
  packet->size = p->tot_len < sizeof packet->bytes ? p->tot_len : sizeof packet->bytes;
  pbuf_copy_partial(p, packet->bytes, (u16_t)packet->size, 0);
  return ERR_OK;
}

static err_t output_v4(struct netif *netif, struct pbuf *p, const ip4_addr_t *to) {
  (void)netif;
  (void)to;
  return keep(p);
}

static err_t output_v6(struct netif *netif, struct pbuf *p, const ip6_addr_t *to) {
  (void)netif;
  (void)to;
  return keep(p);
}

static err_t count_filter_v4(struct netif *netif, const ip4_addr_t *group, enum netif_mac_filter_action action) {
  (void)netif;
  (void)group;
  fake_mac_filters += action == NETIF_ADD_MAC_FILTER ? 1 : -1;
  return ERR_OK;
}

static err_t count_filter_v6(struct netif *netif, const ip6_addr_t *group, enum netif_mac_filter_action action) {
  (void)netif;
  (void)group;
  fake_mac_filters += action == NETIF_ADD_MAC_FILTER ? 1 : -1;
  return ERR_OK;
}

static err_t init_netif(struct netif *netif) {
  netif->name[0] = 'e';
  netif->name[1] = 'n';
  netif->mtu = 1500;
  netif->hwaddr_len = 6;
  memcpy(netif->hwaddr, "\x02\x00\x00\x00\x00\x01", 6);
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6 | NETIF_FLAG_LINK_UP;
  netif->output = output_v4;
  netif->output_ip6 = output_v6;
  netif->igmp_mac_filter = count_filter_v4;
  netif->mld_mac_filter = count_filter_v6;
  return ERR_OK;
}

static void add_v6(s8_t index, const char *text) {
  ip_addr_t ip;
  TEST_ASSERT_TRUE(ipaddr_aton(text, &ip));
  ip6_addr_assign_zone(ip_2_ip6(&ip), IP6_UNICAST, &fake_netif);
  netif_ip6_addr_set(&fake_netif, index, ip_2_ip6(&ip));
  netif_ip6_addr_set_state(&fake_netif, index, IP6_ADDR_PREFERRED);
}

static void start_stack(void) {
  ip4_addr_t ip;
  ip4_addr_t mask;
  ip4_addr_t gateway;
  IP4_ADDR(&ip, 192, 168, 77, 2);
  IP4_ADDR(&mask, 255, 255, 255, 0);
  IP4_ADDR(&gateway, 192, 168, 77, 1);
  lwip_init();
  netif_add(&fake_netif, &ip, &mask, &gateway, NULL, init_netif, ip_input);
  netif_set_default(&fake_netif);
  netif_set_up(&fake_netif);
  add_v6(0, "fe80::2");
  add_v6(1, "fd77::2");
}

void fake_net_start(void) {
  allocations_left = -1;
  if (!started) {
    started = true;
    wait_net_locked = true;
    start_stack();
    wait_net_locked = false;
    fake_net_advance(20000); /* solicitations and first reports of lwIP's own */
  }
  fake_net_forget();
  filters_at_start = fake_mac_filters;
  for (int i = 0; i < MEMP_MAX; i++) {
    pools_in_use[i] = memp_pools[i]->stats->used;
  }
}

/* A failed assertion leaves sockets open, whose events lie on a stack that is gone. */
static void clean_up(void) {
  fake_loop_first = NULL;
  wait_net_locked = false;
  while (opened_count > 0) {
    net_udp_close(opened[--opened_count]);
  }
}

void fake_net_end(void) {
  allocations_left = -1;
  if (Unity.CurrentTestFailed) {
    clean_up();
    return;
  }
  /* Repeated reports, reassembly and the memory of older queriers end within this time. */
  fake_net_advance(300000);
  TEST_ASSERT_NULL_MESSAGE(fake_loop_first, "an event is left");
  TEST_ASSERT_EQUAL_MESSAGE(0, fake_loop_references, "references to the loop are left");
  port_net_lock();
  TEST_ASSERT_TRUE_MESSAGE(net_udp_check_empty(), "sockets or datagrams are left");
  TEST_ASSERT_TRUE_MESSAGE(net_group_check_empty(), "groups are left");
  port_net_unlock();
  TEST_ASSERT_TRUE_MESSAGE(net_dns_check_empty(), "lookups are left");
  TEST_ASSERT_EQUAL_MESSAGE(filters_at_start, fake_mac_filters, "MAC filters are left");
  for (int i = 0; i < MEMP_MAX; i++) {
    TEST_ASSERT_EQUAL_MESSAGE(pools_in_use[i], memp_pools[i]->stats->used, memp_pools[i]->desc);
  }
  TEST_ASSERT_EQUAL_MESSAGE(0, lwip_stats.mem.used, "heap blocks are left");
}

size_t fake_net_sent(void) { return packet_count; }

bool fake_net_take(struct fake_packet *out) {
  if (packet_count == 0) {
    return false;
  }
  *out = packets[0];
  packet_count--;
  memmove(packets, packets + 1, packet_count * sizeof *packets);
  return true;
}

void fake_net_forget(void) { packet_count = 0; }

/* ---- packets -------------------------------------------------------------------------------- */

struct net_addr fake_addr(const char *text) {
  struct net_addr addr;
  TEST_ASSERT_EQUAL_MESSAGE(0, net_addr_parse(text, strlen(text), &addr), text);
  return addr;
}

void fake_net_inject(const uint8_t *bytes, size_t size, bool from_pool) {
  port_net_lock();
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)size, from_pool ? PBUF_POOL : PBUF_RAM);
  TEST_ASSERT_NOT_NULL_MESSAGE(p, "no pbuf for a received packet");
  pbuf_take(p, bytes, (u16_t)size);
  fake_netif.input(p, &fake_netif);
  port_net_unlock();
}

static uint32_t add_words(uint32_t sum, const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    sum += (uint32_t)bytes[i] << (i % 2 == 0 ? 8 : 0);
  }
  return sum;
}

uint16_t fake_net_checksum(const uint8_t *bytes, size_t size, const struct net_addr *from, const struct net_addr *to,
                           uint8_t proto) {
  uint32_t sum = add_words(0, bytes, size);
  if (proto != 0) {
    size_t length = from->family == 4 ? 4 : 16;
    sum = add_words(sum, from->bytes, length);
    sum = add_words(sum, to->bytes, length);
    sum += proto + (uint32_t)size;
  }
  while (sum >> 16 != 0) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (uint16_t)~sum;
}

static void put16(uint8_t *at, unsigned value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
}

size_t fake_net_build(uint8_t *out, const char *from_text, uint16_t from_port, const char *to_text, uint16_t to_port,
                      const void *data, size_t size) {
  struct net_addr from = fake_addr(from_text);
  struct net_addr to = fake_addr(to_text);
  size_t header = from.family == 4 ? 20 : 40;
  uint8_t *udp = out + header;
  memset(out, 0, header + 8);
  if (from.family == 4) {
    out[0] = 0x45;
    put16(out + 2, (unsigned)(header + 8 + size));
    out[8] = 64;
    out[9] = IP_PROTO_UDP;
    memcpy(out + 12, from.bytes, 4);
    memcpy(out + 16, to.bytes, 4);
    put16(out + 10, fake_net_checksum(out, 20, NULL, NULL, 0));
  } else {
    out[0] = 0x60;
    put16(out + 4, (unsigned)(8 + size));
    out[6] = IP_PROTO_UDP;
    out[7] = 64;
    memcpy(out + 8, from.bytes, 16);
    memcpy(out + 24, to.bytes, 16);
  }
  put16(udp, from_port);
  put16(udp + 2, to_port);
  put16(udp + 4, (unsigned)(8 + size));
  if (size > 0) {
    memcpy(udp + 8, data, size);
  }
  uint16_t sum = fake_net_checksum(udp, 8 + size, &from, &to, IP_PROTO_UDP);
  put16(udp + 6, sum == 0 ? 0xffff : sum);
  return header + 8 + size;
}

void fake_net_datagram(const char *from, uint16_t from_port, const char *to, uint16_t to_port, const void *data,
                       size_t size) {
  uint8_t bytes[2048];
  TEST_ASSERT_LESS_THAN(sizeof bytes - 48, size);
  fake_net_inject(bytes, fake_net_build(bytes, from, from_port, to, to_port, data, size), true);
}

/* ---- sockets --------------------------------------------------------------------------------- */

static void count_event(struct loop_event *event) { ((struct fake_socket *)event)->events++; }

void fake_open(struct fake_socket *socket, int family, unsigned flags) {
  memset(socket, 0, sizeof *socket);
  socket->ready.run = count_event;
  TEST_ASSERT_EQUAL(0, net_udp_open(family, flags, &socket->ready, &socket->net));
  opened[opened_count++] = socket->net;
}

void fake_close(struct fake_socket *socket) {
  size_t i = 0;
  while (opened[i] != socket->net) {
    i++;
  }
  opened[i] = opened[--opened_count];
  net_udp_close(socket->net);
}

int fake_bind(struct fake_socket *socket, const char *address, uint16_t port, unsigned flags) {
  struct net_addr addr = fake_addr(address);
  return net_udp_bind(socket->net, &addr, port, flags);
}

uint16_t fake_bound(struct fake_socket *socket, int family, const char *address, uint16_t port, unsigned flags) {
  struct net_addr addr;
  uint16_t number;
  fake_open(socket, family, 0);
  TEST_ASSERT_EQUAL_MESSAGE(0, fake_bind(socket, address, port, flags), address);
  TEST_ASSERT_EQUAL(0, net_udp_local(socket->net, &addr, &number));
  return number;
}

int fake_connect(struct fake_socket *socket, const char *address, uint16_t port) {
  struct net_addr addr = fake_addr(address);
  return net_udp_connect(socket->net, &addr, port);
}

int fake_send(struct fake_socket *socket, const char *text, const char *address, uint16_t port) {
  struct net_udp_slice slice = {(const uint8_t *)text, strlen(text)};
  struct net_addr addr = address == NULL ? (struct net_addr){0} : fake_addr(address);
  return net_udp_send(socket->net, &slice, 1, address == NULL ? NULL : &addr, port);
}

static int change(int (*act)(struct net_udp *, const struct net_addr *, const struct net_addr *,
                             const struct net_addr *),
                  struct fake_socket *socket, const char *group, const char *iface, const char *source) {
  struct net_addr group_addr = fake_addr(group);
  struct net_addr iface_addr = fake_addr(iface == NULL ? "::" : iface);
  struct net_addr source_addr = fake_addr(source == NULL ? "::" : source);
  return act(socket->net, &group_addr, iface == NULL ? NULL : &iface_addr, source == NULL ? NULL : &source_addr);
}

int fake_join(struct fake_socket *socket, const char *group, const char *iface, const char *source) {
  return change(net_udp_join, socket, group, iface, source);
}

int fake_leave(struct fake_socket *socket, const char *group, const char *iface, const char *source) {
  return change(net_udp_leave, socket, group, iface, source);
}

void fake_expect(struct fake_socket *socket, const char *text, const char *address, uint16_t port) {
  struct net_udp_info info;
  char from[NET_ADDR_TEXT];
  char data[2048] = {0};
  TEST_ASSERT_EQUAL_MESSAGE(1, net_udp_peek(socket->net, &info), text);
  TEST_ASSERT_EQUAL_MESSAGE(strlen(text), info.size, text);
  TEST_ASSERT_EQUAL(0, net_udp_take(socket->net, (uint8_t *)data));
  TEST_ASSERT_EQUAL_STRING(text, data);
  net_addr_format(&info.from, from);
  TEST_ASSERT_EQUAL_STRING(address, from);
  TEST_ASSERT_EQUAL(port, info.port);
}

void fake_expect_nothing(struct fake_socket *socket) {
  struct net_udp_info info;
  TEST_ASSERT_EQUAL(0, net_udp_peek(socket->net, &info));
}

const char *fake_local(struct fake_socket *socket) {
  static char text[NET_ADDR_TEXT + 8];
  struct net_addr addr;
  uint16_t port;
  if (net_udp_local(socket->net, &addr, &port) != 0) {
    return "unbound";
  }
  size_t size = net_addr_format(&addr, text);
  snprintf(text + size, sizeof text - size, " %u", port);
  return text;
}
