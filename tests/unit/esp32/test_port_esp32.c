/* port.h on ESP32: naps that feed the watchdog, wake-ups from tasks and interrupts, clocks, names. */
#include <stdlib.h>
#include <string.h>

#include "unity.h"

#include "mock_FreeRTOS.h"
#include "mock_esp_random.h"
#include "mock_esp_timer.h"
#include "mock_task.h"

#include "../../../ports/esp32/port_esp32.c"

static struct settings stored;
static unsigned feeds;
static unsigned turns;
static unsigned reports;
static uint32_t patience_ms;

void watchdog_feed(void) { feeds++; }

uint32_t watchdog_patience_ms(void) { return patience_ms; }

void restart_turn(void) { turns++; }

void memory_report(void) { reports++; }

const struct settings *settings_get(void) { return &stored; }

static unsigned locked;
static unsigned unlocked;

void port_net_lock(void) {
  TEST_ASSERT_EQUAL_UINT(unlocked, locked);
  locked++;
}

void port_net_unlock(void) { unlocked++; }

static TickType_t naps[16];
static unsigned nap_count;
static uint32_t wakes;       /* given and not yet taken */
static unsigned wake_in_nap; /* the nap with this number, from 1, is ended by a wake-up */

static uint32_t take(BaseType_t clear, TickType_t ticks, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_INT(pdTRUE, clear);
  TEST_ASSERT_TRUE(nap_count < 16);
  naps[nap_count++] = ticks;
  uint32_t value = wakes + (nap_count == wake_in_nap);
  wakes = 0;
  return value;
}

static TaskHandle_t const task = (TaskHandle_t)&stored;

static BaseType_t give(TaskHandle_t to, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(task, to);
  wakes++;
  return pdPASS;
}

void setUp(void) {
  feeds = turns = reports = nap_count = wakes = wake_in_nap = locked = unlocked = 0;
  patience_ms = 2500;
  memset(&stored, 0, sizeof stored);
  ulTaskNotifyTake_Stub(take);
  xTaskNotifyGive_Stub(give);
  xTaskGetCurrentTaskHandle_ExpectAndReturn(task);
  esp_random_ExpectAndReturn(0x6a09e667);
  port_esp32_start();
}

void tearDown(void) {}

/* ---- waiting ------------------------------------------------------------- */

void test_a_short_wait_is_one_nap_and_one_feed(void) {
  port_wait(20);
  TEST_ASSERT_EQUAL_UINT(1, nap_count);
  TEST_ASSERT_EQUAL_UINT32(20, naps[0]);
  TEST_ASSERT_EQUAL_UINT(1, feeds);
  TEST_ASSERT_EQUAL_UINT(1, turns);
  TEST_ASSERT_EQUAL_UINT(1, reports);
}

void test_a_poll_does_not_sleep_and_takes_the_wake_up(void) {
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  port_wake();
  port_wait(0);
  TEST_ASSERT_EQUAL_UINT(1, nap_count);
  TEST_ASSERT_EQUAL_UINT32(0, naps[0]);
  TEST_ASSERT_EQUAL_UINT32(0, wakes);
  port_wait(0);
  TEST_ASSERT_EQUAL_UINT(2, nap_count);
  TEST_ASSERT_EQUAL_UINT32(0, naps[1]);
}

void test_a_long_wait_is_napped_so_that_the_watchdog_is_fed(void) {
  port_wait(6000);
  TEST_ASSERT_EQUAL_UINT(3, nap_count);
  TEST_ASSERT_EQUAL_UINT32(2500, naps[0]);
  TEST_ASSERT_EQUAL_UINT32(2500, naps[1]);
  TEST_ASSERT_EQUAL_UINT32(1000, naps[2]);
  TEST_ASSERT_EQUAL_UINT(3, feeds);
}

void test_lwip_that_holds_its_lock_for_good_is_not_covered_up(void) {
  port_wait(6000);
  TEST_ASSERT_EQUAL_UINT(3, locked); /* between two feeds, and before the next turn's */
  TEST_ASSERT_EQUAL_UINT(3, unlocked);
  wake_in_nap = nap_count + 1;
  port_wait(6000);
  TEST_ASSERT_EQUAL_UINT(3, locked); /* who is woken has something to do with lwIP, or comes here again */
}

void test_a_wait_without_end_naps_until_it_is_woken(void) {
  wake_in_nap = 5;
  port_wait(PORT_WAIT_FOREVER);
  TEST_ASSERT_EQUAL_UINT(5, nap_count);
  TEST_ASSERT_EQUAL_UINT(5, feeds);
}

void test_without_a_watchdog_a_wait_without_end_is_one_sleep(void) {
  patience_ms = UINT32_MAX;
  wake_in_nap = 1;
  port_wait(PORT_WAIT_FOREVER);
  TEST_ASSERT_EQUAL_UINT(1, nap_count);
  TEST_ASSERT_EQUAL_UINT32(portMAX_DELAY, naps[0]);
}

void test_a_wake_up_before_the_wait_ends_it_at_once(void) {
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  port_wake();
  port_wait(PORT_WAIT_FOREVER);
  TEST_ASSERT_EQUAL_UINT(1, nap_count);
}

void test_many_wake_ups_end_one_wait(void) {
  xPortInIsrContext_IgnoreAndReturn(pdFALSE);
  for (int i = 0; i < 1000; i++) {
    port_wake();
  }
  port_wait(10);
  TEST_ASSERT_EQUAL_UINT32(0, wakes);
  xPortInIsrContext_StopIgnore();
}

static unsigned from_isr;
static BaseType_t yielded;

static void give_from_isr(TaskHandle_t to, BaseType_t *woken, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(task, to);
  from_isr++;
  *woken = pdTRUE;
}

static void yield(BaseType_t woken, int calls) {
  (void)calls;
  yielded = woken;
}

void test_an_interrupt_wakes_in_its_own_way(void) {
  from_isr = 0;
  yielded = pdFALSE;
  xPortInIsrContext_ExpectAndReturn(pdTRUE);
  vTaskNotifyGiveFromISR_Stub(give_from_isr);
  portYIELD_FROM_ISR_Stub(yield);
  port_wake();
  TEST_ASSERT_EQUAL_UINT(1, from_isr);
  TEST_ASSERT_EQUAL_INT(pdTRUE, yielded);
  TEST_ASSERT_EQUAL_UINT32(0, wakes);
}

void test_before_there_is_a_script_task_nobody_is_woken(void) {
  script_task = NULL;
  port_wake();
  TEST_ASSERT_EQUAL_UINT32(0, wakes);
}

void test_milliseconds_are_rounded_up_to_ticks(void) {
  TEST_ASSERT_EQUAL_UINT32(1, ticks_of(1));
  TEST_ASSERT_EQUAL_UINT32(UINT32_MAX - 1, ticks_of(UINT32_MAX - 1));
}

/* ---- the rest ------------------------------------------------------------- */

static portMUX_TYPE *entered;
static int depth;

static void enter(portMUX_TYPE *mux, int calls) {
  (void)calls;
  entered = mux;
  depth++;
}

static void leave(portMUX_TYPE *mux, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(entered, mux);
  depth--;
}

void test_the_critical_section_is_one_lock_and_nests(void) {
  portENTER_CRITICAL_SAFE_Stub(enter);
  portEXIT_CRITICAL_SAFE_Stub(leave);
  uint32_t outer = port_critical_enter();
  portMUX_TYPE *mux = entered;
  uint32_t inner = port_critical_enter();
  TEST_ASSERT_EQUAL_PTR(mux, entered);
  TEST_ASSERT_EQUAL_INT(2, depth);
  port_critical_exit(inner);
  port_critical_exit(outer);
  TEST_ASSERT_EQUAL_INT(0, depth);
}

void test_the_clock_is_the_chips(void) {
  esp_timer_get_time_ExpectAndReturn(5000000123LL);
  TEST_ASSERT_EQUAL_UINT64(5000000123ULL, port_time_us());
}

void test_the_wall_clock_has_milliseconds(void) {
  double now = port_wall_time_ms();
  TEST_ASSERT_TRUE(now > 1.6e12);
  TEST_ASSERT_TRUE(now == (double)(int64_t)now);
}

void test_the_c_librarys_random_numbers_begin_with_the_hardwares(void) {
  int first = rand();
  srand(0x6a09e667);
  TEST_ASSERT_EQUAL_INT(rand(), first);
}

void test_random_bytes_are_the_hardwares(void) {
  uint8_t bytes[8];
  esp_fill_random_Expect(bytes, sizeof bytes);
  port_random(bytes, sizeof bytes);
}

void test_arguments_and_environment_are_the_settings(void) {
  stored.argv[0] = "one";
  stored.env[0] = "A=1";
  TEST_ASSERT_EQUAL_STRING("one", port_argv()[0]);
  TEST_ASSERT_NULL(port_argv()[1]);
  TEST_ASSERT_EQUAL_STRING("A=1", port_env()[0]);
}

void test_names(void) {
  TEST_ASSERT_EQUAL_STRING("esp32", port_name());
  TEST_ASSERT_EQUAL_STRING("riscv32", port_arch());
  TEST_ASSERT_EQUAL_STRING(CONFIG_IDF_TARGET, port_board());
}
