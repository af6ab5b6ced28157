/* Several sockets on one port: unicast goes to the best match, the last bound of equals; broadcast goes to all. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

void test_unicast_goes_to_the_last_bound(void) {
  struct fake_socket a;
  struct fake_socket b;
  fake_bound(&a, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&b, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect_nothing(&a);
  fake_expect(&b, "x", "192.168.77.9", 1234);
  fake_close(&b);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "y", 1);
  fake_expect(&a, "y", "192.168.77.9", 1234);
  fake_close(&a);
}

void test_a_bound_address_is_preferred(void) {
  struct fake_socket exact;
  struct fake_socket any;
  fake_bound(&exact, 4, "192.168.77.2", 5000, NET_UDP_REUSEADDR);
  fake_bound(&any, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_expect(&exact, "x", "192.168.77.9", 1234);
  fake_expect_nothing(&any);
  fake_close(&exact);
  fake_close(&any);
}

void test_a_connected_socket_is_preferred(void) {
  struct fake_socket connected;
  struct fake_socket other;
  fake_bound(&connected, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_connect(&connected, "192.168.77.9", 1234);
  fake_bound(&other, 4, "192.168.77.2", 5000, NET_UDP_REUSEADDR);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_net_datagram("192.168.77.9", 1235, "192.168.77.2", 5000, "y", 1);
  fake_net_datagram("192.168.77.8", 1234, "192.168.77.2", 5000, "z", 1);
  fake_expect(&connected, "x", "192.168.77.9", 1234);
  fake_expect_nothing(&connected);
  fake_expect(&other, "y", "192.168.77.9", 1235);
  fake_expect(&other, "z", "192.168.77.8", 1234);
  fake_close(&connected);
  fake_close(&other);
}

void test_one_family_is_preferred_to_both(void) {
  struct fake_socket both;
  struct fake_socket v4;
  fake_bound(&v4, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&both, 6, "::", 5000, NET_UDP_REUSEADDR);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "4", 1);
  fake_net_datagram("fd77::9", 1234, "fd77::2", 5000, "6", 1);
  fake_expect(&v4, "4", "192.168.77.9", 1234);
  fake_expect(&both, "6", "fd77::9", 1234);
  fake_expect_nothing(&both);
  fake_close(&v4);
  fake_close(&both);
}

void test_broadcast_goes_to_all_that_match(void) {
  struct fake_socket a;
  struct fake_socket b;
  struct fake_socket exact;
  struct fake_socket elsewhere;
  fake_bound(&a, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&b, 6, "::", 5000, NET_UDP_REUSEADDR);
  fake_bound(&exact, 4, "192.168.77.2", 5000, NET_UDP_REUSEADDR);
  fake_bound(&elsewhere, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_connect(&elsewhere, "192.168.77.8", 1234);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.255", 5000, "x", 1);
  fake_net_datagram("192.168.77.9", 1234, "255.255.255.255", 5000, "y", 1);
  fake_expect(&a, "x", "192.168.77.9", 1234);
  fake_expect(&a, "y", "192.168.77.9", 1234);
  fake_expect(&b, "x", "::ffff:192.168.77.9", 1234);
  fake_expect(&b, "y", "::ffff:192.168.77.9", 1234);
  fake_expect_nothing(&exact);
  fake_expect_nothing(&elsewhere);
  fake_close(&a);
  fake_close(&b);
  fake_close(&exact);
  fake_close(&elsewhere);
}

void test_broadcast_without_a_taker_is_not_unreachable(void) {
  struct fake_socket exact;
  fake_bound(&exact, 4, "192.168.77.2", 5000, 0);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.255", 5000, "x", 1);
  fake_expect_nothing(&exact);
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_close(&exact);
}

void test_one_datagram_shared_by_rings_is_freed_once(void) {
  struct fake_socket sockets[4];
  for (int i = 0; i < 4; i++) {
    fake_bound(&sockets[i], 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  }
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.255", 5000, "shared", 6);
  fake_expect(&sockets[2], "shared", "192.168.77.9", 1234);
  fake_close(&sockets[0]);
  fake_expect(&sockets[1], "shared", "192.168.77.9", 1234);
  fake_close(&sockets[1]);
  fake_close(&sockets[2]);
  fake_expect(&sockets[3], "shared", "192.168.77.9", 1234);
  fake_close(&sockets[3]);
}
