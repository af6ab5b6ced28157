/* The nextTick queue holds what it is given, in order, and lets go of it. The engine is a mock that counts. */
#include <stdlib.h>

#include "unity.h"

#include "core/ticks.h"
#include "mock_jerryscript.h"
#include "mock_memory.h"

TEST_SOURCE_FILE("ticks.c")

static int held;

static jerry_value_t copy(jerry_value_t value, int calls) {
  (void)calls;
  held++;
  return value;
}

static void release(jerry_value_t value, int calls) {
  (void)value;
  (void)calls;
  held--;
}

static void *plenty(size_t size, const char *purpose, int calls) {
  (void)purpose;
  (void)calls;
  return malloc(size);
}

void setUp(void) {
  held = 0;
  memory_alloc_StubWithCallback(plenty);
  jerry_value_copy_StubWithCallback(copy);
  jerry_value_free_StubWithCallback(release);
}

void tearDown(void) {
  ticks_clear();
  TEST_ASSERT_EQUAL_INT(0, held);
}

static void push(jerry_value_t callback, jerry_length_t count) {
  jerry_value_t args[8];
  for (jerry_length_t i = 0; i < count; i++) {
    args[i] = callback * 10 + i;
  }
  ticks_push(callback, args, count);
}

static void take(jerry_value_t callback, jerry_length_t count) {
  struct tick tick;
  TEST_ASSERT_TRUE(ticks_take(&tick));
  TEST_ASSERT_EQUAL_UINT(callback, tick.callback);
  TEST_ASSERT_EQUAL_UINT(count, tick.count);
  for (jerry_length_t i = 0; i < count; i++) {
    TEST_ASSERT_EQUAL_UINT(callback * 10 + i, ticks_args(&tick)[i]);
  }
  ticks_free(&tick);
}

void test_first_in_first_out(void) {
  TEST_ASSERT_FALSE(ticks_waiting());
  push(1, 0);
  push(2, 3);
  push(3, 4);
  push(4, 8);
  TEST_ASSERT_TRUE(ticks_waiting());
  take(1, 0);
  take(2, 3);
  take(3, 4);
  take(4, 8);
  TEST_ASSERT_FALSE(ticks_waiting());
  struct tick tick;
  TEST_ASSERT_FALSE(ticks_take(&tick));
}

void test_growing_keeps_the_order_around_the_end(void) {
  jerry_value_t next = 1;
  jerry_value_t expected = 1;
  for (int round = 0; round < 40; round++) {
    for (int i = 0; i < 7; i++) {
      push(next, next % 5);
      next++;
    }
    for (int i = 0; i < 5; i++) {
      take(expected, expected % 5);
      expected++;
    }
  }
  while (expected < next) {
    take(expected, expected % 5);
    expected++;
  }
}

void test_clearing_lets_go_of_all(void) {
  for (jerry_value_t i = 1; i < 50; i++) {
    push(i, i % 6);
  }
  TEST_ASSERT_TRUE(held > 49);
  ticks_clear();
  TEST_ASSERT_EQUAL_INT(0, held);
  push(1, 1);
  take(1, 1);
}
