/* restart_cases.c: ports/esp32/restart.c under the policy that the including test defines, with a chip that a test
 * resets. The test includes unity, the fake console and the mocks, where Ceedling looks for them. */

#include <setjmp.h>
#include <string.h>

#include "../../../ports/esp32/restart.c"

enum chip { CHIP_RUNS, CHIP_RESTARTED, CHIP_RESTS };

static uint64_t chip_us;
static esp_reset_reason_t chip_reason;
static uint32_t chip_waited_ms;
static unsigned watchdog_stops;
static bool chip_trial;
static jmp_buf chip_end;

uint64_t port_time_us(void) { return chip_us; }

void port_slot(struct port_slot *out) { *out = (struct port_slot){.name = 'b', .trial = chip_trial}; }

uint32_t port_critical_enter(void) { return 0; }

void port_critical_exit(uint32_t state) { (void)state; }

void watchdog_stop(void) { watchdog_stops++; }

static esp_reset_reason_t chip_reset_reason(int calls) {
  (void)calls;
  return chip_reason;
}

static void chip_restart(int calls) {
  (void)calls;
  chip_reason = ESP_RST_SW;
  longjmp(chip_end, CHIP_RESTARTED);
}

static void chip_suspend(TaskHandle_t task, int calls) {
  (void)calls;
  TEST_ASSERT_NULL(task);
  longjmp(chip_end, CHIP_RESTS);
}

static void chip_delay(TickType_t ticks, int calls) {
  (void)calls;
  chip_waited_ms += ticks * 1000U / configTICK_RATE_HZ;
  chip_us += (uint64_t)ticks * 1000000U / configTICK_RATE_HZ;
}

/* Power on: RTC memory has anything in it. */
static void chip_power_on(void) {
  memset(&note, 0xa5, sizeof note);
  chip_reason = ESP_RST_POWERON;
  chip_waited_ms = 0;
  watchdog_stops = 0;
  chip_trial = false;
  chip_us = 0;
  fake_console_start();
  esp_reset_reason_Stub(chip_reset_reason);
  esp_restart_Stub(chip_restart);
  vTaskSuspend_Stub(chip_suspend);
  vTaskDelay_Stub(chip_delay);
}

/* The boot's part; the wait before the app is in chip_waited_ms. */
static enum chip chip_boot(void) {
  chip_waited_ms = 0;
  enum chip end = (enum chip)setjmp(chip_end);
  if (end == CHIP_RUNS) {
    restart_start();
  }
  return end;
}

/* The run goes on for so many seconds, its loop turning each. */
static void chip_run(unsigned seconds) {
  for (unsigned i = 0; i < seconds; i++) {
    chip_us += 1000000;
    restart_turn();
  }
}

static enum chip chip_exit(int code) {
  enum chip end = (enum chip)setjmp(chip_end);
  if (end == CHIP_RUNS) {
    port_exit(code);
  }
  return end;
}

/* The chip resets for a reason that no code of ours chose. */
static enum chip chip_reset(esp_reset_reason_t reason) {
  chip_reason = reason;
  return chip_boot();
}
