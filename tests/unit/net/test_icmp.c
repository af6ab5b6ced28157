/* ICMP port unreachable reaches the connected socket it is about, and nobody else. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "net/counters.h"

/* What a test may have otherwise than it should be. */
static const char *sender;
static const char *receiver;
static size_t quote_limit;

void setUp(void) {
  sender = receiver = NULL;
  quote_limit = 128;
  fake_net_start();
}
void tearDown(void) { fake_net_end(); }

/* An ICMP or ICMPv6 message to en1 that quotes a datagram from local to remote. */
static void unreachable(const char *local, uint16_t local_port, const char *remote, uint16_t remote_port, uint8_t type,
                        uint8_t code, bool intact) {
  uint8_t quoted[128];
  uint8_t packet[256] = {0};
  struct net_addr from = fake_addr(sender != NULL ? sender : remote);
  struct net_addr to = fake_addr(receiver != NULL ? receiver : local);
  bool v6 = from.family == 6;
  size_t size = fake_net_build(quoted, local, local_port, remote, remote_port, "data", 4);
  size = size < quote_limit ? size : quote_limit;
  size_t header = v6 ? 40 : 20;
  uint8_t *icmp = packet + header;
  icmp[0] = type;
  icmp[1] = code;
  memcpy(icmp + 8, quoted, size);
  uint16_t sum = fake_net_checksum(icmp, 8 + size, &from, &to, v6 ? 58 : 0);
  icmp[2] = (uint8_t)(sum >> 8);
  icmp[3] = (uint8_t)(intact ? sum : sum ^ 1);
  if (v6) {
    packet[0] = 0x60;
    packet[5] = (uint8_t)(8 + size);
    packet[6] = 58;
    packet[7] = 64;
    memcpy(packet + 8, from.bytes, 16);
    memcpy(packet + 24, to.bytes, 16);
  } else {
    packet[0] = 0x45;
    packet[3] = (uint8_t)(28 + size);
    packet[8] = 64;
    packet[9] = 1;
    memcpy(packet + 12, from.bytes, 4);
    memcpy(packet + 16, to.bytes, 4);
    sum = fake_net_checksum(packet, 20, NULL, NULL, 0);
    packet[10] = (uint8_t)(sum >> 8);
    packet[11] = (uint8_t)sum;
  }
  fake_net_inject(packet, header + 8 + size, true);
}

static int error_of(struct fake_socket *socket) {
  struct net_udp_info info;
  return net_udp_peek(socket->net, &info);
}

void test_the_connected_socket_is_refused_once(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_connect(&socket, "192.168.77.9", 1234);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 3, true);
  fake_net_run();
  TEST_ASSERT_EQUAL(1, socket.events);
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&socket));
  TEST_ASSERT_EQUAL(0, error_of(&socket));
  fake_close(&socket);
}

void test_the_same_over_ipv6(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&socket, "fe80::9%en1", 1234));
  unreachable("fe80::2", 5000, "fe80::9", 1234, 1, 4, true);
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&socket));
  fake_close(&socket);
}

void test_a_mapped_peer_is_refused_by_icmp_of_ipv4(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_connect(&socket, "::ffff:192.168.77.9", 1234);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 3, true);
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&socket));
  fake_close(&socket);
}

void test_an_unconnected_socket_hears_nothing(void) {
  struct fake_socket socket;
  struct fake_socket listening;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_bound(&listening, 4, "0.0.0.0", 5001, 0); /* so that ICMP is listened to */
  fake_connect(&listening, "192.168.77.9", 1);
  fake_send(&socket, "x", "192.168.77.9", 1234);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 3, true);
  TEST_ASSERT_EQUAL(0, error_of(&socket));
  fake_close(&socket);
  fake_close(&listening);
}

void test_quotes_of_others_damaged_ones_and_other_codes_are_passed_over(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_connect(&socket, "192.168.77.9", 1234);
  unreachable("192.168.77.2", 5001, "192.168.77.9", 1234, 3, 3, true);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1235, 3, 3, true);
  unreachable("192.168.77.2", 5000, "192.168.77.8", 1234, 3, 3, true);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 3, false);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 1, true);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 11, 0, true);
  TEST_ASSERT_EQUAL(0, error_of(&socket));
  fake_close(&socket);
}

static void expect_disbelief(struct fake_socket *socket, bool v6) {
  uint32_t before[NET_COUNTER_COUNT];
  uint32_t after[NET_COUNTER_COUNT];
  net_counters_read(before);
  unreachable(v6 ? "fd77::2" : "192.168.77.2", 5000, v6 ? "fd77::9" : "192.168.77.9", 1234, v6 ? 1 : 3, v6 ? 4 : 3,
              true);
  net_counters_read(after);
  TEST_ASSERT_EQUAL(0, error_of(socket));
  TEST_ASSERT_EQUAL_UINT32(before[NET_COUNTER_UNREACHABLE] + 1, after[NET_COUNTER_UNREACHABLE]);
}

void test_nobody_but_the_peer_refuses(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5000, NET_UDP_V6ONLY);
  fake_connect(&v4, "192.168.77.9", 1234);
  fake_connect(&v6, "fd77::9", 1234);
  sender = "192.168.77.8";
  expect_disbelief(&v4, false);
  sender = "fd77::8";
  expect_disbelief(&v6, true);
  sender = NULL;
  receiver = "192.168.77.255";
  expect_disbelief(&v4, false);
  receiver = "ff02::1";
  expect_disbelief(&v6, true);
  fake_close(&v4);
  fake_close(&v6);
}

void test_eight_bytes_of_the_datagram_are_quoted(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5000, NET_UDP_V6ONLY);
  fake_connect(&v4, "192.168.77.9", 1234);
  fake_connect(&v6, "fd77::9", 1234);
  for (quote_limit = 24; quote_limit < 28; quote_limit++) {
    expect_disbelief(&v4, false);
  }
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 3, true);
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&v4));
  for (quote_limit = 44; quote_limit < 48; quote_limit++) {
    unreachable("fd77::2", 5000, "fd77::9", 1234, 1, 4, true);
    TEST_ASSERT_EQUAL(0, error_of(&v6));
  }
  unreachable("fd77::2", 5000, "fd77::9", 1234, 1, 4, true);
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&v6));
  fake_close(&v4);
  fake_close(&v6);
}

void test_messages_cut_short_are_passed_over(void) {
  struct fake_socket socket;
  uint8_t packet[20 + 8 + 20 + 4] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, 1, 0, 0, 192, 168, 77, 9, 192, 168, 77, 2, 3, 3};
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_connect(&socket, "192.168.77.9", 1234);
  for (size_t size = 20; size <= sizeof packet; size++) {
    packet[3] = (uint8_t)size;
    packet[10] = packet[11] = 0;
    uint16_t sum = fake_net_checksum(packet, 20, NULL, NULL, 0);
    packet[10] = (uint8_t)(sum >> 8);
    packet[11] = (uint8_t)sum;
    fake_net_inject(packet, size, false);
  }
  TEST_ASSERT_EQUAL(0, error_of(&socket));
  fake_close(&socket);
}

void test_disconnected_it_hears_no_more(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_connect(&socket, "192.168.77.9", 1234);
  unreachable("192.168.77.2", 5000, "192.168.77.9", 1234, 3, 3, true);
  net_udp_disconnect(socket.net);
  TEST_ASSERT_EQUAL(0, error_of(&socket));
  fake_close(&socket);
}

void test_over_loopback_from_the_stack_itself(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, 0);
  fake_connect(&v4, "127.0.0.1", 9);
  fake_connect(&v6, "::1", 9);
  TEST_ASSERT_EQUAL(1, fake_send(&v4, "x", NULL, 0));
  TEST_ASSERT_EQUAL(1, fake_send(&v6, "x", NULL, 0));
  fake_net_run();
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&v4));
  TEST_ASSERT_EQUAL(ERR_CODE_ECONNREFUSED, error_of(&v6));
  TEST_ASSERT_EQUAL(1, fake_send(&v4, "x", NULL, 0)); /* the socket lives on */
  fake_close(&v4);
  fake_close(&v6);
}
