/* What the guard lets through to lwIP, what it drops and under which cause, and what it lets out. */
#include "unity.h"

#include <string.h>

#include "fake_net.h"
#include "guard_frames.h"

void setUp(void) { guard_frames_start(); }
void tearDown(void) { guard_frames_end(); }

/* ---- sources ---- */

void test_a_datagram_of_a_host_on_the_wire_is_delivered(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  datagram(THERE4, HERE4);
  expect(NET_COUNTER_FRAMES);
  fake_expect(&v4, "hi", THERE4, 1234);
  fake_close(&v4);
  fake_bound(&v6, 6, "::", 5000, 0);
  datagram(THERE6, HERE6);
  expect(NET_COUNTER_FRAMES);
  fake_expect(&v6, "hi", THERE6, 1234);
  fake_close(&v6);
}

void test_no_host_has_these_addresses(void) {
  static const char *const martians[] = {"127.0.0.1", "127.255.1.2", HERE4,       "0.0.0.0",        "0.1.2.3",
                                         "224.0.0.1", "239.1.1.1",   "240.0.0.1", "255.255.255.255"};
  static const char *const martians6[] = {"::1", "::ffff:192.168.77.9", "::192.168.77.9", HERE6, "fe80::2", "ff02::1"};
  struct fake_socket v4;
  struct fake_socket v6;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, NET_UDP_V6ONLY);
  for (size_t i = 0; i < sizeof martians / sizeof *martians; i++) {
    datagram(martians[i], HERE4);
    expect(NET_COUNTER_MARTIAN);
  }
  for (size_t i = 0; i < sizeof martians6 / sizeof *martians6; i++) {
    datagram(martians6[i], HERE6);
    expect(NET_COUNTER_MARTIAN);
  }
  fake_expect_nothing(&v4);
  fake_expect_nothing(&v6);
  fake_close(&v4);
  fake_close(&v6);
}

static void from_nobody(uint16_t from_port, uint16_t to_port) {
  begin(0x0800);
  frame_size += fake_net_build(frame + frame_size, "0.0.0.0", from_port, "255.255.255.255", to_port, "hi", 2);
}

void test_who_has_no_address_asks_a_dhcp_server_for_one(void) {
  struct fake_socket server;
  fake_bound(&server, 4, "0.0.0.0", 67, 0);
  from_nobody(68, 67);
  expect(NET_COUNTER_FRAMES);
  fake_expect(&server, "hi", "0.0.0.0", 68);
  from_nobody(67, 67); /* an echo would go on for ever */
  expect(NET_COUNTER_MARTIAN);
  from_nobody(68, 5000);
  expect(NET_COUNTER_MARTIAN);
  from_nobody(67, 68);
  expect(NET_COUNTER_MARTIAN);
  from_nobody(68, 67);
  frame[14 + 6] = 0x20; /* the first fragment */
  resum_v4();
  expect(NET_COUNTER_MARTIAN);
  from_nobody(68, 67);
  frame[14 + 9] = 2; /* IGMP, as a switch asks */
  resum_v4();
  expect(NET_COUNTER_FRAMES);
  fake_expect_nothing(&server);
  fake_close(&server);
}

void test_no_wire_carries_these_destinations(void) {
  static const char *const none[] = {"0.0.0.0", "0.1.2.3", "0.255.255.255"};
  static const char *const none6[] = {"ff01::1", "ff00::", "ff00::1", "ff11::1", "ff10::1"};
  struct fake_socket socket;
  fake_bound(&socket, 6, "::", 5000, 0);
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    for (int group = 0; group < 2; group++) {
      datagram(THERE4, none[i]);
      frame[0] = group ? 0xff : 2;
      expect(NET_COUNTER_MARTIAN);
    }
  }
  for (size_t i = 0; i < sizeof none6 / sizeof *none6; i++) {
    datagram(THERE6, none6[i]);
    expect(NET_COUNTER_MARTIAN);
  }
  fake_expect_nothing(&socket);
  datagram(THERE6, ALL_NODES);
  expect(NET_COUNTER_FRAMES);
  fake_expect(&socket, "hi", THERE6, 1234);
  datagram(THERE4, "192.168.77.255");
  frame[0] = 0xff;
  expect(NET_COUNTER_FRAMES);
  fake_expect(&socket, "hi", "::ffff:192.168.77.9", 1234);
  fake_close(&socket);
}

void test_the_edges_of_the_ranges_are_hosts(void) {
  static const char *const hosts[] = {"1.0.0.1", "126.255.255.254", "128.0.0.1", "223.255.255.254"};
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
    datagram(hosts[i], HERE4);
    expect(NET_COUNTER_FRAMES);
  }
  datagram("::1:0:0:0:1", HERE6); /* not one of the addresses below ::/80 */
  expect(NET_COUNTER_FRAMES);
}

void test_arp_of_no_host_is_dropped(void) {
  uint8_t arp[28] = {0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 0, 9};
  static const struct {
    const char *address;
    uint8_t mac0;
    enum net_counter cause;
  } cases[] = {
      {THERE4, 2, NET_COUNTER_FRAMES},        {"0.0.0.0", 2, NET_COUNTER_FRAMES},
      {THERE4, 3, NET_COUNTER_NEIGHBOR},      {THERE4, 0xff, NET_COUNTER_NEIGHBOR},
      {"127.0.0.1", 2, NET_COUNTER_NEIGHBOR}, {"224.0.0.1", 2, NET_COUNTER_NEIGHBOR},
      {"0.0.0.1", 2, NET_COUNTER_NEIGHBOR},   {"255.255.255.255", 2, NET_COUNTER_NEIGHBOR},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    begin(0x0806);
    arp[8] = cases[i].mac0;
    put_address(arp + 14, cases[i].address);
    put_address(arp + 24, HERE4);
    put(arp, sizeof arp);
    expect(cases[i].cause);
  }
  begin(0x0806);
  put(arp, 27);
  expect(NET_COUNTER_MALFORMED);
}

void test_a_neighbour_is_at_a_place_of_its_own(void) {
  uint8_t macs[][6] = {{0}, {2, 0, 0, 0, 0, 1}, {0x33, 0x33, 0, 0, 0, 1}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
  memcpy(macs[1], fake_netif.hwaddr, 6);
  for (size_t i = 0; i < sizeof macs / sizeof *macs; i++) {
    for (uint8_t operation = 1; operation <= 2; operation++) {
      uint8_t arp[28] = {0, 1, 8, 0, 6, 4, 0, operation};
      memcpy(arp + 8, macs[i], 6);
      put_address(arp + 14, THERE4);
      put_address(arp + 24, HERE4);
      begin(0x0806);
      put(arp, sizeof arp);
      expect(NET_COUNTER_NEIGHBOR);
    }
    for (uint8_t type = 135; type <= 136; type++) {
      uint8_t message[32] = {type, 0, 0, 0, type == 136 ? 0x60 : 0};
      put_address(message + 8, type == 136 ? THERE6 : HERE6);
      message[24] = type == 136 ? 2 : 1;
      message[25] = 1;
      memcpy(message + 26, macs[i], 6);
      icmp6(THERE6, HERE6, 255, message, sizeof message);
      expect(NET_COUNTER_NEIGHBOR);
    }
  }
}

void test_counters_go_on_at_their_wrap(void) {
  port_net_lock();
  for (int i = 0; i < NET_COUNTER_COUNT; i++) {
    net_counters[i] = UINT32_MAX;
  }
  port_net_unlock();
  net_counters_read(before);
  datagram("127.0.0.1", HERE4);
  expect(NET_COUNTER_MARTIAN);
  TEST_ASSERT_EQUAL_UINT32(0, before[NET_COUNTER_MARTIAN]);
  TEST_ASSERT_EQUAL_UINT32(0, before[NET_COUNTER_FRAMES]);
}

/* ---- IPv4 options ---- */

static void with_option(const uint8_t option[4]) {
  datagram(THERE4, HERE4);
  memmove(frame + 14 + 24, frame + 14 + 20, frame_size - 34);
  memcpy(frame + 14 + 20, option, 4);
  frame_size += 4;
  frame[14] = 0x46;
  frame[14 + 3] += 4;
  resum_v4();
}

void test_routes_that_the_sender_chose_are_dropped(void) {
  struct fake_socket socket;
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  with_option((const uint8_t[]){131, 3, 4, 0});
  expect(NET_COUNTER_SOURCE_ROUTE);
  with_option((const uint8_t[]){1, 137, 3, 4});
  expect(NET_COUNTER_SOURCE_ROUTE);
  with_option((const uint8_t[]){7, 0, 0, 0}); /* of no length: lwIP would not get past it */
  expect(NET_COUNTER_MALFORMED);
  with_option((const uint8_t[]){7, 5, 0, 0});
  expect(NET_COUNTER_MALFORMED);
  with_option((const uint8_t[]){1, 1, 1, 7});
  expect(NET_COUNTER_MALFORMED);
  fake_expect_nothing(&socket);
  with_option((const uint8_t[]){148, 4, 0, 0}); /* router alert */
  expect(NET_COUNTER_FRAMES);
  fake_expect(&socket, "hi", THERE4, 1234);
  with_option((const uint8_t[]){0, 131, 3, 4}); /* behind the end of the list */
  expect(NET_COUNTER_FRAMES);
  fake_expect(&socket, "hi", THERE4, 1234);
  fake_close(&socket);
}

void test_routing_headers_with_segments_left_are_dropped(void) {
  static const uint8_t echo[8] = {128};
  uint8_t routing[24] = {58, 2, 0, 1};
  icmp6_behind(THERE6, HERE6, 64, 43, routing, sizeof routing, echo, sizeof echo);
  expect(NET_COUNTER_SOURCE_ROUTE);
  routing[3] = 0;
  icmp6_behind(THERE6, HERE6, 64, 43, routing, sizeof routing, echo, sizeof echo);
  expect(NET_COUNTER_FRAMES);
}

/* ---- DHCP ---- */

static void offer(const char *address, size_t size) {
  uint8_t bootp[240] = {2};
  put_address(bootp + 16, address);
  begin(0x0800);
  frame_size += fake_net_build(frame + frame_size, THERE4, 67, "255.255.255.255", 68, bootp, size);
}

void test_dhcp_gives_addresses_of_hosts_only(void) {
  static const char *const none[] = {"0.0.0.1",   "0.1.2.3",   "127.0.0.1",      "224.0.0.1",
                                     "239.1.2.3", "240.0.0.1", "255.255.255.255"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    offer(none[i], 240);
    expect(NET_COUNTER_MARTIAN);
  }
  offer("192.168.77.44", 240);
  expect(NET_COUNTER_FRAMES);
  offer("0.0.0.0", 240); /* a refusal */
  expect(NET_COUNTER_FRAMES);
  offer("192.168.77.44", 19);
  expect(NET_COUNTER_MARTIAN);
  offer("192.168.77.44", 240);
  frame[14 + 6] = 0x20; /* the first fragment */
  resum_v4();
  expect(NET_COUNTER_FRAGMENT);
}

/* ---- packet too big ---- */

static uint8_t too_big[8 + 40 + 8];

static void make_too_big(uint32_t mtu, const char *quoted_from) {
  memset(too_big, 0, sizeof too_big);
  too_big[0] = 2;
  too_big[4] = (uint8_t)(mtu >> 24);
  too_big[5] = (uint8_t)(mtu >> 16);
  too_big[6] = (uint8_t)(mtu >> 8);
  too_big[7] = (uint8_t)mtu;
  too_big[8] = 0x60;
  too_big[14] = 17;
  put_address(too_big + 16, quoted_from);
  put_address(too_big + 32, "fd77::1");
}

void test_a_path_is_between_1280_and_the_links_mtu(void) {
  static const uint32_t below[] = {0, 1, 48, 50, 56, 68, 1279};
  for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
    make_too_big(below[i], HERE6);
    icmp6("2001:db8::1", HERE6, 64, too_big, sizeof too_big);
    expect(NET_COUNTER_PACKET_TOO_BIG);
  }
  make_too_big(1280, HERE6);
  icmp6("2001:db8::1", HERE6, 64, too_big, sizeof too_big);
  expect(NET_COUNTER_FRAMES);
  make_too_big(1501, HERE6); /* than the link */
  icmp6("2001:db8::1", HERE6, 64, too_big, sizeof too_big);
  expect(NET_COUNTER_PACKET_TOO_BIG);
  make_too_big(1280, THERE6); /* about a packet of another */
  icmp6("2001:db8::1", HERE6, 64, too_big, sizeof too_big);
  expect(NET_COUNTER_PACKET_TOO_BIG);
  icmp6("2001:db8::1", HERE6, 64, too_big, 8 + 39);
  expect(NET_COUNTER_PACKET_TOO_BIG);
}

void test_the_same_behind_every_extension_header(void) {
  static const uint8_t kinds[] = {0, 60, 43, 44};
  make_too_big(50, HERE6);
  for (size_t i = 0; i < sizeof kinds; i++) {
    for (size_t k = 0; k < sizeof kinds; k++) {
      uint8_t headers[24] = {kinds[k], 0, 0, 0, 0, 0, 0, 0, 58, 1, 0, 0};
      size_t size = kinds[k] == 44 ? 16 : 24;
      headers[9] = kinds[k] == 44 ? 0 : 1;
      icmp6_behind(THERE6, HERE6, 64, kinds[i], headers, size, too_big, sizeof too_big);
      expect(NET_COUNTER_PACKET_TOO_BIG);
    }
  }
}

void test_fragments_are_for_datagrams_only(void) {
  uint8_t fragment[8] = {58, 0, 0, 1, 0, 0, 0, 7};
  make_too_big(50, HERE6);
  icmp6_behind(THERE6, HERE6, 64, 44, fragment, 8, too_big, sizeof too_big);
  expect(NET_COUNTER_FRAGMENT);
  fragment[2] = 1; /* a later part */
  icmp6_behind(THERE6, HERE6, 64, 44, fragment, 8, too_big, sizeof too_big);
  expect(NET_COUNTER_FRAGMENT);
  fragment[0] = 60;
  icmp6_behind(THERE6, HERE6, 64, 44, fragment, 8, too_big, sizeof too_big);
  expect(NET_COUNTER_FRAGMENT);
}

void test_headers_that_do_not_end_are_dropped(void) {
  uint8_t headers[8 * 9] = {0};
  static const uint8_t echo[8] = {128};
  for (size_t i = 0; i < 8; i++) {
    headers[8 * i] = 60;
  }
  headers[8 * 8] = 58;
  icmp6_behind(THERE6, HERE6, 64, 60, headers, sizeof headers, echo, sizeof echo);
  expect(NET_COUNTER_MALFORMED);
  headers[1] = 200; /* beyond the end */
  icmp6_behind(THERE6, HERE6, 64, 60, headers, 8, echo, sizeof echo);
  expect(NET_COUNTER_MALFORMED);
  datagram(THERE6, HERE6);
  frame[14 + 4] = 0xff; /* longer than the frame */
  expect(NET_COUNTER_MALFORMED);
}

/* ---- neighbour discovery ---- */

void test_every_redirect_is_dropped(void) {
  uint8_t redirect[40] = {137};
  put_address(redirect + 8, "fd77::66");
  put_address(redirect + 24, THERE6);
  icmp6("fe80::9", HERE6, 255, redirect, sizeof redirect);
  expect(NET_COUNTER_REDIRECT);
  datagram(THERE4, HERE4);
  frame[14 + 9] = 1;
  frame[14 + 20] = 5; /* of IPv4 */
  resum_v4();
  expect(NET_COUNTER_REDIRECT);
}

void test_solicitations_keep_to_the_rules(void) {
  static const struct {
    const char *from, *to;
    uint8_t hops, code, target0, option, option_length, mac0;
    enum net_counter cause;
  } cases[] = {
      {THERE6, HERE6, 255, 0, 0xfd, 1, 1, 2, NET_COUNTER_FRAMES},
      {THERE6, HERE6, 254, 0, 0xfd, 1, 1, 2, NET_COUNTER_NEIGHBOR},
      {THERE6, HERE6, 255, 1, 0xfd, 1, 1, 2, NET_COUNTER_NEIGHBOR},
      {THERE6, HERE6, 255, 0, 0xff, 1, 1, 2, NET_COUNTER_NEIGHBOR},
      {THERE6, HERE6, 255, 0, 0xfd, 1, 0, 2, NET_COUNTER_NEIGHBOR},
      {THERE6, HERE6, 255, 0, 0xfd, 1, 2, 2, NET_COUNTER_NEIGHBOR},
      {THERE6, HERE6, 255, 0, 0xfd, 1, 1, 3, NET_COUNTER_NEIGHBOR},
      {"::", "ff02::1:ff00:2", 255, 0, 0xfd, 1, 1, 2, NET_COUNTER_NEIGHBOR},
      {"::", "ff02::1:ff00:2", 255, 0, 0xfd, 14, 1, 2, NET_COUNTER_FRAMES},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint8_t ns[32] = {135, cases[i].code};
    put_address(ns + 8, HERE6);
    ns[8] = cases[i].target0;
    ns[24] = cases[i].option;
    ns[25] = cases[i].option_length;
    ns[26] = cases[i].mac0;
    icmp6(cases[i].from, cases[i].to, cases[i].hops, ns, sizeof ns);
    expect(cases[i].cause);
  }
  uint8_t short_ns[23] = {135};
  icmp6(THERE6, HERE6, 255, short_ns, sizeof short_ns);
  expect(NET_COUNTER_NEIGHBOR);
}

static void set_state(u8_t state) {
  port_net_lock();
  netif_ip6_addr_set_state(&fake_netif, 1, state);
  port_net_unlock();
}

void test_an_advertisement_takes_no_address_away(void) {
  uint8_t na[32] = {136, 0, 0, 0, 0x20};
  na[24] = 2;
  na[25] = 1;
  na[26] = 2;
  put_address(na + 8, HERE6);
  icmp6("fe80::9", ALL_NODES, 255, na, sizeof na);
  expect(NET_COUNTER_NEIGHBOR);
  icmp6(HERE6, ALL_NODES, 255, na, sizeof na);
  expect(NET_COUNTER_NEIGHBOR);
  set_state(IP6_ADDR_TENTATIVE);
  icmp6(HERE6, ALL_NODES, 255, na, sizeof na); /* while the board asks, this is the answer */
  expect(NET_COUNTER_FRAMES);
  set_state(IP6_ADDR_PREFERRED);
  na[4] = 0x60; /* solicited, and yet to all */
  put_address(na + 8, THERE6);
  icmp6("fe80::9", ALL_NODES, 255, na, sizeof na);
  expect(NET_COUNTER_NEIGHBOR);
}

/* An advertisement of address's place, the last byte of whose link-layer address is mac5. */
static void place(const char *address, const char *to, uint8_t flags, uint8_t mac5) {
  uint8_t na[32] = {136, 0, 0, 0, flags};
  put_address(na + 8, address);
  na[24] = 2;
  na[25] = 1;
  na[26] = 2;
  na[31] = mac5;
  icmp6(address, to, 255, na, sizeof na);
}

static void solicit(uint8_t mac5) {
  uint8_t ns[32] = {135};
  put_address(ns + 8, HERE6);
  ns[24] = 1;
  ns[25] = 1;
  ns[26] = 2;
  ns[31] = mac5;
  icmp6(THERE6, HERE6, 255, ns, sizeof ns);
}

void test_a_neighbour_that_asks_says_where_it_is(void) {
  solicit(9);
  expect(NET_COUNTER_FRAMES);
  TEST_ASSERT_EQUAL_HEX8(9, last_out[5]);
  place(THERE6, HERE6, 0x60, 0x66); /* forged: it holds for as long as a router says */
  expect(NET_COUNTER_FRAMES);
  solicit(9);
  frame[frame_size - 9] ^= 1; /* the checksum is wrong */
  arrive();
  solicit(0x66);
  arrive();
  TEST_ASSERT_EQUAL_HEX8(0x66, last_out[5]);
  net_counters_read(before);
  solicit(9);
  expect(NET_COUNTER_FRAMES);
  TEST_ASSERT_EQUAL_HEX8(9, last_out[5]);
}

void test_what_was_not_asked_for_goes_to_a_group(void) {
  place(THERE6, HERE6, 0x20, 9);
  expect(NET_COUNTER_NEIGHBOR);
  place(THERE6, ALL_NODES, 0x20, 9);
  expect(NET_COUNTER_FRAMES);
}

static void advertise(const char *from, uint16_t lifetime, uint32_t reachable, const uint8_t *options, size_t size) {
  uint8_t ra[16 + 64] = {134, 0, 0, 0, 64, 0, (uint8_t)(lifetime >> 8), (uint8_t)lifetime};
  ra[8] = (uint8_t)(reachable >> 24);
  ra[9] = (uint8_t)(reachable >> 16);
  ra[10] = (uint8_t)(reachable >> 8);
  ra[11] = (uint8_t)reachable;
  memcpy(ra + 16, options, size);
  icmp6(from, ALL_NODES, 255, ra, 16 + size);
}

void test_router_advertisements_keep_to_the_rules(void) {
  uint8_t prefix[32] = {3, 4, 64, 0x80, 0, 0, 0, 20, 0, 0, 0, 20};
  put_address(prefix + 16, "2001:db8::");
  advertise("fe80::aa", 0, 0, prefix, sizeof prefix);
  expect(NET_COUNTER_FRAMES);
  advertise("fd77::aa", 0, 0, prefix, sizeof prefix);
  expect(NET_COUNTER_NEIGHBOR);
  advertise("fe80::aa", 0, 3600001, prefix, sizeof prefix);
  expect(NET_COUNTER_NEIGHBOR);
  prefix[1] = 3;
  advertise("fe80::aa", 0, 0, prefix, 24);
  expect(NET_COUNTER_NEIGHBOR);
  prefix[1] = 4;
  prefix[16] = 0xff;
  advertise("fe80::aa", 0, 0, prefix, sizeof prefix);
  expect(NET_COUNTER_NEIGHBOR);
  memset(prefix + 16, 0, 16);
  advertise("fe80::aa", 0, 0, prefix, sizeof prefix);
  expect(NET_COUNTER_NEIGHBOR);
}

/* Routers alone can bring this about: a packet waits for a router that gives up being one; its destination is on the
 * link now, and the table is full, so that the only place for the new neighbour is the one whose queue is sent. */
static void echo6(const char *from) {
  static const uint8_t request[8] = {128};
  icmp6(from, HERE6, 64, request, sizeof request);
  arrive();
}

void test_an_echo_does_not_wait_for_a_neighbour(void) {
  echo6("fd77::77");
  TEST_ASSERT_EQUAL_UINT(1, frames_out); /* who has it? */
  uint8_t na[32] = {136, 0, 0, 0, 0x60};
  put_address(na + 8, "fd77::77");
  na[24] = 2;
  na[25] = 1;
  na[26] = 2;
  icmp6("fd77::77", HERE6, 255, na, sizeof na);
  arrive();
  TEST_ASSERT_EQUAL_UINT(1, frames_out);
  echo6("fd77::77");
  TEST_ASSERT_EQUAL_UINT(2, frames_out);
  TEST_ASSERT_EQUAL_UINT8(129, last_out[14 + 40]);
}

void test_no_address_is_a_source_for_icmpv6_alone(void) {
  uint32_t now[NET_COUNTER_COUNT];
  datagram("::", "ff02::1:ff00:2");
  arrive();
  net_counters_read(now);
  TEST_ASSERT_EQUAL_UINT32(before[NET_COUNTER_MARTIAN] + 1, now[NET_COUNTER_MARTIAN]);
}

void test_packets_that_wait_do_not_go_round_for_ever(void) {
  uint8_t options[40] = {1, 1, 2, 0, 0, 0, 0, 0xbb, 3, 4, 64, 0x80, 0, 0, 0, 20, 0, 0, 0, 20};
  uint8_t na[32] = {136, 0, 0, 0, 0xe0};
  uint32_t now[NET_COUNTER_COUNT];
  advertise("fe80::aa", 60, 0, options, 0);
  arrive();
  datagram("2001:db8::1", HERE6); /* to a closed port: the answer waits in lwIP */
  arrive();
  advertise("fe80::aa", 0, 0, options, 0);
  arrive();
  fake_net_advance(1100);
  put_address(options + 8 + 16, "2001:db8::");
  advertise("fe80::bb", 5, 0, options, sizeof options);
  arrive();
  for (unsigned i = 0; i < LWIP_ND6_NUM_NEIGHBORS - 2; i++) {
    char text[] = "fd77::100";
    text[7] = (char)('0' + i / 10);
    text[8] = (char)('0' + i % 10);
    echo6(text);
  }
  put_address(na + 8, "fe80::aa");
  na[24] = 2;
  na[25] = 1;
  na[26] = 2;
  icmp6("fe80::aa", "fe80::2", 255, na, sizeof na);
  arrive();
  net_counters_read(now);
  TEST_ASSERT_EQUAL_UINT32(before[NET_COUNTER_QUEUE] + 1, now[NET_COUNTER_QUEUE]);
}

/* lwIP counts from 0 at each start (CONFIG_NET_RENUMBER). */
void test_identifications_begin_anywhere_and_go_on(void) {
  struct fake_socket socket;
  unsigned ids[4];
  fake_bound(&socket, 4, "0.0.0.0", 5000, 0);
  introduce(THERE4);
  for (int i = 0; i < 4; i++) {
    if (i == 2) {
      net_guard_attach(&fake_netif); /* as at another start */
    }
    TEST_ASSERT_EQUAL(1, fake_send(&socket, "x", THERE4, 9));
    const uint8_t *ip = last_out + 14;
    TEST_ASSERT_EQUAL_HEX16(0, fake_net_checksum(ip, 20, NULL, NULL, 0));
    ids[i] = (unsigned)ip[4] << 8 | ip[5];
  }
  TEST_ASSERT_EQUAL(1, (uint16_t)(ids[1] - ids[0]));
  TEST_ASSERT_EQUAL(1, (uint16_t)(ids[3] - ids[2]));
  TEST_ASSERT_NOT_EQUAL(1, (uint16_t)(ids[2] - ids[1])); /* the fake port's random numbers are the same each run */
  fake_close(&socket);
}
