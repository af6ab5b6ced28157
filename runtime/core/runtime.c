#include "runtime.h"

#include <stdio.h>

#include "core/engine_calls.h"
#include "core/errors.h"
#include "core/image.h"
#include "core/loop.h"
#include "core/native.h"
#include "core/script.h"
#include "core/timer.h"
#include "port.h"

static int runtime_fail(const char *what, const char *detail, int code) {
  char text[320];
  int size = snprintf(text, sizeof text, "tinygram: %s%s.\n", what, detail);
  port_console_write(PORT_STDERR, text, size < (int)sizeof text ? (size_t)size : sizeof text - 1);
  return code;
}

static int start_network(void) {
  int status = port_net_start();
  if (status == 0) {
    return 0;
  }
  const char *message = errors_message(status);
  return runtime_fail("the network did not start: ", message != NULL ? message : "unknown error", RUNTIME_EXIT_NETWORK);
}

/* ---- an app on trial ---- */

static struct timer trial;

static void confirm_app(struct timer *timer) {
  (void)timer;
  port_slot_confirm(); /* the port says how it went */
}

/* An app whose loop still turns after that time is good. A program that ends before is not kept running for it. */
static void confirm_later(void) {
  struct port_slot slot;
  port_slot(&slot);
  if (slot.trial && slot.confirm_after_ms > 0) {
    timer_set_ref(&trial, false);
    trial.runtimes = true;
    timer_start(&trial, slot.confirm_after_ms, confirm_app); /* no timer is armed yet, so there is room */
  }
}

/*
 * What runs script lies deeper on the stack than where the engine began: an engine with a stack limit counts from
 * there, and takes what is above for a stack that has run over.
 */
static __attribute__((noinline)) int run(void) {
  volatile char below[256];
  below[0] = 0;
  (void)below;
  struct port_image found;
  if (!port_app_image(&found)) {
    return runtime_fail("there is no app image", ": give the board one (tinygram run, or README)", RUNTIME_EXIT_IMAGE);
  }
  struct image app;
  const char *problem = image_open(found.data, found.size, &app);
  if (problem != NULL) {
    return runtime_fail(problem, "", RUNTIME_EXIT_IMAGE);
  }
  int code = start_network();
  if (code != 0) {
    return code;
  }
  code = script_start(&app);
  if (code != 0) {
    return code;
  }
  confirm_later();
  loop_set_first_idle(engine_started);
  script_run_app();
  do {
    loop_run();
    script_before_exit();
  } while (loop_alive());
  timer_stop(&trial);
  code = script_end();
  script_stop();
  return script_checked(code);
}

int runtime_run(void) {
  native_modules();
  script_engine_start();
  return run();
}

bool runtime_heap(uint32_t *used, uint32_t *size) { return script_heap(used, size); }
