/* Sending: what goes out, from which address, and why it may not. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "config.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static const uint8_t *sent_packet(void) {
  static struct fake_packet packet;
  TEST_ASSERT_TRUE_MESSAGE(fake_net_take(&packet), "nothing was sent");
  return packet.bytes;
}

static unsigned get16(const uint8_t *at) { return (unsigned)at[0] << 8 | at[1]; }

void test_slices_become_one_datagram(void) {
  struct fake_socket socket;
  struct net_udp_slice slices[3] = {{(const uint8_t *)"ab", 2}, {NULL, 0}, {(const uint8_t *)"cde", 3}};
  struct net_addr to = fake_addr("192.168.77.1");
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(5, net_udp_send(socket.net, slices, 3, &to, 9));
  const uint8_t *packet = sent_packet();
  TEST_ASSERT_EQUAL(33, get16(packet + 2));
  TEST_ASSERT_EQUAL(64, packet[8]);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){192, 168, 77, 2, 192, 168, 77, 1}), packet + 12, 8);
  TEST_ASSERT_EQUAL(5000, get16(packet + 20));
  TEST_ASSERT_EQUAL(9, get16(packet + 22));
  TEST_ASSERT_EQUAL_STRING_LEN("abcde", packet + 28, 5);
  fake_close(&socket);
}

void test_no_slices_are_an_empty_datagram(void) {
  struct fake_socket socket;
  struct net_addr to = fake_addr("192.168.77.1");
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, net_udp_send(socket.net, NULL, 0, &to, 9));
  TEST_ASSERT_EQUAL(28, get16(sent_packet() + 2));
  fake_close(&socket);
}

void test_an_unbound_socket_gets_a_port(void) {
  struct fake_socket socket;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "192.168.77.1", 9));
  TEST_ASSERT_EQUAL_STRING_LEN("0.0.0.0 49", fake_local(&socket), 10);
  fake_close(&socket);
}

void test_the_largest_payloads(void) {
  static uint8_t data[70000];
  struct fake_socket v4;
  struct fake_socket v6;
  struct net_addr to4 = fake_addr("192.168.77.1");
  struct net_addr to6 = fake_addr("fd77::1");
  struct net_udp_slice slice = {data, NET_UDP_MAX_V4};
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, 0);
  TEST_ASSERT_EQUAL(65507, net_udp_send(v4.net, &slice, 1, &to4, 9));
  TEST_ASSERT_EQUAL(45, fake_net_sent());
  slice.size = NET_UDP_MAX_V4 + 1;
  TEST_ASSERT_EQUAL(ERR_CODE_EMSGSIZE, net_udp_send(v4.net, &slice, 1, &to4, 9));
  fake_net_forget();
  slice.size = NET_UDP_MAX_V6;
  TEST_ASSERT_EQUAL(65487, net_udp_send(v6.net, &slice, 1, &to6, 9));
  slice.size = NET_UDP_MAX_V6 + 1;
  TEST_ASSERT_EQUAL(ERR_CODE_EMSGSIZE, net_udp_send(v6.net, &slice, 1, &to6, 9));
  fake_close(&v4);
  fake_close(&v6);
}

void test_sizes_that_wrap_16_or_64_bits(void) {
  struct fake_socket socket;
  struct net_addr to = fake_addr("192.168.77.1");
  static uint8_t data[65536];
  struct net_udp_slice slices[4] = {{data, 65536}, {data, 65536}, {data, 65536}, {data, 65536}};
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EMSGSIZE, net_udp_send(socket.net, slices, 4, &to, 9));
  slices[0].size = SIZE_MAX - 10;
  TEST_ASSERT_EQUAL(ERR_CODE_EMSGSIZE, net_udp_send(socket.net, slices, 2, &to, 9));
  slices[0].size = 60000;
  slices[1].size = 5508;
  TEST_ASSERT_EQUAL(ERR_CODE_EMSGSIZE, net_udp_send(socket.net, slices, 2, &to, 9));
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_close(&socket);
}

void test_large_datagrams_come_back_over_loopback(void) {
  static uint8_t data[NET_UDP_MAX_V4];
  static uint8_t back[NET_UDP_MAX_V4];
  struct fake_socket socket;
  struct net_addr to = fake_addr("127.0.0.1");
  struct net_udp_slice slice = {data, sizeof data};
  struct net_udp_info info;
  for (size_t i = 0; i < sizeof data; i++) {
    data[i] = (uint8_t)(i * 31 >> 3);
  }
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(65507, net_udp_send(socket.net, &slice, 1, &to, 5000));
  fake_net_run();
  TEST_ASSERT_EQUAL(1, net_udp_peek(socket.net, &info));
  TEST_ASSERT_EQUAL(65507, info.size);
  TEST_ASSERT_EQUAL(0, net_udp_take(socket.net, back));
  TEST_ASSERT_EQUAL_MEMORY(data, back, sizeof data);
  fake_close(&socket);
}

void test_broadcast_needs_permission(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EACCES, fake_send(&socket, "x", "255.255.255.255", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_EACCES, fake_send(&socket, "x", "192.168.77.255", 9));
  TEST_ASSERT_EQUAL(0, net_udp_set_broadcast(socket.net, true));
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "255.255.255.255", 9));
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "192.168.77.255", 9));
  TEST_ASSERT_EQUAL(2, fake_net_sent());
  fake_close(&socket);
}

static void set_own_address(const char *text) {
  ip4_addr_t own;
  TEST_ASSERT_TRUE(ip4addr_aton(text, &own));
  port_net_lock();
  netif_set_ipaddr(&fake_netif, &own);
  port_net_unlock();
}

void test_a_broadcast_at_an_address_that_is_one_leaves_nothing(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, net_udp_set_broadcast(socket.net, true));
  set_own_address("255.255.255.255");
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "255.255.255.255", 9));
  fake_net_run();
  set_own_address("192.168.77.2");
  fake_close(&socket); /* fake_net_end() looks at the heap */
}

void test_any_means_this_host(void) {
  struct fake_socket v4;
  struct fake_socket own;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&own, 4, "192.168.77.2", 5001, 0);
  fake_bound(&v6, 6, "::", 5002, 0);
  TEST_ASSERT_EQUAL(1, fake_send(&v4, "a", "0.0.0.0", 5000));
  TEST_ASSERT_EQUAL(1, fake_send(&own, "b", "0.0.0.0", 5001));
  TEST_ASSERT_EQUAL(1, fake_send(&v6, "c", "::", 5002));
  fake_net_run();
  fake_expect(&v4, "a", "127.0.0.1", 5000);
  fake_expect(&own, "b", "192.168.77.2", 5001);
  fake_expect(&v6, "c", "::1", 5002);
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_close(&v4);
  fake_close(&own);
  fake_close(&v6);
}

void test_own_addresses_are_reached_without_a_link(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  port_net_lock();
  netif_set_link_down(&fake_netif);
  port_net_unlock();
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "a", "::ffff:192.168.77.2", 5000));
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "b", "fd77::2", 5000));
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, fake_send(&socket, "c", "::ffff:192.168.77.1", 5000));
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, fake_send(&socket, "d", "fd77::1", 5000));
  fake_net_run();
  fake_expect(&socket, "a", "::ffff:192.168.77.2", 5000);
  fake_expect(&socket, "b", "fd77::2", 5000);
  port_net_lock();
  netif_set_link_up(&fake_netif);
  port_net_unlock();
  fake_close(&socket);
}

void test_wrong_destinations(void) {
  struct fake_socket v4;
  struct fake_socket v6only;
  struct fake_socket loopback;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6only, 6, "::", 5001, NET_UDP_V6ONLY);
  fake_bound(&loopback, 4, "127.0.0.1", 5002, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_send(&v4, "x", "::1", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_send(&v6only, "x", "127.0.0.1", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, fake_send(&v6only, "x", "::ffff:127.0.0.1", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_send(&loopback, "x", "192.168.77.1", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_send(&v4, "x", "192.168.77.1", 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EDESTADDRREQ, fake_send(&v4, "x", NULL, 9));
  fake_close(&v4);
  fake_close(&v6only);
  fake_close(&loopback);
}

void test_no_memory_is_no_buffers(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_net_fail_after(0);
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_send(&socket, "x", "192.168.77.1", 9));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_send(&socket, "x", "127.0.0.1", 9));
  fake_net_fail_after(1);
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_send(&socket, "x", "127.0.0.1", 9));
  fake_net_fail_after(-1);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "127.0.0.1", 9));
  fake_close(&socket);
}

void test_link_local_destinations_need_no_zone(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "fe80::9", 9));
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "fe80::9%en1", 9));
  TEST_ASSERT_EQUAL(2, fake_net_sent());
  TEST_ASSERT_EQUAL_HEX8(0x02, sent_packet()[23]); /* from fe80::2 */
  fake_close(&socket);
}

void test_ttl(void) {
  struct fake_socket socket;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EBADF, net_udp_set_ttl(socket.net, 5));
  fake_bind(&socket, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_udp_set_ttl(socket.net, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_udp_set_ttl(socket.net, 256));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_udp_set_ttl(socket.net, -1));
  TEST_ASSERT_EQUAL(0, net_udp_set_ttl(socket.net, 5));
  fake_send(&socket, "x", "192.168.77.1", 9);
  TEST_ASSERT_EQUAL(5, sent_packet()[8]);
  fake_close(&socket);
}

void test_buffer_sizes(void) {
  struct fake_socket socket;
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EBADF, net_udp_buffer_size(socket.net, false, 0));
  fake_bind(&socket, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(CONFIG_UDP_RECV_BUFFER, net_udp_buffer_size(socket.net, false, 0));
  TEST_ASSERT_EQUAL(CONFIG_UDP_SEND_BUFFER, net_udp_buffer_size(socket.net, true, 0));
  TEST_ASSERT_EQUAL(1234, net_udp_buffer_size(socket.net, true, 1234));
  TEST_ASSERT_EQUAL(1234, net_udp_buffer_size(socket.net, true, 0));
  TEST_ASSERT_EQUAL(CONFIG_UDP_RECV_BUFFER, net_udp_buffer_size(socket.net, false, 0));
  TEST_ASSERT_EQUAL(CONFIG_UDP_RECV_BUFFER_MAX, net_udp_buffer_size(socket.net, false, 0x7fffffff));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_udp_buffer_size(socket.net, false, 0x80000000));
  fake_close(&socket);
}
