/* watchdog.c: the task watchdog. */
#include "watchdog.h"

#include <stdbool.h>

#include "console.h"
#include "esp_task_wdt.h"

static bool subscribed;

void watchdog_start(void) {
#if CONFIG_TINYGRAM_WATCHDOG_S > 0
  /* The idle tasks are not watched: script may keep a core busy as long as its loop turns. */
  const esp_task_wdt_config_t config = {.timeout_ms = CONFIG_TINYGRAM_WATCHDOG_S * 1000, .trigger_panic = true};
  esp_err_t error = esp_task_wdt_init(&config);
  if (error == ESP_ERR_INVALID_STATE) {
    error = esp_task_wdt_reconfigure(&config);
  }
  if (error == ESP_OK) {
    error = esp_task_wdt_add(NULL);
  }
  subscribed = error == ESP_OK;
  if (!subscribed) {
    console_line("no watchdog: %s", esp_err_to_name(error));
  }
#endif
}

void watchdog_feed(void) {
  if (subscribed) {
    esp_task_wdt_reset();
  }
}

void watchdog_stop(void) {
  if (subscribed) {
    subscribed = false;
    esp_task_wdt_delete(NULL);
  }
}

uint32_t watchdog_patience_ms(void) { return subscribed ? CONFIG_TINYGRAM_WATCHDOG_S * 1000 / 4 : UINT32_MAX; }
