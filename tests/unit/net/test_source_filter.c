/* Source-specific membership: only the sources asked for are heard, socket by socket. */
#include "unity.h"

#include <stdio.h>
#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "config.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static void hear(const char *source, const char *group, const char *text) {
  fake_net_datagram(source, 1234, group, 5000, text, strlen(text));
}

void test_other_sources_are_not_delivered(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "232.1.2.3", NULL, "192.168.77.9"));
  hear("192.168.77.9", "232.1.2.3", "wanted");
  hear("192.168.77.8", "232.1.2.3", "not wanted");
  fake_expect(&socket, "wanted", "192.168.77.9", 1234);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_the_same_over_ipv6(void) {
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "ff3e::1234", "::%en1", "fd77::9"));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "ff32::1234", NULL, "fe80::9"));
  hear("fd77::9", "ff3e::1234", "wanted");
  hear("fd77::8", "ff3e::1234", "not wanted");
  hear("fe80::9", "ff32::1234", "near");
  hear("fe80::8", "ff32::1234", "not wanted");
  fake_expect(&socket, "wanted", "fd77::9", 1234);
  fake_expect(&socket, "near", "fe80::9%en1", 1234);
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_sources_come_and_go(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "232.1.2.3", NULL, "192.168.77.9"));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "232.1.2.3", NULL, "192.168.77.8"));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_join(&socket, "232.1.2.3", NULL, "192.168.77.8"));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&socket, "232.1.2.3", NULL, "192.168.77.7"));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "232.1.2.3", NULL, "192.168.77.9"));
  hear("192.168.77.9", "232.1.2.3", "gone");
  hear("192.168.77.8", "232.1.2.3", "kept");
  fake_expect(&socket, "kept", "192.168.77.8", 1234);
  fake_expect_nothing(&socket);
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "232.1.2.3", NULL, "192.168.77.8"));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_leave(&socket, "232.1.2.3", NULL, "192.168.77.8"));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&socket, "232.1.2.3", NULL, NULL));
  fake_close(&socket);
}

void test_filters_are_each_sockets_own(void) {
  struct fake_socket nine;
  struct fake_socket eight;
  struct fake_socket all;
  fake_bound(&nine, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&eight, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_bound(&all, 4, "0.0.0.0", 5000, NET_UDP_REUSEADDR);
  fake_join(&nine, "232.1.2.3", NULL, "192.168.77.9");
  fake_join(&eight, "232.1.2.3", NULL, "192.168.77.8");
  fake_join(&all, "232.1.2.3", NULL, NULL);
  hear("192.168.77.9", "232.1.2.3", "9");
  hear("192.168.77.8", "232.1.2.3", "8");
  hear("192.168.77.7", "232.1.2.3", "7");
  fake_expect(&nine, "9", "192.168.77.9", 1234);
  fake_expect_nothing(&nine);
  fake_expect(&eight, "8", "192.168.77.8", 1234);
  fake_expect_nothing(&eight);
  fake_expect(&all, "9", "192.168.77.9", 1234);
  fake_expect(&all, "8", "192.168.77.8", 1234);
  fake_expect(&all, "7", "192.168.77.7", 1234);
  fake_close(&nine);
  fake_close(&eight);
  fake_close(&all);
}

void test_a_source_narrows_an_any_source_membership(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, NULL);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "232.1.2.3", NULL, "192.168.77.9"));
  hear("192.168.77.9", "232.1.2.3", "9");
  hear("192.168.77.8", "232.1.2.3", "8");
  fake_expect(&socket, "9", "192.168.77.9", 1234);
  fake_expect_nothing(&socket);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRINUSE, fake_join(&socket, "232.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "232.1.2.3", NULL, NULL));
  hear("192.168.77.9", "232.1.2.3", "late");
  fake_expect_nothing(&socket);
  fake_close(&socket);
}

void test_the_own_host_is_a_source_too(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  fake_join(&socket, "232.1.2.3", NULL, "192.168.77.2");
  fake_send(&socket, "mine", "232.1.2.3", 5000);
  fake_net_run();
  fake_expect(&socket, "mine", "192.168.77.2", 5000);
  fake_close(&socket);
}

void test_sources_are_bounded(void) {
  struct fake_socket greedy;
  struct fake_socket other;
  char source[16] = "10.0.0.x";
  fake_bound(&greedy, 4, "0.0.0.0", 5000, 0);
  fake_bound(&other, 4, "0.0.0.0", 5001, 0);
  for (int i = 0; i < CONFIG_MEMBERSHIP_SOURCES; i++) {
    struct fake_socket *socket = i < CONFIG_SHARE(CONFIG_MEMBERSHIP_SOURCES) ? &greedy : &other;
    source[7] = (char)('1' + i);
    if (socket == &other) { /* the rest is not for one that has its share */
      TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_join(&greedy, "232.1.2.3", NULL, source));
    }
    TEST_ASSERT_EQUAL(0, fake_join(socket, "232.1.2.3", NULL, source));
  }
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_join(&other, "232.1.2.3", NULL, "10.0.0.99"));
  TEST_ASSERT_EQUAL(ERR_CODE_ENOBUFS, fake_join(&other, "232.1.2.4", NULL, "10.0.0.99"));
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, fake_leave(&other, "232.1.2.4", NULL, NULL));
  fake_close(&greedy);
  fake_close(&other);
}

void test_one_that_comes_and_goes_leaves_room_for_others(void) {
  struct fake_socket restless;
  struct fake_socket other;
  char text[16];
  fake_bound(&restless, 4, "0.0.0.0", 5000, 0);
  fake_bound(&other, 4, "0.0.0.0", 5001, 0);
  for (int i = 1; i < 250; i++) { /* each leave is reported twice, within two seconds */
    snprintf(text, sizeof text, "10.0.0.%d", i);
    TEST_ASSERT_EQUAL(0, fake_join(&restless, "232.1.2.3", NULL, text));
    TEST_ASSERT_EQUAL(0, fake_leave(&restless, "232.1.2.3", NULL, text));
    fake_net_forget();
  }
  TEST_ASSERT_EQUAL(0, fake_join(&restless, "232.1.2.3", NULL, "10.0.1.1"));
  for (int i = 1; i < 250; i++) {
    snprintf(text, sizeof text, "232.1.3.%d", i);
    TEST_ASSERT_EQUAL(0, fake_join(&restless, text, NULL, "10.0.0.1"));
    TEST_ASSERT_EQUAL(0, fake_leave(&restless, text, NULL, "10.0.0.1"));
    fake_net_forget();
  }
  TEST_ASSERT_EQUAL(0, fake_join(&other, "232.1.2.4", NULL, "10.0.0.99"));
  fake_net_datagram("10.0.1.1", 9, "232.1.2.3", 5000, "kept", 4);
  fake_expect(&restless, "kept", "10.0.1.1", 9);
  fake_close(&restless);
  fake_close(&other);
}
