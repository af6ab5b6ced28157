#include "watchdog.h"

#include "bootargs.h"
#include "core/errors.h"
#include "panic.h"
#include "port.h"

volatile bool watchdog_fed = true;

static uint32_t turned_ms;

void watchdog_look(uint32_t now_ms, uintptr_t at) {
  uint32_t limit_ms = bootargs_get()->watchdog_s * 1000U;
  if (watchdog_fed) {
    watchdog_fed = false;
    turned_ms = now_ms;
  } else if (limit_ms != 0 && now_ms - turned_ms >= limit_ms) {
    panic_text("\ntinygram: watchdog: script or the network has not returned in time (boot option watchdog=)\n");
    if (at != 0) {
      panic_register("pc", (uint32_t)at);
      panic_text("\n");
    }
    port_exit(RUNTIME_EXIT_WATCHDOG);
  }
}
