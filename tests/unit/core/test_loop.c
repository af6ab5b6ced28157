/* Turns of the loop: order of phases, posted events, immediates, the wait, the end. The port is a mock. */
#include "unity.h"

#include <string.h>

#include "config.h"
#include "core/loop.h"
#include "core/timer.h"
#include "mock_port.h"

TEST_SOURCE_FILE("loop.c")
TEST_SOURCE_FILE("timer.c")

static uint64_t clock_us;
static uint32_t waits[64];
static int wait_count;
static int wakes;
static int critical_depth;
static char story[256];
static void (*during_wait)(void);

static uint64_t time_us(int calls) {
  (void)calls;
  return clock_us;
}

static void wait(uint32_t timeout_ms, int calls) {
  (void)calls;
  TEST_ASSERT_TRUE(wait_count < 64);
  waits[wait_count++] = timeout_ms;
  if (during_wait != NULL) {
    during_wait();
  } else {
    TEST_ASSERT_TRUE_MESSAGE(timeout_ms != PORT_WAIT_FOREVER, "the loop sleeps with nothing to wake it");
    clock_us += (uint64_t)timeout_ms * 1000;
  }
}

static void wake(int calls) {
  (void)calls;
  wakes++;
}

static uint32_t enter(int calls) {
  (void)calls;
  return (uint32_t)critical_depth++;
}

static void leave(uint32_t state, int calls) {
  (void)calls;
  critical_depth--;
  TEST_ASSERT_EQUAL_UINT32((uint32_t)critical_depth, state);
}

static void tell(const char *what) {
  TEST_ASSERT_EQUAL_INT(0, critical_depth);
  strncat(story, what, sizeof story - strlen(story) - 1);
}

void setUp(void) {
  clock_us += 1000000;
  wait_count = wakes = critical_depth = 0;
  story[0] = 0;
  during_wait = NULL;
  port_time_us_StubWithCallback(time_us);
  port_wait_StubWithCallback(wait);
  port_wake_StubWithCallback(wake);
  port_critical_enter_StubWithCallback(enter);
  port_critical_exit_StubWithCallback(leave);
}

void tearDown(void) {
  loop_set_immediates(NULL, NULL);
  loop_set_poll(NULL);
  TEST_ASSERT_FALSE(loop_alive());
}

void test_nothing_referenced_ends_at_once(void) {
  loop_run();
  TEST_ASSERT_EQUAL_INT(0, wait_count);
}

static void timer_tells(struct timer *timer) {
  (void)timer;
  tell("timer ");
}

void test_sleeps_until_the_next_timer(void) {
  struct timer timer = {0};
  timer_start(&timer, 25, timer_tells);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("timer ", story);
  TEST_ASSERT_EQUAL_UINT32(25, waits[0]);
}

void test_an_unreferenced_timer_does_not_keep_it_running(void) {
  struct timer timer = {0};
  timer_start(&timer, 25, timer_tells);
  timer_set_ref(&timer, false);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("", story);
  timer_stop(&timer);
}

static struct loop_event event_a;
static struct loop_event event_b;

static void event_tells(struct loop_event *event) {
  TEST_ASSERT_FALSE(event->posted);
  tell(event == &event_a ? "a " : "b ");
}

static struct loop_immediates immediates;

static void immediate_tells(void) {
  immediates.waiting--;
  immediates.referenced--;
  immediates.runnable--;
  tell("immediate ");
}

void test_a_turn_is_timers_then_events_then_immediates(void) {
  struct timer timer = {0};
  event_a.run = event_b.run = event_tells;
  immediates = (struct loop_immediates){.waiting = 1, .referenced = 1};
  loop_set_immediates(&immediates, immediate_tells);
  loop_post(&event_a);
  loop_post(&event_b);
  timer_start(&timer, 0, timer_tells);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("timer a b immediate ", story);
  TEST_ASSERT_EQUAL_UINT32(0, waits[0]);
}

void test_posting_twice_runs_once_and_wakes_once(void) {
  event_a.run = event_tells;
  loop_post(&event_a);
  loop_post(&event_a);
  TEST_ASSERT_EQUAL_INT(1, wakes);
  loop_ref();
  during_wait = loop_unref;
  loop_run();
  TEST_ASSERT_EQUAL_STRING("a ", story);
}

void test_cancelled_events_do_not_run(void) {
  struct loop_event event_c = {.run = event_tells};
  event_a.run = event_b.run = event_tells;
  loop_post(&event_a);
  loop_post(&event_b);
  loop_post(&event_c);
  loop_cancel(&event_c);
  loop_cancel(&event_a);
  loop_cancel(&event_a);
  loop_post(&event_a);
  loop_ref();
  during_wait = loop_unref;
  loop_run();
  TEST_ASSERT_EQUAL_STRING("b a ", story);
}

static int floods;

static void event_floods(struct loop_event *event) {
  floods++;
  clock_us += 1000;
  loop_post(event);
}

static void timer_ends_flood(struct timer *timer) {
  (void)timer;
  loop_cancel(&event_a);
  tell("timer ");
}

void test_an_event_that_posts_itself_does_not_starve_timers(void) {
  struct timer timer = {0};
  event_a.run = event_floods;
  floods = 0;
  during_wait = NULL;
  timer_start(&timer, 5, timer_ends_flood);
  loop_post(&event_a);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("timer ", story);
  TEST_ASSERT_EQUAL_INT(5, floods);
}

static void event_takes_a_turn(struct loop_event *event) {
  clock_us += 2000;
  tell(event == &event_a ? "a " : "b ");
}

static void event_c_tells(struct loop_event *event) {
  (void)event;
  tell("c ");
}

static int again;

static void timer_again(struct timer *timer) {
  tell("timer ");
  if (again-- > 0) {
    timer_start(timer, 1, timer_again);
  }
}

void test_events_beyond_the_time_of_a_turn_come_first_in_the_next(void) {
  struct timer timer = {0};
  struct loop_event event_c = {.run = event_c_tells};
  event_a.run = event_b.run = event_takes_a_turn;
  loop_post(&event_a);
  loop_post(&event_b);
  loop_post(&event_c);
  again = 2;
  timer_start(&timer, 0, timer_again);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("timer a timer b timer c ", story);
}

static void immediate_adds_one(void) {
  immediates.runnable--;
  if (immediates.turn == 3) {
    immediates.waiting--;
    immediates.referenced--;
  }
  tell("immediate ");
}

void test_an_immediate_queued_by_one_waits_for_the_next_turn(void) {
  immediates = (struct loop_immediates){.waiting = 1, .referenced = 1};
  loop_set_immediates(&immediates, immediate_adds_one);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("immediate immediate immediate ", story);
  TEST_ASSERT_EQUAL_INT(3, wait_count);
}

void test_an_unreferenced_immediate_does_not_keep_it_running(void) {
  immediates = (struct loop_immediates){.waiting = 1};
  loop_set_immediates(&immediates, immediate_tells);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("", story);
}

static void wait_posts(void) {
  TEST_ASSERT_EQUAL_UINT32(PORT_WAIT_FOREVER, waits[wait_count - 1]);
  loop_post(&event_a);
}

static void event_ends(struct loop_event *event) {
  event_tells(event);
  loop_unref();
}

void test_sleeps_for_ever_until_an_event_comes(void) {
  event_a.run = event_ends;
  during_wait = wait_posts;
  loop_ref();
  loop_run();
  TEST_ASSERT_EQUAL_STRING("a ", story);
  TEST_ASSERT_EQUAL_INT(1, wait_count);
}

static void poll_tells(void) {
  tell("poll ");
  loop_unref();
}

void test_the_poller_runs_after_the_wait(void) {
  loop_set_poll(poll_tells);
  loop_ref();
  event_a.run = event_tells;
  loop_post(&event_a);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("poll a ", story);
}

void test_the_clock_counts_whole_milliseconds(void) {
  uint64_t start = loop_now_ms();
  clock_us += 999;
  uint64_t almost = loop_now_ms();
  clock_us += 1;
  TEST_ASSERT_EQUAL_UINT64(start + 1, loop_now_ms());
  TEST_ASSERT_TRUE(almost <= start + 1);
  clock_us += (uint64_t)UINT32_MAX * 3;
  TEST_ASSERT_EQUAL_UINT64(clock_us / 1000, loop_now_ms());
}

void test_may_be_run_again(void) {
  struct timer timer = {0};
  timer_start(&timer, 1, timer_tells);
  loop_run();
  timer_start(&timer, 1, timer_tells);
  loop_run();
  TEST_ASSERT_EQUAL_STRING("timer timer ", story);
}
