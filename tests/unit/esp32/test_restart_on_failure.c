/* The policy "on failure": exit code 0 is the end, all else starts again. */
#define CONFIG_TINYGRAM_RESTART_ON_FAILURE 1
#include "unity.h"

#include "fake_console.h"
#include "mock_esp_system.h"
#include "mock_task.h"

#include "restart_cases.c"

void setUp(void) {
  chip_power_on();
  chip_boot();
}

void tearDown(void) {}

void test_exit_code_0_lets_the_board_rest(void) {
  TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_exit(0));
  fake_console_expect("exit code 0: the app ended\nthe board rests until its reset (TINYGRAM_RESTART)\n");
  TEST_ASSERT_EQUAL_UINT(1, watchdog_stops);
}

void test_any_other_code_starts_again_with_a_wait(void) {
  TEST_ASSERT_EQUAL_INT(CHIP_RESTARTED, chip_exit(1));
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_boot());
  TEST_ASSERT_EQUAL_UINT32(1000, chip_waited_ms);
  TEST_ASSERT_EQUAL_INT(CHIP_RESTARTED, chip_exit(RUNTIME_EXIT_OUT_OF_MEMORY));
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_boot());
  TEST_ASSERT_EQUAL_UINT32(2000, chip_waited_ms);
}

void test_a_panic_and_the_watchdog_start_again(void) {
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_PANIC));
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_TASK_WDT));
}
