/* glue.h: QuickJS's share of core/engine_calls.h. */
#ifndef QUICKJS_GLUE_H
#define QUICKJS_GLUE_H

static inline bool engine_complete(void (*say)(const char *text)) {
  (void)say;
  return true;
}

static inline void engine_start(const struct engine_strings *strings) {
  (void)strings; /* its code brings its own */
  jerry_init(JERRY_INIT_EMPTY);
}

static inline void engine_guard(void) {}

/* It throws where there is none. */
static inline bool engine_string_fits(size_t size) {
  (void)size;
  return true;
}

static inline void engine_started(void) {}

/* They are in its heap, which it collects by itself. */
static inline size_t engine_buffer_bytes(void) { return jerry_quickjs_buffer_bytes(); }

static inline bool engine_out_of_memory(jerry_value_t exception) {
  (void)exception;
  return false;
}

/* tinygram-compile --strip leaves the built-in modules' out. */
static inline jerry_value_t engine_source_name(jerry_frame_t *frame) {
  (void)frame;
  return jerry_string_sz("tinygram");
}

static inline jerry_value_t engine_frame_name(jerry_frame_t *frame) { return jerry_quickjs_frame_name(frame); }

/* Told by the name: a frame has no more of its function. */
static inline bool engine_frame_is(jerry_frame_t *frame, jerry_value_t function) {
  jerry_value_t name = jerry_quickjs_frame_name(frame);
  jerry_value_t wanted = jerry_object_get_sz(function, "name");
  jerry_value_t same = jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, name, wanted);
  bool is = jerry_value_is_true(same);
  jerry_value_free(same);
  jerry_value_free(wanted);
  jerry_value_free(name);
  return is;
}

static inline jerry_value_t engine_bytes(jerry_length_t size, jerry_value_t prototype) {
  return jerry_quickjs_bytes(size, prototype);
}

static inline size_t engine_string_copy(jerry_value_t string, jerry_encoding_t encoding, size_t size, void *out,
                                        size_t room) {
  (void)size;
  return jerry_string_to_buffer(string, encoding, out, (jerry_size_t)room);
}

static inline jerry_value_t engine_integer(uint16_t number) { return jerry_number(number); }

/* With freeing it 536 instructions of a Cortex-M3 for four properties; jerry_object_set() for each takes 2,773. */
static inline jerry_value_t engine_object(jerry_value_t example, const jerry_value_t names[],
                                          const jerry_value_t values[], jerry_length_t count) {
  (void)names;
  return jerry_quickjs_object_like(example, values, count);
}

#endif
