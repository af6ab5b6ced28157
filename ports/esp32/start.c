/* start.c: IDF's main task brings the board up and makes the script task, which then is the program. */
#include "console.h"
#include "core/errors.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "memory.h"
#include "port.h"
#include "port_esp32.h"
#include "restart.h"
#include "runtime.h"
#include "sdkconfig.h"
#include "settings.h"
#include "tinygram.h"
#include "watchdog.h"

/* What the runtime's and lwIP's C code needs beside script's own frames; see CONFIG_ENGINE_STACK. */
#define NATIVE_STACK (8 * 1024)

static void run_script_task(void *arg) {
  (void)arg;
  port_esp32_start();
  watchdog_start();
  port_exit(runtime_run());
}

void tinygram_start(void) {
  console_log_level(CONFIG_TINYGRAM_LOG_LEVEL);
  memory_start();
  settings_start();
  console_log_level(settings_get()->log_level);
  restart_start();
  const BaseType_t core = CONFIG_TINYGRAM_TASK_CORE < 0 ? tskNO_AFFINITY : CONFIG_TINYGRAM_TASK_CORE;
  if (xTaskCreatePinnedToCore(run_script_task, "script", CONFIG_TINYGRAM_STACK_KB * 1024 + NATIVE_STACK, NULL,
                              CONFIG_TINYGRAM_TASK_PRIORITY, NULL, core) != pdPASS) {
    console_line("no memory for the script task's stack of %d KiB (TINYGRAM_STACK_KB)",
                 CONFIG_TINYGRAM_STACK_KB + NATIVE_STACK / 1024);
    port_exit(RUNTIME_EXIT_OUT_OF_MEMORY);
  }
}
