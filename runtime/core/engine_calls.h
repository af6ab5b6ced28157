/*
 * engine_calls.h: what engines do each in a way of its own, under one name; from runtime/engine/<engine>/glue.h.
 *
 *   engine_complete(say)       whether this build of the engine has all that is needed; else says what it lacks
 *   engine_start(strings)      jerry_init(), with the strings of constant code where they lie
 *   engine_guard()             after engine_start(), before script: large requests of script that the engine itself
 *                              would end the program for get a RangeError
 *   engine_string_fits(size)   whether jerry_string() of size bytes can be asked for without that it ends the program
 *   engine_started()           the program has started and waits: a pause costs nobody anything now
 *   engine_buffer_bytes()      bytes of script's ArrayBuffers
 *   engine_out_of_memory(e)    whether the exception e says that a compilation found the heap full
 *   engine_source_name(f)      the name of the file that the function of frame f came from, for frames without a
 *                              location. The built-in modules alone have none: "tinygram". The caller frees it
 *   engine_frame_name(f)       the name of a frame's function, undefined or empty for none. The caller frees it
 *   engine_frame_is(f, function)   whether a frame is of function
 *   engine_bytes(size, prototype)  size zeroed bytes as a Uint8Array with this prototype. The caller frees it
 *   engine_string_copy(s, encoding, size, out, room)   as many whole characters of string s, which has size bytes, as
 *                              fit into room bytes; returns the bytes copied
 *   engine_integer(number)     jerry_number() of 0 to 65535, which is no memory in either engine: nothing to free
 *   engine_object(example, names, values, count)  an object as a literal of count properties makes it, in the order
 *                              of names; example is one with these names. The caller frees it
 *
 * All for the script thread.
 */
#ifndef ENGINE_CALLS_H
#define ENGINE_CALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jerryscript.h"

/* Strings of constant code (registry.h). */
struct engine_strings {
  const jerry_char_t *const *texts;
  const jerry_length_t *sizes;
  uint32_t count;
};

#ifdef JERRY_QUICKJS_VERSION_MAJOR
#include "engine/quickjs/glue.h"
#else
#include "engine/jerryscript/glue.h"
#endif

#endif
