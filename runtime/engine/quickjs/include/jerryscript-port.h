/*
 * jerryscript-port.h: what the engine asks of the program around it. The runtime defines it in core/jerry_port.c.
 */
#ifndef JERRYSCRIPT_PORT_H
#define JERRYSCRIPT_PORT_H

#include "jerryscript.h"

typedef enum {
  JERRY_FATAL_OUT_OF_MEMORY = 10,
  JERRY_FATAL_REF_COUNT_LIMIT = 12,
  JERRY_FATAL_DISABLED_BYTE_CODE = 13,
  JERRY_FATAL_UNTERMINATED_GC_LOOPS = 14
} jerry_fatal_code_t;

/* The engine cannot go on. Ends the program. */
void JERRY_ATTR_NORETURN jerry_port_fatal(jerry_fatal_code_t code);
/* Offset of local time at unix_ms (UTC) in milliseconds, positive east of Greenwich. */
int32_t jerry_port_local_tza(double unix_ms);
/* Milliseconds since 1970-01-01T00:00Z. */
double jerry_port_current_time(void);

#endif
