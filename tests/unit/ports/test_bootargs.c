/* Boot options: what each takes, what is refused and how, quoting, the app's argv and env. */
#include <string.h>

#include "bootargs.h"
#include "mock_panic.h"
#include "unity.h"

static struct bootargs args;
static char message[BOOTARGS_MESSAGE];
static char line[1024];
static char *words[16];

void setUp(void) {
  memset(&args, 0xee, sizeof args); /* nothing may be left over from before */
  message[0] = '\0';
}

void tearDown(void) {}

static int parse_features(const char *text, unsigned features) {
  strcpy(line, text);
  int count = bootargs_split(line, words, 16);
  TEST_ASSERT_TRUE(count >= 0);
  return bootargs_parse(words, (size_t)count, features, &args, message);
}

static void parse(const char *text) { TEST_ASSERT_EQUAL_INT_MESSAGE(0, parse_features(text, BOOTARGS_FILES), message); }

static void refuse(const char *text, const char *part_of_message) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(-1, parse_features(text, BOOTARGS_FILES), text);
  TEST_ASSERT_NOT_NULL_MESSAGE(strstr(message, part_of_message), message);
}

void test_flash_in_place_of_an_image(void) {
  parse("");
  TEST_ASSERT_NULL(args.flash);
  TEST_ASSERT_EQUAL_UINT32(BOOTARGS_CONFIRM_MS, args.confirm_after_ms);
  parse("flash=board.bin confirm=0");
  TEST_ASSERT_EQUAL_STRING("board.bin", args.flash);
  TEST_ASSERT_EQUAL_UINT32(0, args.confirm_after_ms);
  parse("confirm=86400000");
  TEST_ASSERT_EQUAL_UINT32(86400000, args.confirm_after_ms);
  refuse("flash=", "flash=");
  refuse("confirm=86400001", "at most a day");
  refuse("confirm=1s", "milliseconds");
  refuse("image=app.tgi flash=board.bin", "exclude each other");
  TEST_ASSERT_EQUAL_INT(-1, parse_features("flash=board.bin", 0));
}

void test_a_run_that_can_be_had_again_has_the_time_of_the_link_and_a_seed(void) {
  parse("ip=10.0.2.15/16");
  TEST_ASSERT_FALSE(args.figures);
  TEST_ASSERT_FALSE(args.clock_link);
  TEST_ASSERT_FALSE(args.has_seed);
  parse("clock=link:1767225600000 seed=400000000");
  TEST_ASSERT_TRUE(args.clock_link);
  TEST_ASSERT_TRUE(args.clock_wall_ms == 1767225600000U);
  TEST_ASSERT_TRUE(args.has_seed);
  TEST_ASSERT_EQUAL_UINT32(400000000, args.seed);
  parse("clock=link:8640000000000000 seed=0 figures");
  TEST_ASSERT_TRUE(args.figures);
  TEST_ASSERT_TRUE(args.has_seed);
  refuse("clock=link:8640000000000001", "milliseconds since 1970");
  refuse("clock=link:", "milliseconds since 1970");
  refuse("clock=link:1s", "milliseconds since 1970");
  refuse("clock=virtual", "milliseconds since 1970");
  refuse("seed=400000001", "at most 400000000");
  refuse("seed=-1", "at most 400000000");
}

void test_no_words_mean_no_options(void) {
  parse("");
  TEST_ASSERT_FALSE(args.dhcp || args.lo_link || args.has_mac);
  TEST_ASSERT_EQUAL(0, args.ip4.family);
  TEST_ASSERT_EQUAL(0, args.gw.family);
  TEST_ASSERT_EQUAL(0, args.ip6_count);
  TEST_ASSERT_EQUAL(0, args.dns_count);
  TEST_ASSERT_EQUAL(BOOTARGS_NET_DEFAULT, args.net);
  TEST_ASSERT_EQUAL(-1, args.channel);
  TEST_ASSERT_NULL(args.host);
  TEST_ASSERT_NULL(args.image);
  TEST_ASSERT_NULL(args.argv[0]);
  TEST_ASSERT_NULL(args.env[0]);
}

void test_addresses(void) {
  static const uint8_t ip[4] = {192, 168, 77, 2}, gw[4] = {192, 168, 77, 1};
  static const uint8_t ip6[16] = {0xfd, 0x77, [15] = 2};
  static const uint8_t second[16] = {0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0xa, 0xbc};
  parse("ip=192.168.77.2/24 gw=192.168.77.1 ip6=fd77::2/64 ip6=2001:db8:1:2:3:4:5:aBc/64 dns=192.168.77.1,fd77::2");
  TEST_ASSERT_EQUAL(4, args.ip4.family);
  TEST_ASSERT_EQUAL(24, args.ip4.prefix);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(ip, args.ip4.bytes, 4);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(gw, args.gw.bytes, 4);
  TEST_ASSERT_EQUAL(2, args.ip6_count);
  TEST_ASSERT_EQUAL(64, args.ip6[0].prefix);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(ip6, args.ip6[0].bytes, 16);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(second, args.ip6[1].bytes, 16);
  TEST_ASSERT_EQUAL(2, args.dns_count);
  TEST_ASSERT_EQUAL(4, args.dns[0].family);
  TEST_ASSERT_EQUAL(6, args.dns[1].family);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(ip6, args.dns[1].bytes, 16);
}

void test_short_forms_of_ip6(void) {
  static const uint8_t loopback[16] = {[15] = 1}, any[16] = {0}, network[16] = {0xfd};
  static const uint8_t gap[16] = {0, 1, 0, 2, [13] = 3, [15] = 4};
  parse("ip6=::1/64 ip6=::/64 ip6=fd00::/64");
  TEST_ASSERT_EQUAL_HEX8_ARRAY(loopback, args.ip6[0].bytes, 16);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(any, args.ip6[1].bytes, 16);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(network, args.ip6[2].bytes, 16);
  parse("ip6=1:2::3:4/64");
  TEST_ASSERT_EQUAL_HEX8_ARRAY(gap, args.ip6[0].bytes, 16);
}

void test_what_is_no_ip4_address(void) {
  static const char *const wrong[] = {
      "ip=",         "ip=192.168.77.2", "ip=192.168.77.2/33", "ip=192.168.77/24", "ip=1.2.3.256/8", "ip=01.2.3.4/8",
      "ip=1.2.3.4/", "ip=1.2.3.4/8x",   "ip=1.2.3.4.5/8",     "ip=::1/64",        "ip=1.2.3.4/08",  "ip=+1.2.3.4/8"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    refuse(wrong[i], wrong[i]);
    TEST_ASSERT_NOT_NULL(strstr(message, "an IPv4 address with its prefix length"));
  }
}

void test_what_is_no_ip6_address(void) {
  static const char *const wrong[] = {"ip6=",
                                      "ip6=::1",
                                      "ip6=1:2:3:4:5:6:7/64",
                                      "ip6=1:2:3:4:5:6:7:8:9/64",
                                      "ip6=1::2::3/64",
                                      "ip6=12345::/64",
                                      "ip6=:1::/64",
                                      "ip6=1:/64",
                                      "ip6=::zz/64",
                                      "ip6=1:2:3:4:5:6:7::8/64",
                                      "ip6=fd77::2/48",
                                      "ip6=fd77::2/129",
                                      "ip6=1.2.3.4/64",
                                      "ip6=:::/64"};
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    refuse(wrong[i], wrong[i]);
  }
  refuse("ip6=fd00::1/64 ip6=fd00::2/64 ip6=fd00::3/64 ip6=fd00::4/64", "fd00::4");
}

void test_what_is_no_list_of_servers(void) {
  refuse("dns=", "dns=");
  refuse("dns=1.1.1.1,", "dns=");
  refuse("dns=1.1.1.1,8.8.8.8,9.9.9.9", "at most 2");
  refuse("dns=one.example", "dns=");
}

void test_mac(void) {
  static const uint8_t mac[6] = {2, 0, 0, 0xaB, 0xcd, 0xef};
  parse("mac=02:00:00:ab:CD:ef");
  TEST_ASSERT_TRUE(args.has_mac);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(mac, args.mac, 6);
  refuse("mac=02:00:00:00:00", "mac=");
  refuse("mac=02:00:00:00:00:01:02", "mac=");
  refuse("mac=2:0:0:0:0:1", "mac=");
  refuse("mac=03:00:00:00:00:01", "unicast");
}

void test_host(void) {
  parse("host=board-1");
  TEST_ASSERT_EQUAL_STRING("board-1", args.host);
  refuse("host=", "host=");
  refuse("host=-a", "host=");
  refuse("host=a.b", "host=");
  refuse("host=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "host=");
}

void test_network_and_files(void) {
  parse("net=link:/run/link.sock image=app.tgi channel=3 lo=link");
  TEST_ASSERT_EQUAL(BOOTARGS_NET_LINK, args.net);
  TEST_ASSERT_EQUAL_STRING("/run/link.sock", args.net_target);
  TEST_ASSERT_EQUAL_STRING("app.tgi", args.image);
  TEST_ASSERT_EQUAL(3, args.channel);
  TEST_ASSERT_TRUE(args.lo_link);
  parse("net=tap:tap0");
  TEST_ASSERT_EQUAL(BOOTARGS_NET_TAP, args.net);
  TEST_ASSERT_EQUAL_STRING("tap0", args.net_target);
  parse("net=none");
  TEST_ASSERT_EQUAL(BOOTARGS_NET_NONE, args.net);
  refuse("net=", "net=");
  refuse("net=link:", "net=link:");
  refuse("net=wifi:home", "net=wifi:home");
  refuse("image=", "image=");
  refuse("channel=x", "channel=x");
  refuse("channel=", "channel=");
  refuse("channel=70000", "channel=70000");
  refuse("lo=shared", "lo=shared");
}

void test_a_board_without_files_has_not_their_options(void) {
  TEST_ASSERT_EQUAL_INT(0, parse_features("net=none", 0));
  TEST_ASSERT_EQUAL_INT(-1, parse_features("net=tap:tap0", 0));
  TEST_ASSERT_NOT_NULL(strstr(message, "net=none"));
  TEST_ASSERT_EQUAL_INT(-1, parse_features("image=app.tgi", 0));
  TEST_ASSERT_NOT_NULL(strstr(message, "unknown"));
}

void test_options_that_do_not_go_together(void) {
  refuse("dhcp ip=10.0.0.2/8", "exclude each other");
  refuse("gw=10.0.0.1", "needs ip=");
  parse("dhcp");
  TEST_ASSERT_TRUE(args.dhcp);
}

void test_unknown_words_are_named(void) {
  refuse("verbose", "\"verbose\" is unknown");
  refuse("IP=1.2.3.4/8", "\"IP=1.2.3.4/8\" is unknown");
  refuse("dhcp=yes", "unknown");
}

void test_argv_follows_two_hyphens(void) {
  parse("dhcp -- one ip=nonsense -- \"\" last");
  TEST_ASSERT_EQUAL_STRING("one", args.argv[0]);
  TEST_ASSERT_EQUAL_STRING("ip=nonsense", args.argv[1]);
  TEST_ASSERT_EQUAL_STRING("--", args.argv[2]);
  TEST_ASSERT_EQUAL_STRING("", args.argv[3]);
  TEST_ASSERT_EQUAL_STRING("last", args.argv[4]);
  TEST_ASSERT_NULL(args.argv[5]);
}

void test_too_many_arguments(void) {
  char *many[BOOTARGS_ENTRIES + 2];
  many[0] = "--";
  for (size_t i = 1; i < BOOTARGS_ENTRIES + 2; i++) {
    many[i] = "x";
  }
  TEST_ASSERT_EQUAL_INT(0, bootargs_parse(many, BOOTARGS_ENTRIES + 1, 0, &args, message));
  TEST_ASSERT_EQUAL_STRING("x", args.argv[BOOTARGS_ENTRIES - 1]);
  TEST_ASSERT_NULL(args.argv[BOOTARGS_ENTRIES]);
  TEST_ASSERT_EQUAL_INT(-1, bootargs_parse(many, BOOTARGS_ENTRIES + 2, 0, &args, message));
  TEST_ASSERT_NOT_NULL(strstr(message, "65 arguments"));
}

void test_env_keeps_the_last_of_a_name(void) {
  parse("env.A=1 env.B= env.AB=x=y \"env.A=two words\"");
  TEST_ASSERT_EQUAL_STRING("A=two words", args.env[0]);
  TEST_ASSERT_EQUAL_STRING("B=", args.env[1]);
  TEST_ASSERT_EQUAL_STRING("AB=x=y", args.env[2]);
  TEST_ASSERT_NULL(args.env[3]);
  refuse("env.A", "env.A");
  refuse("env.=1", "env.=1");
}

void test_quoting(void) {
  strcpy(line, "  plain\t\"two words\" pre\"fi x\"ed \\\"q\\\" \"a\\\\b\\\"c\" \"\"  ");
  TEST_ASSERT_EQUAL_INT(6, bootargs_split(line, words, 16));
  TEST_ASSERT_EQUAL_STRING("plain", words[0]);
  TEST_ASSERT_EQUAL_STRING("two words", words[1]);
  TEST_ASSERT_EQUAL_STRING("prefi xed", words[2]);
  TEST_ASSERT_EQUAL_STRING("\"q\"", words[3]);
  TEST_ASSERT_EQUAL_STRING("a\\b\"c", words[4]);
  TEST_ASSERT_EQUAL_STRING("", words[5]);
}

void test_lines_that_cannot_be_cut(void) {
  strcpy(line, "a \"open");
  TEST_ASSERT_EQUAL_INT(-1, bootargs_split(line, words, 16));
  strcpy(line, "a b c");
  TEST_ASSERT_EQUAL_INT(-1, bootargs_split(line, words, 2));
  strcpy(line, "a b c");
  TEST_ASSERT_EQUAL_INT(3, bootargs_split(line, words, 3));
  strcpy(line, "");
  TEST_ASSERT_EQUAL_INT(0, bootargs_split(line, words, 16));
}

void test_long_words_do_not_overflow_the_message(void) {
  char word[600];
  memset(word, 'x', sizeof word - 1);
  word[sizeof word - 1] = '\0';
  char *one[] = {word};
  TEST_ASSERT_EQUAL_INT(-1, bootargs_parse(one, 1, 0, &args, message));
  TEST_ASSERT_TRUE(strlen(message) < BOOTARGS_MESSAGE);
}
