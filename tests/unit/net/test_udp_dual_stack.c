/* IPv6 sockets that take IPv4 too: mapped addresses in and out. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

void test_an_ipv4_sender_is_mapped(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect(&socket, "x", "::ffff:192.168.77.9", 1234);
  fake_close(&socket);
}

void test_a_mapped_destination_goes_out_as_ipv4(void) {
  struct fake_socket socket;
  struct fake_packet packet;
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "::ffff:192.168.77.9", 1234));
  TEST_ASSERT_TRUE(fake_net_take(&packet));
  TEST_ASSERT_EQUAL_HEX8(0x45, packet.bytes[0]);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){192, 168, 77, 9}), packet.bytes + 16, 4);
  fake_close(&socket);
}

void test_v6only_takes_no_ipv4(void) {
  struct fake_socket socket;
  struct fake_packet packet;
  fake_bound(&socket, 6, "::", 5000, NET_UDP_V6ONLY);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect_nothing(&socket);
  TEST_ASSERT_TRUE(fake_net_take(&packet)); /* nobody listens on that port of IPv4 */
  TEST_ASSERT_EQUAL(1, packet.bytes[9]);
  fake_net_datagram("fd77::9", 1234, "fd77::2", 5000, "y", 1);
  fake_expect(&socket, "y", "fd77::9", 1234);
  fake_close(&socket);
}

void test_v6only_from_the_constructor(void) {
  struct fake_socket v6;
  struct fake_socket v4;
  fake_open(&v6, 6, NET_UDP_V6ONLY);
  TEST_ASSERT_EQUAL(0, fake_bind(&v6, "::", 5000, 0));
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_close(&v6);
  fake_close(&v4);
}

void test_bound_to_a_mapped_address_it_is_ipv4(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::ffff:192.168.77.2", 5000, 0);
  TEST_ASSERT_EQUAL_STRING("::ffff:192.168.77.2 5000", fake_local(&socket));
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect(&socket, "x", "::ffff:192.168.77.9", 1234);
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, fake_send(&socket, "x", "fd77::1", 9));
  fake_close(&socket);
}

void test_bound_to_a_mapped_any_it_shows_so(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::ffff:0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL_STRING("::ffff:0.0.0.0 5000", fake_local(&socket));
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect(&socket, "x", "::ffff:192.168.77.9", 1234);
  fake_close(&socket);
}

void test_connected_to_a_mapped_peer(void) {
  struct fake_socket socket;
  struct net_addr addr;
  uint16_t port;
  char text[NET_ADDR_TEXT];
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&socket, "::ffff:192.168.77.9", 1234));
  TEST_ASSERT_EQUAL_STRING("::ffff:192.168.77.2 5000", fake_local(&socket));
  TEST_ASSERT_EQUAL(0, net_udp_remote(socket.net, &addr, &port));
  net_addr_format(&addr, text);
  TEST_ASSERT_EQUAL_STRING("::ffff:192.168.77.9", text);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect(&socket, "x", "::ffff:192.168.77.9", 1234);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", NULL, 0));
  TEST_ASSERT_EQUAL(1, fake_net_sent());
  fake_close(&socket);
}
