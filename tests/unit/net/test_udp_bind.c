/* bind: local addresses only, one owner per port and address, free ports without a pattern. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "lwip/udp.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

void test_any_and_own_addresses_bind(void) {
  static const char *const own[] = {"0.0.0.0",   "127.0.0.1",       "192.168.77.2",
                                    "224.0.0.5", "255.255.255.255", "192.168.77.255"};
  static const char *const own6[] = {
      "::", "::1", "fd77::2", "fe80::2%en1", "ff02::5%en1", "ff05::5", "::ffff:192.168.77.2"};
  struct fake_socket socket;
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
    fake_bound(&socket, 4, own[i], 5000, 0);
    fake_close(&socket);
  }
  for (size_t i = 0; i < sizeof own6 / sizeof *own6; i++) {
    fake_bound(&socket, 6, own6[i], 5000, 0);
    fake_close(&socket);
  }
}

void test_addresses_of_a_link_need_a_zone(void) {
  struct fake_socket socket;
  fake_open(&socket, 6, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&socket, "fe80::2", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&socket, "ff02::5", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&socket, "ff01::5", 5000, 0));
  fake_close(&socket);
}

void test_foreign_addresses_are_not_available(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_open(&v4, 4, 0);
  fake_open(&v6, 6, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_bind(&v4, "1.1.1.1", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_bind(&v4, "192.168.77.3", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_bind(&v6, "2001:db8::1", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_bind(&v6, "fe80::2%lo0", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_bind(&v6, "::ffff:1.1.1.1", 5000, 0));
  TEST_ASSERT_EQUAL_STRING("unbound", fake_local(&v4));
  TEST_ASSERT_EQUAL(0, fake_bind(&v4, "127.0.0.1", 5000, 0)); /* a failed bind may be repeated */
  fake_close(&v4);
  fake_close(&v6);
}

void test_the_other_family_is_invalid(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_open(&v4, 4, 0);
  fake_open(&v6, 6, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&v4, "::1", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&v6, "127.0.0.1", 5000, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&v6, "::ffff:127.0.0.1", 5000, NET_UDP_V6ONLY));
  TEST_ASSERT_EQUAL(0, fake_bind(&v6, "::ffff:127.0.0.1", 5000, 0)); /* the flag of a failed bind is forgotten */
  fake_close(&v4);
  fake_close(&v6);
}

void test_a_second_bind_is_invalid(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_bind(&socket, "0.0.0.0", 5001, 0));
  TEST_ASSERT_EQUAL_STRING("0.0.0.0 5000", fake_local(&socket));
  fake_close(&socket);
}

static int second_bind(int family, const char *first, int second_family, const char *second, unsigned flags,
                       unsigned second_flags) {
  struct fake_socket a;
  struct fake_socket b;
  fake_bound(&a, family, first, 5000, flags);
  fake_open(&b, second_family, 0);
  int code = fake_bind(&b, second, 5000, second_flags);
  fake_close(&a);
  fake_close(&b);
  return code;
}

void test_what_overlaps_is_in_use(void) {
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(4, "0.0.0.0", 4, "0.0.0.0", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(4, "0.0.0.0", 4, "127.0.0.1", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(4, "127.0.0.1", 4, "0.0.0.0", 0, 0));
  TEST_ASSERT_EQUAL(0, second_bind(4, "127.0.0.1", 4, "192.168.77.2", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(6, "::", 4, "0.0.0.0", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(4, "127.0.0.1", 6, "::", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(6, "::", 6, "::1", 0, 0));
  TEST_ASSERT_EQUAL(0, second_bind(6, "::", 4, "0.0.0.0", NET_UDP_V6ONLY, 0));
  TEST_ASSERT_EQUAL(0, second_bind(4, "0.0.0.0", 6, "::", 0, NET_UDP_V6ONLY));
  TEST_ASSERT_EQUAL(0, second_bind(6, "::1", 4, "127.0.0.1", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(6, "::ffff:127.0.0.1", 4, "127.0.0.1", 0, 0));
}

void test_both_must_ask_for_reuse(void) {
  TEST_ASSERT_EQUAL(0, second_bind(4, "0.0.0.0", 4, "0.0.0.0", NET_UDP_REUSEADDR, NET_UDP_REUSEADDR));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(4, "0.0.0.0", 4, "0.0.0.0", NET_UDP_REUSEADDR, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, second_bind(4, "0.0.0.0", 4, "0.0.0.0", 0, NET_UDP_REUSEADDR));
}

void test_free_ports_are_all_found_and_then_in_use(void) {
  struct fake_socket sockets[CONFIG_UDP_PORT_COUNT + 1];
  unsigned seen = 0;
  for (size_t i = 0; i < CONFIG_UDP_PORT_COUNT; i++) {
    uint16_t port = fake_bound(&sockets[i], 4, "0.0.0.0", 0, 0);
    TEST_ASSERT_GREATER_OR_EQUAL(CONFIG_UDP_PORT_FIRST, port);
    seen |= 1u << (port - CONFIG_UDP_PORT_FIRST);
  }
  TEST_ASSERT_EQUAL_HEX((1u << CONFIG_UDP_PORT_COUNT) - 1, seen);
  fake_open(&sockets[CONFIG_UDP_PORT_COUNT], 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_bind(&sockets[CONFIG_UDP_PORT_COUNT], "0.0.0.0", 0, 0));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_send(&sockets[CONFIG_UDP_PORT_COUNT], "x", "192.168.77.1", 9));
  for (size_t i = 0; i <= CONFIG_UDP_PORT_COUNT; i++) {
    fake_close(&sockets[i]);
  }
}

void test_free_ports_do_not_repeat_a_pattern(void) {
  unsigned same = 0;
  unsigned next = 0;
  uint16_t last = 0;
  for (int i = 0; i < 64; i++) {
    struct fake_socket socket;
    uint16_t port = fake_bound(&socket, 4, "0.0.0.0", 0, 0);
    same += port == last;
    next += port == last + 1;
    last = port;
    fake_close(&socket);
  }
  /* Of 8 ports each follows another by chance one time in 8. */
  TEST_ASSERT_LESS_THAN(24, same);
  TEST_ASSERT_LESS_THAN(24, next);
}

void test_a_port_of_lwips_own_is_in_use(void) {
  struct fake_socket socket;
  port_net_lock();
  struct udp_pcb *pcb = udp_new();
  TEST_ASSERT_EQUAL(ERR_OK, udp_bind(pcb, IP4_ADDR_ANY, 68));
  port_net_unlock();
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_bind(&socket, "0.0.0.0", 68, 0));
  fake_close(&socket);
  port_net_lock();
  udp_remove(pcb);
  port_net_unlock();
}

void test_one_socket_too_many(void) {
  struct fake_socket sockets[CONFIG_UDP_SOCKETS];
  struct fake_socket more = {0};
  for (size_t i = 0; i < CONFIG_UDP_SOCKETS; i++) {
    fake_bound(&sockets[i], 4, "0.0.0.0", (uint16_t)(6000 + i), 0);
  }
  TEST_ASSERT_EQUAL(ERR_CODE_EMFILE, net_udp_open(4, 0, &more.ready, &more.net));
  fake_close(&sockets[3]);
  fake_bound(&sockets[3], 4, "0.0.0.0", 6003, 0);
  for (size_t i = 0; i < CONFIG_UDP_SOCKETS; i++) {
    fake_close(&sockets[i]);
  }
}
