/*
 * jerry_port_alone.c: what the engine asks of a program (jerryscript-port.h) that runs it without the runtime: the
 * compiler and the engine tests, and what that engine's own port.c asks of port.h. The clock stands, so that what they
 * do is the same in every run, and there is nothing to wait for. An engine that cannot go on ends the program with 2.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "jerryscript-port.h"

#include "port.h"

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

void port_console_write(enum port_stream stream, const char *data, size_t size) {
  fwrite(data, 1, size, stream == PORT_STDOUT ? stdout : stderr);
}

void port_exit(int code) { exit(code); }
