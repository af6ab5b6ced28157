/*
 * adapter.h: what the files of the adapter share. A jerry_value_t is a JSValue, except that an exception is the
 * thrown JSValue with a mark, so that it needs no memory of its own.
 */
#ifndef ADAPTER_H
#define ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "quickjs.h"

#include "jerryscript-port.h"
#include "jerryscript.h"

/* ---- the engine ---- */

/* QuickJS numbers its own classes as it likes; these are the numbers of values that were made to look at. */
enum engine_class { CLASS_ARRAY, CLASS_ARRAYBUFFER, CLASS_DATAVIEW, CLASS_PROMISE, CLASS_PROXY, CLASS_COUNT };

/* Names that C looks up often. */
#define ENGINE_ATOMS(X) X(buffer) X(byteLength) X(byteOffset) X(length) X(message) X(name) X(prototype) X(stack)
enum engine_atom {
#define ENGINE_ATOM_ENUM(name) ATOM_##name,
  ENGINE_ATOMS(ENGINE_ATOM_ENUM)
#undef ENGINE_ATOM_ENUM
      ATOM_COUNT
};

struct engine {
  JSRuntime *runtime;
  JSContext *context;
  JSAtom atoms[ATOM_COUNT];
  JSClassID classes[CLASS_COUNT];
  JSValue errors[JERRY_ERROR_TYPE + 1]; /* script's constructors */
  jerry_error_object_created_cb_t error_created;
  void *error_user;
  jerry_promise_event_cb_t promise_event;
  void *promise_user;
};
extern struct engine engine;

/* Classes of the adapter's own: objects that carry native pointers, native functions, compiled code. Their numbers are
 * given once for the life of the program. */
extern JSClassID native_class, function_class, script_class;

/* Registers a class; false when memory is short. */
bool engine_class_add(JSClassID *id, const JSClassDef *definition);

/* ---- exceptions as values ---- */

#ifdef JS_NAN_BOXING
/* The tag is the upper word. Doubles fill all of its range but this gap of NaNs, which QuickJS never makes. A thrown
 * double, having no tag, travels in an array. */
#define EXCEPTION_FIRST 0x10000u
#define EXCEPTION_BOXED 0x10000u
#define EXCEPTION_END (EXCEPTION_FIRST + 0x20000u)

static inline bool is_exception(jerry_value_t value) {
  uint32_t tag = (uint32_t)(value >> 32);
  return tag - EXCEPTION_FIRST < EXCEPTION_END - EXCEPTION_FIRST;
}

/* The JSValue whose reference an exception holds: what was thrown, or its box. */
static inline JSValue value_held(jerry_value_t value) { return JS_MKVAL((int8_t)(value >> 32), (uint32_t)value); }
#else
/* The tag is 64 bits wide, of which QuickJS uses 32. */
#define EXCEPTION_BIT (INT64_C(1) << 40)

static inline bool is_exception(jerry_value_t value) { return value.tag >= EXCEPTION_BIT; }

static inline JSValue value_held(jerry_value_t value) {
  value.tag = (int32_t)value.tag;
  return value;
}
#endif

/* value, which is taken, as an exception. */
jerry_value_t exception_of(JSValue value);
/* A new reference to what was thrown. */
JSValue thrown_value(jerry_value_t exception);

/* QuickJS's pending exception as a value. */
jerry_value_t take_exception(void);
/* Makes exception, which is taken, pending; returns JS_EXCEPTION. */
JSValue throw_exception(jerry_value_t exception);

/* A result of QuickJS as a result of the API, where C may count on success: that memory was refused (heap.h) ends the
 * program. */
jerry_value_t failed_result(void);
static inline jerry_value_t result_of(JSValue value) { return JS_IsException(value) ? failed_result() : value; }

/* The same where script may have run or has said how much memory it wants. */
static inline jerry_value_t script_result(JSValue value) { return JS_IsException(value) ? take_exception() : value; }

/* True, false, or the exception that -1 stands for. */
static inline JSValue flag_of(int flag) { return flag < 0 ? JS_EXCEPTION : JS_NewBool(engine.context, flag); }

/* ---- parts of jerry_init() and jerry_cleanup(), a file's each; false when memory is short ---- */

bool object_start(void);
bool function_start(void);
bool buffer_start(void);
bool error_start(void);
void object_stop(void);
void buffer_stop(void);
void error_stop(void);
/* Runs the free callbacks of what was never freed, when the engine is gone. */
void object_abandon(void);

/* Whether none of count values is an exception. */
static inline bool all_plain(const jerry_value_t *values, jerry_length_t count) {
  while (count > 0 && !is_exception(values[count - 1])) {
    count--;
  }
  return count == 0;
}

/* TypeError for an argument of the wrong kind. */
jerry_value_t wrong_argument(void);

/* A property of the global object. */
JSValue global_property(const char *name);

#endif
