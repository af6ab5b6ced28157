/* connect: one peer, the chosen source, the way back. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "lwip/raw.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

void test_the_chosen_source_is_shown_and_taken_back(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  struct net_addr addr;
  uint16_t port;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&v4, "192.168.77.9", 1234));
  TEST_ASSERT_EQUAL_STRING("192.168.77.2 5000", fake_local(&v4));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_connect(&v6, "fe80::9", 1234));
  TEST_ASSERT_EQUAL(0, fake_connect(&v6, "fe80::9%en1", 1234));
  TEST_ASSERT_EQUAL_STRING("fe80::2%en1 5001", fake_local(&v6));
  TEST_ASSERT_EQUAL(0, net_udp_disconnect(v4.net));
  TEST_ASSERT_EQUAL(0, net_udp_disconnect(v6.net));
  TEST_ASSERT_EQUAL_STRING("0.0.0.0 5000", fake_local(&v4));
  TEST_ASSERT_EQUAL_STRING(":: 5001", fake_local(&v6));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOTCONN, net_udp_disconnect(v4.net));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOTCONN, net_udp_remote(v4.net, &addr, &port));
  TEST_ASSERT_EQUAL(0, fake_connect(&v6, "fd77::9", 1234));
  TEST_ASSERT_EQUAL_STRING("fd77::2 5001", fake_local(&v6));
  TEST_ASSERT_EQUAL(0, net_udp_disconnect(v6.net));
  TEST_ASSERT_EQUAL(0, fake_connect(&v6, "::1", 1234));
  TEST_ASSERT_EQUAL_STRING("::1 5001", fake_local(&v6));
  fake_close(&v4);
  fake_close(&v6);
}

void test_nothing_leaves_from_an_address_of_before(void) {
  struct fake_socket bound;
  struct fake_socket any;
  ip4_addr_t old = *netif_ip4_addr(&fake_netif);
  ip4_addr_t now;
  fake_bound(&bound, 4, "192.168.77.2", 5000, 0);
  fake_bound(&any, 4, "0.0.0.0", 5001, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&any, "239.1.2.3", "192.168.77.2", NULL));
  IP4_ADDR(&now, 192, 168, 77, 77);
  port_net_lock();
  netif_set_ipaddr(&fake_netif, &now);
  port_net_unlock();
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_send(&bound, "x", "192.168.77.1", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_connect(&bound, "192.168.77.1", 9));
  TEST_ASSERT_EQUAL(1, fake_send(&any, "x", "192.168.77.1", 9));
  TEST_ASSERT_EQUAL(0, fake_leave(&any, "239.1.2.3", "192.168.77.2", NULL)); /* by the name it was joined by */
  TEST_ASSERT_EQUAL(0, fake_join(&any, "239.1.2.3", "192.168.77.77", NULL));
  fake_close(&bound);
  fake_close(&any);
  port_net_lock();
  netif_set_ipaddr(&fake_netif, &old);
  port_net_unlock();
  fake_net_forget();
}

void test_an_unbound_socket_is_bound(void) {
  struct fake_socket socket;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&socket, "127.0.0.1", 1234));
  TEST_ASSERT_EQUAL_STRING_LEN("127.0.0.1 49", fake_local(&socket), 12);
  fake_close(&socket);
}

void test_any_is_this_host(void) {
  struct fake_socket socket;
  struct net_addr addr;
  uint16_t port;
  char text[NET_ADDR_TEXT];
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&socket, "0.0.0.0", 1234));
  net_udp_remote(socket.net, &addr, &port);
  net_addr_format(&addr, text);
  TEST_ASSERT_EQUAL_STRING("127.0.0.1", text);
  fake_close(&socket);
}

void test_only_the_peers_datagrams_arrive(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_connect(&socket, "192.168.77.9", 1234);
  fake_net_datagram("192.168.77.8", 1234, "192.168.77.2", 5000, "no", 2);
  fake_net_datagram("192.168.77.9", 1235, "192.168.77.2", 5000, "no", 2);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "yes", 3);
  fake_expect(&socket, "yes", "192.168.77.9", 1234);
  fake_expect_nothing(&socket);
  net_udp_disconnect(socket.net);
  fake_net_datagram("192.168.77.8", 1234, "192.168.77.2", 5000, "again", 5);
  fake_expect(&socket, "again", "192.168.77.8", 1234);
  fake_close(&socket);
}

void test_queued_datagrams_of_others_are_dropped(void) {
  struct fake_socket socket;
  struct net_udp_stats stats;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_net_datagram("192.168.77.8", 1, "192.168.77.2", 5000, "no", 2);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "one", 3);
  fake_net_datagram("192.168.77.8", 2, "192.168.77.2", 5000, "no", 2);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "two", 3);
  fake_net_datagram("192.168.77.8", 3, "192.168.77.2", 5000, "no", 2);
  fake_connect(&socket, "192.168.77.9", 1234);
  net_udp_stats(socket.net, &stats);
  TEST_ASSERT_EQUAL(2, stats.queued);
  TEST_ASSERT_EQUAL(6, stats.queued_bytes);
  TEST_ASSERT_EQUAL(3, stats.dropped);
  fake_expect(&socket, "one", "192.168.77.9", 1234);
  fake_expect(&socket, "two", "192.168.77.9", 1234);
  fake_expect_nothing(&socket);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "three", 5);
  fake_expect(&socket, "three", "192.168.77.9", 1234);
  fake_close(&socket);
}

void test_errors(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_connect(&socket, "192.168.77.9", 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_connect(&socket, "::1", 1));
  TEST_ASSERT_EQUAL(ERR_CODE_EACCES, fake_connect(&socket, "192.168.77.255", 1));
  TEST_ASSERT_EQUAL(0, fake_connect(&socket, "192.168.77.9", 1));
  TEST_ASSERT_EQUAL(ERR_CODE_EISCONN, fake_connect(&socket, "192.168.77.9", 1));
  TEST_ASSERT_EQUAL(ERR_CODE_EISCONN, fake_send(&socket, "x", "192.168.77.9", 1));
  fake_close(&socket);
}

void test_no_pcb_for_icmp_is_no_memory(void) {
  struct fake_socket socket;
  struct raw_pcb *pcbs[MEMP_NUM_RAW_PCB];
  port_net_lock();
  for (int i = 0; i < MEMP_NUM_RAW_PCB; i++) {
    pcbs[i] = raw_new(IP_PROTO_UDPLITE);
  }
  raw_remove(pcbs[0]); /* one for UDP, */
  raw_remove(pcbs[1]); /* and one of the two for ICMP */
  port_net_unlock();
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_ENOMEM, fake_connect(&socket, "192.168.77.9", 1));
  TEST_ASSERT_EQUAL_STRING("0.0.0.0 5000", fake_local(&socket));
  fake_close(&socket);
  port_net_lock();
  for (int i = 2; i < MEMP_NUM_RAW_PCB; i++) {
    raw_remove(pcbs[i]);
  }
  port_net_unlock();
}
