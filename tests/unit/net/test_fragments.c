/* Reassembly: one host does not keep all others from it. */
#include "unity.h"

#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "fake_net.h"
#include "fake_wire.h"
#include "net/counters.h"
#include "net/udp_private.h"
#include "port.h"

#define PIECE 1024
#define MOST IP_REASS_MAX_PBUFS

void setUp(void) {
  fake_wire_start(NETIF_FLAG_LINK_UP);
  fake_wire_set_addresses();
}

void tearDown(void) {
  if (!Unity.CurrentTestFailed) {
    fake_net_advance(60000); /* until lwIP and net/ have forgotten */
  }
  fake_wire_end();
}

static void inject(unsigned host, unsigned id, unsigned number, unsigned count, uint16_t type) {
  uint8_t frame[1200] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, (uint8_t)host, (uint8_t)(type >> 8), (uint8_t)type};
  uint8_t *ip = frame + 14;
  bool more = number + 1 < count;
  size_t header = type == 0x800 ? 20 : 48;
  size_t size = header + PIECE;
  unsigned offset = number * PIECE;
  if (type == 0x800) {
    memcpy(ip,
           (uint8_t[]){0x45,
                       0,
                       (uint8_t)(size >> 8),
                       (uint8_t)size,
                       (uint8_t)(id >> 8),
                       (uint8_t)id,
                       (uint8_t)((more ? 0x20 : 0) | offset >> 11),
                       (uint8_t)(offset >> 3),
                       64,
                       17,
                       0,
                       0,
                       10,
                       1,
                       0,
                       (uint8_t)host,
                       10,
                       1,
                       0,
                       2},
           20);
    uint16_t sum = fake_net_checksum(ip, 20, NULL, NULL, 0);
    ip[10] = (uint8_t)(sum >> 8);
    ip[11] = (uint8_t)sum;
  } else {
    struct net_addr from = fake_addr("fd78::1");
    struct net_addr to = fake_addr("fd78::2");
    from.bytes[15] = (uint8_t)host;
    memcpy(ip, (uint8_t[]){0x60, 0, 0, 0, (uint8_t)((size - 40) >> 8), (uint8_t)(size - 40), 44, 64}, 8);
    memcpy(ip + 8, from.bytes, 16);
    memcpy(ip + 24, to.bytes, 16);
    memcpy(ip + 40,
           (uint8_t[]){17, 0, (uint8_t)(offset >> 8), (uint8_t)(offset | more), 0, 0, (uint8_t)(id >> 8), (uint8_t)id},
           8);
  }
  if (number == 0) { /* UDP without a checksum; over IPv6 one that is made right by the last two bytes */
    unsigned length = count * PIECE;
    memcpy(ip + header, (uint8_t[]){0, 9, 5000 >> 8, 5000 & 255, (uint8_t)(length >> 8), (uint8_t)length, 0, 0}, 8);
    if (type != 0x800) {
      struct net_addr from = fake_addr("fd78::1");
      struct net_addr to = fake_addr("fd78::2");
      static uint8_t whole[64 * PIECE];
      from.bytes[15] = (uint8_t)host;
      memset(whole, 0, sizeof whole);
      memcpy(whole, ip + header, 8);
      uint16_t sum = fake_net_checksum(whole, length, &from, &to, 17);
      ip[header + 6] = (uint8_t)(sum >> 8);
      ip[header + 7] = (uint8_t)sum;
    }
  }
  fake_wire_inject(frame, 14 + size);
}

/* All pieces of a datagram, in their order. */
static void inject_whole(unsigned host, unsigned id, unsigned count, uint16_t type) {
  for (unsigned i = 0; i < count; i++) {
    inject(host, id, i, count, type);
  }
}

/* A first piece from each of as many hosts as there is room for. */
static void use_up_the_room(unsigned id, uint16_t type) {
  for (unsigned i = 0; i < MEMP_NUM_REASSDATA; i++) {
    inject(20 + i, id, 0, 60, type);
  }
}

static uint16_t families[] = {0x800, 0x86dd};

/* Whether the socket has a datagram of so many pieces. */
static bool heard(struct fake_socket *socket, unsigned count) {
  struct net_udp_info info;
  bool found = net_udp_peek(socket->net, &info) == 1;
  if (found) {
    TEST_ASSERT_EQUAL(count * PIECE - 8, info.size);
    net_udp_take(socket->net, NULL);
  }
  return found;
}

static uint32_t dropped(void) {
  uint32_t counters[NET_COUNTER_COUNT];
  net_counters_read(counters);
  return counters[NET_COUNTER_FRAGMENT];
}

void test_one_host_may_use_all_the_room_while_nobody_else_needs_it(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  for (int f = 0; f < 2; f++) {
    uint32_t before = dropped();
    for (unsigned id = 1; id < 40; id++) { /* the rest of each is lost, but of the last */
      inject(7, id, 0, 60, families[f]);
      inject(7, id, 1, 60, families[f]);
    }
    inject_whole(7, 40, 60, families[f]);
    TEST_ASSERT_TRUE(heard(&socket, 60));
    TEST_ASSERT_EQUAL(before, dropped());
  }
  fake_close(&socket);
}

void test_datagrams_that_never_become_whole_keep_no_other_host_from_it(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  for (int f = 0; f < 2; f++) {
    unsigned id = 1;
    for (; id < 20; id++) { /* the greedy host floods */
      for (unsigned i = 0; i < 30; i++) {
        inject(7, id, i, 60, families[f]);
      }
    }
    for (unsigned i = 0; i < 40; i++) { /* and goes on between each two pieces of another's */
      inject(8, 1, i, 40, families[f]);
      for (unsigned k = 0; k < 5; k++) {
        inject(7, ++id, 0, 60, families[f]);
      }
    }
    TEST_ASSERT_TRUE(heard(&socket, 40));
  }
  fake_close(&socket);
}

void test_a_host_gets_room_again_when_it_has_behaved(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  for (unsigned id = 1; id < 20; id++) {
    inject(7, id, 0, 60, 0x800);
  }
  fake_net_advance(31000);
  use_up_the_room(1, 0x800);
  inject_whole(7, 100, 40, 0x800);
  TEST_ASSERT_TRUE(heard(&socket, 40));
  fake_close(&socket);
}

void test_a_forged_name_keeps_no_host_out(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  for (int f = 0; f < 2; f++) {
    unsigned id = 1;
    /* In the victim's name more than there is room for, and in others'. */
    for (unsigned round = 0; round < 6; round++) {
      for (unsigned i = 0; i < 2 * MEMP_NUM_REASSDATA; i++) {
        inject(8, ++id, 0, 60, families[f]);
      }
      use_up_the_room(round + 1, families[f]);
      for (unsigned k = 0; k < 4; k++) {
        fake_net_advance(2500);
        ++id;
        inject_whole(8, id, 40, families[f]);
        TEST_ASSERT_TRUE(heard(&socket, 40));
      }
    }
  }
  fake_close(&socket);
}

void test_to_be_driven_out_by_others_is_no_waste(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  for (int f = 0; f < 2; f++) {
    for (unsigned round = 0; round < 20; round++) {
      inject(8, round + 1, 0, 60, families[f]);
      use_up_the_room(round + 1, families[f]);
    }
    inject_whole(8, 100, 40, families[f]);
    TEST_ASSERT_TRUE(heard(&socket, 40));
  }
  fake_close(&socket);
}

void test_two_large_datagrams_at_once_fit(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  net_udp_buffer_size(socket.net, false, CONFIG_UDP_RECV_BUFFER_MAX);
  for (unsigned i = 0; i < MOST / 2; i++) {
    inject(7, 1, i, MOST / 2, 0x800);
    inject(8, 1, i, MOST / 2, 0x800);
  }
  TEST_ASSERT_TRUE(heard(&socket, MOST / 2));
  TEST_ASSERT_TRUE(heard(&socket, MOST / 2));
  fake_close(&socket);
}
