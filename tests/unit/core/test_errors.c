/* The list of error codes: numbers are Linux's, each has a name and a message. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"

TEST_SOURCE_FILE("errors.c")

void setUp(void) {}
void tearDown(void) {}

void test_a_code_has_its_name_and_message(void) {
  TEST_ASSERT_EQUAL_STRING("EADDRINUSE", errors_name(-98));
  TEST_ASSERT_EQUAL_STRING("address already in use", errors_message(-98));
  TEST_ASSERT_EQUAL_STRING("EMSGSIZE", errors_name(ERR_CODE_EMSGSIZE));
  TEST_ASSERT_EQUAL_INT(-90, ERR_CODE_EMSGSIZE);
}

void test_an_unknown_code_has_none(void) {
  TEST_ASSERT_NULL(errors_name(0));
  TEST_ASSERT_NULL(errors_message(-9999));
}

void test_the_list_ends_and_has_no_name_twice(void) {
  struct error_entry entry;
  size_t count = 0;
  while (errors_entry(count, &entry)) {
    TEST_ASSERT_TRUE(entry.number < 0);
    TEST_ASSERT_TRUE(entry.message[0] != 0);
    for (size_t other = 0; other < count; other++) {
      struct error_entry earlier;
      TEST_ASSERT_TRUE(errors_entry(other, &earlier));
      TEST_ASSERT_FALSE(strcmp(entry.name, earlier.name) == 0);
    }
    count++;
  }
  TEST_ASSERT_TRUE(count > 30);
  TEST_ASSERT_FALSE(errors_entry(count, &entry));
}
