/* The policy "always": every end starts the app again, sooner or later; and what every policy tells at the boot. */
#include "unity.h"

#include "fake_console.h"
#include "mock_esp_system.h"
#include "mock_task.h"

#include "restart_cases.c"

void setUp(void) { chip_power_on(); }

void tearDown(void) {}

void test_power_on_starts_at_once_and_says_nothing(void) {
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_boot());
  TEST_ASSERT_EQUAL_UINT32(0, chip_waited_ms);
  fake_console_expect("");
}

void test_exit_code_0_starts_again(void) {
  chip_boot();
  TEST_ASSERT_EQUAL_INT(CHIP_RESTARTED, chip_exit(0));
  fake_console_expect("exit code 0: the app ended\n");
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_boot());
  fake_console_expect("the run before ended with exit code 0: the app ended\n"
                      "1 runs in a row ended within 60 s: the next starts in 1 s\n");
  TEST_ASSERT_EQUAL_UINT32(1000, chip_waited_ms);
}

void test_waits_double_up_to_the_limit(void) {
  static const unsigned seconds[] = {0, 1, 2, 4, 8, 16, 32, 60, 60, 60};
  for (unsigned i = 0; i < sizeof seconds / sizeof seconds[0]; i++) {
    TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_boot());
    TEST_ASSERT_EQUAL_UINT32(seconds[i] * 1000, chip_waited_ms);
    chip_run(3);
    TEST_ASSERT_EQUAL_INT(CHIP_RESTARTED, chip_exit(1));
  }
}

void test_a_healthy_run_makes_the_next_start_quick(void) {
  for (int i = 0; i < 5; i++) {
    chip_boot();
    chip_exit(1);
  }
  chip_boot();
  chip_run(CONFIG_TINYGRAM_RESTART_HEALTHY_S);
  chip_exit(1);
  chip_boot();
  TEST_ASSERT_EQUAL_UINT32(0, chip_waited_ms);
}

void test_one_second_less_is_not_healthy(void) {
  chip_boot();
  chip_run(CONFIG_TINYGRAM_RESTART_HEALTHY_S - 1);
  chip_exit(1);
  chip_boot();
  TEST_ASSERT_EQUAL_UINT32(1000, chip_waited_ms);
}

void test_panics_count_and_are_told(void) {
  chip_boot();
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_PANIC));
  fake_console_expect("the run before ended in a panic, whose trace is above on the console\n"
                      "1 runs in a row ended within 60 s: the next starts in 1 s\n");
  chip_reset(ESP_RST_PANIC);
  TEST_ASSERT_EQUAL_UINT32(2000, chip_waited_ms);
}

void test_a_panic_after_a_healthy_run_starts_at_once(void) {
  chip_boot();
  chip_run(CONFIG_TINYGRAM_RESTART_HEALTHY_S + 5);
  chip_reset(ESP_RST_PANIC);
  TEST_ASSERT_EQUAL_UINT32(0, chip_waited_ms);
}

void test_the_watchdogs_are_told(void) {
  chip_boot();
  chip_reset(ESP_RST_TASK_WDT);
  TEST_ASSERT_NOT_NULL(strstr(fake_console_text(), "by the watchdog: script or lwIP did not come back in time"));
  fake_console_start();
  chip_reset(ESP_RST_INT_WDT);
  TEST_ASSERT_NOT_NULL(strstr(fake_console_text(), "ended by a watchdog of the chip"));
}

void test_a_fallen_supply_is_told_and_starts_at_once(void) {
  chip_boot();
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_BROWNOUT));
  fake_console_expect("the run before ended because the supply voltage fell\n");
  TEST_ASSERT_EQUAL_UINT32(0, chip_waited_ms);
}

void test_the_reset_button_forgets_the_streak(void) {
  for (int i = 0; i < 4; i++) {
    chip_boot();
    chip_exit(1);
  }
  fake_console_start();
  chip_reset(ESP_RST_EXT);
  fake_console_expect("");
  TEST_ASSERT_EQUAL_UINT32(0, chip_waited_ms);
}

void test_out_of_memory_is_told_at_the_next_boot(void) {
  chip_boot();
  restart_note_memory(2048);
  chip_reset(ESP_RST_PANIC);
  TEST_ASSERT_NOT_NULL(strstr(fake_console_text(), "memory had run out in it: an allocation of 2048 bytes failed\n"));
  fake_console_start();
  chip_reset(ESP_RST_PANIC);
  TEST_ASSERT_NULL(strstr(fake_console_text(), "memory"));
}

void test_every_exit_code_of_the_runtime_has_its_words(void) {
  static const int codes[] = {RUNTIME_EXIT_UNCAUGHT, RUNTIME_EXIT_OUT_OF_MEMORY, RUNTIME_EXIT_IMAGE,
                              RUNTIME_EXIT_ENGINE,   RUNTIME_EXIT_FAULT,         RUNTIME_EXIT_NETWORK};
  for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
    TEST_ASSERT_NOT_EQUAL(0, strcmp(exit_meaning(codes[i]), exit_meaning(42)));
  }
  TEST_ASSERT_EQUAL_STRING("the app's own code", exit_meaning(42));
}

void test_rtc_memory_of_chance_is_not_believed(void) {
  chip_boot();
  chip_exit(9);
  note.streak ^= 4;
  fake_console_start();
  chip_boot();
  fake_console_expect("");
  TEST_ASSERT_EQUAL_UINT32(0, chip_waited_ms);
}

void test_a_restart_by_others_is_no_exit(void) {
  chip_boot();
  TEST_ASSERT_EQUAL_INT(CHIP_RUNS, chip_reset(ESP_RST_SW));
  fake_console_expect("");
}
