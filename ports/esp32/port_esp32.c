/* port_esp32.c: port.h on ESP32 under ESP-IDF, apart from what has a file of its own: script runs in one FreeRTOS
 * task, lwIP in another, drivers in more. */
#include "port_esp32.h"

#include <stdlib.h>
#include <sys/time.h>

#include "esp_random.h"
#include "esp_timer.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "memory.h"
#include "port.h"
#include "restart.h"
#include "sdkconfig.h"
#include "settings.h"
#include "watchdog.h"

static TaskHandle_t script_task;
static portMUX_TYPE critical = portMUX_INITIALIZER_UNLOCKED;

void port_esp32_start(void) {
  script_task = xTaskGetCurrentTaskHandle();
  srand(esp_random());
}

/* ---- time ---------------------------------------------------------------- */

uint64_t port_time_us(void) { return (uint64_t)esp_timer_get_time(); }

uint64_t port_time_ns(void) { return port_time_us() * 1000U; }

double port_wall_time_ms(void) {
  struct timeval now;
  gettimeofday(&now, NULL);
  return (double)now.tv_sec * 1000.0 + (double)(now.tv_usec / 1000);
}

/* ---- waiting ------------------------------------------------------------- */

/* Rounded up, so that whoever waits for a time does not find it a little in the future and turn for nothing. */
static TickType_t ticks_of(uint32_t ms) { return (TickType_t)(((uint64_t)ms * configTICK_RATE_HZ + 999U) / 1000U); }

/* Sleeps in naps that the watchdog bears. The wake-up is a count that a nap clears: one that came before the nap ends
 * it at once. After a nap that nothing ended lwIP's lock is asked for: lwIP's task holds it while it works, and where
 * it does not return from that, an idle script must not feed the watchdog. */
void port_wait(uint32_t timeout_ms) {
  restart_turn();
  memory_report();
  uint32_t patience = watchdog_patience_ms();
  for (;;) {
    watchdog_feed();
    uint32_t nap = timeout_ms < patience ? timeout_ms : patience;
    TickType_t ticks = nap == PORT_WAIT_FOREVER ? portMAX_DELAY : ticks_of(nap);
    if (ulTaskNotifyTake(pdTRUE, ticks) != 0) {
      return;
    }
    port_net_lock();
    port_net_unlock();
    if (timeout_ms != PORT_WAIT_FOREVER) {
      timeout_ms -= nap;
      if (timeout_ms == 0) {
        return;
      }
    }
  }
}

void port_wake(void) {
  if (script_task == NULL) {
    return; /* it looks for work before it first sleeps */
  }
  if (xPortInIsrContext()) {
    BaseType_t woken = pdFALSE;
    vTaskNotifyGiveFromISR(script_task, &woken);
    portYIELD_FROM_ISR(woken);
  } else {
    xTaskNotifyGive(script_task);
  }
}

uint32_t port_critical_enter(void) {
  portENTER_CRITICAL_SAFE(&critical);
  return 0; /* the kernel counts how deep it nests */
}

void port_critical_exit(uint32_t state) {
  (void)state;
  portEXIT_CRITICAL_SAFE(&critical);
}

/* ---- what port.h asks for besides ---------------------------------------- */

const char *const *port_argv(void) { return settings_get()->argv; }

const char *const *port_env(void) { return settings_get()->env; }

/* True random numbers while the radio runs; without it, as IDF's documentation says, those of a generator that
 * noise has seeded. */
void port_random(void *data, size_t size) { esp_fill_random(data, size); }

const char *port_name(void) { return "esp32"; }

const char *port_arch(void) {
#ifdef CONFIG_IDF_TARGET_ARCH_RISCV
  return "riscv32";
#else
  return "xtensa";
#endif
}

const char *port_board(void) { return CONFIG_IDF_TARGET; }
