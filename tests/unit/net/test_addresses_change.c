/* Addresses, gateways and links that change while sockets are open: leases, prefixes, cables. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "fake_wire.h"
#include "lwip/dhcp.h"
#include "lwip/icmp6.h"
#include "lwip/igmp.h"
#include "lwip/nd6.h"
#include "net/udp_private.h"
#include "port.h"

enum { DISCOVER = 1, OFFER, REQUEST, DECLINE, ACK, NAK };

/* A DHCP server at 10.1.0.1, while it is there; and hosts .1 and .9 that answer ARP. */
static struct {
  bool there;
  bool refuses;   /* the next request */
  uint32_t lease; /* seconds */
  uint8_t address;
  uint8_t gateway;
  unsigned requests;
} server;
static size_t seen; /* frames that have been looked at */

void setUp(void) {
  fake_wire_start(NETIF_FLAG_IGMP | NETIF_FLAG_MLD6);
  memset(&server, 0, sizeof server);
  server.there = true;
  server.lease = 30;
  server.address = 40;
  server.gateway = 1;
  seen = 0;
}

void tearDown(void) {
  port_net_lock();
  dhcp_release_and_stop(&fake_wire);
  dhcp_cleanup(&fake_wire);
  port_net_unlock();
  fake_wire_end();
}

static const uint8_t *option(const uint8_t *message, size_t size, uint8_t wanted) {
  for (size_t at = 240; at + 2 < size && message[at] != 255; at += message[at] == 0 ? 1 : 2u + message[at + 1]) {
    if (message[at] == wanted) {
      return message + at + 2;
    }
  }
  return NULL;
}

static void serve(const uint8_t *message, size_t size) {
  uint8_t reply[300] = {2, 1, 6};
  const uint8_t *kind = option(message, size, 53);
  if (!server.there || kind == NULL || (*kind != DISCOVER && *kind != REQUEST)) {
    return;
  }
  server.requests += *kind == REQUEST;
  uint8_t answer = *kind == DISCOVER ? OFFER : server.refuses ? NAK : ACK;
  server.refuses = server.refuses && *kind == DISCOVER;
  memcpy(reply + 4, message + 4, 4);
  memcpy(reply + 28, message + 28, 16);
  memcpy(reply + 16, (uint8_t[]){10, 1, 0, server.address, 10, 1, 0, 1}, 8);
  uint8_t options[] = {99, 130, 83, 99, 53, 1, answer,         54, 4, 10, 1, 0, 1, 51, 4, 0, 0, 0, 0, 1, 4, 255, 255, 0,
                       0,  3,   4,  10, 1,  0, server.gateway, 255};
  uint32_t lease = lwip_htonl(server.lease);
  memcpy(options + 15, &lease, sizeof lease);
  memcpy(reply + 236, options, sizeof options);
  fake_wire_from_server(68, reply, sizeof reply);
}

/* Lets time pass, with answers to what is asked. */
static void run(uint32_t ms) {
  for (uint32_t i = 0; i < ms; i += 50) {
    fake_net_advance(50);
    for (; seen < fake_frame_count; seen++) {
      const struct fake_frame *frame = &fake_frames[seen];
      if (frame->bytes[12] == 8 && frame->bytes[13] == 0 && frame->bytes[23] == IP_PROTO_UDP &&
          frame->bytes[37] == 67) {
        serve(frame->bytes + 42, frame->size - 42);
      } else if (frame->bytes[13] == 6 && frame->bytes[21] == 1 && (frame->bytes[41] == 1 || frame->bytes[41] == 9)) {
        fake_wire_answer(frame->bytes[41]);
      }
    }
    if (seen > 512) {
      seen = fake_frame_count = 0;
    }
  }
}

static void lease(void) {
  port_net_lock();
  dhcp_start(&fake_wire);
  port_net_unlock();
  run(8000);
  TEST_ASSERT_EQUAL_STRING("10.1.0.40", ip4addr_ntoa(netif_ip4_addr(&fake_wire)));
}

/* The last frame with a UDP datagram to port 9, or NULL. */
static const uint8_t *last_datagram(void) {
  for (size_t i = fake_frame_count; i > 0; i--) {
    const uint8_t *bytes = fake_frames[i - 1].bytes;
    if (bytes[12] == 8 && bytes[13] == 0 && bytes[23] == IP_PROTO_UDP && bytes[36] == 0 && bytes[37] == 9) {
      return bytes;
    }
  }
  return NULL;
}

/* Sends, and lets it go if it has to wait. */
static int send_text(struct fake_socket *socket, const char *to) {
  int result = fake_send(socket, "x", to, 9);
  run(100);
  return result < 0 ? result : 0;
}

void test_a_lease_shorter_than_a_minute_is_renewed_in_time(void) {
  struct fake_socket socket;
  lease();
  fake_bound(&socket, 4, "10.1.0.40", 5000, 0);
  unsigned before = server.requests;
  for (int i = 0; i < 60; i++) { /* 10 leases long there is no moment without an address */
    run(5000);
    TEST_ASSERT_EQUAL(0, send_text(&socket, "192.0.2.1"));
  }
  TEST_ASSERT_GREATER_OR_EQUAL(10, server.requests - before);
  TEST_ASSERT_LESS_THAN(61, server.requests - before);
  fake_close(&socket);
}

/* What lwIP's DHCP counts, as if nothing came in the meantime. */
static void pass_hours(uint32_t hours) {
  port_net_lock();
  for (uint32_t i = 0; i < hours * 3600 / DHCP_COARSE_TIMER_SECS; i++) {
    dhcp_coarse_tmr();
    fake_frame_count = 0;
  }
  port_net_unlock();
  seen = 0;
}

void test_a_lease_of_a_month_is_kept_while_no_server_answers(void) {
  server.lease = 30 * 24 * 3600;
  lease();
  pass_hours(14 * 24); /* half of it has not passed, nobody is asked */
  TEST_ASSERT_EQUAL_STRING("10.1.0.40", ip4addr_ntoa(netif_ip4_addr(&fake_wire)));
  server.there = false;
  pass_hours(15 * 24);
  TEST_ASSERT_EQUAL_STRING("10.1.0.40", ip4addr_ntoa(netif_ip4_addr(&fake_wire)));
  pass_hours(2 * 24);
  TEST_ASSERT_TRUE(ip4_addr_isany(netif_ip4_addr(&fake_wire)));
}

void test_the_longest_lease_that_ends_is_not_the_shortest(void) {
  server.lease = UINT32_MAX - 1;
  lease();
  server.there = false;
  pass_hours(24);
  TEST_ASSERT_EQUAL_STRING("10.1.0.40", ip4addr_ntoa(netif_ip4_addr(&fake_wire)));
}

void test_a_lease_that_ends_without_a_successor(void) {
  struct fake_socket bound;
  struct fake_socket any;
  struct fake_socket connected;
  lease();
  fake_bound(&bound, 4, "10.1.0.40", 5000, 0);
  fake_bound(&any, 4, "0.0.0.0", 5001, 0);
  fake_open(&connected, 4, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&connected, "10.1.0.9", 9));
  TEST_ASSERT_EQUAL(0, fake_join(&any, "224.1.2.3", "10.1.0.40", NULL));
  TEST_ASSERT_EQUAL(0, send_text(&connected, NULL));
  server.there = false;
  int waits = fake_send(&any, "waits", "10.1.0.77", 9);
  TEST_ASSERT_GREATER_OR_EQUAL(NET_UDP_WAITS, waits);
  run(60000);
  TEST_ASSERT_TRUE(ip4_addr_isany(netif_ip4_addr(&fake_wire)));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, send_text(&bound, "10.1.0.9")); /* Linux's word for an address that is gone */
  TEST_ASSERT_EQUAL(ERR_CODE_ENETUNREACH, send_text(&any, "10.1.0.9"));
  TEST_ASSERT_LESS_THAN(0, send_text(&connected, NULL));
  TEST_ASSERT_EQUAL(0, fake_leave(&any, "224.1.2.3", "10.1.0.40", NULL)); /* by the name of before */
  TEST_ASSERT_EQUAL(ERR_CODE_ENODEV, fake_join(&any, "224.1.2.3", "10.1.0.40", NULL));
  server.there = true;
  server.address = 41;
  run(70000);
  TEST_ASSERT_EQUAL_STRING("10.1.0.41", ip4addr_ntoa(netif_ip4_addr(&fake_wire)));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, send_text(&bound, "10.1.0.9"));
  TEST_ASSERT_EQUAL(0, send_text(&any, "10.1.0.9"));
  TEST_ASSERT_EQUAL_HEX8(41, last_datagram()[29]);
  TEST_ASSERT_EQUAL(0, fake_join(&any, "224.1.2.3", "10.1.0.41", NULL));
  fake_close(&bound);
  fake_close(&any);
  fake_close(&connected);
}

void test_memberships_follow_to_the_next_address(void) {
  struct fake_socket socket;
  ip4_addr_t group;
  lease();
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", "10.1.0.40", NULL));
  server.refuses = true;
  server.address = 41;
  run(30000);
  TEST_ASSERT_EQUAL_STRING("10.1.0.41", ip4addr_ntoa(netif_ip4_addr(&fake_wire)));
  ip4addr_aton("224.1.2.3", &group);
  TEST_ASSERT_NOT_NULL(igmp_lookfor_group(&fake_wire, &group));
  TEST_ASSERT_EQUAL(0, fake_leave(&socket, "224.1.2.3", "10.1.0.41", NULL));
  TEST_ASSERT_NULL(igmp_lookfor_group(&fake_wire, &group));
  fake_close(&socket);
}

void test_another_gateway_under_a_connected_socket(void) {
  struct fake_socket socket;
  lease();
  fake_open(&socket, 4, 0);
  TEST_ASSERT_EQUAL(0, fake_connect(&socket, "192.0.2.1", 9));
  TEST_ASSERT_EQUAL(0, send_text(&socket, NULL));
  TEST_ASSERT_EQUAL_HEX8(1, last_datagram()[5]);
  server.gateway = 9;
  run(20000);
  TEST_ASSERT_EQUAL(0, send_text(&socket, NULL));
  TEST_ASSERT_EQUAL_HEX8(9, last_datagram()[5]);
  TEST_ASSERT_EQUAL_HEX8(40, last_datagram()[29]);
  fake_close(&socket);
}

/* fe80::1 is a router; fd79::/64 holds for so many seconds. */
static void advertise_router(uint8_t seconds) {
  uint8_t icmp[56] = {ICMP6_TYPE_RA, 0, 0, 0, 64, 0, 7, 8, [16] = 1, 1, 2, 0, 0, 0, 0, 1, [24] = 3, 4, 64, 0xc0};
  icmp[31] = seconds;
  icmp[35] = seconds;
  icmp[40] = 0xfd;
  icmp[41] = 0x79;
  fake_wire_icmp6("fe80::1", "ff02::1", icmp, sizeof icmp);
}

void test_a_prefix_that_expires(void) {
  struct fake_socket bound;
  struct fake_socket any;
  struct net_addr own = {.family = 6};
  port_net_lock();
  netif_create_ip6_linklocal_address(&fake_wire, 1);
  netif_set_ip6_autoconfig_enabled(&fake_wire, 1);
  port_net_unlock();
  run(3000);
  advertise_router(20);
  run(2000);
  int index = -1;
  for (int i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    if (netif_ip6_addr(&fake_wire, i)->addr[0] == PP_HTONL(0xfd790000UL)) {
      index = i;
    }
  }
  TEST_ASSERT_GREATER_OR_EQUAL(0, index);
  net_addr_from_ip(&own, netif_ip_addr6(&fake_wire, index));
  fake_open(&bound, 6, 0);
  TEST_ASSERT_EQUAL(0, net_udp_bind(bound.net, &own, 5000, 0));
  fake_bound(&any, 6, "::", 5001, 0);
  TEST_ASSERT_GREATER_OR_EQUAL(0, fake_send(&bound, "x", "2001:db8::1", 9));
  TEST_ASSERT_GREATER_OR_EQUAL(0, fake_send(&any, "x", "fd79::9", 9));
  for (int i = 0; i < 5; i++) { /* a router that goes on to announce it keeps it alive */
    run(10000);
    advertise_router(20);
  }
  TEST_ASSERT_GREATER_OR_EQUAL(0, fake_send(&bound, "x", "2001:db8::1", 9));
  run(30000);
  TEST_ASSERT_TRUE(ip6_addr_isinvalid(netif_ip6_addr_state(&fake_wire, index)));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, fake_send(&bound, "x", "2001:db8::1", 9));
  struct fake_socket late;
  fake_open(&late, 6, 0);
  TEST_ASSERT_EQUAL(ERR_CODE_EADDRNOTAVAIL, net_udp_bind(late.net, &own, 5002, 0));
  fake_close(&late);
  fake_close(&bound);
  fake_close(&any);
  run(5000);
  port_net_lock();
  nd6_cleanup_netif(&fake_wire);
  nd6_clear_destination_cache();
  port_net_unlock();
}

static void change(void (*what)(struct netif *)) {
  port_net_lock();
  what(&fake_wire);
  port_net_unlock();
}

void test_a_link_and_an_interface_that_go_down_and_come_up(void) {
  struct fake_socket socket;
  ip4_addr_t group;
  fake_wire_set_addresses();
  ip4addr_aton("224.1.2.3", &group);
  fake_bound(&socket, 4, "10.1.0.2", 5000, 0);
  TEST_ASSERT_EQUAL(0, fake_join(&socket, "224.1.2.3", "10.1.0.2", NULL));
  TEST_ASSERT_EQUAL(0, send_text(&socket, "10.1.0.9"));
  static void (*const downs[])(struct netif *) = {netif_set_link_down, netif_set_down};
  static void (*const ups[])(struct netif *) = {netif_set_link_up, netif_set_up};
  for (int i = 0; i < 2; i++) {
    change(downs[i]);
    TEST_ASSERT_LESS_THAN(0, send_text(&socket, "10.1.0.9"));
    TEST_ASSERT_LESS_THAN(0, send_text(&socket, "192.0.2.1"));
    run(2000);
    fake_frame_count = seen = 0;
    change(ups[i]);
    TEST_ASSERT_EQUAL(0, send_text(&socket, "10.1.0.9"));
    TEST_ASSERT_NOT_NULL(last_datagram());
    TEST_ASSERT_NOT_NULL(igmp_lookfor_group(&fake_wire, &group));
    run(15000);
    bool reported = false;
    for (size_t k = 0; k < fake_frame_count; k++) {
      const uint8_t *bytes = fake_frames[k].bytes;
      reported = reported || (bytes[13] == 0 && bytes[23] == IP_PROTO_IGMP && bytes[38] == 0x16 && bytes[45] == 3);
    }
    TEST_ASSERT_TRUE_MESSAGE(reported, "the routers of the link have not heard of the group");
  }
  fake_close(&socket);
  run(2000);
}
