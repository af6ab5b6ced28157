/* jerryscript-snapshot.h: precompiled code. See jerryscript.h for the rules that hold for every call. */
#ifndef JERRYSCRIPT_SNAPSHOT_H
#define JERRYSCRIPT_SNAPSHOT_H

#include "jerryscript.h"

/* Format of precompiled code, checked when it is loaded: QuickJS's bytecode version and, times 256, that of the header
 * before it. Code made on any machine runs on every other one that has the same number. */
#define JERRY_SNAPSHOT_VERSION 772u

typedef enum {
  JERRY_SNAPSHOT_SAVE_STATIC = 1 << 0 /* accepted, without effect */
} jerry_generate_snapshot_opts_t;

typedef enum {
  JERRY_SNAPSHOT_EXEC_ALLOW_STATIC = 1 << 1,
  JERRY_SNAPSHOT_EXEC_LOAD_AS_FUNCTION = 1 << 2,
  JERRY_SNAPSHOT_EXEC_HAS_SOURCE_NAME = 1 << 3
} jerry_exec_snapshot_opts_t;

typedef struct {
  jerry_value_t source_name; /* string; here stack frames keep the name given to jerry_parse() */
} jerry_exec_snapshot_option_values_t;

/* Writes compiled_code (of jerry_parse()) into buffer_p, which has buffer_size bytes. Returns the number of bytes
 * written, or an exception: RangeError when the buffer is too small, TypeError for what is no compiled code. */
jerry_value_t jerry_generate_snapshot(jerry_value_t compiled_code, uint32_t generate_snapshot_opts, uint32_t *buffer_p,
                                      size_t buffer_size);

/* Loads what jerry_generate_snapshot() wrote; func_index is 0. Runs it and returns its value, or with
 * LOAD_AS_FUNCTION returns a function whose call runs it. It is copied. Foreign or cut-off data gives a TypeError; a
 * flipped bit inside is not found here (the app image has a checksum for that). */
jerry_value_t jerry_exec_snapshot(const uint32_t *snapshot_p, size_t snapshot_size, size_t func_index,
                                  uint32_t exec_snapshot_opts,
                                  const jerry_exec_snapshot_option_values_t *options_values_p);

#endif
