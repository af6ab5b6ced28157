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

#include "internals.h"
#include "jerryscript-port.h"
#include "jerryscript.h"

/* ---- the engine ---- */

struct engine {
  JSRuntime *runtime;
  JSContext *context;
  /* Thrown in place of an aborted value, which abort_value keeps: QuickJS can only make Errors uncatchable. */
  JSValue abort_carrier;
  JSValue abort_value;
  bool aborting; /* an abort was thrown and no C caller has seen it yet */
  bool ran_out;  /* of memory, and nothing was collected since */
  /* Names of hidden properties: an object's native pointers, its internal properties, that a promise is settled. */
  JSAtom native_name, internal_name, settled_name;
  JSClassID native_class, external_class, script_class;
  jerry_arraybuffer_free_cb_t buffer_free;
  void *buffer_user;
  jerry_error_object_created_cb_t error_created;
  void *error_user;
  jerry_promise_event_cb_t promise_event;
  void *promise_user;
};
extern struct engine engine;

/* ---- marked values ---- */

enum mark { MARK_NONE, MARK_EXCEPTION, MARK_ABORT };

#ifdef JS_NAN_BOXING
/* The tag is the upper word. Doubles fill all of its range but this gap of NaNs, which QuickJS never makes. A thrown
 * double, having no tag to mark, travels in an array. */
#define MARKED_FIRST 0x10000u
#define MARKED_ABORT 0x10000u
#define MARKED_BOXED 0x20000u
#define MARKED_END (MARKED_FIRST + 0x40000u)

static inline bool is_exception(jerry_value_t value) {
  uint32_t tag = (uint32_t)(value >> 32);
  return tag - MARKED_FIRST < MARKED_END - MARKED_FIRST;
}

static inline bool is_abort(jerry_value_t value) {
  return is_exception(value) && (((uint32_t)(value >> 32) - MARKED_FIRST) & MARKED_ABORT);
}

/* The JSValue whose reference the marked value holds: what was thrown, or its box. */
static inline JSValue held(jerry_value_t value) { return JS_MKVAL((int8_t)(value >> 32), (uint32_t)value); }
#else
/* The tag is 64 bits wide, of which QuickJS uses 32. */
#define MARKED_EXCEPTION (INT64_C(1) << 40)
#define MARKED_ABORT (INT64_C(1) << 41)

static inline bool is_exception(jerry_value_t value) { return value.tag >= MARKED_EXCEPTION; }

static inline bool is_abort(jerry_value_t value) { return is_exception(value) && (value.tag & MARKED_ABORT); }

static inline JSValue held(jerry_value_t value) {
  value.tag = (int32_t)value.tag;
  return value;
}
#endif

/* value, which is taken, as an exception or abort. */
jerry_value_t mark_value(JSValue value, bool abort);
/* A new reference to what was thrown. */
JSValue thrown_value(jerry_value_t exception);

/* QuickJS's pending exception as a value. */
jerry_value_t take_exception(void);
/* Makes exception, which is taken, pending; returns JS_EXCEPTION. */
JSValue throw_marked(jerry_value_t exception);

/* Where C enters script, what script left behind when memory ran out can be collected. */
static inline void before_script(void) {
  if (engine.ran_out) {
    engine.ran_out = false;
    JS_RunGC(engine.runtime);
  }
}

/* A result of QuickJS as a result of the API. */
static inline jerry_value_t result_of(JSValue value) { return JS_IsException(value) ? take_exception() : value; }

/* The same where script may have run: an abort that a promise has swallowed comes out here. */
static inline jerry_value_t script_result(JSValue value) {
  return JS_IsException(value) || engine.aborting ? (JS_FreeValue(engine.context, value), take_exception()) : value;
}

/* True, false, or the exception that -1 stands for. */
static inline jerry_value_t flag_of(int flag) { return flag < 0 ? take_exception() : JS_NewBool(engine.context, flag); }

/* Each file's part of jerry_init() and jerry_cleanup(). */
bool object_start(void);
bool function_start(void);
void object_stop(void);
/* Runs the free callbacks of what was never freed, when the engine is gone. */
void object_abandon(void);

/* TypeError for an argument of the wrong kind. */
jerry_value_t wrong_argument(void);

#endif
