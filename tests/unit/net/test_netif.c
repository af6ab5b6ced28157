/* The interfaces as script sees them. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include <stdio.h>

#include "net/netif.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static struct net_netif_address list[16];

static const char *entry(size_t index) {
  static char text[NET_ADDR_TEXT + 32];
  char addr[NET_ADDR_TEXT];
  net_addr_format(&list[index].addr, addr);
  snprintf(text, sizeof text, "%s %s/%u%s", list[index].name, addr, list[index].prefix,
           list[index].internal ? " internal" : "");
  return text;
}

void test_every_address_with_loopback_first(void) {
  TEST_ASSERT_EQUAL(5, net_netif_addresses(list, 16));
  TEST_ASSERT_EQUAL_STRING("lo0 127.0.0.1/8 internal", entry(0));
  TEST_ASSERT_EQUAL_STRING("lo0 ::1/128 internal", entry(1));
  TEST_ASSERT_EQUAL_STRING("en1 192.168.77.2/24", entry(2));
  TEST_ASSERT_EQUAL_STRING("en1 fd77::2/64", entry(3));
  TEST_ASSERT_EQUAL_STRING("en1 fe80::2%en1/64", entry(4));
  TEST_ASSERT_EQUAL(netif_get_index(&fake_netif), list[2].index);
  TEST_ASSERT_TRUE(list[2].up);
  TEST_ASSERT_EQUAL_HEX8_ARRAY("\x02\x00\x00\x00\x00\x01", list[2].mac, 6);
  TEST_ASSERT_EACH_EQUAL_HEX8(0, list[0].mac, 6);
}

void test_a_short_list_is_filled_and_the_count_told(void) {
  memset(list, 0xee, sizeof list);
  TEST_ASSERT_EQUAL(5, net_netif_addresses(list, 3));
  TEST_ASSERT_EQUAL_STRING("en1 192.168.77.2/24", entry(2));
  TEST_ASSERT_EACH_EQUAL_HEX8(0xee, &list[3], sizeof list[3]);
  TEST_ASSERT_EQUAL(5, net_netif_addresses(NULL, 0));
}

void test_tentative_addresses_are_left_out(void) {
  port_net_lock();
  netif_ip6_addr_set_state(&fake_netif, 1, IP6_ADDR_TENTATIVE);
  port_net_unlock();
  TEST_ASSERT_EQUAL(4, net_netif_addresses(list, 16));
  port_net_lock();
  netif_ip6_addr_set_state(&fake_netif, 1, IP6_ADDR_PREFERRED);
  port_net_unlock();
}

void test_a_lost_link_is_not_up(void) {
  port_net_lock();
  netif_set_link_down(&fake_netif);
  port_net_unlock();
  net_netif_addresses(list, 16);
  TEST_ASSERT_FALSE(list[2].up);
  TEST_ASSERT_TRUE(list[0].up);
  port_net_lock();
  netif_set_link_up(&fake_netif);
  port_net_unlock();
}
