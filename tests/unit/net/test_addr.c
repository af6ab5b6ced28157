/* Address text: exactly what inet_pton() takes, written as RFC 5952 says, zones as RFC 4007 says. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "net/addr.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

static int parse(const char *text) {
  /* An exact copy without a zero behind it, so that the sanitizer sees a byte too many. */
  struct net_addr addr;
  size_t size = strlen(text);
  char bytes[80];
  char *at = bytes + sizeof bytes - size;
  memcpy(at, text, size);
  return net_addr_parse(at, size, &addr);
}

static void expect_text(const char *text, const char *canonical) {
  struct net_addr addr;
  struct net_addr again;
  char out[NET_ADDR_TEXT];
  TEST_ASSERT_EQUAL_MESSAGE(0, net_addr_parse(text, strlen(text), &addr), text);
  TEST_ASSERT_EQUAL_MESSAGE(strlen(canonical), net_addr_format(&addr, out), text);
  TEST_ASSERT_EQUAL_STRING_MESSAGE(canonical, out, text);
  TEST_ASSERT_EQUAL_MESSAGE(0, net_addr_parse(out, strlen(out), &again), out);
  TEST_ASSERT_TRUE_MESSAGE(net_addr_equal(&addr, &again), out);
}

void test_v4_is_four_plain_decimal_numbers(void) {
  expect_text("0.0.0.0", "0.0.0.0");
  expect_text("127.0.0.1", "127.0.0.1");
  expect_text("255.255.255.255", "255.255.255.255");
  expect_text("10.20.30.40", "10.20.30.40");
}

void test_v4_oddities_are_refused(void) {
  static const char *const bad[] = {
      "",         "0",        "127.1",      "1.2.3",      "1.2.3.4.5",         "010.0.0.1",   "00.0.0.0",
      "1.2.3.04", "1.2.3.4 ", " 1.2.3.4",   "1.2.3.256",  "1.2.3.-1",          "1.2.3.+1",    "1..2.3",
      ".1.2.3",   "1.2.3.",   "1.2.3.4.",   "0x7f.0.0.1", "1.2.3.4/8",         "1.2.3.4%lo0", "1.2.3.4%1",
      "a.b.c.d",  "1.2.3.1e", "4294967295", "1,2,3,4",    "99999999999.1.1.1", "1.2.3.4\n",
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    TEST_ASSERT_EQUAL_MESSAGE(ERR_CODE_EINVAL, parse(bad[i]), bad[i]);
  }
}

void test_v6_is_written_as_rfc_5952_says(void) {
  expect_text("::", "::");
  expect_text("::1", "::1");
  expect_text("1::", "1::");
  expect_text("0:0:0:0:0:0:0:0", "::");
  expect_text("2001:db8::1", "2001:db8::1");
  expect_text("2001:0db8:0000:0000:0000:0000:0002:0001", "2001:db8::2:1");
  expect_text("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1");    /* the first of equal runs */
  expect_text("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");          /* the longest run */
  expect_text("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"); /* a single group is not shortened */
  expect_text("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
  expect_text("2001:db8:aaaa:bbbb:cccc:dddd:eeee:AAAA", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa");
  expect_text("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
  expect_text("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8");
  expect_text("1:2:3:4:5:6::", "1:2:3:4:5:6::");
  expect_text("::3:4:5:6:7:8", "::3:4:5:6:7:8");
  expect_text("1:0:0:4:5:6:7:8", "1::4:5:6:7:8");
}

void test_dotted_tails(void) {
  expect_text("::ffff:1.2.3.4", "::ffff:1.2.3.4");
  expect_text("::FFFF:0102:0304", "::ffff:1.2.3.4");
  expect_text("::ffff:0:0", "::ffff:0.0.0.0");
  expect_text("64:ff9b::192.0.2.33", "64:ff9b::c000:221");
  expect_text("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304");
  expect_text("::1.2.3.4", "::102:304");
}

void test_v6_oddities_are_refused(void) {
  static const char *const bad[] = {
      ":",
      ":::",
      "::zz",
      "1",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1::2::3",
      "12345::",
      "::12345",
      ":1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:",
      "1:2:3:4:5:6:7:8:",
      "::1 ",
      " ::1",
      "[::1]",
      "::1.2.3",
      "::1.2.3.4.5",
      "::1.2.3.256",
      "::1.2.3.04",
      "1.2.3.4::",
      "1:2:3:4:5:6:7:1.2.3.4",
      "::1.2.3.4:5",
      "1:2:3:4:5:6:7:8::",
      "::1:2:3:4:5:6:7:8",
      "::g",
      "fe80::1/64",
      "1:2:3:4::5:6:7:8:9",
      "::-1",
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    TEST_ASSERT_EQUAL_MESSAGE(ERR_CODE_EINVAL, parse(bad[i]), bad[i]);
  }
}

void test_zones_name_an_interface(void) {
  struct net_addr addr = fake_addr("fe80::1%en1");
  TEST_ASSERT_EQUAL(netif_get_index(&fake_netif), addr.zone);
  expect_text("fe80::1%en1", "fe80::1%en1");
  expect_text("fe80::1%2", "fe80::1%en1");
  expect_text("ff02::1%lo0", "ff02::1%lo0");
  expect_text("::%lo0", "::%lo0");
  expect_text("::1%lo0", "::1"); /* of this host whatever the interface */
  expect_text("2001:db8::1%en1", "2001:db8::1");
}

void test_unknown_zones_are_no_device(void) {
  static const char *const bad[] = {"fe80::1%",     "fe80::1%xx9",  "fe80::1%0",          "fe80::1%77",  "fe80::1%en",
                                    "fe80::1%en1x", "fe80::1%en01", "fe80::1%4294967297", "fe80::1%255", "::1%no0"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    TEST_ASSERT_EQUAL_MESSAGE(ERR_CODE_ENODEV, parse(bad[i]), bad[i]);
  }
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, parse("%en1"));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, parse("zz%en1"));
}

void test_bytes_with_zeros_inside_are_refused(void) {
  struct net_addr addr;
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_addr_parse("1.2.3.4\0", 8, &addr));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_addr_parse("::1\0x", 5, &addr));
}

void test_a_refused_text_leaves_the_output_alone(void) {
  struct net_addr addr = fake_addr("1.2.3.4");
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_addr_parse("1.2.3.", 6, &addr));
  struct net_addr same = fake_addr("1.2.3.4");
  TEST_ASSERT_TRUE(net_addr_equal(&addr, &same));
}

void test_the_zone_of_a_vanished_interface_is_a_number(void) {
  struct net_addr addr = fake_addr("fe80::1");
  char out[NET_ADDR_TEXT];
  addr.zone = 200;
  net_addr_format(&addr, out);
  TEST_ASSERT_EQUAL_STRING("fe80::1%200", out);
}

void test_the_longest_text_fits(void) {
  struct net_addr addr = {.family = 6, .zone = 254};
  char out[NET_ADDR_TEXT];
  memset(addr.bytes, 0xfe, sizeof addr.bytes);
  TEST_ASSERT_LESS_THAN(NET_ADDR_TEXT, net_addr_format(&addr, out));
}

static bool of(bool (*is)(const struct net_addr *), const char *text) {
  struct net_addr addr = fake_addr(text);
  return is(&addr);
}

void test_kinds_of_addresses(void) {
  TEST_ASSERT_TRUE(of(net_addr_is_any, "0.0.0.0"));
  TEST_ASSERT_TRUE(of(net_addr_is_any, "::"));
  TEST_ASSERT_FALSE(of(net_addr_is_any, "0.0.0.1"));
  TEST_ASSERT_TRUE(of(net_addr_is_multicast, "224.0.0.1"));
  TEST_ASSERT_TRUE(of(net_addr_is_multicast, "239.255.255.255"));
  TEST_ASSERT_FALSE(of(net_addr_is_multicast, "223.255.255.255"));
  TEST_ASSERT_FALSE(of(net_addr_is_multicast, "240.0.0.1"));
  TEST_ASSERT_TRUE(of(net_addr_is_multicast, "ff0e::1"));
  TEST_ASSERT_FALSE(of(net_addr_is_multicast, "fe80::1"));
  TEST_ASSERT_TRUE(of(net_addr_is_loopback, "127.9.9.9"));
  TEST_ASSERT_TRUE(of(net_addr_is_loopback, "::1"));
  TEST_ASSERT_FALSE(of(net_addr_is_loopback, "::2"));
  TEST_ASSERT_TRUE(of(net_addr_is_mapped, "::ffff:1.2.3.4"));
  TEST_ASSERT_FALSE(of(net_addr_is_mapped, "::fffe:1.2.3.4"));
  TEST_ASSERT_FALSE(of(net_addr_is_mapped, "1.2.3.4"));
}
