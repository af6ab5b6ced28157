/* The task watchdog: subscribed once, fed only by the loop, and a program that goes on where it cannot be had. */
#include "unity.h"

#include "fake_console.h"
#include "mock_esp_err.h"
#include "mock_esp_task_wdt.h"

#include "../../../ports/esp32/watchdog.c"

static esp_task_wdt_config_t given;

void setUp(void) {
  fake_console_start();
  subscribed = false;
  given = (esp_task_wdt_config_t){0};
}

void tearDown(void) {}

static esp_err_t keep(const esp_task_wdt_config_t *config, int calls) {
  (void)calls;
  given = *config;
  return ESP_OK;
}

void test_the_script_task_subscribes_for_the_seconds_of_kconfig(void) {
  esp_task_wdt_init_Stub(keep);
  esp_task_wdt_add_ExpectAndReturn(NULL, ESP_OK);
  watchdog_start();
  TEST_ASSERT_EQUAL_UINT32(CONFIG_TINYGRAM_WATCHDOG_S * 1000, given.timeout_ms);
  TEST_ASSERT_EQUAL_UINT32(0, given.idle_core_mask);
  TEST_ASSERT_TRUE(given.trigger_panic);
  TEST_ASSERT_TRUE(watchdog_patience_ms() < CONFIG_TINYGRAM_WATCHDOG_S * 1000 / 2);
}

void test_one_that_runs_already_is_set_anew(void) {
  esp_task_wdt_init_ExpectAnyArgsAndReturn(ESP_ERR_INVALID_STATE);
  esp_task_wdt_reconfigure_Stub(keep);
  esp_task_wdt_add_ExpectAndReturn(NULL, ESP_OK);
  watchdog_start();
  TEST_ASSERT_EQUAL_UINT32(CONFIG_TINYGRAM_WATCHDOG_S * 1000, given.timeout_ms);
}

void test_it_is_fed_once_for_each_turn(void) {
  esp_task_wdt_init_ExpectAnyArgsAndReturn(ESP_OK);
  esp_task_wdt_add_ExpectAndReturn(NULL, ESP_OK);
  watchdog_start();
  esp_task_wdt_reset_ExpectAndReturn(ESP_OK);
  watchdog_feed();
  esp_task_wdt_reset_ExpectAndReturn(ESP_OK);
  watchdog_feed();
}

void test_a_task_that_does_not_subscribe_is_not_fed(void) {
  watchdog_feed();
  TEST_ASSERT_EQUAL_UINT32(UINT32_MAX, watchdog_patience_ms());
}

void test_without_one_the_program_goes_on(void) {
  esp_task_wdt_init_ExpectAnyArgsAndReturn(ESP_ERR_NO_MEM);
  esp_err_to_name_ExpectAndReturn(ESP_ERR_NO_MEM, "ESP_ERR_NO_MEM");
  watchdog_start();
  fake_console_expect("no watchdog: ESP_ERR_NO_MEM\n");
  watchdog_feed();
  watchdog_stop();
}

void test_after_the_stop_nothing_is_fed(void) {
  esp_task_wdt_init_ExpectAnyArgsAndReturn(ESP_OK);
  esp_task_wdt_add_ExpectAndReturn(NULL, ESP_OK);
  watchdog_start();
  esp_task_wdt_delete_ExpectAndReturn(NULL, ESP_OK);
  watchdog_stop();
  watchdog_feed();
  watchdog_stop();
}
