/*
 * script.h: the engine as the rest of the runtime sees it: start, stop, and the one way from C into
 * script. Everything here belongs to the script thread, and never runs with the net lock held.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stdbool.h>

#include "jerryscript.h"

/* Starts the engine, checks the features it must have, and runs modules/internal/bootstrap.
 * Returns 0 or a RUNTIME_EXIT_* after reporting why. */
int script_start(void);
/* Frees every value the runtime holds, then the engine. */
void script_stop(void);

/*
 * Calls function with arguments (all stay the caller's), reports an uncaught exception through
 * process 'uncaughtException', and drains ticks and jobs. What C uses for every event it delivers; the
 * result is dropped. Returns false when the exception ended the program (the loop is stopping).
 */
bool script_call(jerry_value_t function, jerry_value_t self, const jerry_value_t *args, jerry_size_t count);

/* nextTick callbacks, then promise jobs, until both are empty. script_call() does this by itself. */
void script_drain(void);

/* Hands an exception (owned by the caller) to process 'uncaughtException' or reports it and stops the loop. */
void script_uncaught(jerry_value_t exception);

/* process.exitCode as it stands, for runtime_run(). */
int script_exit_code(void);
/* process.exit(code): no further script runs; returns the abort that the binding must return. */
jerry_value_t script_exit(int code);
bool script_exiting(void);

/* Message and stack of an uncaught error, or any text, on the console's stderr, ended by a newline. */
void script_report(const char *what, jerry_value_t error);

#endif
