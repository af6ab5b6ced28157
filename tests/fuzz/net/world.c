#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "config.h"
#include "core/timer.h"
#include "fake_loop.h"
#include "lwip/dhcp.h"
#include "lwip/dns.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/init.h"
#include "lwip/ip4_frag.h"
#include "lwip/ip6_frag.h"
#include "lwip/nd6.h"
#include "lwip/priv/memp_priv.h"
#include "lwip/stats.h"
#include "lwip/timeouts.h"
#include "net/counters.h"
#include "net/dns.h"
#include "net/group.h"
#include "net/guard.h"
#include "net/netif.h"
#include "net/udp_private.h"
#include "packets.h"
#include "panic.h"
#include "port.h"

#define HEAP_BYTES (128 * 1024)
#define SENT_MAX 64
#define SOCKETS 10

bool wait_net_locked;

static struct netif nic;
static uint64_t now_us = 1000000;
static uint64_t frames;
static size_t heap_bytes;

static void (*before_abort)(void);

void world_on_failure(void (*function)(void)) { before_abort = function; }

_Noreturn static void fail(const char *what) {
  fprintf(stderr, "world: %s\n", what);
  for (int i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    const uint32_t *addr = netif_ip6_addr(&nic, i)->addr;
    fprintf(stderr, "  %08x:%08x:%08x:%08x state %02x, valid for %u s\n", lwip_ntohl(addr[0]), lwip_ntohl(addr[1]),
            lwip_ntohl(addr[2]), lwip_ntohl(addr[3]), netif_ip6_addr_state(&nic, i),
            netif_ip6_addr_valid_life(&nic, i));
  }
  for (int i = 0; i < MEMP_MAX; i++) {
    fprintf(stderr, "  %s: %u of %u\n", memp_pools[i]->desc, (unsigned)memp_pools[i]->stats->used,
            (unsigned)memp_pools[i]->stats->avail);
  }
  fprintf(stderr, "  heap: %zu of %d bytes\n", heap_bytes, HEAP_BYTES);
  if (before_abort != NULL) {
    before_abort();
  }
  abort();
}

/* ---- what the runtime and lwIP ask of a port ---- */

void port_net_lock(void) {
  if (wait_net_locked) {
    fail("the net lock is not recursive");
  }
  wait_net_locked = true;
}

void port_net_unlock(void) {
  if (!wait_net_locked) {
    fail("the net lock is not held");
  }
  wait_net_locked = false;
}

bool port_net_locked(void) { return wait_net_locked; }
uint64_t port_time_us(void) { return now_us; }
u32_t sys_now(void) { return (u32_t)(now_us / 1000); }
uint64_t loop_now_ms(void) { return now_us / 1000; }

uint32_t random_u32(void) {
  static uint32_t state = 2463534242U;
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

void port_random(void *data, size_t size) {
  for (size_t i = 0; i < size; i++) {
    ((uint8_t *)data)[i] = (uint8_t)random_u32();
  }
}

_Noreturn void panic_assertion(const char *message, const char *file, int line) {
  fprintf(stderr, "%s:%d: ", file, line);
  fail(message);
}

uint16_t checksum_sum(const void *data, int len) {
  uint16_t sum = packets_sum(0, data, (size_t)len);
  return (uint16_t)(sum << 8 | sum >> 8);
}

/* As much as a board has, and the size before each block. */
void *world_malloc(size_t size) {
  if (heap_bytes + size > HEAP_BYTES) {
    return NULL;
  }
  size_t *block = malloc(size + 16);
  if (block == NULL) {
    return NULL;
  }
  heap_bytes += size;
  *block = size;
  return (char *)block + 16;
}

void *world_calloc(size_t count, size_t size) {
  void *block = world_malloc(count * size);
  return block == NULL ? NULL : memset(block, 0, count * size);
}

void world_free(void *block) {
  if (block != NULL) {
    size_t *start = (size_t *)(void *)((char *)block - 16);
    heap_bytes -= *start;
    free(start);
  }
}

/* ---- the loop ---- */

void loop_ref(void) {}
void loop_unref(void) {}

/* ---- the wire ---- */

struct frame {
  uint8_t bytes[WORLD_FRAME_MAX];
  size_t size;
};
static struct frame sent[SENT_MAX]; /* what the peer has not looked at yet; more is lost, as on a wire */
static size_t sent_count;
static unsigned echoes[2];

static bool is_host4(const uint8_t *address) { return address[0] != 0 && address[0] < 224; }

static bool is_error4(uint8_t type) { return (type >= 3 && type <= 5) || type == 11 || type == 12; }

/* An error goes from one host to one; over IPv4 it quotes enough to tell that it is about neither a group nor an
 * error. */
static void check_error(const uint8_t *frame, size_t size) {
  const uint8_t *ip = frame + 14;
  const uint8_t *quote = ip + 28;
  bool wrong = false;
  if (size >= 14 + 28 && frame[12] == 8 && frame[13] == 0 && ip[9] == 1 && ((ip[6] & 0x3f) | ip[7]) == 0 &&
      is_error4(ip[20])) {
    size_t header = size >= 14 + 28 + 20 ? (quote[0] & 15U) * 4U : 0;
    wrong = (frame[0] & 1) != 0 || !is_host4(ip + 16) || header < 20 || !is_host4(quote + 16) ||
            (quote[9] == 1 && (size <= 14 + 28 + header || is_error4(quote[header])));
  } else if (size >= 14 + 48 && frame[12] == 0x86 && frame[13] == 0xdd && ip[6] == 58 && ip[40] < 128) {
    static const uint8_t nobody[16];
    wrong = (frame[0] & 1) != 0 || ip[8] == 0xff || ip[24] == 0xff || memcmp(ip + 24, nobody, sizeof nobody) == 0;
  }
  if (wrong) {
    fail("an error that is forbidden");
  }
}

static err_t send_frame(struct netif *netif, struct pbuf *p) {
  (void)netif;
  if (p->tot_len < ETH_PAD_SIZE + 14 || p->tot_len > ETH_PAD_SIZE + WORLD_FRAME_MAX) {
    fail("a frame of no size");
  }
  struct frame lost;
  struct frame *frame = sent_count < SENT_MAX ? &sent[sent_count++] : &lost;
  frame->size = pbuf_copy_partial(p, frame->bytes, WORLD_FRAME_MAX, ETH_PAD_SIZE);
  check_error(frame->bytes, frame->size);
  int family = packets_is_echo(frame->bytes, frame->size);
  if (family != 0) {
    echoes[family == 6]++;
  }
  return ERR_OK;
}

static err_t init_nic(struct netif *netif) {
  netif->name[0] = 'e';
  netif->name[1] = 'n';
  netif->mtu = 1500;
  netif->hwaddr_len = 6;
  memcpy(netif->hwaddr, packets_device_mac, 6);
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6;
  netif->output = etharp_output;
  netif->output_ip6 = ethip6_output;
  netif->linkoutput = send_frame;
  return ERR_OK;
}

void world_frame(const uint8_t *bytes, size_t size, bool in_pool) {
  if (size < 14 || size > WORLD_FRAME_MAX) {
    return; /* no driver hands that over */
  }
  frames++;
  port_net_lock();
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(ETH_PAD_SIZE + size), in_pool ? PBUF_POOL : PBUF_RAM);
  if (p != NULL) {
    memcpy((uint8_t *)p->payload + ETH_PAD_SIZE, bytes, size);
    if (nic.input(p, &nic) != ERR_OK) {
      pbuf_free(p);
    }
  }
  port_net_unlock();
}

/* ---- sockets, as an app has them ---- */

static bool address_is_steady;

static void address_changed(struct netif *netif, netif_nsc_reason_t reason, const netif_ext_callback_args_t *args) {
  (void)args;
  const unsigned reasons = LWIP_NSC_IPV4_ADDRESS_CHANGED | LWIP_NSC_IPV6_SET | LWIP_NSC_IPV6_ADDR_STATE_CHANGED;
  if (netif == &nic && (reason & reasons) != 0) {
    address_is_steady = false;
  }
}

struct app_socket {
  struct loop_event ready; /* first */
  struct net_udp *net;
  uint8_t number;
};
static struct app_socket sockets[SOCKETS];
enum { ECHO4, ECHO6, CONNECTED4, CONNECTED6, SOURCE4, SOURCE6, GROUP4, GROUP6, DUAL, ANY };

static struct net_addr address(const char *text) {
  struct net_addr addr;
  if (net_addr_parse(text, strlen(text), &addr) != 0) {
    fail(text);
  }
  return addr;
}

static void send_bytes(struct app_socket *socket, const void *data, size_t size, const struct net_addr *to,
                       uint16_t port) {
  const struct net_udp_slice slice = {data, size};
  int status = net_udp_send(socket->net, &slice, 1, to, port);
  if (status > 0 && (size_t)status % NET_UDP_WAITS != size) {
    fail("a part of a datagram was sent");
  }
}

/* Whether the address was the device's own when the datagram came: what waits in a ring came since the last turn. */
static bool is_own(const struct net_addr *from) {
  if (!address_is_steady) {
    return false;
  }
  if (from->family == 4) {
    return memcmp(from->bytes, &netif_ip4_addr(&nic)->addr, 4) == 0;
  }
  for (int i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    if (!ip6_addr_isinvalid(netif_ip6_addr_state(&nic, i)) &&
        memcmp(from->bytes, netif_ip6_addr(&nic, i)->addr, 16) == 0) {
      return true;
    }
  }
  return false;
}

/* Nobody here sends to a port that is open, so that all comes from the wire, where these have no host. */
static void check_source(const struct net_addr *from) {
  static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
  struct net_addr source = *from;
  if (from->family == 6 && memcmp(from->bytes, mapped, sizeof mapped) == 0) {
    source.family = 4;
    memcpy(source.bytes, from->bytes + 12, 4);
  }
  const uint8_t *bytes = source.bytes;
  static const uint8_t zero[10];
  bool martian = source.family == 4 ? bytes[0] == 0 || bytes[0] == 127 || bytes[0] >= 224
                                    : bytes[0] == 0xff || memcmp(bytes, zero, sizeof zero) == 0;
  if (martian || is_own(&source)) {
    char text[NET_ADDR_TEXT];
    net_addr_format(from, text);
    fprintf(stderr, "world: from %s\n", text);
    fail("a datagram of a host that cannot be");
  }
}

static void receive(struct loop_event *event) {
  struct app_socket *socket = (struct app_socket *)event;
  struct net_udp_info info;
  for (int i = 0; i < 32; i++) {
    int found = net_udp_peek(socket->net, &info);
    if (found == 0) {
      return;
    }
    if (found == NET_UDP_OUTCOME) {
      struct net_udp_outcome outcome;
      while (net_udp_outcome(socket->net, &outcome)) {
        uint32_t ticket = outcome.sent / NET_UDP_WAITS;
        if (outcome.code > 0 || ticket == 0 || ticket > NET_UDP_TICKETS) {
          fail("an outcome of nothing");
        }
      }
      continue;
    }
    if (found < 0) {
      if (socket->number != CONNECTED4 && socket->number != CONNECTED6) {
        fail("an error on a socket without peer");
      }
      continue;
    }
    check_source(&info.from);
    uint8_t *data = malloc(info.size + 1);
    if (data == NULL) {
      fail("no memory");
    }
    net_udp_take(socket->net, data);
    if ((socket->number == ECHO4 || socket->number == ECHO6) && info.port != 0) {
      send_bytes(socket, data, info.size, &info.from, info.port);
    }
    free(data);
  }
  loop_post(event);
}

static void open_socket(unsigned number) {
  static const struct {
    uint8_t family, flags;
    uint16_t port;
  } kinds[SOCKETS] = {
      [ECHO4] = {4, 0, 7},
      [ECHO6] = {6, NET_UDP_V6ONLY, 7},
      [CONNECTED4] = {4, 0, 7000},
      [CONNECTED6] = {6, NET_UDP_V6ONLY, 7000},
      [SOURCE4] = {4, NET_UDP_REUSEADDR, 5000},
      [SOURCE6] = {6, NET_UDP_REUSEADDR | NET_UDP_V6ONLY, 5000},
      [GROUP4] = {4, NET_UDP_REUSEADDR, 5353},
      [GROUP6] = {6, NET_UDP_REUSEADDR | NET_UDP_V6ONLY, 5353},
      [DUAL] = {6, 0, 8000},
      [ANY] = {4, 0, 0},
  };
  struct app_socket *socket = &sockets[number];
  if (socket->net != NULL) {
    return;
  }
  socket->ready.run = receive;
  socket->number = (uint8_t)number;
  if (net_udp_open(kinds[number].family, kinds[number].flags, &socket->ready, &socket->net) != 0) {
    socket->net = NULL;
    return;
  }
  struct net_addr any = address(kinds[number].family == 4 ? "0.0.0.0" : "::");
  if (net_udp_bind(socket->net, &any, kinds[number].port, 0) != 0) {
    net_udp_close(socket->net);
    socket->net = NULL;
  }
}

static void close_socket(unsigned number) {
  if (sockets[number].net != NULL) {
    net_udp_close(sockets[number].net);
    sockets[number].net = NULL;
  }
}

static void join(unsigned number, bool leave) {
  static const struct {
    const char *group, *source;
  } groups[] = {{"232.1.2.3", "10.0.0.9"}, {"ff3e::1234", "fd77::9"}, {"239.1.2.3", NULL}, {"ff05::123", NULL}};
  if (number < SOURCE4 || number > GROUP6 || sockets[number].net == NULL) {
    return;
  }
  struct net_addr group = address(groups[number - SOURCE4].group);
  struct net_addr source = address(groups[number - SOURCE4].source != NULL ? groups[number - SOURCE4].source : "::");
  const struct net_addr *from = groups[number - SOURCE4].source != NULL ? &source : NULL;
  if (leave) {
    (void)net_udp_leave(sockets[number].net, &group, NULL, from);
  } else {
    (void)net_udp_join(sockets[number].net, &group, NULL, from);
  }
}

static void connect_socket(unsigned number) {
  if ((number == CONNECTED4 || number == CONNECTED6) && sockets[number].net != NULL) {
    struct net_addr peer = address(number == CONNECTED4 ? "192.168.77.9" : "fd77::9");
    (void)net_udp_connect(sockets[number].net, &peer, 1234);
  }
}

/* ---- names ---- */

#define LOOKUPS 3
static struct net_dns_request lookups[LOOKUPS];
static bool looking[LOOKUPS];

static void looked_up(struct loop_event *event) {
  for (unsigned i = 0; i < LOOKUPS; i++) {
    if (event == &lookups[i].event) {
      looking[i] = false;
      if (lookups[i].status == 0 && (lookups[i].count == 0 || lookups[i].count > 4)) {
        fail("a name without addresses");
      }
    }
  }
}

static void look_up(unsigned which, enum net_dns_family family) {
  static const char *const names[] = {"a.example", "much.longer.name.example", "x"};
  unsigned i = which % LOOKUPS;
  if (looking[i]) {
    return;
  }
  lookups[i].event.run = looked_up;
  looking[i] = net_dns_lookup(&lookups[i], names[i], strlen(names[i]), family) == 0;
}

/* ---- time ---- */

static void run_events(void) {
  for (int i = 0; i < 256 && fake_loop_run_one(); i++) {
  }
}

static void turn(void) {
  port_net_lock();
  sys_check_timeouts();
  netif_poll_all();
  port_net_unlock();
  timer_run_due(loop_now_ms());
  run_events();
  address_is_steady = true;
}

void world_advance(uint32_t ms) {
  do {
    port_net_lock();
    uint32_t next = sys_timeouts_sleeptime();
    port_net_unlock();
    uint32_t timer = timer_wait_ms(loop_now_ms());
    next = next < timer ? next : timer;
    uint32_t step = next < ms ? next : ms;
    step = step == 0 && ms > 0 ? 1 : step;
    now_us += step * 1000ULL;
    ms -= step;
    turn();
  } while (ms > 0);
}

void port_wait(uint32_t timeout_ms) { world_advance(timeout_ms); }

/* ---- what an app does ---- */

static void set_servers(void) {
  struct net_dns_server servers[2] = {{address("192.168.77.1"), NET_DNS_PORT}, {address("fd77::1"), NET_DNS_PORT}};
  (void)net_dns_set_servers(servers, 2);
}

/* What script asks and sets that changes nothing for the echo. */
static void look_around(unsigned number, uint8_t detail) {
  struct net_netif_address list[8];
  struct net_udp_stats stats;
  struct net_addr addr, zone = address("fe80::1%en1");
  uint16_t port;
  char text[NET_ADDR_TEXT];
  char name[16];
  (void)net_netif_addresses(list, 8);
  (void)net_netif_hostname(name, sizeof name);
  struct net_udp *net = sockets[number].net;
  if (net == NULL) {
    return;
  }
  net_udp_stats(net, &stats);
  if (net_udp_local(net, &addr, &port) == 0) {
    net_addr_format(&addr, text);
  }
  if (net_udp_remote(net, &addr, &port) == 0) {
    net_addr_format(&addr, text);
  }
  (void)net_udp_set_ttl(net, 64);
  (void)net_udp_set_multicast_ttl(net, detail & 3);
  (void)net_udp_set_multicast_loopback(net, (detail & 4) != 0);
  addr = address("192.168.77.2");
  (void)net_udp_set_multicast_interface(net, (detail & 8) != 0 ? &addr : &zone);
  (void)net_udp_buffer_size(net, (detail & 16) != 0, (detail & 32) != 0 ? 4096 : 0);
  if (number > ECHO6) {
    net_udp_receiving(net, (detail & 64) == 0);
  }
  if ((detail & 128) != 0) {
    set_servers();
  }
}

static void set_address(void) {
  ip4_addr_t ip, mask, gateway;
  IP4_ADDR(&ip, 192, 168, 77, 2);
  IP4_ADDR(&mask, 255, 255, 255, 0);
  IP4_ADDR(&gateway, 192, 168, 77, 1);
  netif_set_addr(&nic, &ip, &mask, &gateway);
  if (!netif_is_link_up(&nic)) {
    netif_set_link_up(&nic);
  }
  if (!netif_is_up(&nic)) {
    netif_set_up(&nic);
  }
}

/* Out and in again, or another address. */
static void pull_cable(uint8_t detail) {
  port_net_lock();
  switch (detail & 3) {
  case 0:
    netif_set_link_down(&nic);
    break;
  case 1:
    netif_set_link_up(&nic);
    break;
  case 2:
    netif_set_addr(&nic, IP4_ADDR_ANY4, IP4_ADDR_ANY4, IP4_ADDR_ANY4);
    break;
  default:
    set_address();
    break;
  }
  port_net_unlock();
}

void world_act(uint8_t what, uint8_t detail) {
  static const char *const targets[] = {
      "192.168.77.9", "192.168.77.77", "10.1.2.3",    "192.168.77.255", "239.1.2.3", "255.255.255.255", "127.0.0.1",
      "fd77::9",      "fd77::77",      "2001:db8::1", "fe80::9",        "ff02::1",   "ff05::123",       "::1"};
  static uint8_t data[5000];
  unsigned number = detail % SOCKETS;
  switch (what % 14) {
  case 0:
    open_socket(number);
    break;
  case 1:
    if (number > ECHO6) {
      close_socket(number);
    }
    break;
  case 2:
    connect_socket(number);
    break;
  case 3:
    if (sockets[number].net != NULL) {
      (void)net_udp_disconnect(sockets[number].net);
    }
    break;
  case 4:
    join(number, (detail & 0x80) != 0);
    break;
  case 5:
  case 6: {
    struct net_addr to = address(targets[(detail >> 4) % 14]);
    if (sockets[number].net != NULL) {
      (void)net_udp_set_broadcast(sockets[number].net, (detail & 1) != 0);
      send_bytes(&sockets[number], data, what % 14 == 5 ? detail : 5000U - detail, &to, 9);
    }
    break;
  }
  case 7:
    look_up(detail, (detail & 8) != 0 ? NET_DNS_ANY : (detail & 16) != 0 ? NET_DNS_V4 : NET_DNS_V6);
    break;
  case 8:
    if (looking[detail % LOOKUPS]) {
      net_dns_cancel(&lookups[detail % LOOKUPS]);
      looking[detail % LOOKUPS] = false;
    }
    break;
  case 9:
    look_around(number, detail);
    break;
  case WORLD_ACT_DHCP:
    port_net_lock();
    if ((detail & 1) != 0) {
      dhcp_start(&nic);
    } else {
      dhcp_release_and_stop(&nic);
    }
    port_net_unlock();
    break;
  case 11:
    pull_cable(detail);
    break;
  default:
    around_act((uint8_t)(what / 14 * 2 + what % 14 - 12), detail);
    break;
  }
}

/* ---- the peer ---- */

static const uint8_t *noise;
static size_t noise_left;

static void deliver(uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size / 64 && noise_left >= 2; i++, noise += 2, noise_left -= 2) {
    bytes[14 + noise[0] % (size - 14)] = noise[1];
  }
  if (noise_left > 0) {
    packets_repair(bytes, size);
  }
  world_frame(bytes, size, true);
}

void world_answer(const uint8_t *data, size_t size) {
  static struct frame asked[SENT_MAX];
  noise = data;
  noise_left = size;
  size_t count = sent_count;
  memcpy(asked, sent, count * sizeof *asked);
  sent_count = 0;
  for (size_t i = 0; i < count; i++) {
    uint8_t reply[WORLD_FRAME_MAX];
    size_t reply_size = packets_reply(asked[i].bytes, asked[i].size, reply);
    if (reply_size > 0) {
      deliver(reply, reply_size);
    }
  }
  turn();
}

/* ---- start, and what must always hold ---- */

static void set_address6(void) {
  ip_addr_t ip;
  if (ipaddr_aton("fd77::2", &ip) == 0) {
    fail("fd77::2");
  }
  netif_ip6_addr_set(&nic, 1, ip_2_ip6(&ip));
  netif_ip6_addr_set_state(&nic, 1, IP6_ADDR_PREFERRED);
  netif_ip6_addr_set_valid_life(&nic, 1, IP6_ADDR_LIFE_STATIC);
}

static unsigned pools_at_start[MEMP_MAX];

void world_start(void) {
  port_net_lock();
  lwip_init();
  if (netif_add(&nic, NULL, NULL, NULL, NULL, init_nic, net_guard_input) == NULL) {
    fail("no interface");
  }
  net_guard_attach(&nic);
  static netif_ext_callback_t watch;
  netif_add_ext_callback(&watch, address_changed);
  netif_set_default(&nic);
  netif_set_link_up(&nic);
  netif_set_up(&nic);
  netif_create_ip6_linklocal_address(&nic, 1);
  set_address();
  set_address6();
  port_net_unlock();
  set_servers();
  world_advance(20000);
  for (int i = 0; i < MEMP_MAX; i++) {
    pools_at_start[i] = memp_pools[i]->stats->used;
  }
  for (unsigned i = 0; i < SOCKETS; i++) {
    open_socket(i);
    join(i, false);
    connect_socket(i);
  }
}

uint64_t world_frames(void) { return frames; }

static void ask(bool v6) {
  uint8_t frame[WORLD_FRAME_MAX];
  for (int tries = 0; tries < 3; tries++) {
    echoes[v6] = 0;
    world_frame(frame, packets_arp_or_ns(v6, frame), true); /* a real peer asks first */
    world_answer(NULL, 0);
    world_frame(frame, packets_echo(v6, frame), true);
    world_advance(50);
    world_answer(NULL, 0);
    world_advance(50);
    if (echoes[v6] > 0) {
      return;
    }
    world_advance(30000); /* whatever it was, it passes */
  }
  fail(v6 ? "the echo over IPv6 is not answered" : "the echo over IPv4 is not answered");
}

/* Lets everything go that has an owner, and time out what has none: then each pool is as it was at the start. */
static void check_leaks(void) {
  around_close();
  for (unsigned i = 0; i < SOCKETS; i++) {
    close_socket(i);
  }
  for (unsigned i = 0; i < LOOKUPS; i++) {
    if (looking[i]) {
      net_dns_cancel(&lookups[i]);
    }
    looking[i] = false;
  }
  world_advance(600000);
  port_net_lock();
  etharp_cleanup_netif(&nic);
  nd6_cleanup_netif(&nic);
  dhcp_cleanup(&nic);
  if (heap_bytes != 0) {
    fail("heap blocks are left");
  }
  if (!net_udp_check_empty() || !net_group_check_empty()) {
    fail("sockets or groups are left");
  }
  port_net_unlock();
  if (!net_dns_check_empty()) {
    fail("lookups are left");
  }
  for (int i = 0; i < MEMP_MAX; i++) {
    bool own = i == MEMP_SYS_TIMEOUT || i == MEMP_IGMP_GROUP || i == MEMP_MLD6_GROUP || i == MEMP_UDP_PCB;
    if (!own && memp_pools[i]->stats->used > pools_at_start[i]) {
      fail(memp_pools[i]->desc);
    }
  }
  for (unsigned i = 0; i < SOCKETS; i++) {
    open_socket(i);
    join(i, false);
    connect_socket(i);
  }
}

void world_check(void) {
  static unsigned checks;
  port_net_lock();
  dhcp_release_and_stop(&nic);
  set_address();
  set_address6();
  port_net_unlock();
  set_servers();
  ask(false);
  ask(true);
  if (++checks % 64 == 0) {
    check_leaks();
  }
}
