/* The texts of format_text() beside the C library's own. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "format.h"
#include "unity.h"

void setUp(void) {}

void tearDown(void) {}

static int write_text(char *out, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = format_text(out, size, format, arguments);
  va_end(arguments);
  return length;
}

#define EXPECT_SAME(...)                                                                                               \
  do {                                                                                                                 \
    char expected[128], got[128];                                                                                      \
    TEST_ASSERT_EQUAL_INT(snprintf(expected, sizeof expected, __VA_ARGS__), write_text(got, sizeof got, __VA_ARGS__)); \
    TEST_ASSERT_EQUAL_STRING(expected, got);                                                                           \
  } while (0)

void test_numbers(void) {
  EXPECT_SAME("%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
  EXPECT_SAME("%u %u %x %X", 0U, UINT_MAX, 0xbeefU, 0xbeefU);
  EXPECT_SAME("%ld %ld %lu %lx", LONG_MAX, LONG_MIN, ULONG_MAX, ULONG_MAX);
  EXPECT_SAME("%lld %lld %llu %llx", LLONG_MAX, LLONG_MIN, ULLONG_MAX, ULLONG_MAX);
  EXPECT_SAME("%zu %zx", (size_t)-1, (size_t)1 << 20);
}

void test_numbers_in_a_width(void) {
  EXPECT_SAME("%02x:%02x:%08lx", 5U, 0xfeU, 0x1234UL);
  EXPECT_SAME("%02d|%3d|%04d|%1d|%12d", 7, 7, 7, 777, -5);
  EXPECT_SAME("%04d|%05d|%3d", -7, -70000, -7);
  EXPECT_SAME("%+d|%+d|%+07d|%+07d|%+4d", 3, -3, 271821, -271821, 0);
  EXPECT_SAME("%0*d|%0*d|%*u", 4, 99, 5, -99, 6, 42U);
}

void test_texts(void) {
  const char *days = "SunMonTue";
  EXPECT_SAME("%s|%s|%c%c", "", "text", 'a', '\xe9');
  EXPECT_SAME("%.3s|%.0s|%.60s|%.*s", days + 3, days, days, 4, days);
  EXPECT_SAME("%6s|%2s|%6.2s|%3c", "four", "four", "four", 'x');
  EXPECT_SAME("100%% of %s%%", "it");
}

void test_a_text_longer_than_the_room_is_cut_and_its_length_told(void) {
  char got[8];
  memset(got, '#', sizeof got);
  TEST_ASSERT_EQUAL_INT(10, write_text(got, 5, "%s%d", "abcdef", 1234));
  TEST_ASSERT_EQUAL_MEMORY("abcd\0###", got, sizeof got);
  TEST_ASSERT_EQUAL_INT(4, write_text(got, 4, "wxyz"));
  TEST_ASSERT_EQUAL_STRING("wxy", got);
  TEST_ASSERT_EQUAL_INT(4, write_text(got, 5, "wxyz"));
  TEST_ASSERT_EQUAL_STRING("wxyz", got);
  TEST_ASSERT_EQUAL_INT(2, write_text(got, 1, "ab"));
  TEST_ASSERT_EQUAL_STRING("", got);
  TEST_ASSERT_EQUAL_INT(3, write_text(NULL, 0, "%u", 123U));
}

void test_a_text_that_no_zero_ends_is_read_to_its_precision(void) {
  const char bare[3] = {'a', 'b', 'c'};
  char got[8];
  TEST_ASSERT_EQUAL_INT(3, write_text(got, sizeof got, "%.3s", bare));
  TEST_ASSERT_EQUAL_STRING("abc", got);
}

void test_what_it_does_not_know_stands_as_it_is(void) {
  char got[32];
  static const char *const formats[] = {"%f and %d", "50%", "%-5s"};
  static const char *const texts[] = {"%f and 3", "50%", "%-5s"};
  for (unsigned i = 0; i < 3; i++) {
    write_text(got, sizeof got, formats[i], 3);
    TEST_ASSERT_EQUAL_STRING(texts[i], got);
  }
}
