/* jerry_port.c: what the engine asks of the program around it (jerryscript-port.h), by means of port.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jerryscript.h"

#include "jerryscript-port.h"

#include "config.h"
#include "core/errors.h"
#include "core/memory.h"
#include "port.h"

static void say(const char *text) { port_console_write(PORT_STDERR, text, strlen(text)); }

void JERRY_ATTR_NORETURN jerry_port_fatal(jerry_fatal_code_t code) {
  char text[128];
  switch (code) {
  case JERRY_FATAL_OUT_OF_MEMORY:
    memory_script_heap_full();
  case JERRY_FATAL_REF_COUNT_LIMIT:
    snprintf(text, sizeof text,
             "tinygram: the engine stopped: too many references to one value; very deep recursion"
             " makes them.\n");
    break;
  case JERRY_FATAL_DISABLED_BYTE_CODE:
    snprintf(text, sizeof text, "tinygram: the engine stopped: code that it was built without.\n");
    break;
  case JERRY_FATAL_UNTERMINATED_GC_LOOPS:
    snprintf(text, sizeof text, "tinygram: the engine stopped: garbage collection did not end.\n");
    break;
  default:
    snprintf(text, sizeof text, "tinygram: the engine stopped: a failed assertion (code %d).\n", (int)code);
    break;
  }
  say(text);
  port_exit(RUNTIME_EXIT_FAULT);
}

/* Boards keep UTC. */
int32_t jerry_port_local_tza(double unix_ms) {
  (void)unix_ms;
  return 0;
}

double jerry_port_current_time(void) { return port_wall_time_ms(); }

#ifndef JERRY_QUICKJS_VERSION_MAJOR /* QuickJS asks for none of these */
void jerry_port_log(const char *message) { say(message); }

void jerry_port_print_buffer(const jerry_char_t *buffer, jerry_size_t size) {
  port_console_write(PORT_STDOUT, (const char *)buffer, size);
}

#endif

#if CONFIG_ENGINE_HEAP_FROM_PORT || !defined JERRY_QUICKJS_VERSION_MAJOR
/* A JerryScript with external context keeps it, and the heap behind it, in one block; QuickJS's heap is such a block
 * where the port gives it. */
static struct jerry_context_t *context;

struct jerry_context_t *jerry_port_context_get(void) {
  return context;
}

#if CONFIG_ENGINE_HEAP_FROM_PORT
size_t jerry_port_context_alloc(size_t context_size) {
  static size_t size;
  if (context == NULL) {
    context = port_engine_heap(context_size, &size);
  }
  return size;
}

#ifndef JERRY_QUICKJS_VERSION_MAJOR
/* The block is the program's for its life. */
void jerry_port_context_free(void) {}
#endif
#else
size_t jerry_port_context_alloc(size_t context_size) {
  size_t size = context_size + CONFIG_ENGINE_HEAP;
  context = malloc(size);
  if (context == NULL) {
    say("tinygram: no memory for the engine's heap (CONFIG_ENGINE_HEAP).\n");
    port_exit(RUNTIME_EXIT_OUT_OF_MEMORY);
  }
  return size;
}

void jerry_port_context_free(void) {
  free(context);
  context = NULL;
}
#endif
#endif
