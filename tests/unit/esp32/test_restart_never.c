/* The policy "never": after any end the board rests, and power-on or its button starts it. */
#define CONFIG_TINYGRAM_RESTART_NEVER 1
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

void test_every_exit_code_lets_the_board_rest(void) {
  static const int codes[] = {0, 1, RUNTIME_EXIT_OUT_OF_MEMORY, 42};
  for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_exit(codes[i]));
    TEST_ASSERT_EQUAL_UINT(i + 1, watchdog_stops);
  }
}

void test_after_a_panic_the_app_does_not_start(void) {
  TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_reset(ESP_RST_PANIC));
  fake_console_expect("the run before ended in a panic, whose trace is above on the console\n"
                      "the board rests until its reset (TINYGRAM_RESTART)\n");
}

void test_after_the_watchdog_the_app_does_not_start(void) {
  TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_reset(ESP_RST_TASK_WDT));
}

void test_power_its_button_and_a_fallen_supply_start_it(void) {
  chip_exit(1);
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_EXT));
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_POWERON));
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_BROWNOUT));
}

void test_an_app_on_trial_that_fails_starts_again(void) {
  chip_trial = true;
  TEST_ASSERT_EQUAL_INT(CHIP_RESTARTED, chip_exit(1));
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_boot());
  TEST_ASSERT_EQUAL_INT(CHIP_RESTARTED, chip_exit(RUNTIME_EXIT_IMAGE));
}

void test_an_app_on_trial_that_panics_starts_again(void) {
  chip_trial = true;
  chip_run(1);
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_PANIC));
}

void test_a_trial_that_is_over_rests(void) {
  chip_trial = true;
  chip_run(1);
  chip_trial = false; /* it confirmed itself */
  chip_run(1);
  TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_reset(ESP_RST_PANIC));
}

void test_a_trial_that_is_over_late_rests_too(void) {
  chip_trial = true;
  chip_run(CONFIG_TINYGRAM_RESTART_HEALTHY_S + 20);
  TEST_ASSERT_EQUAL_UINT32(1, note.trial);
  chip_trial = false;
  chip_run(1);
  TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_reset(ESP_RST_PANIC));
}

void test_an_app_on_trial_that_ends_well_lets_the_board_rest(void) {
  chip_trial = true;
  TEST_ASSERT_EQUAL_INT(CHIP_RESTS, chip_exit(0));
}
