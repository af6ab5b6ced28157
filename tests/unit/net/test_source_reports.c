/* The IGMPv3 and MLDv2 reports of source-specific memberships, byte for byte, when and how often. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include <stdio.h>

#include "net/report.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

/* The next report of either protocol; fails the test when there is none. Other packets are passed over. */
static struct fake_packet packet;
static bool next_report(void) {
  while (fake_net_take(&packet)) {
    bool v3 = packet.bytes[0] == 0x46 && packet.bytes[24] == 0x22;
    bool mld2 = packet.bytes[0] == 0x60 && packet.bytes[6] == 0 && packet.bytes[48] == 143;
    if (v3 || mld2) {
      return true;
    }
  }
  return false;
}

static unsigned reports(void) {
  unsigned count = 0;
  while (next_report()) {
    count++;
  }
  return count;
}

/* "type sources..." of each record of the next report. */
static const char *records(void) {
  static char text[512];
  text[0] = '\0';
  if (!next_report()) {
    return "none";
  }
  bool v6 = packet.bytes[0] == 0x60;
  const uint8_t *at = packet.bytes + (v6 ? 48 : 24);
  size_t length = v6 ? 16 : 4;
  unsigned count = at[7];
  at += 8;
  for (unsigned i = 0; i < count; i++) {
    static const char *const names[] = {"?", "IS_IN", "IS_EX", "TO_IN", "TO_EX", "ALLOW", "BLOCK"};
    unsigned sources = (unsigned)at[2] << 8 | at[3];
    if (i > 0) {
      strcat(text, "; ");
    }
    strcat(text, names[at[0]]);
    at += 4 + length;
    for (unsigned j = 0; j < sources; j++, at += length) {
      snprintf(text + strlen(text), sizeof text - strlen(text), " %u", at[length - 1]);
    }
  }
  return text;
}

/* An IGMP query from .1; size 8 is version 1 or 2. sources are last bytes of 10.0.0.x. */
static void query_v4(const char *to, const char *group, size_t size, uint8_t code, const char *sources) {
  uint8_t bytes[128] = {0x46, 0xc0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 192, 168, 77, 1};
  struct net_addr to_addr = fake_addr(to);
  struct net_addr group_addr = fake_addr(group);
  memcpy(bytes + 16, to_addr.bytes, 4);
  memcpy(bytes + 20, "\x94\x04\x00\x00", 4);
  uint8_t *igmp = bytes + 24;
  igmp[0] = 0x11;
  igmp[1] = code;
  memcpy(igmp + 4, group_addr.bytes, 4);
  if (size > 8) {
    igmp[8] = 2;
    for (const char *source = sources; *source != '\0'; source++, size += 4, igmp[11]++) {
      memcpy(igmp + size, "\x0a\x00\x00", 3);
      igmp[size + 3] = (uint8_t)(*source - '0');
    }
  }
  uint16_t sum = fake_net_checksum(igmp, size, NULL, NULL, 0);
  igmp[2] = (uint8_t)(sum >> 8);
  igmp[3] = (uint8_t)sum;
  bytes[3] = (uint8_t)(24 + size);
  sum = fake_net_checksum(bytes, 24, NULL, NULL, 0);
  bytes[10] = (uint8_t)(sum >> 8);
  bytes[11] = (uint8_t)sum;
  fake_net_inject(bytes, 24 + size, true);
}

/* An MLD query from fe80::1; size 24 is version 1. */
static void query_v6(const char *to, const char *group, size_t size, uint16_t delay) {
  uint8_t bytes[128] = {0x60, 0, 0, 0, 0, 0, 0, 1};
  struct net_addr from_addr = fake_addr("fe80::1");
  struct net_addr to_addr = fake_addr(to);
  struct net_addr group_addr = fake_addr(group);
  memcpy(bytes + 8, from_addr.bytes, 16);
  memcpy(bytes + 24, to_addr.bytes, 16);
  memcpy(bytes + 40, "\x3a\x00\x05\x02\x00\x00\x01\x00", 8);
  uint8_t *mld = bytes + 48;
  mld[0] = 130;
  mld[4] = (uint8_t)(delay >> 8);
  mld[5] = (uint8_t)delay;
  memcpy(mld + 8, group_addr.bytes, 16);
  uint16_t sum = fake_net_checksum(mld, size, &from_addr, &to_addr, 58);
  mld[2] = (uint8_t)(sum >> 8);
  mld[3] = (uint8_t)sum;
  bytes[5] = (uint8_t)(8 + size);
  fake_net_inject(bytes, 48 + size, true);
}

void test_igmp_join_byte_for_byte(void) {
  struct fake_socket socket;
  static const uint8_t igmp[] = {0x22, 0, 0, 0, 0,   0, 0, 1, /* one record */
                                 5,    0, 0, 1, 232, 1, 2, 3, /* ALLOW one source */
                                 10,   0, 0, 9};
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", "192.168.77.2", "10.0.0.9");
  TEST_ASSERT_TRUE(next_report());
  TEST_ASSERT_EQUAL_HEX8(0x46, packet.bytes[0]); /* an option */
  TEST_ASSERT_EQUAL_HEX8(0xc0, packet.bytes[1]); /* internetwork control */
  TEST_ASSERT_EQUAL(24 + sizeof igmp, packet.size);
  TEST_ASSERT_EQUAL(1, packet.bytes[8]); /* TTL */
  TEST_ASSERT_EQUAL(2, packet.bytes[9]);
  TEST_ASSERT_EQUAL(0, fake_net_checksum(packet.bytes, 24, NULL, NULL, 0));
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){192, 168, 77, 2, 224, 0, 0, 22}), packet.bytes + 12, 8);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){0x94, 0x04, 0, 0}), packet.bytes + 20, 4); /* router alert */
  TEST_ASSERT_EQUAL(0, fake_net_checksum(packet.bytes + 24, sizeof igmp, NULL, NULL, 0));
  memset(packet.bytes + 26, 0, 2); /* the checksum was just proved */
  TEST_ASSERT_EQUAL_HEX8_ARRAY(igmp, packet.bytes + 24, sizeof igmp);
  fake_close(&socket);
}

void test_mld_join_byte_for_byte(void) {
  struct fake_socket socket;
  struct net_addr from = fake_addr("fe80::2");
  struct net_addr to = fake_addr("ff02::16");
  struct net_addr group = fake_addr("ff3e::1234");
  struct net_addr source = fake_addr("fd77::9");
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_join(&socket, "ff3e::1234", "::%en1", "fd77::9");
  TEST_ASSERT_TRUE(next_report());
  TEST_ASSERT_EQUAL(40 + 8 + 8 + 20 + 16, packet.size);
  TEST_ASSERT_EQUAL(0, packet.bytes[6]); /* hop-by-hop */
  TEST_ASSERT_EQUAL(1, packet.bytes[7]); /* hop limit */
  TEST_ASSERT_EQUAL_HEX8_ARRAY(from.bytes, packet.bytes + 8, 16);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(to.bytes, packet.bytes + 24, 16);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){58, 0, 5, 2, 0, 0, 1, 0}), packet.bytes + 40, 8); /* router alert: MLD */
  TEST_ASSERT_EQUAL(0, fake_net_checksum(packet.bytes + 48, 44, &from, &to, 58));
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){143, 0}), packet.bytes + 48, 2);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){0, 0, 0, 1, 5, 0, 0, 1}), packet.bytes + 52, 8);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(group.bytes, packet.bytes + 60, 16);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(source.bytes, packet.bytes + 76, 16);
  fake_close(&socket);
}

void test_each_change_is_sent_twice(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  TEST_ASSERT_EQUAL_STRING("ALLOW 9", records());
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("ALLOW 9", records());
  fake_net_advance(5000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_leave(&socket, "232.1.2.3", NULL, "10.0.0.9");
  TEST_ASSERT_EQUAL_STRING("BLOCK 9", records());
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("BLOCK 9", records());
  fake_net_advance(5000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_close(&socket);
}

void test_no_igmp_of_version_2_is_sent(void) {
  struct fake_socket socket;
  struct fake_packet other;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_advance(5000);
  fake_close(&socket);
  fake_net_advance(5000);
  while (fake_net_take(&other)) {
    TEST_ASSERT_EQUAL_HEX8(0x22, other.bytes[24]);
  }
}

void test_repetitions_merge_with_new_changes(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.8");
  TEST_ASSERT_EQUAL_STRING("ALLOW 9", records());
  TEST_ASSERT_EQUAL_STRING("ALLOW 8 9", records());
  fake_leave(&socket, "232.1.2.3", NULL, "10.0.0.9");
  TEST_ASSERT_EQUAL_STRING("ALLOW 8; BLOCK 9", records());
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("BLOCK 9", records());
  fake_net_advance(3000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_close(&socket);
}

void test_sockets_share_a_source(void) {
  struct fake_socket a;
  struct fake_socket b;
  fake_bound(&a, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&b, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_join(&a, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_advance(3000);
  fake_net_forget();
  fake_join(&b, "232.1.2.3", NULL, "10.0.0.9");
  fake_close(&a);
  TEST_ASSERT_EQUAL(0, reports()); /* the host's wish has not changed */
  fake_close(&b);
  TEST_ASSERT_EQUAL_STRING("BLOCK 9", records());
}

void test_from_any_source_to_some(void) {
  struct fake_socket any;
  struct fake_socket some;
  fake_bound(&any, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&some, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_join(&any, "232.1.2.3", NULL, NULL);
  fake_join(&some, "232.1.2.3", NULL, "10.0.0.9");
  TEST_ASSERT_EQUAL(0, reports()); /* version 2 has said more */
  fake_leave(&any, "232.1.2.3", NULL, NULL);
  TEST_ASSERT_EQUAL_STRING("TO_IN 9", records());
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("TO_IN 9", records());
  fake_net_datagram("10.0.0.9", 1, "232.1.2.3", 5000, "x", 1);
  fake_expect(&some, "x", "10.0.0.9", 1);
  fake_close(&any);
  fake_close(&some);
}

void test_from_some_sources_to_any(void) {
  struct fake_socket any;
  struct fake_socket some;
  struct fake_packet v2;
  fake_bound(&any, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&some, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_join(&some, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_advance(3000);
  fake_net_forget();
  fake_join(&any, "232.1.2.3", NULL, NULL);
  TEST_ASSERT_TRUE(fake_net_take(&v2));
  TEST_ASSERT_EQUAL_HEX8(0x16, v2.bytes[24]);
  fake_net_datagram("10.0.0.7", 1, "232.1.2.3", 5000, "x", 1);
  fake_expect(&any, "x", "10.0.0.7", 1);
  fake_expect_nothing(&some);
  fake_close(&some);
  fake_net_advance(3000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_close(&any);
}

void test_general_query_is_answered_within_its_time(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.8");
  fake_net_advance(3000);
  fake_net_forget();
  query_v4("224.0.0.1", "0.0.0.0", 12, 20, "");
  TEST_ASSERT_EQUAL(0, reports()); /* not at once: all hosts would */
  fake_net_advance(2100);
  TEST_ASSERT_EQUAL_STRING("IS_IN 8 9", records());
  fake_net_advance(5000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_close(&socket);
}

void test_group_query_and_source_query(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.8");
  fake_net_advance(3000);
  fake_net_forget();
  query_v4("232.1.2.3", "232.1.2.3", 12, 10, "");
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("IS_IN 8 9", records());
  query_v4("232.1.2.3", "232.1.2.3", 12, 10, "78");
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("IS_IN 8", records());
  query_v4("232.1.2.3", "232.1.2.3", 12, 10, "7");
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL(0, reports());
  fake_close(&socket);
}

void test_the_querier_sets_the_robustness(void) {
  struct fake_socket socket;
  uint8_t bytes[] = {0x46, 0xc0, 0,    36, 0, 0, 0,    0,  1, 2, 0, 0, 192, 168, 77, 1, 224, 0,
                     0,    1,    0x94, 4,  0, 0, 0x11, 10, 0, 0, 0, 0, 0,   0,   4,  0, 0,   0};
  uint16_t sum = fake_net_checksum(bytes + 24, 12, NULL, NULL, 0);
  bytes[26] = (uint8_t)(sum >> 8);
  bytes[27] = (uint8_t)sum;
  sum = fake_net_checksum(bytes, 24, NULL, NULL, 0);
  bytes[10] = (uint8_t)(sum >> 8);
  bytes[11] = (uint8_t)sum;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_inject(bytes, sizeof bytes, true);
  fake_net_advance(3000);
  fake_net_forget();
  fake_join(&socket, "232.1.2.4", NULL, "10.0.0.9");
  fake_net_advance(5000);
  TEST_ASSERT_EQUAL(4, reports());
  bytes[32] = 2;
  bytes[26] = bytes[27] = 0;
  sum = fake_net_checksum(bytes + 24, 12, NULL, NULL, 0);
  bytes[26] = (uint8_t)(sum >> 8);
  bytes[27] = (uint8_t)sum;
  fake_net_inject(bytes, sizeof bytes, true); /* back, for the other tests */
  fake_close(&socket);
}

void test_a_router_of_version_2_gets_version_2(void) {
  struct fake_socket socket;
  struct fake_packet v2;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_advance(3000);
  fake_net_forget();
  query_v4("224.0.0.1", "0.0.0.0", 8, 10, "");
  fake_net_advance(1500);
  TEST_ASSERT_TRUE(fake_net_take(&v2));
  TEST_ASSERT_EQUAL_HEX8(0x16, v2.bytes[24]);
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_join(&socket, "232.1.2.4", NULL, "10.0.0.9");
  TEST_ASSERT_TRUE(fake_net_take(&v2));
  TEST_ASSERT_EQUAL_HEX8(0x16, v2.bytes[24]);
  fake_net_datagram("10.0.0.9", 1, "232.1.2.4", 5000, "x", 1);
  fake_net_datagram("10.0.0.8", 1, "232.1.2.4", 5000, "y", 1);
  fake_expect(&socket, "x", "10.0.0.9", 1);
  fake_expect_nothing(&socket); /* the filter holds all the same */
  fake_net_advance(1500);
  fake_net_forget();
  fake_leave(&socket, "232.1.2.4", NULL, NULL);
  TEST_ASSERT_TRUE(fake_net_take(&v2));
  TEST_ASSERT_EQUAL_HEX8(0x17, v2.bytes[24]);
  fake_net_advance(270000); /* 260 s after its last query the old router is taken for gone */
  fake_net_forget();
  query_v4("224.0.0.1", "0.0.0.0", 12, 10, "");
  fake_net_advance(1500);
  TEST_ASSERT_EQUAL_STRING("IS_IN 9", records());
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_close(&socket);
}

void test_queries_are_heard_from_the_first_ordinary_join_on(void) {
  struct fake_socket socket;
  struct fake_packet v2;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "224.1.2.3", NULL, NULL);
  query_v4("224.0.0.1", "0.0.0.0", 8, 10, "");
  fake_net_advance(3000);
  fake_net_forget();
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  TEST_ASSERT_TRUE(fake_net_take(&v2));
  TEST_ASSERT_EQUAL_HEX8(0x16, v2.bytes[24]);
  fake_net_advance(20000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_net_advance(250000); /* and the router is forgotten in time without a query of another */
  fake_net_forget();
  fake_join(&socket, "232.1.2.4", NULL, "10.0.0.9");
  TEST_ASSERT_EQUAL_STRING("ALLOW 9", records());
  fake_close(&socket);
}

void test_mld_queries(void) {
  struct fake_socket socket;
  struct fake_packet v1;
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_join(&socket, "ff3e::1234", "::%en1", "fd77::9");
  fake_net_advance(3000);
  fake_net_forget();
  query_v6("ff02::1", "::", 28, 1000);
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("IS_IN 9", records());
  fake_net_forget();
  query_v6("ff3e::1234", "ff3e::1234", 28, 1000);
  fake_net_advance(1100);
  TEST_ASSERT_EQUAL_STRING("IS_IN 9", records());
  fake_net_forget();
  query_v6("ff02::1", "::", 24, 1000);
  fake_net_advance(1500);
  bool reported = false;
  while (fake_net_take(&v1)) {
    TEST_ASSERT_NOT_EQUAL(143, v1.bytes[48]);
    reported = reported || (v1.bytes[48] == 131 && v1.bytes[39] == 0x34);
  }
  TEST_ASSERT_TRUE(reported);
  fake_close(&socket);
}

void test_damaged_queries_are_passed_over(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_advance(3000);
  fake_net_forget();
  /* Twelve bytes that announce more sources than they hold, and lengths that no version has. */
  uint8_t bytes[] = {0x46, 0xc0, 0,    36, 0, 0, 0,    0,  1, 2, 0,   0, 192, 168, 77, 1, 224,  0,
                     0,    1,    0x94, 4,  0, 0, 0x11, 10, 0, 0, 232, 1, 2,   3,   2,  0, 0xff, 0xff};
  for (uint8_t size = 24; size <= sizeof bytes; size++) {
    bytes[3] = size;
    bytes[10] = bytes[11] = bytes[26] = bytes[27] = 0;
    uint16_t sum = fake_net_checksum(bytes + 24, size - 24u, NULL, NULL, 0);
    bytes[26] = (uint8_t)(sum >> 8);
    bytes[27] = (uint8_t)sum;
    sum = fake_net_checksum(bytes, 24, NULL, NULL, 0);
    bytes[10] = (uint8_t)(sum >> 8);
    bytes[11] = (uint8_t)sum;
    if (size != 32) { /* 8 bytes are a query of version 2 */
      fake_net_inject(bytes, size, false);
    }
  }
  fake_net_advance(5000);
  TEST_ASSERT_EQUAL(0, reports());
  fake_close(&socket);
}

void test_a_link_that_comes_back_is_told_again(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "10.0.0.9");
  fake_net_advance(3000);
  fake_net_forget();
  port_net_lock();
  netif_set_link_down(&fake_netif);
  netif_set_link_up(&fake_netif);
  port_net_unlock();
  fake_net_advance(2500);
  TEST_ASSERT_EQUAL_STRING("ALLOW 9", records());
  fake_close(&socket);
}

void test_reports_too_large_for_one_packet_are_split(void) {
  ip_addr_t group = IPADDR6_INIT_HOST(0xff3e0000, 0, 0, 0x1234);
  port_net_lock();
  net_report_begin(&fake_netif, true);
  net_report_record(NET_REPORT_IS_IN, &group);
  for (int i = 0; i < 100; i++) {
    net_report_source(&group);
  }
  net_report_end();
  port_net_unlock();
  TEST_ASSERT_TRUE(next_report());
  unsigned first = (unsigned)packet.bytes[58] << 8 | packet.bytes[59];
  TEST_ASSERT_LESS_OR_EQUAL(1280, packet.size);
  TEST_ASSERT_TRUE(next_report());
  unsigned second = (unsigned)packet.bytes[58] << 8 | packet.bytes[59];
  TEST_ASSERT_EQUAL(1, packet.bytes[55]);
  TEST_ASSERT_EQUAL(100, first + second);
  TEST_ASSERT_FALSE(next_report());
}
