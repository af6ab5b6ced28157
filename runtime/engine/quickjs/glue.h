/* glue.h: QuickJS's share of core/engine_calls.h. */
#ifndef QUICKJS_GLUE_H
#define QUICKJS_GLUE_H

static inline void engine_start(const struct engine_strings *strings) {
  (void)strings; /* its code brings its own */
  jerry_init(JERRY_INIT_EMPTY);
}

static inline void engine_guard(void) {}

static inline void engine_started(void) {}

/* They are in its heap, which it collects by itself. */
static inline size_t engine_buffer_bytes(void) { return 0; }

static inline bool engine_out_of_memory(jerry_value_t exception) {
  (void)exception;
  return false;
}

/* tinygram-compile --strip leaves the built-in modules' out. */
static inline jerry_value_t engine_source_name(jerry_value_t function) {
  (void)function;
  return jerry_string_sz("tinygram");
}

static inline size_t engine_string_copy(jerry_value_t string, jerry_encoding_t encoding, size_t size, void *out,
                                        size_t room) {
  (void)size;
  return jerry_string_to_buffer(string, encoding, out, (jerry_size_t)room);
}

/* A fifth of what setting each property costs. */
static inline jerry_value_t engine_object(jerry_value_t make, jerry_value_t example, const jerry_value_t values[],
                                          jerry_length_t count) {
  (void)make;
  return jerry_quickjs_object_like(example, values, count);
}

#endif
