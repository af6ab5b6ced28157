/*
 * script.h: the engine as the rest of the runtime sees it: start, stop, and the one way from C into
 * script. Everything here belongs to the script thread, and never runs with the net lock held.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/image.h"
#include "jerryscript.h"

/* Starts the engine: the first of these. A stack limit of the engine's counts from here on. */
void script_engine_start(void);

/* Checks the features that the engine must have, and runs the built-in internal/bootstrap. app is what
 * script_run_app() will run and stays the caller's. Returns 0 or a RUNTIME_EXIT_* after reporting why. */
int script_start(const struct image *app);
/* Runs the stop hooks, frees every value the runtime holds, then the engine. */
void script_stop(void);

/* After the stop hooks have run: code, or RUNTIME_EXIT_LEAK where the environment has TINYGRAM_CHECK=1 (tests do) and
 * a pool of the network is not as it was at the start. */
int script_checked(int code);

/* runtime_heap() of runtime.h. */
bool script_heap(uint32_t *used, uint32_t *size);

/* Whether the app is being developed: its image has source, with positions, and not precompiled code. */
bool script_is_development(void);

/* Something that C holds for script (sockets, values) and must let go before the engine ends. Embedded in its
 * owner, registered once, run once: by script_stop(), or by script_exit() with the app still on the stack. */
struct script_stop_hook {
  void (*run)(void);
  struct script_stop_hook *next; /* script.c's */
};
void script_at_stop(struct script_stop_hook *hook);

/* The app's main function, its ticks and jobs. The event loop is the caller's next step. */
void script_run_app(void);
/* The loop is empty: process 'beforeExit', which may give it more to do. */
void script_before_exit(void);
/* process 'exit'; returns the exit code. */
int script_end(void);

/*
 * Calls function with arguments (all stay the caller's), hands an exception to script_uncaught(), and drains
 * ticks and jobs. What C uses for every event it delivers; the result is dropped. It does not return when the
 * program ends inside. Script may have done anything: look again at what it can close.
 */
void script_call(jerry_value_t function, jerry_value_t self, const jerry_value_t *args, jerry_size_t count);

/* nextTick callbacks, then promise jobs, then unhandled rejections, until all are empty. script_call() does this by
 * itself; script that runs several callbacks of one event does it between them. */
void script_drain(void);

/* process.nextTick(callback, ...arguments): queues it, or gives the exception. */
jerry_value_t script_next_tick(const jerry_value_t args[], jerry_length_t count);

/* Takes an exception (freed here) to process 'uncaughtException'; without a listener, or when that throws, reports
 * it and ends the program. from_promise: it is an unhandled rejection. */
void script_uncaught(jerry_value_t exception, bool from_promise);

/* process.exit(code): runs the stop hooks and ends the program; no further script runs. */
_Noreturn void script_exit(int code);

/* what, a space and text about value (an exception or any value: for errors its stack) on the console's stderr,
 * ended by a newline. value stays the caller's. Runs script to describe objects. */
void script_report(const char *what, jerry_value_t value);

/* What process.setup() hands over: functions of script that C calls, see typings/native/process.d.ts. */
void script_set_hooks(jerry_value_t hooks);
/* One line of the channel, or (line NULL) its end, to script. */
void script_channel(const char *line, size_t size);

/* The function of a built-in module, the app's function, or undefined where there is none; or an exception. */
jerry_value_t script_load_module(const char *id);
jerry_value_t script_load_app(void);
/* What the built-in module id exports, loaded when it was not yet; or an exception. Behind script_set_hooks() only. */
jerry_value_t script_require(const char *id);
const char *script_app_name(void);

/* Microseconds since script_start(). */
uint64_t script_uptime_us(void);

#endif
