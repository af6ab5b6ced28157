/*
 * port.c: what JerryScript may ask for (jerryscript-port.h) and never does here: time to wait is its debugger's, lines
 * are its debugger's and its shell's, files are those of import statements. For the runtime and for programs without
 * it (ports/host/jerry_port_alone.c).
 */
#include <stdlib.h>
#include <string.h>

#include "jerryscript.h"

#include "jerryscript-port.h"

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
