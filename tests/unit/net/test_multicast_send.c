/* Multicast out: TTL, loopback, the interface, and never two copies. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static int use(struct fake_socket *socket, const char *iface) {
  struct net_addr addr = fake_addr(iface);
  return net_udp_set_multicast_interface(socket->net, &addr);
}

void test_defaults_are_ttl_1_and_one_copy_back(void) {
  struct fake_socket socket;
  struct fake_packet packet;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "224.1.2.3", NULL, NULL);
  fake_net_forget();
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "224.1.2.3", 5000));
  fake_net_run();
  TEST_ASSERT_EQUAL(1, fake_net_sent());
  TEST_ASSERT_TRUE(fake_net_take(&packet));
  TEST_ASSERT_EQUAL(1, packet.bytes[8]);
  fake_expect(&socket, "x", "192.168.77.2", 5000);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_the_same_over_ipv6(void) {
  struct fake_socket socket;
  struct fake_packet packet;
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_join(&socket, "ff02::1234", NULL, NULL);
  fake_net_forget();
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "ff02::1234", 5000)); /* no zone: the default interface */
  fake_net_run();
  TEST_ASSERT_EQUAL(1, fake_net_sent());
  TEST_ASSERT_TRUE(fake_net_take(&packet));
  TEST_ASSERT_EQUAL(1, packet.bytes[7]);
  fake_expect(&socket, "x", "fe80::2%en1", 5000);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_without_loopback_it_only_leaves(void) {
  struct fake_socket socket;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EBADF, net_udp_set_multicast_loopback(socket.net, false));
  fake_bind(&socket, "0.0.0.0", 5000, 0);
  fake_join(&socket, "224.1.2.3", NULL, NULL);
  fake_net_forget();
  TEST_ASSERT_EQUAL(0, net_udp_set_multicast_loopback(socket.net, false));
  fake_send(&socket, "x", "224.1.2.3", 5000);
  fake_net_run();
  TEST_ASSERT_EQUAL(1, fake_net_sent());
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_ttl_0_stays_on_the_host(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, 0);
  fake_join(&v4, "224.1.2.3", NULL, NULL);
  fake_join(&v6, "ff02::1234", NULL, NULL);
  fake_join(&v6, "ff01::1234", NULL, NULL);
  fake_net_advance(2000); /* repeated reports */
  fake_net_forget();
  TEST_ASSERT_EQUAL(0, net_udp_set_multicast_ttl(v4.net, 0));
  TEST_ASSERT_EQUAL(0, net_udp_set_multicast_ttl(v6.net, 0));
  TEST_ASSERT_EQUAL(1, fake_send(&v4, "4", "224.1.2.3", 5000));
  TEST_ASSERT_EQUAL(1, fake_send(&v6, "6", "ff02::1234", 5001));
  net_udp_set_multicast_ttl(v6.net, 9);
  TEST_ASSERT_EQUAL(1, fake_send(&v6, "i", "ff01::1234", 5001)); /* interface-local by its scope */
  fake_net_run();
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_expect(&v4, "4", "192.168.77.2", 5000);
  fake_expect(&v6, "6", "fe80::2%en1", 5001);
  fake_expect(&v6, "i", "fe80::2%en1", 5001);
  fake_close(&v4);
  fake_close(&v6);
}

void test_ttl_range(void) {
  struct fake_socket socket;
  struct fake_packet packet;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EBADF, net_udp_set_multicast_ttl(socket.net, 9));
  fake_bind(&socket, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_udp_set_multicast_ttl(socket.net, -1));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_udp_set_multicast_ttl(socket.net, 256));
  TEST_ASSERT_EQUAL(0, net_udp_set_multicast_ttl(socket.net, 255));
  fake_send(&socket, "x", "224.1.2.3", 5000);
  TEST_ASSERT_TRUE(fake_net_take(&packet));
  TEST_ASSERT_EQUAL(255, packet.bytes[8]);
  fake_close(&socket);
}

void test_the_interface_is_chosen_by_address_or_zone(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_open(&v4, 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EBADF, use(&v4, "127.0.0.1"));
  fake_bind(&v4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, 0);
  TEST_ASSERT_EQUAL(0, use(&v4, "127.0.0.1"));
  TEST_ASSERT_EQUAL(0, use(&v6, "::%lo0"));
  fake_send(&v4, "x", "224.1.2.3", 5000);
  fake_send(&v6, "x", "ff02::1234", 5001);
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  TEST_ASSERT_EQUAL(0, use(&v4, "192.168.77.2"));
  TEST_ASSERT_EQUAL(0, use(&v6, "::%en1"));
  fake_send(&v4, "x", "224.1.2.3", 5000);
  fake_send(&v6, "x", "ff02::1234", 5001);
  TEST_ASSERT_EQUAL(2, fake_net_sent());
  use(&v4, "127.0.0.1");
  use(&v6, "::%lo0");
  TEST_ASSERT_EQUAL(0, use(&v4, "0.0.0.0"));
  TEST_ASSERT_EQUAL(0, use(&v6, "::"));
  fake_send(&v4, "x", "224.1.2.3", 5000);
  fake_send(&v6, "x", "ff02::1234", 5001);
  TEST_ASSERT_EQUAL(4, fake_net_sent());
  fake_close(&v4);
  fake_close(&v6);
}

void test_no_such_interface(void) {
  struct fake_socket v4;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, use(&v4, "10.9.9.9"));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, use(&v4, "224.0.0.2"));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOPROTOOPT, use(&v4, "::%en1"));
  fake_close(&v4);
}

void test_on_the_loopback_interface_one_copy_arrives(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "224.1.2.3", "127.0.0.1", NULL);
  use(&socket, "127.0.0.1");
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "224.1.2.3", 5000));
  fake_net_run();
  fake_expect(&socket, "x", "127.0.0.1", 5000);
  fake_expect_nothing(&socket);
  net_udp_set_multicast_loopback(socket.net, false);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "y", "224.1.2.3", 5000));
  fake_net_run();
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_a_bound_address_chooses_the_interface(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "127.0.0.1", 5000, 0);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "224.1.2.3", 5000));
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_close(&socket);
}
