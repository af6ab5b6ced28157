/* Which ICMP errors leave: none that the RFCs forbid, and no more than their rate. */
#include "unity.h"

#include <string.h>

#include "fake_net.h"
#include "guard_frames.h"

void setUp(void) { guard_frames_start(); }
void tearDown(void) { guard_frames_end(); }

/* ---- their rate ---- */

static unsigned unreachables(const char *from, unsigned count) {
  frames_out = 0;
  for (unsigned i = 0; i < count; i++) {
    datagram(from, fake_addr(from).family == 6 ? HERE6 : HERE4);
    arrive();
  }
  return frames_out;
}

static void errors_have_a_rate(const char *greedy) {
  uint32_t now[NET_COUNTER_COUNT];
  introduce(greedy);
  TEST_ASSERT_EQUAL(6, unreachables(greedy, 100));
  net_counters_read(now);
  TEST_ASSERT_EQUAL_UINT32(before[NET_COUNTER_ERRORS_LIMITED] + 94, now[NET_COUNTER_ERRORS_LIMITED]);
  TEST_ASSERT_EQUAL(0, unreachables(greedy, 10));
  fake_net_advance(2000);
  TEST_ASSERT_EQUAL(2, unreachables(greedy, 10));
}

void test_errors_to_one_receiver_have_a_rate(void) { errors_have_a_rate(THERE4); }
void test_errors_to_one_receiver_have_a_rate_over_ipv6(void) { errors_have_a_rate(THERE6); }

void test_a_greedy_receiver_costs_the_others_nothing(void) {
  unsigned told = 0;
  introduce(THERE4);
  unreachables(THERE4, 1000);
  for (unsigned i = 0; i < 8; i++) {
    char other[] = "192.168.77.100";
    other[13] = (char)('0' + i);
    introduce(other);
    told += unreachables(other, 1) == 1;
  }
  /* One in sixteen shares the bucket. */
  TEST_ASSERT_GREATER_THAN_UINT(4, told);
}

void test_errors_that_waited_for_a_neighbour_are_counted_once(void) {
  uint8_t na[32] = {136, 0, 0, 0, 0x60};
  unreachables("fd77::33", 3);
  put_address(na + 8, "fd77::33");
  na[24] = 2;
  na[25] = 1;
  na[26] = 2;
  frames_out = 0;
  icmp6("fd77::33", HERE6, 255, na, sizeof na);
  arrive();
  TEST_ASSERT_EQUAL(3, frames_out);
  TEST_ASSERT_EQUAL(3, unreachables("fd77::33", 10));
}

/* ---- what is forbidden ---- */

/* Whether the frame is answered by an error; when not, it counts where errors were about to be sent. */
static bool is_answered(void) {
  frames_out = 0;
  arrive();
  return frames_out > 0;
}

/* Credit for the next error. */
static void wait(void) { fake_net_advance(2000); }

/* An unknown protocol and a closed port. */
static void unknown(const char *from, const char *to) {
  datagram(from, to);
  if (fake_addr(from).family == 4) {
    frame[14 + 9] = 99;
    resum_v4();
  } else {
    frame[14 + 6] = 99;
  }
}

void test_frames_to_a_group_are_answered_by_no_error(void) {
  static const char *const hosts[][2] = {{THERE4, HERE4}, {THERE6, HERE6}};
  for (size_t i = 0; i < 2; i++) {
    introduce(hosts[i][0]);
    for (int what = 0; what < 4; what++) {
      wait();
      (what < 2 ? datagram : unknown)(hosts[i][0], hosts[i][1]);
      frame[0] = (what & 1) != 0 ? 0xff : 2;
      TEST_ASSERT_EQUAL((what & 1) == 0, is_answered());
    }
  }
}

void test_a_group_frame_may_be_a_ping(void) {
  uint8_t echo[8] = {128};
  introduce(THERE6);
  icmp6(THERE6, HERE6, 64, echo, sizeof echo);
  frame[0] = 0x33;
  TEST_ASSERT_TRUE(is_answered());
}

/* Behind an option that is unknown; of the third and fourth kind it asks for an error. */
static void with_unknown_option(const char *from, const char *to, uint8_t option, const uint8_t *icmp, size_t size) {
  const uint8_t options[8] = {58, 0, option, 4};
  icmp6_behind(from, to, 64, 0, options, sizeof options, icmp, size);
}

void test_unknown_options_are_told_of_once_and_never_about_errors(void) {
  static const uint8_t echo[8] = {128};
  static const uint8_t unreachable[8 + 48] = {1, 4};
  static const uint8_t unknown_error[8] = {100};
  introduce(THERE6);
  with_unknown_option(THERE6, HERE6, 0x9e, echo, sizeof echo);
  TEST_ASSERT_TRUE(is_answered());
  with_unknown_option(THERE6, ALL_NODES, 0x9e, echo, sizeof echo); /* RFC 4443 2.4 (e.3) */
  frame[0] = 0x33;
  TEST_ASSERT_TRUE(is_answered());
  with_unknown_option(THERE6, HERE6, 0xde, echo, sizeof echo);
  TEST_ASSERT_TRUE(is_answered());
  with_unknown_option(THERE6, HERE6, 0xde, echo, sizeof echo);
  frame[0] = 0x33;
  TEST_ASSERT_FALSE(is_answered());
  with_unknown_option(THERE6, HERE6, 0x9e, unreachable, sizeof unreachable);
  TEST_ASSERT_FALSE(is_answered());
  with_unknown_option(THERE6, HERE6, 0x9e, unknown_error, sizeof unknown_error);
  TEST_ASSERT_FALSE(is_answered());
  with_unknown_option("::", "ff02::1:ff00:2", 0x9e, echo, sizeof echo);
  TEST_ASSERT_FALSE(is_answered());
}

/* A first fragment that is given up. */
static void first_fragment(const char *from, const char *to, uint8_t protocol, uint8_t type) {
  static uint8_t upper[24];
  memset(upper, 0, sizeof upper);
  upper[0] = type;
  if (fake_addr(from).family == 4) {
    begin(0x0800);
    frame_size += fake_net_build(frame + frame_size, from, 1234, to, 5000, upper, 16);
    frame[14 + 6] = 0x20;
    frame[14 + 9] = protocol;
    memcpy(frame + 14 + 20, upper, sizeof upper);
    resum_v4();
  } else {
    const uint8_t fragment[8] = {protocol, 0, 0, 1, 0, 0, 0, 7};
    icmp6_behind(from, to, 64, 44, fragment, sizeof fragment, upper, sizeof upper);
  }
}

static unsigned given_up(const char *from, const char *to, uint8_t protocol, uint8_t type) {
  introduce(from);
  first_fragment(from, to, protocol, type);
  frame[0] = fake_addr(to).bytes[0] == 0xff ? 0x33 : 2;
  arrive();
  frames_out = 0;
  fake_net_advance(1000 * (fake_addr(from).family == 4 ? IP_REASS_MAXAGE : IPV6_REASS_MAXAGE) - 2000);
  introduce(from); /* or its place is forgotten by now */
  frames_out = 0;
  fake_net_advance(4000);
  return frames_out;
}

void test_what_was_not_whole_in_time_is_told_to_its_sender_alone(void) {
  TEST_ASSERT_EQUAL(1, given_up(THERE4, HERE4, 17, 0));
  TEST_ASSERT_EQUAL(1, given_up(THERE4, HERE4, 1, 8));
  TEST_ASSERT_EQUAL(0, given_up(THERE4, "192.168.77.255", 17, 0));
  TEST_ASSERT_EQUAL(0, given_up(THERE4, "255.255.255.255", 17, 0));
  for (uint8_t type = 3; type <= 12; type++) {
    if (type <= 4 || type >= 11) {
      TEST_ASSERT_EQUAL(0, given_up(THERE4, HERE4, 1, type));
    }
  }
  TEST_ASSERT_EQUAL(1, given_up(THERE6, HERE6, 17, 0));
  TEST_ASSERT_EQUAL(0, given_up(THERE6, ALL_NODES, 17, 0));
}

void test_nobody_is_told_nothing(void) {
  begin(0x0800);
  frame_size += fake_net_build(frame + frame_size, "0.0.0.0", 68, HERE4, 67, "hi", 2);
  TEST_ASSERT_FALSE(is_answered());
}
