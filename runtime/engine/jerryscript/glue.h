/* glue.h: JerryScript's share of core/engine_calls.h. */
#ifndef JERRYSCRIPT_GLUE_H
#define JERRYSCRIPT_GLUE_H

#include <string.h>

#include "engine/jerryscript/backing.h"
#include "engine/jerryscript/features.h"
#include "engine/jerryscript/integers.h"
#include "engine/jerryscript/large.h"
#include "engine/jerryscript/parts.h"

static inline bool engine_complete(void (*say)(const char *text)) { return features_present(say); }

static inline void engine_start(const struct engine_strings *strings) {
  jerry_init(JERRY_INIT_EMPTY);
  jerry_register_magic_strings(strings->texts, strings->count, strings->sizes);
  backing_start();
  integers_start();
}

static inline void engine_guard(void) { large_start(); }

static inline bool engine_string_fits(size_t size) { return large_string_fits(size); }

/* Its allocator takes the first free region that is large enough, from the lowest address on, and passes the holes
 * that a program's start has left at each allocation from then on. Once collected, they and the cells that it keeps
 * for small objects join to fewer and larger ones. */
static inline void engine_started(void) { jerry_heap_gc(JERRY_GC_PRESSURE_HIGH); }

static inline size_t engine_buffer_bytes(void) { return backing_bytes(); }

/* Its parser throws null then: any error would need memory. */
static inline bool engine_out_of_memory(jerry_value_t exception) {
  jerry_value_t value = jerry_exception_value(exception, false);
  bool out = jerry_value_is_null(value);
  jerry_value_free(value);
  return out;
}

/* The code of the built-in modules is constant, and JerryScript calls what has no name "<anonymous>". */
static inline jerry_value_t engine_source_name(jerry_frame_t *frame) {
  const jerry_value_t *function = jerry_frame_callee(frame);
  jerry_value_t name = function != NULL ? jerry_source_name(*function) : jerry_undefined();
  jerry_char_t text[11];
  jerry_size_t size = jerry_string_to_buffer(name, JERRY_ENCODING_UTF8, text, sizeof text);
  if (size != sizeof text || memcmp(text, "<anonymous>", sizeof text) != 0) {
    return name;
  }
  jerry_value_free(name);
  return jerry_string_sz("tinygram");
}

static inline jerry_value_t engine_frame_name(jerry_frame_t *frame) {
  const jerry_value_t *function = jerry_frame_callee(frame);
  return function != NULL ? jerry_object_get_sz(*function, "name") : jerry_undefined();
}

static inline bool engine_frame_is(jerry_frame_t *frame, jerry_value_t function) {
  const jerry_value_t *callee = jerry_frame_callee(frame);
  if (callee == NULL) {
    return false;
  }
  jerry_value_t same = jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, *callee, function);
  bool is = jerry_value_is_true(same);
  jerry_value_free(same);
  return is;
}

static inline jerry_value_t engine_bytes(jerry_length_t size, jerry_value_t prototype) {
  jerry_value_t array = jerry_typedarray(JERRY_TYPEDARRAY_UINT8, size);
  if (!jerry_value_is_exception(array)) {
    jerry_value_free(jerry_object_set_proto(array, prototype));
  }
  return array;
}

/* jerry_string_to_buffer() of 3.0 returns only the low 8 bits of the count for text beyond ASCII. Of a text that does
 * not fit less than one character's bytes are left free, so that these tell the count. */
static inline size_t engine_string_copy(jerry_value_t string, jerry_encoding_t encoding, size_t size, void *out,
                                        size_t room) {
  jerry_size_t low = jerry_string_to_buffer(string, encoding, out, (jerry_size_t)room);
  return size <= room ? size : room - ((room - low) & 0xff);
}

static inline jerry_value_t engine_integer(uint16_t number) { return integers_value(number); }

/* To define a property looks for it in the object alone, to set one in its prototypes too: README.md. */
static inline jerry_value_t engine_object(jerry_value_t example, const jerry_value_t names[],
                                          const jerry_value_t values[], jerry_length_t count) {
  (void)example;
  jerry_value_t object = jerry_object();
  jerry_property_descriptor_t property = {
      .flags = JERRY_PROP_IS_VALUE_DEFINED | JERRY_PROP_IS_WRITABLE_DEFINED | JERRY_PROP_IS_WRITABLE |
               JERRY_PROP_IS_ENUMERABLE_DEFINED | JERRY_PROP_IS_ENUMERABLE | JERRY_PROP_IS_CONFIGURABLE_DEFINED |
               JERRY_PROP_IS_CONFIGURABLE,
  };
  for (jerry_length_t i = 0; i < count; i++) {
    property.value = values[i];
    jerry_value_free(jerry_object_define_own_prop(object, names[i], &property));
  }
  return object;
}

#endif
