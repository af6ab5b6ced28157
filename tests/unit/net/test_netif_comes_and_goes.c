/* Interfaces that come after a join on every interface, and interfaces that go. */
#include "unity.h"

#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "fake_net.h"
#include "lwip/igmp.h"
#include "lwip/mld6.h"
#include "net/udp_private.h"
#include "port.h"

static struct netif second; /* en2 or later, 192.168.78.2 */

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static err_t output_v4(struct netif *netif, struct pbuf *p, const ip4_addr_t *to) { return ERR_OK; }
static err_t output_v6(struct netif *netif, struct pbuf *p, const ip6_addr_t *to) { return ERR_OK; }

static err_t init(struct netif *netif) {
  netif->name[0] = 'e';
  netif->name[1] = 'n';
  netif->mtu = 1500;
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6 | NETIF_FLAG_LINK_UP;
  netif->output = output_v4;
  netif->output_ip6 = output_v6;
  return ERR_OK;
}

static void come(void) {
  ip4_addr_t ip;
  ip4_addr_t mask;
  IP4_ADDR(&ip, 192, 168, 78, 2);
  IP4_ADDR(&mask, 255, 255, 255, 0);
  port_net_lock();
  memset(&second, 0, sizeof second);
  netif_add(&second, &ip, &mask, IP4_ADDR_ANY4, NULL, init, ip_input);
  netif_set_up(&second);
  port_net_unlock();
}

static void go(void) {
  port_net_lock();
  netif_remove(&second);
  port_net_unlock();
}

/* How often lwIP counts the group on the second interface. */
static unsigned joined_v4(const char *text) {
  ip4_addr_t group;
  ip4addr_aton(text, &group);
  const struct igmp_group *entry = igmp_lookfor_group(&second, &group);
  return entry == NULL ? 0 : entry->use;
}

static unsigned joined_v6(const char *text) {
  ip6_addr_t group;
  ip6addr_aton(text, &group);
  ip6_addr_assign_zone(&group, IP6_MULTICAST, &second);
  const struct mld_group *entry = mld6_lookfor_group(&second, &group);
  return entry == NULL ? 0 : entry->use;
}

static void hear(const char *group, const char *text) {
  uint8_t bytes[256];
  const char *from = strchr(group, ':') == NULL ? "192.168.78.9" : "fd78::9";
  size_t size = fake_net_build(bytes, from, 1234, group, 5000, text, strlen(text));
  port_net_lock();
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)size, PBUF_RAM);
  pbuf_take(p, bytes, (u16_t)size);
  second.input(p, &second);
  port_net_unlock();
}

void test_a_join_on_every_interface_reaches_those_that_come_later(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5000, NET_UDP_V6ONLY);
  TEST_ASSERT_EQUAL(0, fake_join(&v4, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&v4, "224.1.2.4", "192.168.77.2", NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&v4, "232.1.2.3", NULL, "192.168.78.9"));
  TEST_ASSERT_EQUAL(0, fake_join(&v6, "ff05::1234", NULL, NULL));
  come();
  TEST_ASSERT_EQUAL(1, joined_v4("224.1.2.3"));
  TEST_ASSERT_EQUAL(0, joined_v4("224.1.2.4")); /* meant for the other */
  TEST_ASSERT_EQUAL(1, joined_v4("232.1.2.3"));
  TEST_ASSERT_EQUAL(1, joined_v6("ff05::1234"));
  hear("224.1.2.3", "any");
  hear("232.1.2.3", "source");
  hear("ff05::1234", "six");
  fake_expect(&v4, "any", "192.168.78.9", 1234);
  fake_expect(&v4, "source", "192.168.78.9", 1234);
  fake_expect(&v6, "six", "fd78::9", 1234);
  port_net_lock();
  netif_set_down(&second);
  netif_set_up(&second);
  port_net_unlock();
  TEST_ASSERT_EQUAL(1, joined_v4("224.1.2.3")); /* not once more */
  TEST_ASSERT_EQUAL(0, fake_leave(&v4, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(0, joined_v4("224.1.2.3"));
  fake_close(&v4);
  fake_close(&v6);
  TEST_ASSERT_EQUAL(0, joined_v4("232.1.2.3"));
  TEST_ASSERT_EQUAL(0, joined_v6("ff05::1234"));
  go();
}

void test_what_has_no_room_on_one_that_comes_is_joined_when_it_comes_up_again(void) {
  struct fake_socket sockets[2];
  fake_bound(&sockets[0], 4, "0.0.0.0", 5000, 0);
  fake_bound(&sockets[1], 4, "0.0.0.0", 5001, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&sockets[0], "232.1.2.3", NULL, "10.0.0.1"));
  TEST_ASSERT_EQUAL(0, fake_join(&sockets[0], "232.1.2.3", NULL, "10.0.0.2"));
  struct igmp_group *taken[MEMP_NUM_IGMP_GROUP];
  size_t count = 0;
  while ((taken[count] = memp_malloc(MEMP_IGMP_GROUP)) != NULL) {
    count++;
  }
  memp_free(MEMP_IGMP_GROUP, taken[--count]); /* for lwIP's own, all systems */
  come();
  TEST_ASSERT_EQUAL(0, joined_v4("232.1.2.3"));
  while (count > 0) {
    memp_free(MEMP_IGMP_GROUP, taken[--count]);
  }
  port_net_lock();
  netif_set_down(&second);
  netif_set_up(&second);
  port_net_unlock();
  TEST_ASSERT_EQUAL(1, joined_v4("232.1.2.3"));
  fake_close(&sockets[0]);
  fake_close(&sockets[1]);
  go();
}

void test_one_that_goes_leaves_nothing_behind(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  come();
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", "192.168.78.2", NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.4", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "232.1.2.3", "192.168.78.2", "10.0.0.1"));
  struct net_addr addr = fake_addr("192.168.78.2");
  TEST_ASSERT_EQUAL(0, net_udp_set_multicast_interface(socket.net, &addr));
  uint8_t index = netif_get_index(&second);
  TEST_ASSERT_EQUAL(index, socket.net->multicast_netif[0]);
  go();
  TEST_ASSERT_EQUAL(0, socket.net->multicast_netif[0]);
  fake_net_forget();
  TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", "224.1.2.3", 9)); /* the system chooses again */
  TEST_ASSERT_EQUAL(1, fake_net_sent());
  /* Another interface gets the index, as lwIP's numbers wrap: memberships of the one that went are not its. */
  come();
  for (int i = 0; i < 256 && netif_get_index(&second) != index; i++) {
    go();
    come();
  }
  TEST_ASSERT_EQUAL(index, netif_get_index(&second));
  hear("224.1.2.3", "not for this one");
  hear("224.1.2.4", "every one");
  fake_expect(&socket, "every one", "192.168.78.9", 1234);
  fake_expect_nothing(&socket);
  TEST_ASSERT_EQUAL(ERR_CODE_ENODEV, fake_leave(&socket, "224.1.2.3", "192.168.78.3", NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "224.1.2.3", NULL, NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "232.1.2.3", NULL, "10.0.0.1"));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "224.1.2.4", NULL, NULL));
  fake_close(&socket);
  go();
}
