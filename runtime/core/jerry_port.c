/* jerry_port.c: what every engine asks of the program around it (jerryscript-port.h), by means of port.h. */
#include <stdio.h>
#include <string.h>

#include "jerryscript.h"

#include "jerryscript-port.h"

#include "core/errors.h"
#include "core/memory.h"
#include "port.h"

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
  port_console_error(text);
  port_exit(RUNTIME_EXIT_FAULT);
}

/* Boards keep UTC. */
int32_t jerry_port_local_tza(double unix_ms) {
  (void)unix_ms;
  return 0;
}

double jerry_port_current_time(void) { return port_wall_time_ms(); }
