/* Waits between tries: they grow to a limit, are spread by chance, and begin anew after success. */
#include "unity.h"

#include "../../../ports/esp32/backoff.c"

static struct backoff backoff;

void setUp(void) { backoff = (struct backoff){.first_ms = 500, .max_ms = 60000}; }

void tearDown(void) {}

/* A number that backoff_next() turns into the step itself: the middle of the spread. */
static uint32_t middle(uint32_t step) { return step / 4; }

void test_each_wait_is_twice_the_one_before_up_to_the_limit(void) {
  static const uint32_t steps[] = {500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000};
  for (unsigned i = 0; i < sizeof steps / sizeof steps[0]; i++) {
    TEST_ASSERT_EQUAL_UINT32(steps[i], backoff_next(&backoff, middle(steps[i])));
  }
}

void test_the_spread_is_a_quarter_both_ways(void) {
  TEST_ASSERT_EQUAL_UINT32(375, backoff_next(&backoff, 0));
  backoff_reset(&backoff);
  TEST_ASSERT_EQUAL_UINT32(625, backoff_next(&backoff, 250));
  for (uint32_t random = 0; random < 5000; random++) {
    backoff_reset(&backoff);
    uint32_t wait = backoff_next(&backoff, random * 2654435761U);
    TEST_ASSERT_TRUE(wait >= 375 && wait <= 625);
  }
}

void test_no_wait_is_above_the_limit(void) {
  for (int i = 0; i < 20; i++) {
    TEST_ASSERT_TRUE(backoff_next(&backoff, UINT32_MAX - (uint32_t)i) <= 60000);
  }
}

void test_after_success_the_first_wait_is_short_again(void) {
  for (int i = 0; i < 6; i++) {
    backoff_next(&backoff, 0);
  }
  backoff_reset(&backoff);
  TEST_ASSERT_EQUAL_UINT32(500, backoff_next(&backoff, middle(500)));
}

void test_a_limit_near_the_largest_number_does_not_wrap(void) {
  backoff = (struct backoff){.first_ms = 1U << 30, .max_ms = UINT32_MAX};
  for (int i = 0; i < 4; i++) {
    TEST_ASSERT_TRUE(backoff_next(&backoff, 0) >= 3U << 28);
  }
  TEST_ASSERT_EQUAL_UINT32(UINT32_MAX, backoff.step_ms);
}
