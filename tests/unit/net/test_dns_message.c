/* DNS messages: queries byte for byte; answers read, aliases followed, and whatever is malformed refused. */
#include "unity.h"

#include <stdlib.h>
#include <string.h>

#include "net/dns_message.h"

void setUp(void) {}
void tearDown(void) {}

/* A message under construction. */
static uint8_t message[2048];
static size_t size;

static void put16(unsigned value) {
  message[size++] = (uint8_t)(value >> 8);
  message[size++] = (uint8_t)value;
}

static void put_name(const char *name) {
  while (*name != '\0') {
    size_t label = strcspn(name, ".");
    message[size++] = (uint8_t)label;
    memcpy(message + size, name, label);
    size += label;
    name += label + (name[label] == '.');
  }
  message[size++] = 0;
}

static void begin(unsigned id, unsigned flags, const char *name, unsigned type, unsigned answers) {
  size = 0;
  put16(id);
  put16(flags);
  put16(1);
  put16(answers);
  put16(0);
  put16(0);
  put_name(name);
  put16(type);
  put16(1);
}

/* Head of a record for the name that was just put. */
static void put_record(unsigned type, unsigned length) {
  put16(type);
  put16(1);
  put16(0);
  put16(60);
  put16(length);
}

static void put_a(unsigned last) {
  put_record(1, 4);
  memcpy(message + size, "\x0a\x00\x00", 3);
  message[size + 3] = (uint8_t)last;
  size += 4;
}

#define ANSWER 0x8180
#define POINTER_TO_QUESTION 0xc00c

static struct net_addr found[4];
static size_t count;
static uint32_t ttl;

/* Reads from an exact copy, so that the sanitizer sees a byte too many. */
static int read_as(unsigned id, const char *name, uint16_t type) {
  uint8_t *copy = malloc(size == 0 ? 1 : size);
  memcpy(copy, message, size);
  count = 99;
  int code = dns_message_read(copy, size, (uint16_t)id, name, strlen(name), type, found, 4, &count, &ttl);
  free(copy);
  return code;
}

static int read_a(void) { return read_as(7, "www.example.org", DNS_MESSAGE_A); }

void test_a_query_byte_for_byte(void) {
  static const uint8_t expected[] = {0x12, 0x34, 1,   0,   0,   1,   0,   0, 0,   0,   0,   0, 3, 'w', 'w', 'w', 7,
                                     'e',  'x',  'a', 'm', 'p', 'l', 'e', 3, 'o', 'r', 'g', 0, 0, 28,  0,   1};
  uint8_t query[DNS_MESSAGE_QUERY];
  TEST_ASSERT_EQUAL(sizeof expected, dns_message_query(query, 0x1234, "www.example.org", 15, DNS_MESSAGE_AAAA, false));
  TEST_ASSERT_EQUAL_HEX8_ARRAY(expected, query, sizeof expected);
}

void test_the_longest_name_fits(void) {
  char name[DNS_MESSAGE_NAME];
  uint8_t query[DNS_MESSAGE_QUERY];
  memset(name, 'a', sizeof name);
  for (size_t i = 63; i < sizeof name; i += 64) {
    name[i] = '.';
  }
  TEST_ASSERT_TRUE(dns_message_is_name(name, sizeof name));
  TEST_ASSERT_EQUAL(DNS_MESSAGE_QUERY, dns_message_query(query, 1, name, sizeof name, DNS_MESSAGE_A, true));
}

static bool is_name(const char *name) { return dns_message_is_name(name, strlen(name)); }

void test_names(void) {
  char label[65];
  memset(label, 'a', 64);
  label[64] = '\0';
  TEST_ASSERT_FALSE(is_name(label));
  label[63] = '\0';
  TEST_ASSERT_TRUE(is_name(label));
  TEST_ASSERT_TRUE(is_name("a"));
  TEST_ASSERT_TRUE(is_name("a.b."));
  TEST_ASSERT_FALSE(is_name(""));
  TEST_ASSERT_FALSE(is_name("."));
  TEST_ASSERT_FALSE(is_name(".a"));
  TEST_ASSERT_FALSE(is_name("a..b"));
  TEST_ASSERT_FALSE(is_name("a.."));
  char longer[DNS_MESSAGE_NAME + 2];
  memset(longer, 'a', sizeof longer);
  for (size_t i = 50; i < sizeof longer; i += 51) {
    longer[i] = '.';
  }
  TEST_ASSERT_FALSE(dns_message_is_name(longer, DNS_MESSAGE_NAME + 1));
}

void test_addresses_in_order(void) {
  begin(7, ANSWER, "www.example.org", 1, 2);
  put16(POINTER_TO_QUESTION);
  put_a(1);
  put_name("WWW.Example.ORG");
  put_a(2);
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(2, count);
  TEST_ASSERT_EQUAL(4, found[0].family);
  TEST_ASSERT_EQUAL_HEX8_ARRAY("\x0a\x00\x00\x01", found[0].bytes, 4);
  TEST_ASSERT_EQUAL_HEX8_ARRAY("\x0a\x00\x00\x02", found[1].bytes, 4);
}

/* RFC 2181 section 8: a time with the top bit set holds for nothing. */
void test_times_to_live(void) {
  static const uint32_t said[] = {0, 1, 60, INT32_MAX, (uint32_t)INT32_MAX + 1, UINT32_MAX};
  static const uint32_t meant[] = {0, 1, 60, INT32_MAX, 0, 0};
  for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
    begin(7, ANSWER, "www.example.org", 1, 1);
    put16(POINTER_TO_QUESTION);
    put_a(1);
    size -= 10; /* the time, the length and the address */
    put16(said[i] >> 16);
    put16(said[i] & 0xffff);
    size += 6;
    TEST_ASSERT_EQUAL(0, read_a());
    TEST_ASSERT_EQUAL_UINT32(meant[i], ttl);
  }
}

void test_ipv6_addresses(void) {
  begin(7, ANSWER, "a.b", 28, 1);
  put16(POINTER_TO_QUESTION);
  put_record(28, 16);
  memset(message + size, 0x20, 16);
  size += 16;
  TEST_ASSERT_EQUAL(0, read_as(7, "a.b", DNS_MESSAGE_AAAA));
  TEST_ASSERT_EQUAL(1, count);
  TEST_ASSERT_EQUAL(6, found[0].family);
  TEST_ASSERT_EACH_EQUAL_HEX8(0x20, found[0].bytes, 16);
}

void test_more_addresses_than_room(void) {
  begin(7, ANSWER, "www.example.org", 1, 9);
  for (unsigned i = 0; i < 9; i++) {
    put16(POINTER_TO_QUESTION);
    put_a(i);
  }
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(4, count);
}

void test_aliases_are_followed_in_any_order(void) {
  begin(7, ANSWER, "www.example.org", 1, 3);
  put_name("c.net");
  put_a(5);
  put_name("b.net");
  put_record(5, 7);
  put_name("c.net");
  put16(POINTER_TO_QUESTION);
  put_record(5, 7);
  put_name("b.net");
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(1, count);
  TEST_ASSERT_EQUAL(5, found[0].bytes[3]);
}

void test_addresses_of_other_names_do_not_count(void) {
  begin(7, ANSWER, "www.example.org", 1, 1);
  put_name("evil.example.net");
  put_a(6);
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(0, count);
}

/* Reads an answer with an address of the alias, behind so many records of a name that differs from it at its end. */
static int read_after_long_names(unsigned others) {
  char alias[2 * 120 + 2];
  for (size_t i = 0; i < sizeof alias - 2; i += 2) {
    memcpy(alias + i, "a.", 2);
  }
  memcpy(alias + sizeof alias - 2, "x", 2);
  begin(7, ANSWER, "www.example.org", 1, others + 3);
  put16(POINTER_TO_QUESTION);
  put_record(5, 243);
  unsigned at = (unsigned)size;
  put_name(alias);
  alias[sizeof alias - 2] = 'y';
  unsigned other = (unsigned)size;
  put_name(alias);
  put_record(5, 0);
  for (unsigned i = 0; i < others; i++) {
    put16(0xc000 | other);
    put_record(5, 0);
  }
  put16(0xc000 | at);
  put_a(1);
  return read_a();
}

void test_names_are_compared_for_no_longer_than_an_answer_is_worth(void) {
  TEST_ASSERT_EQUAL(0, read_after_long_names(20));
  TEST_ASSERT_EQUAL(1, count);
  TEST_ASSERT_EQUAL(0, read_after_long_names(60));
  TEST_ASSERT_EQUAL(0, count);
}

void test_loops_of_aliases_end(void) {
  begin(7, ANSWER, "www.example.org", 1, 2);
  put16(POINTER_TO_QUESTION);
  put_record(5, 7);
  put_name("b.net");
  put_name("b.net");
  put_record(5, 2);
  put16(POINTER_TO_QUESTION);
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(0, count);
}

void test_loops_of_pointers_end(void) {
  begin(7, ANSWER, "www.example.org", 1, 1);
  size_t self = size;
  put16(0xc000u | (unsigned)self);
  put_a(1);
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(0, count);
  begin(7, ANSWER, "www.example.org", 1, 2);
  put16(0xc000u | (unsigned)(size + 16)); /* forwards, to one that points back */
  put_a(1);
  put16(0xc000u | (unsigned)(size - 16));
  put_a(2);
  TEST_ASSERT_EQUAL(0, read_a());
  TEST_ASSERT_EQUAL(0, count);
}

void test_no_such_name_and_failing_servers(void) {
  begin(7, 0x8183, "www.example.org", 1, 0);
  TEST_ASSERT_EQUAL(DNS_MESSAGE_NO_NAME, read_a());
  TEST_ASSERT_EQUAL(0, count);
  begin(7, 0x8182, "www.example.org", 1, 0);
  TEST_ASSERT_EQUAL(2, read_a());
}

void test_what_is_no_answer_to_this_query(void) {
  begin(8, ANSWER, "www.example.org", 1, 0);
  TEST_ASSERT_EQUAL(-1, read_a()); /* another id */
  begin(7, 0x0100, "www.example.org", 1, 0);
  TEST_ASSERT_EQUAL(-1, read_a()); /* a query */
  begin(7, 0x9180, "www.example.org", 1, 0);
  TEST_ASSERT_EQUAL(-1, read_a()); /* another operation */
  begin(7, ANSWER, "www.example.net", 1, 0);
  TEST_ASSERT_EQUAL(-1, read_a()); /* another name */
  begin(7, ANSWER, "www.example.orgs", 1, 0);
  TEST_ASSERT_EQUAL(-1, read_a());
  begin(7, ANSWER, "www.example.org", 28, 0);
  TEST_ASSERT_EQUAL(-1, read_a()); /* another type */
  begin(7, ANSWER, "www.example.org", 1, 0);
  message[5] = 0;
  TEST_ASSERT_EQUAL(-1, read_a()); /* no question */
}

void test_messages_cut_anywhere(void) {
  begin(7, ANSWER, "www.example.org", 1, 3);
  size_t question = size;
  put16(POINTER_TO_QUESTION);
  put_record(5, 7);
  put_name("b.net");
  put_name("b.net");
  put_a(1);
  put_name("b.net");
  put_a(2);
  for (size_t whole = size; size > 0; size--) {
    int code = read_a();
    TEST_ASSERT_EQUAL(size < question ? -1 : 0, code);
    if (code == 0) {
      TEST_ASSERT_LESS_OR_EQUAL(size == whole ? 2 : 1, count);
    }
  }
}

void test_random_bytes_do_no_harm(void) {
  srand(1);
  for (int round = 0; round < 20000; round++) {
    begin(7, ANSWER, "www.example.org", 1, 5);
    size_t start = size;
    size += (size_t)(rand() % 200);
    for (size_t i = start; i < size; i++) {
      message[i] = (uint8_t)(rand() % 4 == 0 ? 0xc0 | rand() % 2 : rand() % 3 == 0 ? rand() : rand() % 8);
    }
    TEST_ASSERT_EQUAL(0, read_a());
    TEST_ASSERT_LESS_OR_EQUAL(4, count);
  }
}
