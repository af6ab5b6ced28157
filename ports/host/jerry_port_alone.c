/*
 * jerry_port_alone.c: what the engine asks of a program (jerryscript-port.h) that runs it without the runtime: the
 * compiler and the engine tests; port.c of runtime/engine/jerryscript is the rest. The clock stands, so that what they
 * do is the same in every run, and there is nothing to wait for. An engine that cannot go on ends the program with 2.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "jerryscript-port.h"

void jerry_port_fatal(jerry_fatal_code_t code) {
  fprintf(stderr, "%s: %s (the engine's code %d)\n", program_invocation_short_name,
          code == JERRY_FATAL_OUT_OF_MEMORY ? "too large for the engine's heap" : "the engine failed", (int)code);
  exit(2);
}

/* Noon of 2024-02-29, two hours east. */
double jerry_port_current_time(void) { return 1709208000000; }

int32_t jerry_port_local_tza(double unix_ms) {
  (void)unix_ms;
  return 7200000;
}

#ifndef JERRY_QUICKJS_VERSION_MAJOR /* QuickJS asks for none of these */
void jerry_port_log(const char *message) { fputs(message, stderr); }

void jerry_port_print_buffer(const jerry_char_t *buffer, jerry_size_t size) { fwrite(buffer, 1, size, stdout); }

/* A JerryScript with external context keeps it, and its heap, in one block. */
static struct jerry_context_t *context;

size_t jerry_port_context_alloc(size_t context_size) {
  size_t size = context_size + (512u << 10);
  context = malloc(size);
  if (!context) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  return size;
}

struct jerry_context_t *jerry_port_context_get(void) {
  return context;
}

void jerry_port_context_free(void) {
  free(context);
  context = NULL;
}
#endif
