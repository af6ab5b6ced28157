/* Timers on the heap: order, moving, stopping, the limit, references. The loop is a mock with a clock. */
#include "unity.h"

#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "core/timer.h"
#include "mock_loop.h"

TEST_SOURCE_FILE("timer.c")

static uint64_t clock_ms;
static int references;
static struct timer timers[CONFIG_TIMERS + 1];
static int ran[4 * CONFIG_TIMERS];
static int ran_count;

static uint64_t now(int calls) {
  (void)calls;
  return clock_ms;
}

static void ref(int calls) {
  (void)calls;
  references++;
}

static void unref(int calls) {
  (void)calls;
  references--;
}

static void note(struct timer *timer) {
  TEST_ASSERT_FALSE(timer_armed(timer));
  ran[ran_count++] = (int)(timer - timers);
}

void setUp(void) {
  memset(timers, 0, sizeof timers);
  clock_ms = 1000;
  references = 0;
  ran_count = 0;
  loop_now_ms_StubWithCallback(now);
  loop_ref_StubWithCallback(ref);
  loop_unref_StubWithCallback(unref);
}

void tearDown(void) {
  for (size_t i = 0; i <= CONFIG_TIMERS; i++) {
    timer_stop(&timers[i]);
  }
  TEST_ASSERT_EQUAL_UINT32(0, timer_count());
  TEST_ASSERT_EQUAL_INT(0, references);
}

static void expect_ran(const int *order, int count) {
  TEST_ASSERT_EQUAL_INT(count, ran_count);
  if (count > 0) {
    TEST_ASSERT_EQUAL_INT_ARRAY(order, ran, (unsigned)count);
  }
}

void test_run_in_order_of_deadline(void) {
  timer_start(&timers[0], 30, note);
  timer_start(&timers[1], 10, note);
  timer_start(&timers[2], 20, note);
  TEST_ASSERT_EQUAL_UINT32(10, timer_wait_ms(1000));
  timer_run_due(1009);
  expect_ran(NULL, 0);
  timer_run_due(1030);
  expect_ran((const int[]){1, 2, 0}, 3);
  TEST_ASSERT_EQUAL_UINT32(UINT32_MAX, timer_wait_ms(1030));
}

void test_equal_deadlines_run_in_order_of_arming(void) {
  for (int i = 0; i < CONFIG_TIMERS; i++) {
    TEST_ASSERT_EQUAL_INT(0, timer_start(&timers[i], 5, note));
  }
  timer_run_due(1005);
  TEST_ASSERT_EQUAL_INT(CONFIG_TIMERS, ran_count);
  for (int i = 0; i < CONFIG_TIMERS; i++) {
    TEST_ASSERT_EQUAL_INT(i, ran[i]);
  }
}

void test_script_leaves_the_runtime_its_own(void) {
  static struct timer own[CONFIG_RUNTIME_TIMERS + 1];
  for (int i = 0; i < CONFIG_TIMERS; i++) {
    TEST_ASSERT_EQUAL_INT(0, timer_start(&timers[i], 5, note));
  }
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, timer_start(&timers[CONFIG_TIMERS], 5, note));
  for (int i = 0; i <= CONFIG_RUNTIME_TIMERS; i++) {
    own[i].runtimes = true;
    TEST_ASSERT_EQUAL_INT(i < CONFIG_RUNTIME_TIMERS ? 0 : ERR_CODE_ENOMEM, timer_start(&own[i], 5, note));
  }
  timer_stop(&timers[0]);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, timer_start(&own[CONFIG_RUNTIME_TIMERS], 5, note));
  TEST_ASSERT_EQUAL_INT(0, timer_start(&timers[CONFIG_TIMERS], 5, note));
  for (int i = 0; i < CONFIG_RUNTIME_TIMERS; i++) {
    timer_stop(&own[i]);
  }
}

void test_starting_again_moves(void) {
  timer_start(&timers[0], 10, note);
  timer_start(&timers[1], 20, note);
  timer_start(&timers[0], 30, note);
  TEST_ASSERT_EQUAL_UINT32(2, timer_count());
  timer_run_due(1030);
  expect_ran((const int[]){1, 0}, 2);
}

void test_starting_again_at_the_same_time_goes_behind(void) {
  timer_start(&timers[0], 10, note);
  timer_start(&timers[1], 10, note);
  timer_start(&timers[0], 10, note);
  timer_run_due(1010);
  expect_ran((const int[]){1, 0}, 2);
}

void test_stopping(void) {
  timer_start(&timers[0], 10, note);
  timer_start(&timers[1], 20, note);
  timer_start(&timers[2], 30, note);
  timer_stop(&timers[0]);
  timer_stop(&timers[0]);
  TEST_ASSERT_FALSE(timer_armed(&timers[0]));
  timer_run_due(2000);
  expect_ran((const int[]){1, 2}, 2);
}

void test_one_more_than_the_limit_is_refused_and_unchanged(void) {
  for (int i = 0; i < CONFIG_TIMERS; i++) {
    TEST_ASSERT_EQUAL_INT(0, timer_start(&timers[i], 5, note));
  }
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, timer_start(&timers[CONFIG_TIMERS], 1, note));
  TEST_ASSERT_FALSE(timer_armed(&timers[CONFIG_TIMERS]));
  TEST_ASSERT_EQUAL_INT(0, timer_start(&timers[0], 9, note));
  timer_stop(&timers[1]);
  TEST_ASSERT_EQUAL_INT(0, timer_start(&timers[CONFIG_TIMERS], 1, note));
}

void test_references_follow_arming(void) {
  timer_start(&timers[0], 5, note);
  TEST_ASSERT_EQUAL_INT(1, references);
  timer_start(&timers[0], 6, note);
  TEST_ASSERT_EQUAL_INT(1, references);
  timer_set_ref(&timers[0], false);
  timer_set_ref(&timers[0], false);
  TEST_ASSERT_EQUAL_INT(0, references);
  timer_set_ref(&timers[0], true);
  TEST_ASSERT_EQUAL_INT(1, references);
  timer_run_due(1006);
  TEST_ASSERT_EQUAL_INT(0, references);
  timer_set_ref(&timers[0], false);
  timer_start(&timers[0], 5, note);
  TEST_ASSERT_EQUAL_INT(0, references);
}

static void start_again(struct timer *timer) {
  ran[ran_count++] = (int)(timer - timers);
  timer_start(timer, 0, start_again);
}

void test_what_is_armed_while_running_waits_for_the_next_call(void) {
  timer_start(&timers[0], 0, start_again);
  timer_start(&timers[1], 0, note);
  timer_run_due(1000);
  expect_ran((const int[]){0, 1}, 2);
  TEST_ASSERT_EQUAL_UINT32(0, timer_wait_ms(1000));
  timer_run_due(1000);
  expect_ran((const int[]){0, 1, 0}, 3);
}

static void stop_next(struct timer *timer) {
  ran[ran_count++] = (int)(timer - timers);
  timer_stop(timer + 1);
}

void test_a_callback_stops_another_that_is_due(void) {
  timer_start(&timers[0], 1, stop_next);
  timer_start(&timers[1], 1, note);
  timer_start(&timers[2], 1, note);
  timer_run_due(1001);
  expect_ran((const int[]){0, 2}, 2);
}

void test_finding_by_callback(void) {
  TEST_ASSERT_NULL(timer_find(note));
  timer_start(&timers[0], 1, stop_next);
  timer_start(&timers[1], 2, note);
  TEST_ASSERT_EQUAL_PTR(&timers[1], timer_find(note));
  timer_stop(&timers[1]);
  TEST_ASSERT_NULL(timer_find(note));
}

void test_random_arming_and_stopping_keeps_the_order(void) {
  uint32_t seed = 12345;
  for (int round = 0; round < 2000; round++) {
    seed = seed * 1664525u + 1013904223u;
    struct timer *timer = &timers[(seed >> 8) % CONFIG_TIMERS];
    if (seed >> 30 == 0) {
      timer_stop(timer);
    } else {
      timer_start(timer, (seed >> 16) % 50, note);
    }
    if (round % 100 == 99) {
      uint64_t last = 0;
      while (timer_count() > 0) {
        uint32_t wait = timer_wait_ms(clock_ms);
        TEST_ASSERT_TRUE(clock_ms + wait >= last);
        last = clock_ms + wait;
        ran_count = 0;
        timer_run_due(last);
        TEST_ASSERT_TRUE(ran_count > 0);
        clock_ms = last;
      }
    }
  }
}

void test_a_wait_longer_than_32_bits_is_cut(void) {
  timer_start(&timers[0], UINT32_MAX, note);
  TEST_ASSERT_EQUAL_UINT32(UINT32_MAX - 1, timer_wait_ms(0));
}
