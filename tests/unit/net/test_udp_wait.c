/* Datagrams that wait for their next hop: what is asked, how often, and what becomes of each. */
#include "unity.h"

#include <stdio.h>
#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "fake_net.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/icmp6.h"
#include "lwip/memp.h"
#include "lwip/nd6.h"
#include "lwip/priv/nd6_priv.h"
#include "netif/ethernet.h"
#include "net/guard.h"
#include "net/udp_private.h"
#include "port.h"

/* An Ethernet, 10.1.0.2/16 behind gateway 10.1.0.1, and fd78::2. */
static struct netif wire;
static struct {
  uint8_t bytes[1600];
  size_t size;
} frames[1024];
static size_t frame_count;

static err_t keep(struct netif *netif, struct pbuf *p) {
  TEST_ASSERT_LESS_THAN(sizeof frames / sizeof frames[0], frame_count);
  frames[frame_count].size = (size_t)p->tot_len - ETH_PAD_SIZE;
  pbuf_copy_partial(p, frames[frame_count++].bytes, (u16_t)(p->tot_len - ETH_PAD_SIZE), ETH_PAD_SIZE);
  return ERR_OK;
}

static err_t init(struct netif *netif) {
  netif->name[0] = 'e';
  netif->name[1] = 't';
  netif->mtu = 1500;
  netif->hwaddr_len = 6;
  memcpy(netif->hwaddr, "\x02\x00\x00\x00\x00\x02", 6);
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_LINK_UP;
  netif->output = etharp_output;
  netif->output_ip6 = ethip6_output;
  netif->linkoutput = keep;
  return ERR_OK;
}

void setUp(void) {
  ip4_addr_t ip;
  ip4_addr_t mask;
  ip4_addr_t gateway;
  ip6_addr_t ip6;
  fake_net_start();
  IP4_ADDR(&ip, 10, 1, 0, 2);
  IP4_ADDR(&mask, 255, 255, 0, 0);
  IP4_ADDR(&gateway, 10, 1, 0, 1);
  ip6addr_aton("fd78::2", &ip6);
  port_net_lock();
  memset(&wire, 0, sizeof wire);
  netif_add(&wire, &ip, &mask, &gateway, NULL, init, net_guard_input);
  netif_set_up(&wire);
  netif_ip6_addr_set(&wire, 1, &ip6);
  netif_ip6_addr_set_state(&wire, 1, IP6_ADDR_PREFERRED);
  netif_set_default(&wire);
  port_net_unlock();
  frame_count = 0;
}

static void take_wire_away(void) {
  port_net_lock();
  if (netif_get_by_index(netif_get_index(&wire)) == &wire) {
    netif_remove(&wire);
  }
  netif_set_default(&fake_netif);
  port_net_unlock();
}

void tearDown(void) {
  if (Unity.CurrentTestFailed) {
    fake_net_end(); /* closes sockets, whose events are on a stack that is gone */
    take_wire_away();
    return;
  }
  take_wire_away();
  fake_net_end();
}

static unsigned type_of(size_t i) { return (unsigned)frames[i].bytes[12] << 8 | frames[i].bytes[13]; }

/* How many ARP questions (for addresses that end so, any with 0) or IPv4 datagrams are among the frames. */
static unsigned questions(uint8_t last) {
  unsigned count = 0;
  for (size_t i = 0; i < frame_count; i++) {
    count += type_of(i) == ETHTYPE_ARP && frames[i].bytes[21] == 1 && (last == 0 || frames[i].bytes[41] == last);
  }
  return count;
}

static unsigned datagrams(void) {
  unsigned count = 0;
  for (size_t i = 0; i < frame_count; i++) {
    count += type_of(i) == ETHTYPE_IP || (type_of(i) == ETHTYPE_IPV6 && frames[i].bytes[20] == IP_PROTO_UDP);
  }
  return count;
}

/* Number i's payload, of those datagrams. */
static const char *payload(unsigned wanted) {
  static char text[64];
  for (size_t i = 0; i < frame_count; i++) {
    if (type_of(i) == ETHTYPE_IP && wanted-- == 0) {
      snprintf(text, sizeof text, "%.*s", (int)(frames[i].size - 42), (const char *)frames[i].bytes + 42);
      return text;
    }
  }
  return "none";
}

static void inject(const uint8_t *frame, size_t size) {
  port_net_lock();
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(size + ETH_PAD_SIZE), PBUF_POOL);
  pbuf_take_at(p, frame, (u16_t)size, ETH_PAD_SIZE);
  wire.input(p, &wire);
  port_net_unlock();
}

/* 10.1.0.last is at 02:00:00:00:00:last. */
static void answer(uint8_t last) {
  uint8_t frame[60] = {2, 0, 0, 0, 0, 2, 2,    0,  0, 0, 0,    last, 8, 6, 0, 1, 8, 0,  6, 4, 0,
                       2, 2, 0, 0, 0, 0, last, 10, 1, 0, last, 2,    0, 0, 0, 0, 2, 10, 1, 0, 2};
  inject(frame, sizeof frame);
}

static int send(struct fake_socket *socket, const char *text, uint8_t last) {
  char to[20];
  snprintf(to, sizeof to, "10.1.0.%u", last);
  return fake_send(socket, text, to, 9);
}

/* The oldest outcome: 1 when there is none. */
static int outcome(struct fake_socket *socket) {
  uint32_t ticket;
  int code;
  struct net_udp_info info;
  if (net_udp_peek(socket->net, &info) == NET_UDP_OUTCOME) {
    socket->net->error = NET_UDP_OUTCOME; /* more may follow */
  }
  return net_udp_outcome(socket->net, &ticket, &code) ? code : 1;
}

static void expect_waits(int result, size_t size) {
  TEST_ASSERT_GREATER_OR_EQUAL(NET_UDP_WAITS, result);
  TEST_ASSERT_EQUAL(size, result & 0xffff);
}

void test_a_datagram_leaves_when_its_neighbour_has_answered(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  expect_waits(send(&socket, "first", 7), 5);
  TEST_ASSERT_EQUAL(1, questions(7));
  TEST_ASSERT_EQUAL(0, datagrams());
  TEST_ASSERT_EQUAL(1, outcome(&socket));
  answer(7);
  TEST_ASSERT_EQUAL(6, send(&socket, "second", 7)); /* known, but it overtakes none */
  TEST_ASSERT_EQUAL(2, datagrams());
  TEST_ASSERT_EQUAL_STRING("first", payload(0));
  TEST_ASSERT_EQUAL_STRING("second", payload(1));
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(1, socket.events);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  TEST_ASSERT_EQUAL(1, outcome(&socket));
  fake_close(&socket);
}

void test_ttl_and_source_are_those_of_the_send(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "10.1.0.2", 5000, 0);
  net_udp_set_ttl(socket.net, 5);
  expect_waits(send(&socket, "x", 7), 1);
  net_udp_set_ttl(socket.net, 6);
  answer(7);
  fake_net_advance(10);
  const uint8_t *ip = frames[frame_count - 1].bytes + 14;
  TEST_ASSERT_EQUAL(5, ip[8]);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){10, 1, 0, 2, 10, 1, 0, 7, 5000 >> 8, 5000 & 255, 0, 9}), ip + 12, 12);
  fake_close(&socket);
}

void test_nobody_answers_three_questions(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  expect_waits(send(&socket, "a", 7), 1);
  expect_waits(send(&socket, "b", 7), 1); /* shares the questions */
  TEST_ASSERT_EQUAL(1, questions(7));
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL(2, questions(7));
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL(3, questions(7));
  TEST_ASSERT_EQUAL(1, outcome(&socket));
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL(ERR_CODE_EHOSTUNREACH, outcome(&socket));
  TEST_ASSERT_EQUAL(ERR_CODE_EHOSTUNREACH, outcome(&socket));
  fake_net_advance(5000);
  TEST_ASSERT_EQUAL(3, questions(0));
  TEST_ASSERT_EQUAL(0, datagrams());
  expect_waits(send(&socket, "again", 7), 5); /* begins anew */
  answer(7);
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  fake_close(&socket);
}

void test_a_gateway_is_the_neighbour_of_all_behind_it(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  expect_waits(fake_send(&socket, "a", "192.0.2.1", 9), 1);
  expect_waits(fake_send(&socket, "b", "192.0.2.2", 9), 1);
  TEST_ASSERT_EQUAL(1, questions(1));
  TEST_ASSERT_EQUAL(1, questions(0));
  answer(1);
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(2, datagrams());
  fake_close(&socket);
}

void test_more_neighbours_than_lwips_table_take_turns(void) {
  enum { COUNT = 3 * ARP_TABLE_SIZE };
  struct fake_socket socket;
  unsigned good = 0;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (int i = 0; i < COUNT; i++) {
    expect_waits(send(&socket, "x", (uint8_t)(10 + i)), 1);
  }
  TEST_ASSERT_EQUAL(ARP_TABLE_SIZE / 2, questions(0)); /* answers to more would evict each other */
  bool answered[COUNT] = {false};
  for (int turn = 0; turn < 100; turn++) {
    for (int i = 0; i < COUNT; i++) {
      if (!answered[i] && questions((uint8_t)(10 + i)) > 0) {
        answered[i] = true;
        answer((uint8_t)(10 + i)); /* in a full table all of one second take the same place */
      }
    }
    fake_net_advance(10);
  }
  TEST_ASSERT_EQUAL(COUNT, datagrams());
  while (outcome(&socket) == 0) {
    good++;
  }
  TEST_ASSERT_EQUAL(COUNT, good);
  fake_close(&socket);
}

void test_one_socket_leaves_places_to_others(void) {
  struct fake_socket greedy;
  struct fake_socket other;
  int taken = 0;
  fake_bound(&greedy, 4, "0.0.0.0", 5000, 0);
  fake_bound(&other, 4, "0.0.0.0", 5001, 0);
  for (int i = 0; i < CONFIG_UDP_WAITING_NEIGHBOUR; i++, taken++) {
    expect_waits(send(&greedy, "x", 7), 1);
  }
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, send(&greedy, "x", 7)); /* one neighbour's share of it */
  while (send(&greedy, "x", (uint8_t)(10 + taken)) >= NET_UDP_WAITS) {
    taken++;
  }
  TEST_ASSERT_EQUAL(CONFIG_SHARE(CONFIG_UDP_WAITING), taken);
  expect_waits(send(&other, "alive", 200), 5);
  fake_net_advance(500); /* its turn to be asked comes */
  TEST_ASSERT_EQUAL(1, questions(200));
  answer(200);
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(0, outcome(&other));
  fake_net_forget();
  fake_net_advance(6000);
  TEST_ASSERT_EQUAL(1, datagrams());
  for (int i = 0; i < taken; i++) {
    TEST_ASSERT_EQUAL(ERR_CODE_EHOSTUNREACH, outcome(&greedy));
  }
  fake_close(&greedy);
  fake_close(&other);
}

void test_one_socket_leaves_bytes_to_others(void) {
  static char large[60001];
  struct fake_socket greedy;
  struct fake_socket other;
  memset(large, 'x', sizeof large - 1);
  fake_bound(&greedy, 4, "0.0.0.0", 5000, 0);
  fake_bound(&other, 4, "0.0.0.0", 5001, 0);
  int taken = 0;
  while (send(&greedy, large, 7) >= NET_UDP_WAITS) {
    taken++;
  }
  TEST_ASSERT_EQUAL(CONFIG_SHARE(MEM_SIZE / 2) / 60000, taken);
  expect_waits(send(&other, large, 7), 60000);
  fake_close(&greedy);
  fake_close(&other);
  fake_net_advance(4000);
}

void test_sockets_that_wait_for_nothing_have_the_last_places(void) {
  struct fake_socket sockets[3];
  for (int i = 0; i < 3; i++) {
    fake_bound(&sockets[i], 4, "0.0.0.0", (uint16_t)(5000 + i), 0);
  }
  for (uint8_t i = 0; send(&sockets[0], "x", (uint8_t)(10 + i)) > 0; i++) {
  }
  while (send(&sockets[1], "x", 200) > 0) {
  }
  expect_waits(send(&sockets[2], "x", 201), 1);
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, send(&sockets[2], "x", 201));
  for (int i = 0; i < 3; i++) {
    fake_close(&sockets[i]);
  }
  fake_net_advance(10000);
}

void test_what_a_closed_socket_has_sent_goes_all_the_same(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  expect_waits(send(&socket, "bye", 7), 3);
  expect_waits(send(&socket, "lost", 8), 4);
  fake_close(&socket);
  answer(7);
  fake_net_advance(10);
  TEST_ASSERT_EQUAL_STRING("bye", payload(0));
  fake_net_advance(4000);
  TEST_ASSERT_EQUAL(1, datagrams());
}

void test_an_address_a_link_or_an_interface_that_goes(void) {
  struct fake_socket socket;
  ip4_addr_t other;
  IP4_ADDR(&other, 10, 1, 0, 3);
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  expect_waits(send(&socket, "x", 7), 1);
  port_net_lock();
  netif_set_ipaddr(&wire, &other);
  port_net_unlock();
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, outcome(&socket));
  expect_waits(send(&socket, "x", 7), 1);
  port_net_lock();
  netif_set_link_down(&wire);
  port_net_unlock();
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, outcome(&socket));
  port_net_lock();
  netif_set_link_up(&wire);
  port_net_unlock();
  expect_waits(send(&socket, "x", 7), 1);
  take_wire_away();
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, outcome(&socket)); /* at once: another may get the index */
  TEST_ASSERT_EQUAL(0, datagrams());
  fake_close(&socket);
}

void test_the_end_of_a_program_waits_and_then_drops(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, net_udp_flush(1000));
  uint64_t start = port_time_us();
  expect_waits(send(&socket, "x", 7), 1);
  expect_waits(send(&socket, "y", 8), 1);
  answer(7);
  TEST_ASSERT_EQUAL(1, net_udp_flush(1000));
  TEST_ASSERT_UINT64_WITHIN(20000, 1000000, port_time_us() - start);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  TEST_ASSERT_EQUAL(ERR_CODE_ECANCELED, outcome(&socket));
  TEST_ASSERT_EQUAL_STRING("x", payload(0));
  TEST_ASSERT_EQUAL(1, datagrams());
  fake_close(&socket);
}

void test_without_memory_nothing_waits(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (int left = 0; left < 2; left++) { /* the payload, the record */
    fake_net_fail_after(left);
    TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, send(&socket, "x", 7));
  }
  fake_net_fail_after(2); /* but not the question, which is asked again */
  expect_waits(send(&socket, "x", 7), 1);
  TEST_ASSERT_EQUAL(0, questions(7));
  fake_net_fail_after(-1);
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL(1, questions(7));
  answer(7);
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  fake_close(&socket);
}

/* fd78::last says where it is. */
static void advertise(uint8_t last) {
  uint8_t frame[86] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, last, 0x86, 0xdd, 0x60, 0, 0, 0, 0, 32, 58, 255};
  struct net_addr from = fake_addr("fd78::7");
  struct net_addr to = fake_addr("fd78::2");
  uint8_t *icmp = frame + 54;
  from.bytes[15] = last;
  memcpy(frame + 22, from.bytes, 16);
  memcpy(frame + 38, to.bytes, 16);
  icmp[0] = ICMP6_TYPE_NA;
  icmp[4] = 0x60;
  memcpy(icmp + 8, from.bytes, 16);
  icmp[24] = 2;
  icmp[25] = 1;
  memcpy(icmp + 26, frame + 6, 6);
  uint16_t sum = fake_net_checksum(icmp, 32, &from, &to, 58);
  icmp[2] = (uint8_t)(sum >> 8);
  icmp[3] = (uint8_t)sum;
  inject(frame, sizeof frame);
}

static void forget_neighbours(void) {
  port_net_lock();
  nd6_cleanup_netif(&wire);
  nd6_clear_destination_cache();
  port_net_unlock();
}

void test_the_same_over_ipv6(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  expect_waits(fake_send(&socket, "six", "fd78::7", 9), 3);
  TEST_ASSERT_EQUAL(1, frame_count);
  TEST_ASSERT_EQUAL(ICMP6_TYPE_NS, frames[0].bytes[54]);
  advertise(7);
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(1, datagrams());
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  expect_waits(fake_send(&socket, "nobody", "fd78::8", 9), 6);
  fake_net_advance(3500);
  TEST_ASSERT_EQUAL(ERR_CODE_EHOSTUNREACH, outcome(&socket));
  fake_close(&socket);
  forget_neighbours();
}

/* lwIP and ESP-IDF's variant of it differ in which packet they drop when their queues are full. Nothing of a socket's
 * is ever in these. */
void test_full_queues_of_lwips_own_change_nothing(void) {
  struct fake_socket socket;
  ip6_addr_t nobody;
  unsigned before = memp_pools[MEMP_ND6_QUEUE]->stats->used;
  ip6addr_aton("fd78::99", &nobody);
  port_net_lock();
  for (int i = 0; i < MEMP_NUM_ND6_QUEUE + 5; i++) {
    struct pbuf *p = pbuf_alloc(PBUF_IP, 40, PBUF_RAM);
    memset(p->payload, 0, p->len);
    (void)ethip6_output(&wire, p, &nobody);
    pbuf_free(p);
  }
  port_net_unlock();
  TEST_ASSERT_EQUAL(MEMP_NUM_ND6_QUEUE, memp_pools[MEMP_ND6_QUEUE]->stats->used - before);
  fake_bound(&socket, 6, "::", 5000, 0);
  expect_waits(fake_send(&socket, "six", "fd78::7", 9), 3);
  TEST_ASSERT_EQUAL(MEMP_NUM_ND6_QUEUE, memp_pools[MEMP_ND6_QUEUE]->stats->used - before);
  advertise(7);
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(1, datagrams());
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  fake_close(&socket);
  forget_neighbours();
}
