/* Datagrams that wait for their next hop: what is asked, how often, and what becomes of each. */
#include "unity.h"

#include <stdio.h>
#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "fake_net.h"
#include "fake_wire.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/icmp6.h"
#include "lwip/memp.h"
#include "lwip/nd6.h"
#include "lwip/priv/nd6_priv.h"
#include "net/udp_private.h"
#include "port.h"

void setUp(void) {
  fake_wire_start(NETIF_FLAG_LINK_UP);
  fake_wire_set_addresses();
}
void tearDown(void) { fake_wire_end(); }

static unsigned type_of(size_t i) { return (unsigned)fake_frames[i].bytes[12] << 8 | fake_frames[i].bytes[13]; }

/* How many ARP questions (for addresses that end so, any with 0) or IPv4 datagrams are among the frames. */
static unsigned questions(uint8_t last) {
  unsigned count = 0;
  for (size_t i = 0; i < fake_frame_count; i++) {
    count +=
        type_of(i) == ETHTYPE_ARP && fake_frames[i].bytes[21] == 1 && (last == 0 || fake_frames[i].bytes[41] == last);
  }
  return count;
}

static unsigned datagrams(void) {
  unsigned count = 0;
  for (size_t i = 0; i < fake_frame_count; i++) {
    count += type_of(i) == ETHTYPE_IP || (type_of(i) == ETHTYPE_IPV6 && fake_frames[i].bytes[20] == IP_PROTO_UDP);
  }
  return count;
}

/* Number i's payload, of those datagrams. */
static const char *payload(unsigned wanted) {
  static char text[64];
  for (size_t i = 0; i < fake_frame_count; i++) {
    if (type_of(i) == ETHTYPE_IP && wanted-- == 0) {
      snprintf(text, sizeof text, "%.*s", (int)(fake_frames[i].size - 42), (const char *)fake_frames[i].bytes + 42);
      return text;
    }
  }
  return "none";
}

static int send(struct fake_socket *socket, const char *text, uint8_t last) {
  char to[20];
  snprintf(to, sizeof to, "10.1.0.%u", last);
  return fake_send(socket, text, to, 9);
}

/* The oldest outcome: 1 when there is none. */
static int outcome(struct fake_socket *socket) {
  struct net_udp_outcome outcome;
  struct net_udp_info info;
  if (net_udp_peek(socket->net, &info) == NET_UDP_OUTCOME) {
    socket->net->error = NET_UDP_OUTCOME; /* more may follow */
  }
  return net_udp_outcome(socket->net, &outcome) ? outcome.code : 1;
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
  fake_wire_answer(7);
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
  fake_wire_answer(7);
  fake_net_advance(10);
  const uint8_t *ip = fake_frames[fake_frame_count - 1].bytes + 14;
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
  fake_wire_answer(7);
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
  fake_wire_answer(1);
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(2, datagrams());
  fake_close(&socket);
}

void test_what_needs_no_gateway(void) {
  struct fake_socket socket;
  port_net_lock();
  netif_set_gw(&fake_wire, IP4_ADDR_ANY4);
  port_net_unlock();
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, fake_send(&socket, "x", "192.0.2.1", 9));
  TEST_ASSERT_EQUAL(0, net_udp_set_broadcast(socket.net, true));
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "255.255.255.255", 9));
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "224.1.2.3", 9));
  TEST_ASSERT_EQUAL(2, datagrams());
  expect_waits(fake_send(&socket, "x", "169.254.1.1", 9), 1);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){169, 254, 1, 1}), fake_frames[fake_frame_count - 1].bytes + 38, 4);
  fake_close(&socket);
  fake_net_advance(4000);
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
        fake_wire_answer((uint8_t)(10 + i)); /* in a full table all of one second take the same place */
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
  fake_net_advance(100); /* its turn to be asked comes at once, not behind all the others */
  TEST_ASSERT_EQUAL(1, questions(200));
  fake_wire_answer(200);
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

void test_a_socket_full_of_neighbours_that_do_not_answer_still_reaches_another(void) {
  struct fake_socket socket;
  int taken = 0;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (;; taken++) {
    char to[20];
    snprintf(to, sizeof to, "10.1.%d.%d", 1 + taken / 200, 1 + taken % 200);
    if (fake_send(&socket, "x", to, 9) < NET_UDP_WAITS) {
      break;
    }
  }
  TEST_ASSERT_EQUAL(CONFIG_SHARE(CONFIG_UDP_WAITING), taken);
  fake_net_advance(500);
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, send(&socket, "early", 250)); /* they may yet be answered */
  fake_net_advance(600);
  fake_net_forget();
  expect_waits(send(&socket, "alive", 250), 5);
  TEST_ASSERT_EQUAL(ERR_CODE_EHOSTUNREACH, outcome(&socket)); /* that of the oldest, whose place it has */
  TEST_ASSERT_EQUAL(1, outcome(&socket));
  fake_net_advance(60); /* behind many that have not been asked for, and asked for in the next window all the same */
  TEST_ASSERT_EQUAL(1, questions(250));
  fake_wire_answer(250);
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  TEST_ASSERT_EQUAL(1, datagrams());
  fake_close(&socket);
  fake_net_advance(10000);
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

void test_a_socket_for_each_datagram_leaves_room_to_others_too(void) {
  struct fake_socket socket;
  int taken = 0;
  for (; taken < 1000; taken++) {
    char to[20];
    snprintf(to, sizeof to, "10.1.1.%d", taken % 8 + 1); /* all of them are asked for at once */
    fake_open(&socket, 4, 0);
    int result = fake_send(&socket, "x", to, 9);
    fake_close(&socket);
    if (result < 0) {
      break;
    }
  }
  TEST_ASSERT_EQUAL(CONFIG_UDP_WAITING, taken);
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_net_advance(500);
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, send(&socket, "x", 7)); /* they may yet be answered */
  fake_net_advance(600);
  expect_waits(send(&socket, "x", 7), 1);
  fake_net_advance(70);
  fake_wire_answer(7);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  fake_close(&socket);
  fake_net_advance(10000);
}

void test_what_a_closed_socket_has_sent_goes_all_the_same(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  expect_waits(send(&socket, "bye", 7), 3);
  expect_waits(send(&socket, "lost", 8), 4);
  fake_close(&socket);
  fake_wire_answer(7);
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
  netif_set_ipaddr(&fake_wire, &other);
  port_net_unlock();
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, outcome(&socket));
  expect_waits(send(&socket, "x", 7), 1);
  port_net_lock();
  netif_set_link_down(&fake_wire);
  port_net_unlock();
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, outcome(&socket));
  port_net_lock();
  netif_set_link_up(&fake_wire);
  port_net_unlock();
  expect_waits(send(&socket, "x", 7), 1);
  fake_wire_remove();
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
  fake_wire_answer(7);
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
  fake_wire_answer(7);
  fake_net_advance(70);
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  fake_close(&socket);
}

/* fd78::7 says where it is. */
static void advertise(void) {
  uint8_t icmp[32] = {ICMP6_TYPE_NA, 0, 0, 0, 0x60};
  struct net_addr from = fake_addr("fd78::7");
  memcpy(icmp + 8, from.bytes, 16);
  memcpy(icmp + 24, "\x02\x01\x02\x00\x00\x00\x00\x07", 8);
  fake_wire_icmp6("fd78::7", "fd78::2", icmp, sizeof icmp);
}

static void forget_neighbours(void) {
  port_net_lock();
  nd6_cleanup_netif(&fake_wire);
  nd6_clear_destination_cache();
  port_net_unlock();
}

void test_the_same_over_ipv6(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  expect_waits(fake_send(&socket, "six", "fd78::7", 9), 3);
  TEST_ASSERT_EQUAL(1, fake_frame_count);
  TEST_ASSERT_EQUAL(ICMP6_TYPE_NS, fake_frames[0].bytes[54]);
  advertise();
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
    (void)ethip6_output(&fake_wire, p, &nobody);
    pbuf_free(p);
  }
  port_net_unlock();
  TEST_ASSERT_EQUAL(MEMP_NUM_ND6_QUEUE, memp_pools[MEMP_ND6_QUEUE]->stats->used - before);
  fake_bound(&socket, 6, "::", 5000, 0);
  expect_waits(fake_send(&socket, "six", "fd78::7", 9), 3);
  TEST_ASSERT_EQUAL(MEMP_NUM_ND6_QUEUE, memp_pools[MEMP_ND6_QUEUE]->stats->used - before);
  advertise();
  fake_net_advance(10);
  TEST_ASSERT_EQUAL(1, datagrams());
  TEST_ASSERT_EQUAL(0, outcome(&socket));
  fake_close(&socket);
  forget_neighbours();
}
