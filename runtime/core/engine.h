/* engine.h: which engine this firmware is built with, as app images name it. From the engine's own headers. */
#ifndef ENGINE_H
#define ENGINE_H

#include <string.h>

#include "jerryscript.h"

#define ENGINE_VERSION_OF(major, minor, patch) (((major) << 16) | ((minor) << 8) | (patch))

#ifdef JERRY_QUICKJS_VERSION_MAJOR
#define ENGINE_NAME "quickjs"
#define ENGINE_VERSION \
  ENGINE_VERSION_OF(JERRY_QUICKJS_VERSION_MAJOR, JERRY_QUICKJS_VERSION_MINOR, JERRY_QUICKJS_VERSION_PATCH)
#else
#define ENGINE_NAME "jerryscript"
#define ENGINE_VERSION \
  ENGINE_VERSION_OF(JERRY_API_MAJOR_VERSION, JERRY_API_MINOR_VERSION, JERRY_API_PATCH_VERSION)
#endif

/* The name of the file that function came from, for frames without a location. The code of the built-in modules alone
 * has none (on QuickJS by tinygram-compile --strip, on JerryScript since it is constant). The caller frees it. */
static inline jerry_value_t engine_source_name(jerry_value_t function) {
#ifdef JERRY_QUICKJS_VERSION_MAJOR
  (void)function;
  return jerry_string_sz("tinygram");
#else
  jerry_value_t name = jerry_source_name(function);
  jerry_char_t text[11];
  jerry_size_t size = jerry_string_to_buffer(name, JERRY_ENCODING_UTF8, text, sizeof text);
  if (size != sizeof text || memcmp(text, "<anonymous>", sizeof text) != 0) {
    return name;
  }
  jerry_value_free(name);
  return jerry_string_sz("tinygram");
#endif
}

/* Strings that the engine is to use where they are, see registry.h; right after jerry_init(). Those of constant code
 * have to be there. QuickJS has neither need nor means. */
static inline void engine_use_strings(const jerry_char_t *const *strings, const jerry_length_t *sizes,
                                      uint32_t count) {
#ifdef JERRY_QUICKJS_VERSION_MAJOR
  (void)strings;
  (void)sizes;
  (void)count;
#else
  jerry_register_magic_strings(strings, count, sizes);
#endif
}

/* An object as the function make returns it for count values: a literal of count properties. example is one. The caller
 * frees it. It costs JerryScript half, and QuickJS a fifth, of what setting each property does. */
static inline jerry_value_t engine_object(jerry_value_t make, jerry_value_t example, const jerry_value_t values[],
                                          jerry_length_t count) {
#ifdef JERRY_QUICKJS_VERSION_MAJOR
  (void)make;
  return jerry_quickjs_object_like(example, values, count);
#else
  (void)example;
  return jerry_call(make, jerry_undefined(), values, count);
#endif
}

/* Whether the heap becomes slower to allocate from with what a program's start leaves (core/tidy.h), and whether the
 * bytes of ArrayBuffers are best in it (core/backing.h). */
#ifdef JERRY_QUICKJS_VERSION_MAJOR
#define ENGINE_HEAP_FRAGMENTS 0
#define ENGINE_BUFFERS_INSIDE 1
#else
#define ENGINE_HEAP_FRAGMENTS 1
#define ENGINE_BUFFERS_INSIDE 0
#endif

/* JerryScript 3.0 notes a pointer in every function of the precompiled code that it loads, even with COPY_DATA. */
#ifdef JERRY_QUICKJS_VERSION_MAJOR
#define ENGINE_WRITES_CODE 0
#else
#define ENGINE_WRITES_CODE 1
#endif

/* Version of the engine's precompiled code. */
#define ENGINE_CODE_FORMAT JERRY_SNAPSHOT_VERSION

#endif
