/* Receiving: bytes, sender and port arrive; the ring is bounded in bytes, datagrams and buffers of drivers; what
 * does not fit is dropped and counted. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "lwip/memp.h"
#include "lwip/priv/memp_priv.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static struct net_udp_stats stats_of(struct fake_socket *socket) {
  struct net_udp_stats stats;
  net_udp_stats(socket->net, &stats);
  return stats;
}

static unsigned pool_pbufs(void) { return (unsigned)memp_pools[MEMP_PBUF_POOL]->stats->used; }

void test_a_datagram_arrives_with_its_sender(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "hello", 5);
  fake_net_run();
  TEST_ASSERT_EQUAL(1, socket.events);
  fake_expect(&socket, "hello", "192.168.77.9", 1234);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_an_empty_datagram_is_one(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "", 0);
  fake_expect(&socket, "", "192.168.77.9", 1234);
  fake_close(&socket);
}

void test_order_is_kept(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (char c = 'a'; c <= 'z'; c++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, &c, 1);
  }
  for (char c = 'a'; c <= 'z'; c++) {
    char text[2] = {c, 0};
    fake_expect(&socket, text, "192.168.77.9", 1234);
  }
  fake_close(&socket);
}

void test_a_link_local_sender_has_its_zone(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_net_datagram("fe80::9", 1234, "fe80::2", 5000, "x", 1);
  fake_expect(&socket, "x", "fe80::9%en1", 1234);
  fake_close(&socket);
}

void test_bytes_bound_the_ring(void) {
  struct fake_socket socket;
  uint8_t data[1000] = {0};
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(2500, net_udp_buffer_size(socket.net, false, 2500));
  for (int i = 0; i < 5; i++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, data, sizeof data);
  }
  struct net_udp_stats stats = stats_of(&socket);
  TEST_ASSERT_EQUAL(2, stats.received);
  TEST_ASSERT_EQUAL(3, stats.dropped);
  TEST_ASSERT_EQUAL(2, stats.queued);
  TEST_ASSERT_EQUAL(2000, stats.queued_bytes);
  TEST_ASSERT_EQUAL(0, net_udp_take(socket.net, NULL));
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, data, sizeof data);
  TEST_ASSERT_EQUAL(3, stats_of(&socket).received);
  fake_close(&socket);
}

void test_an_empty_ring_takes_one_datagram_of_any_size(void) {
  struct fake_socket socket;
  uint8_t data[1000] = {0};
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  net_udp_buffer_size(socket.net, false, 10);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, data, sizeof data);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, data, 1);
  TEST_ASSERT_EQUAL(1, stats_of(&socket).queued);
  TEST_ASSERT_EQUAL(1, stats_of(&socket).dropped);
  fake_close(&socket);
}

void test_datagrams_bound_the_ring(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (int i = 0; i < CONFIG_UDP_RECV_DATAGRAMS + 7; i++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  }
  TEST_ASSERT_EQUAL(CONFIG_UDP_RECV_DATAGRAMS, stats_of(&socket).queued);
  TEST_ASSERT_EQUAL(7, stats_of(&socket).dropped);
  fake_close(&socket);
}

void test_floods_leave_room_for_quiet_sockets(void) {
  struct fake_socket noisy[2];
  struct fake_socket quiet;
  fake_bound(&noisy[0], 4, "0.0.0.0", 5000, 0);
  fake_bound(&noisy[1], 4, "0.0.0.0", 5001, 0);
  fake_bound(&quiet, 4, "0.0.0.0", 5002, 0);
  for (int i = 0; i < CONFIG_UDP_RECV_DATAGRAMS; i++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5001, "x", 1);
  }
  TEST_ASSERT_GREATER_THAN(0, stats_of(&noisy[0]).dropped + stats_of(&noisy[1]).dropped);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5002, "heard", 5);
  fake_expect(&quiet, "heard", "192.168.77.9", 1234);
  fake_close(&noisy[0]);
  fake_close(&noisy[1]);
  fake_close(&quiet);
}

void test_rings_leave_the_driver_its_buffers(void) {
  struct fake_socket socket;
  unsigned before = pool_pbufs();
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (int i = 0; i < 3 * CONFIG_UDP_DRIVER_PBUFS; i++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "kept", 4);
  }
  TEST_ASSERT_EQUAL(3 * CONFIG_UDP_DRIVER_PBUFS, stats_of(&socket).queued);
  TEST_ASSERT_EQUAL(before + CONFIG_UDP_DRIVER_PBUFS, pool_pbufs());
  for (int i = 0; i < 3 * CONFIG_UDP_DRIVER_PBUFS; i++) {
    fake_expect(&socket, "kept", "192.168.77.9", 1234);
  }
  TEST_ASSERT_EQUAL(before, pool_pbufs());
  fake_close(&socket);
}

void test_no_memory_for_a_copy_is_a_drop(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (int i = 0; i < CONFIG_UDP_DRIVER_PBUFS; i++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  }
  fake_net_fail_after(0);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_net_fail_after(-1);
  TEST_ASSERT_EQUAL(1, stats_of(&socket).dropped);
  TEST_ASSERT_EQUAL(CONFIG_UDP_DRIVER_PBUFS, stats_of(&socket).queued);
  fake_close(&socket);
}

void test_a_stopped_socket_drops(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  net_udp_receiving(socket.net, false);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  TEST_ASSERT_EQUAL(1, stats_of(&socket).dropped);
  TEST_ASSERT_EQUAL(0, fake_net_sent()); /* not unreachable */
  net_udp_receiving(socket.net, true);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "y", 1);
  fake_expect(&socket, "y", "192.168.77.9", 1234);
  fake_close(&socket);
}

void test_a_bad_checksum_is_dropped(void) {
  struct fake_socket socket;
  uint8_t bytes[64];
  size_t size = fake_net_build(bytes, "192.168.77.9", 1234, "192.168.77.2", 5000, "hello", 5);
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  bytes[size - 1] ^= 1;
  fake_net_inject(bytes, size, true);
  fake_expect_nothing(&socket);
  bytes[26] = bytes[27] = 0; /* no checksum, which IPv4 allows */
  fake_net_inject(bytes, size, true);
  TEST_ASSERT_EQUAL(1, stats_of(&socket).received);
  fake_close(&socket);
}

/* Rebuilds the checksum of a UDP datagram whose length field is changed to length. */
static void set_length(uint8_t *packet, size_t size, uint8_t length) {
  struct net_addr from = fake_addr("192.168.77.9");
  struct net_addr to = fake_addr("192.168.77.2");
  packet[25] = length;
  packet[26] = packet[27] = 0;
  uint16_t sum = fake_net_checksum(packet + 20, size - 20 < length ? size - 20 : length, &from, &to, 17);
  packet[26] = (uint8_t)(sum >> 8);
  packet[27] = (uint8_t)sum;
}

void test_the_length_field_rules(void) {
  struct fake_socket socket;
  uint8_t bytes[64];
  size_t size = fake_net_build(bytes, "192.168.77.9", 1234, "192.168.77.2", 5000, "hello", 5);
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  set_length(bytes, size, 8 + 2); /* the rest is padding */
  fake_net_inject(bytes, size, true);
  fake_expect(&socket, "he", "192.168.77.9", 1234);
  set_length(bytes, size, 7);
  fake_net_inject(bytes, size, true);
  set_length(bytes, size, 8 + 6);
  fake_net_inject(bytes, size, true);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_ipv6_demands_a_checksum(void) {
  struct fake_socket socket;
  uint8_t bytes[64];
  size_t size = fake_net_build(bytes, "fd77::9", 1234, "fd77::2", 5000, "hello", 5);
  fake_bound(&socket, 6, "::", 5000, 0);
  fake_net_inject(bytes, size, true);
  fake_expect(&socket, "hello", "fd77::9", 1234);
  bytes[46] = bytes[47] = 0;
  fake_net_inject(bytes, size, true);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_datagrams_behind_extension_headers(void) {
  struct fake_socket socket;
  uint8_t plain[64];
  uint8_t bytes[72];
  size_t size = fake_net_build(plain, "fd77::9", 1234, "fd77::2", 5000, "hello", 5);
  fake_bound(&socket, 6, "::", 5000, 0);
  memcpy(bytes, plain, 40);
  memcpy(bytes + 40, "\x11\x00\x01\x04\x00\x00\x00\x00", 8); /* destination options: padding */
  memcpy(bytes + 48, plain + 40, size - 40);
  bytes[5] = (uint8_t)(size - 40 + 8);
  bytes[6] = 60;
  fake_net_inject(bytes, size + 8, true);
  fake_expect(&socket, "hello", "fd77::9", 1234);
  fake_close(&socket);
}

void test_a_datagram_in_pieces_of_one_byte(void) {
  struct fake_socket socket;
  uint8_t bytes[64];
  size_t size = fake_net_build(bytes, "192.168.77.9", 1234, "192.168.77.2", 5000, "hello", 5);
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (size_t cut = 28; cut < size; cut++) { /* lwIP wants the headers in one piece */
    port_net_lock();
    struct pbuf *head = pbuf_alloc(PBUF_RAW, (u16_t)cut, PBUF_POOL);
    struct pbuf *tail = pbuf_alloc(PBUF_RAW, (u16_t)(size - cut), PBUF_POOL);
    pbuf_take(head, bytes, (u16_t)cut);
    pbuf_take(tail, bytes + cut, (u16_t)(size - cut));
    pbuf_cat(head, tail);
    fake_netif.input(head, &fake_netif);
    port_net_unlock();
    fake_expect(&socket, "hello", "192.168.77.9", 1234);
  }
  fake_close(&socket);
}

void test_closing_with_a_full_ring_frees_it_and_its_event(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  for (int i = 0; i < 20; i++) {
    fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  }
  fake_close(&socket);
  fake_net_run();
  TEST_ASSERT_EQUAL(0, socket.events);
}

static struct fake_socket *closing;
static void close_in_event(struct loop_event *event) {
  (void)event;
  fake_close(closing);
  closing->events++;
}

void test_closing_in_the_event_itself(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  closing = &socket;
  socket.ready.run = close_in_event;
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "x", 1);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "y", 1);
  fake_net_run();
  TEST_ASSERT_EQUAL(1, socket.events);
}

void test_nothing_to_take(void) {
  struct fake_socket socket;
  uint8_t byte;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EAGAIN, net_udp_take(socket.net, &byte));
  fake_close(&socket);
}

void test_an_unused_address_of_a_used_port_is_unreachable(void) {
  struct fake_socket socket;
  struct fake_packet packet;
  fake_bound(&socket, 4, "127.0.0.1", 5000, 0);
  fake_net_datagram("192.168.77.9", 1234, "192.168.77.2", 5000, "hello", 5);
  fake_expect_nothing(&socket);
  TEST_ASSERT_TRUE(fake_net_take(&packet));
  TEST_ASSERT_EQUAL(1, packet.bytes[9]);  /* ICMP */
  TEST_ASSERT_EQUAL(3, packet.bytes[20]); /* unreachable */
  TEST_ASSERT_EQUAL(3, packet.bytes[21]); /* port */
  TEST_ASSERT_EQUAL_HEX8_ARRAY(((uint8_t[]){0x04, 0xd2, 0x13, 0x88}), packet.bytes + 20 + 8 + 20, 4);
  fake_net_datagram("fd77::9", 1234, "fd77::2", 5000, "hello", 5);
  TEST_ASSERT_TRUE(fake_net_take(&packet));
  TEST_ASSERT_EQUAL(1, packet.bytes[40]); /* ICMPv6: unreachable */
  TEST_ASSERT_EQUAL(4, packet.bytes[41]); /* port */
  fake_close(&socket);
}
