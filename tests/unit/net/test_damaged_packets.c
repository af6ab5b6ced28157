/* Damaged packets of every kind that net/ looks into: none is read beyond its end, none is kept. */
#include "unity.h"

#include <stdlib.h>
#include <string.h>

#include "core/errors.h"
#include "fake_net.h"

#define ROUNDS 60000

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static size_t size;
static uint8_t packet[256];

static unsigned any(unsigned below) { return (unsigned)rand() % below; }

static void datagram(bool v6) {
  size = v6 ? fake_net_build(packet, "fd77::9", 1234, "fd77::2", 5000, "hello", 5)
            : fake_net_build(packet, "192.168.77.9", 1234, any(2) ? "192.168.77.2" : "232.1.2.3", 5000, "hello", 5);
}

static void unreachable(bool v6) {
  uint8_t quoted[128];
  size_t header = v6 ? 40 : 20;
  size_t quoted_size = v6 ? fake_net_build(quoted, "fd77::2", 5000, "fd77::9", 1234, "x", 1)
                          : fake_net_build(quoted, "192.168.77.2", 5000, "192.168.77.9", 1234, "x", 1);
  datagram(v6);
  memmove(packet + header + 8, quoted, quoted_size);
  memset(packet + header, 0, 8);
  packet[header] = v6 ? 1 : 3;
  packet[header + 1] = v6 ? 4 : 3;
  size = header + 8 + quoted_size;
  packet[v6 ? 6 : 9] = v6 ? 58 : 1;
}

static void query(bool v6) {
  static const uint8_t igmp[] = {0x46, 0xc0, 0, 40, 0,    0,  0, 0, 1,   2, 0, 0, 192, 168, 77, 1, 232, 1, 2, 3,
                                 0x94, 4,    0, 0,  0x11, 10, 0, 0, 232, 1, 2, 3, 2,   0,   0,  1, 10,  0, 0, 9};
  datagram(v6);
  if (v6) {
    memset(packet + 40, 0, 60);
    memcpy(packet + 40, "\x3a\x00\x05\x02\x00\x00\x01\x00\x82", 9);
    packet[6] = 0;
    packet[7] = 1;
    size = 48 + 28 + 16;
  } else {
    memcpy(packet, igmp, sizeof igmp);
    size = sizeof igmp;
  }
}

/* Lengths and checksums as they must be for lwIP to look further. */
static void repair(void) {
  bool v6 = packet[0] >> 4 == 6;
  struct net_addr from = {.family = v6 ? 6 : 4};
  struct net_addr to = from;
  size_t header = v6 ? 40 : (packet[0] & 15) * 4u;
  if (header < 20 || header + 8 > size) {
    return;
  }
  memcpy(from.bytes, packet + (v6 ? 8 : 12), v6 ? 16 : 4);
  memcpy(to.bytes, packet + (v6 ? 24 : 16), v6 ? 16 : 4);
  uint8_t proto = packet[v6 ? 6 : 9];
  if (v6) {
    packet[4] = 0;
    packet[5] = (uint8_t)(size - 40);
  } else {
    packet[2] = 0;
    packet[3] = (uint8_t)size;
    packet[6] = packet[7] = packet[10] = packet[11] = 0;
    uint16_t sum = fake_net_checksum(packet, header, NULL, NULL, 0);
    packet[10] = (uint8_t)(sum >> 8);
    packet[11] = (uint8_t)sum;
  }
  if (v6 && proto == 0 && size >= 56) {
    header += 8;
    proto = 58;
  }
  size_t at = header + (proto == 17 ? 6 : 2);
  packet[at] = packet[at + 1] = 0;
  uint16_t sum = fake_net_checksum(packet + header, size - header, &from, &to, proto == 17 || v6 ? proto : 0);
  packet[at] = (uint8_t)(sum >> 8);
  packet[at + 1] = (uint8_t)sum;
}

static void damage(void) {
  for (unsigned i = any(4); i > 0; i--) {
    packet[any((unsigned)size)] = any(2) ? (uint8_t)rand() : (uint8_t)(packet[any((unsigned)size)] ^ 1u << any(8));
  }
  if (any(4) == 0) {
    size = 1 + any((unsigned)size);
  }
}

void test_damage_does_no_harm(void) {
  struct fake_socket plain;
  struct fake_socket connected;
  static uint8_t data[2048];
  srand(7);
  fake_bound(&plain, 6, "::", 5000, NET_UDP_REUSEADDR);
  fake_bound(&connected, 6, "::", 5000, NET_UDP_REUSEADDR);
  fake_join(&plain, "232.1.2.3", "192.168.77.2", "10.0.0.9");
  fake_join(&connected, "ff3e::1234", "::%en1", "fd77::9");
  fake_connect(&connected, "fd77::9", 1234);
  unsigned received = 0;
  unsigned refused = 0;
  for (int round = 0; round < ROUNDS; round++) {
    bool v6 = any(2);
    (void (*[])(bool)){datagram, unreachable, query}[any(3)](v6);
    damage();
    if (any(8) != 0) {
      repair();
    }
    fake_net_inject(packet, size, any(2));
    struct net_udp_info info;
    int found;
    while ((found = net_udp_peek(any(2) ? plain.net : connected.net, &info)) != 0) {
      refused += found < 0;
      if (found < 0) {
        continue;
      }
      net_udp_take(plain.net, data);
      net_udp_take(connected.net, data);
      received++;
    }
    if (round % 100 == 0) {
      fake_net_advance(100);
      fake_net_forget();
    }
    fake_net_forget();
  }
  TEST_ASSERT_GREATER_THAN(ROUNDS / 20, received);
  TEST_ASSERT_GREATER_THAN(ROUNDS / 50, refused);
  fake_close(&plain);
  fake_close(&connected);
}
