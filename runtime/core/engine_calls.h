/* engine_calls.h: what the two engines do each in a way of its own, under one name. Script thread. */
#ifndef ENGINE_CALLS_H
#define ENGINE_CALLS_H

#include <string.h>

#include "jerryscript.h"

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

/* Strings of precompiled code, see registry.h. */
struct engine_strings {
  const jerry_char_t *const *texts;
  const jerry_length_t *sizes;
  uint32_t count;
};

/* jerry_init(), for an engine that uses these strings where they are. Those of constant code have to be there. */
static inline void engine_init(const struct engine_strings *strings) {
  jerry_init(JERRY_INIT_EMPTY);
#ifdef JERRY_QUICKJS_VERSION_MAJOR
  (void)strings; /* its code brings its own */
#else
  jerry_register_magic_strings(strings->texts, strings->count, strings->sizes);
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

#endif
