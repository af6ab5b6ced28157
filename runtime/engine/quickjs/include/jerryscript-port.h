/*
 * jerryscript-port.h: what an engine asks of the program around it. The runtime defines all of it in
 * core/jerry_port.c, whichever engine is linked; the QuickJS adapter calls the three marked "used".
 */
#ifndef JERRYSCRIPT_PORT_H
#define JERRYSCRIPT_PORT_H

#include "jerryscript.h"

typedef enum {
  JERRY_FATAL_OUT_OF_MEMORY = 10,
  JERRY_FATAL_REF_COUNT_LIMIT = 12,
  JERRY_FATAL_DISABLED_BYTE_CODE = 13,
  JERRY_FATAL_UNTERMINATED_GC_LOOPS = 14,
  JERRY_FATAL_FAILED_ASSERTION = 120
} jerry_fatal_code_t;

struct jerry_context_t;

/* Called once by JerryScript's jerry_init(). */
void jerry_port_init(void);
/* Used: the engine cannot go on. Ends the program. */
void JERRY_ATTR_NORETURN jerry_port_fatal(jerry_fatal_code_t code);
/* Milliseconds. */
void jerry_port_sleep(uint32_t sleep_time);

/* Memory for context and heap in a JerryScript with external context. */
size_t jerry_port_context_alloc(size_t context_size);
struct jerry_context_t *jerry_port_context_get(void);
void jerry_port_context_free(void);

/* Zero-terminated UTF-8 for the log. */
void jerry_port_log(const char *message_p);
/* Output of buffer_size bytes. */
void jerry_port_print_buffer(const jerry_char_t *buffer_p, jerry_size_t buffer_size);
jerry_char_t *jerry_port_line_read(jerry_size_t *out_size_p);
void jerry_port_line_free(jerry_char_t *buffer_p);

/* Module paths; no engine here loads modules from files. */
jerry_char_t *jerry_port_path_normalize(const jerry_char_t *path_p, jerry_size_t path_size);
void jerry_port_path_free(jerry_char_t *path_p);
jerry_size_t jerry_port_path_base(const jerry_char_t *path_p);
jerry_char_t *jerry_port_source_read(const char *file_name_p, jerry_size_t *out_size_p);
void jerry_port_source_free(jerry_char_t *buffer_p);

/* Used: offset of local time at unix_ms (UTC) in milliseconds, positive east of Greenwich. */
int32_t jerry_port_local_tza(double unix_ms);
/* Used: milliseconds since 1970-01-01T00:00Z. */
double jerry_port_current_time(void);

#endif
