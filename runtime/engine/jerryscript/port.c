/*
 * port.c: what JerryScript alone asks of the program around it (jerryscript-port.h). By means of port.h: what it logs
 * and prints, and memory for one with external context. And what it may ask for and never does here: time to wait is
 * its debugger's, lines are its debugger's and its shell's, files are those of import statements.
 */
#include <stdlib.h>
#include <string.h>

#include "jerryscript.h"

#include "jerryscript-port.h"

#include "config.h"
#include "core/errors.h"
#include "port.h"

void jerry_port_log(const char *message) { port_console_error(message); }

void jerry_port_print_buffer(const jerry_char_t *buffer, jerry_size_t size) {
  port_console_write(PORT_STDOUT, (const char *)buffer, size);
}

/* A JerryScript with external context keeps it, and the heap behind it, in one block. */
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

/* The block is the program's for its life. */
void jerry_port_context_free(void) {}
#else
size_t jerry_port_context_alloc(size_t context_size) {
  size_t size = context_size + CONFIG_ENGINE_HEAP;
  context = malloc(size);
  if (context == NULL) {
    port_console_error("tinygram: no memory for the engine's heap (CONFIG_ENGINE_HEAP).\n");
    port_exit(RUNTIME_EXIT_OUT_OF_MEMORY);
  }
  return size;
}

void jerry_port_context_free(void) {
  free(context);
  context = NULL;
}
#endif

void jerry_port_init(void) {}

void jerry_port_sleep(uint32_t milliseconds) { (void)milliseconds; }

jerry_char_t *jerry_port_line_read(jerry_size_t *out_size) {
  *out_size = 0;
  return NULL;
}

void jerry_port_line_free(jerry_char_t *buffer) { free(buffer); }

jerry_char_t *jerry_port_path_normalize(const jerry_char_t *path, jerry_size_t size) {
  jerry_char_t *copy = malloc((size_t)size + 1);
  if (copy != NULL) {
    memcpy(copy, path, size);
    copy[size] = 0;
  }
  return copy;
}

void jerry_port_path_free(jerry_char_t *path) { free(path); }

jerry_size_t jerry_port_path_base(const jerry_char_t *path) {
  const char *slash = strrchr((const char *)path, '/');
  return slash != NULL ? (jerry_size_t)(slash + 1 - (const char *)path) : 0;
}

jerry_char_t *jerry_port_source_read(const char *name, jerry_size_t *out_size) {
  (void)name;
  *out_size = 0;
  return NULL;
}

void jerry_port_source_free(jerry_char_t *buffer) { free(buffer); }
