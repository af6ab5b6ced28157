/* Group memberships belong to sockets: who may join and leave what, and what then arrives. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "config.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static void hear(const char *group, const char *text) {
  fake_net_datagram(strchr(group, ':') == NULL ? "192.168.77.9" : "fd77::9", 1234, group, 5000, text, strlen(text));
}

void test_a_group_is_heard_between_join_and_leave(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  hear("224.1.2.3", "early");
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", NULL, NULL));
  hear("224.1.2.3", "heard");
  hear("224.1.2.4", "another group");
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "224.1.2.3", NULL, NULL));
  hear("224.1.2.3", "late");
  fake_expect(&socket, "heard", "192.168.77.9", 1234);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_the_same_over_ipv6(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  hear("ff02::1234", "early");
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "ff02::1234", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "ff0e::1234", "::%en1", NULL));
  hear("ff02::1234", "link");
  hear("ff0e::1234", "world");
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "ff02::1234", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "ff0e::1234", "::%en1", NULL));
  hear("ff02::1234", "late");
  fake_expect(&socket, "link", "fd77::9", 1234);
  fake_expect(&socket, "world", "fd77::9", 1234);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_second_joins_and_foreign_leaves(void) {
  struct fake_socket a;
  struct fake_socket b;
  fake_bound(&a, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&b, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  TEST_ASSERT_EQUAL(0, fake_join(&a, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_join(&a, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_join(&a, "224.1.2.3", "0.0.0.0", NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&a, "224.1.2.3", "192.168.77.2", NULL)); /* another interface is another membership */
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_join(&a, "224.1.2.3", "192.168.77.2", NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&b, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&a, "224.1.2.4", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&b, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&a, "224.1.2.3", "192.168.77.2", NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&a, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&a, "224.1.2.3", NULL, NULL));
  hear("224.1.2.3", "still joined by b");
  fake_expect(&b, "still joined by b", "192.168.77.9", 1234);
  fake_close(&a);
  fake_close(&b);
}

void test_what_cannot_be_joined(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  struct fake_socket v6only;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, 0);
  fake_bound(&v6only, 6, "::", 5002, NET_UDP_V6ONLY);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v4, "192.168.77.9", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v6, "2001:db8::1", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&v4, "192.168.77.9", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_leave(&v6, "2001:db8::1", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_ENODEV, fake_join(&v4, "224.1.2.3", "10.9.9.9", NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v4, "224.1.2.3", "::1", NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOPROTOOPT, fake_join(&v4, "ff02::1234", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v6only, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v4, "232.1.2.3", NULL, "::1"));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v4, "232.1.2.3", NULL, "224.0.0.5"));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_join(&v4, "232.1.2.3", NULL, "0.0.0.0"));
  TEST_ASSERT_EQUAL(0, fake_join(&v6, "224.1.2.3", NULL, NULL)); /* a dual-stack socket may */
  fake_net_datagram("192.168.77.9", 1234, "224.1.2.3", 5001, "x", 1);
  fake_expect(&v6, "x", "::ffff:192.168.77.9", 1234);
  fake_close(&v4);
  fake_close(&v6);
  fake_close(&v6only);
}

void test_closing_leaves_all(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "ff02::1234", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "232.1.2.3", NULL, "192.168.77.9"));
  fake_net_forget();
  fake_close(&socket);
  fake_bound(&socket, 6, "::", 5000, 0);
  hear("224.1.2.3", "x");
  hear("ff02::1234", "x");
  hear("232.1.2.3", "x");
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_an_unbound_socket_is_bound(void) {
  struct fake_socket socket;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL_STRING_LEN("0.0.0.0 49", fake_local(&socket), 10);
  fake_close(&socket);
}

void test_the_table_is_bounded(void) {
  struct fake_socket greedy;
  struct fake_socket other;
  char group[16] = "224.1.2.x";
  fake_bound(&greedy, 4, "0.0.0.0", 5000, 0);
  fake_bound(&other, 4, "0.0.0.0", 5001, 0);
  for (int i = 0; i < CONFIG_MEMBERSHIPS; i++) {
    struct fake_socket *socket = i < CONFIG_SHARE(CONFIG_MEMBERSHIPS) ? &greedy : &other;
    group[8] = (char)('0' + i);
    if (socket == &other) { /* the rest is not for one that has its share */
      TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_join(&greedy, group, NULL, NULL));
    }
    TEST_ASSERT_EQUAL(0, fake_join(socket, group, NULL, NULL));
  }
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_join(&other, "224.1.2.99", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&greedy, "224.1.2.0", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&other, "224.1.2.99", NULL, NULL));
  fake_close(&greedy);
  fake_close(&other);
}

void test_the_group_of_all_nodes_needs_no_room(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.0.0.1", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "ff02::1", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_net_sent()); /* and no report */
  hear("224.0.0.1", "4");
  hear("ff02::1", "6");
  fake_expect(&socket, "4", "::ffff:192.168.77.9", 1234);
  fake_expect(&socket, "6", "fd77::9", 1234);
  fake_close(&socket);
}

void test_membership_of_another_interface_does_not_count(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", "127.0.0.1", NULL));
  hear("224.1.2.3", "from the wire");
  fake_expect_nothing(&socket);
  TEST_ASSERT_EQUAL(0, net_udp_set_multicast_interface(socket.net, &(struct net_addr){4, 0, {127, 0, 0, 1}}));
  TEST_ASSERT_EQUAL(5, fake_send(&socket, "local", "224.1.2.3", 5000));
  fake_net_run();
  fake_expect(&socket, "local", "127.0.0.1", 5000);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&socket, "224.1.2.3", "192.168.77.2", NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "224.1.2.3", NULL, NULL));
  fake_close(&socket);
}

void test_two_sockets_hear_one_group(void) {
  struct fake_socket a;
  struct fake_socket b;
  fake_bound(&a, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&b, 4, "224.1.2.3", 5000, NET_UDP_REUSEADDR);
  TEST_ASSERT_EQUAL(0, fake_join(&a, "224.1.2.3", NULL, NULL));
  hear("224.1.2.3", "x");
  fake_expect(&a, "x", "192.168.77.9", 1234);
  fake_expect(&b, "x", "192.168.77.9", 1234); /* bound to the group, and the host has joined */
  fake_close(&a);
  fake_close(&b);
}
