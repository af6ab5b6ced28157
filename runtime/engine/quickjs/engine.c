/* engine.c: life of the engine, running script, stopping it, precompiled code. */
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include "adapter.h"
#include "config.h"
#include "heap.h"
#include "shim/system.h"

struct engine engine;
JSClassID native_class, function_class, script_class;

#define STACK ((size_t)CONFIG_ENGINE_STACK * (sizeof(void *) / 4))

/* ---- what QuickJS asks of the system (shim/system.h) ---- */

/* QuickJS begins Math.random() with the time alone, and boards start in the same millisecond: a time of the port's
 * random numbers while it starts. */
static bool starting;

int quickjs_time_of_day(struct timeval *out) {
  if (starting) {
    out->tv_sec = rand();
    out->tv_usec = rand();
    return 0;
  }
  double now = jerry_port_current_time();
  out->tv_sec = (time_t)(now / 1000);
  out->tv_usec = (long)((now - (double)out->tv_sec * 1000) * 1000);
  return 0;
}

int quickjs_clock(struct timespec *out) {
  struct timeval now;
  quickjs_time_of_day(&now);
  out->tv_sec = now.tv_sec;
  out->tv_nsec = now.tv_usec * 1000;
  return 0;
}

long quickjs_offset_of_local_time(time_t at) { return jerry_port_local_tza((double)at * 1000) / 1000; }

/* ---- life ---- */

bool engine_class_add(JSClassID *id, const JSClassDef *definition) {
  JS_NewClassID(id);
  return !JS_NewClass(engine.runtime, *id, definition);
}

JSValue global_property(const char *name) {
  JSValue global = JS_GetGlobalObject(engine.context);
  JSValue value = JS_GetPropertyStr(engine.context, global, name);
  JS_FreeValue(engine.context, global);
  return value;
}

static void script_finalizer(JSRuntime *runtime, JSValue value) {
  void *code = JS_GetOpaque(value, script_class);
  if (code) {
    JS_FreeValueRT(runtime, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code));
  }
}

static void script_mark(JSRuntime *runtime, JSValueConst value, JS_MarkFunc *mark) {
  void *code = JS_GetOpaque(value, script_class);
  if (code) {
    JS_MarkValue(runtime, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code), mark);
  }
}

static JSValue run_code(JSContext *context, void *code) {
  return JS_EvalFunction(context, JS_DupValue(context, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code)));
}

static JSValue script_call(JSContext *context, JSValueConst function, JSValueConst self, int count,
                           JSValueConst *arguments, int flags) {
  (void)self;
  (void)count;
  (void)arguments;
  (void)flags;
  return run_code(context, JS_GetOpaque(function, script_class));
}

static const JSClassDef script_definition = {"Script", script_finalizer, script_mark, script_call, NULL};

/* Asked now and then while script runs, where no C of QuickJS holds half-made things. */
static int engine_interrupted(JSRuntime *runtime, void *opaque) {
  (void)runtime;
  (void)opaque;
  heap_collect_if_due();
  return false;
}

static bool atoms_start(void) {
  static const char *const names[] = {
#define ATOM_TEXT(name) #name,
      ENGINE_ATOMS(ATOM_TEXT)
#undef ATOM_TEXT
  };
  for (int i = 0; i < ATOM_COUNT; i++) {
    engine.atoms[i] = JS_NewAtom(engine.context, names[i]);
    if (engine.atoms[i] == JS_ATOM_NULL) {
      return false;
    }
  }
  return true;
}

/* The number of value's class; takes value. */
static JSClassID class_of(JSValue value) {
  JSClassID class = JS_GetClassID(value);
  JS_FreeValue(engine.context, value);
  return class;
}

static JSClassID class_made_by(const char *name, JSValueConst argument) {
  JSValue constructor = global_property(name);
  JSValueConst arguments[] = {argument, argument};
  JSClassID class = class_of(JS_CallConstructor(engine.context, constructor, 2, arguments));
  JS_FreeValue(engine.context, constructor);
  return class;
}

static bool classes_start(void) {
  JSValue settle[2];
  JSValue object = JS_NewObject(engine.context), buffer = JS_NewArrayBufferCopy(engine.context, NULL, 0);
  engine.classes[CLASS_ARRAY] = class_of(JS_NewArray(engine.context));
  engine.classes[CLASS_ARRAYBUFFER] = JS_GetClassID(buffer);
  engine.classes[CLASS_PROXY] = class_made_by("Proxy", object);
  JSValue promise = JS_NewPromiseCapability(engine.context, settle);
  if (JS_IsException(promise)) {
    return false;
  }
  engine.classes[CLASS_PROMISE] = class_of(promise);
  engine.classes[CLASS_DATAVIEW] = class_made_by("DataView", buffer); /* from byte NaN, which is 0 */
  JS_FreeValue(engine.context, settle[0]);
  JS_FreeValue(engine.context, settle[1]);
  JS_FreeValue(engine.context, buffer);
  JS_FreeValue(engine.context, object);
  for (int i = 0; i < CLASS_COUNT; i++) {
    if (engine.classes[i] == JS_INVALID_CLASS_ID) {
      return false;
    }
  }
  return true;
}

/* Some of these return whether memory sufficed in later releases; it always does, or the program has ended. */
static void add_intrinsics(JSContext *context) {
  JS_AddIntrinsicBaseObjects(context);
  JS_AddIntrinsicDate(context);
  JS_AddIntrinsicEval(context);
  JS_AddIntrinsicRegExpCompiler(context);
  JS_AddIntrinsicRegExp(context);
  JS_AddIntrinsicJSON(context);
  JS_AddIntrinsicProxy(context);
  JS_AddIntrinsicMapSet(context);
  JS_AddIntrinsicTypedArrays(context);
  JS_AddIntrinsicPromise(context);
  JS_AddIntrinsicWeakRef(context);
}

static bool engine_create(void) {
  engine.runtime = JS_NewRuntime2(&heap_functions, NULL);
  if (!engine.runtime) {
    return false;
  }
  heap_watch(engine.runtime);
  JS_SetMaxStackSize(engine.runtime, STACK);
  JS_SetStripInfo(engine.runtime, JS_STRIP_SOURCE);
  engine.context = JS_NewContextRaw(engine.runtime);
  if (!engine.context) {
    return false;
  }
  starting = true;
  add_intrinsics(engine.context);
  starting = false;
  if (!atoms_start() || !classes_start() || !engine_class_add(&script_class, &script_definition) || !error_start() ||
      !object_start() || !function_start() || !buffer_start()) {
    return false;
  }
  JS_SetInterruptHandler(engine.runtime, engine_interrupted, NULL);
  return true;
}

void jerry_init(jerry_init_flag_t flags) {
  (void)flags;
  memset(&engine, 0, sizeof engine);
  heap_start();
  if (!engine_create()) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
}

/* Whether C, or a job that never ran, still holds objects or code: QuickJS would abort over them in a build with
 * assertions. */
static bool engine_leaks(void) {
  JSMemoryUsage usage;
  JS_RunGC(engine.runtime);
  JS_ComputeMemoryUsage(engine.runtime, &usage);
  return usage.obj_count || usage.js_func_count;
}

void jerry_cleanup(void) {
  for (int i = 0; i < ATOM_COUNT; i++) {
    JS_FreeAtom(engine.context, engine.atoms[i]);
  }
  error_stop();
  buffer_stop();
  object_stop();
  JS_FreeContext(engine.context);
  /* The memory of what is still held goes with the heap. */
  if (!engine_leaks()) {
    JS_FreeRuntime(engine.runtime);
  }
  object_abandon();
  memset(&engine, 0, sizeof engine);
}

jerry_value_t jerry_current_realm(void) { return JS_GetGlobalObject(engine.context); }

/* ---- running script ---- */

/* An object around compiled code, which it takes. */
static JSValue script_of(JSValue code) {
  if (JS_IsException(code)) {
    return code;
  }
  JSValue script = JS_NewObjectProtoClass(engine.context, JS_NULL, script_class);
  if (JS_IsException(script)) {
    JS_FreeValue(engine.context, code);
  } else {
    JS_SetOpaque(script, JS_VALUE_GET_PTR(code));
  }
  return script;
}

static void *code_of(jerry_value_t script) { return is_exception(script) ? NULL : JS_GetOpaque(script, script_class); }

jerry_value_t jerry_parse(const jerry_char_t *source_p, size_t source_size, const jerry_parse_options_t *options_p) {
  uint32_t given = options_p ? options_p->options : JERRY_PARSE_NO_OPTS;
  bool named = given & JERRY_PARSE_HAS_SOURCE_NAME;
  if (named && !jerry_value_is_string(options_p->source_name)) {
    return wrong_argument();
  }
  heap_collect_if_due();
  char *text = js_malloc(engine.context, source_size + 1); /* QuickJS wants a zero behind it */
  if (!text) {
    return take_exception();
  }
  memcpy(text, source_p, source_size);
  text[source_size] = 0;
  const char *name = named ? JS_ToCString(engine.context, options_p->source_name) : NULL;
  JS_SetStripInfo(engine.runtime, given & JERRY_PARSE_STRIP_DEBUG ? JS_STRIP_DEBUG : JS_STRIP_SOURCE);
  JSValue code = JS_Eval(engine.context, text, source_size, name ? name : "<anonymous>",
                         JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
  JS_SetStripInfo(engine.runtime, JS_STRIP_SOURCE);
  JS_FreeCString(engine.context, name);
  js_free(engine.context, text);
  return script_result(script_of(code));
}

jerry_value_t jerry_run(const jerry_value_t script) {
  void *code = code_of(script);
  if (!code) {
    return wrong_argument();
  }
  heap_collect_if_due();
  return script_result(run_code(engine.context, code));
}

jerry_value_t jerry_run_jobs(void) {
  JSContext *context;
  int ran;
  while ((ran = JS_ExecutePendingJob(engine.runtime, &context)) > 0) {
    continue;
  }
  return script_result(ran < 0 ? JS_EXCEPTION : JS_UNDEFINED);
}

/* ---- precompiled code: what JS_WriteObject() makes, behind a header that tells foreign and cut-off data ---- */

struct header {
  uint32_t magic, version;
  uint32_t size; /* bytes, the header included */
  uint32_t reserved;
};
#define SNAPSHOT_MAGIC 0x534a5154u

jerry_value_t jerry_generate_snapshot(jerry_value_t compiled_code, uint32_t generate_snapshot_opts, uint32_t *buffer_p,
                                      size_t buffer_size) {
  (void)generate_snapshot_opts;
  void *code = code_of(compiled_code);
  if (!code) {
    return wrong_argument();
  }
  size_t size;
  uint8_t *data =
      JS_WriteObject(engine.context, &size, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code), JS_WRITE_OBJ_BYTECODE);
  if (!data) {
    return take_exception();
  }
  struct header header = {SNAPSHOT_MAGIC, JERRY_SNAPSHOT_VERSION, (uint32_t)(sizeof header + size), 0};
  size_t total = (header.size + 3) & ~(size_t)3;
  bool fits = total <= buffer_size;
  if (fits) {
    memset(buffer_p, 0, total);
    memcpy(buffer_p, &header, sizeof header);
    memcpy((uint8_t *)buffer_p + sizeof header, data, size);
  }
  js_free(engine.context, data);
  return fits ? jerry_number((double)total) : jerry_throw_sz(JERRY_ERROR_RANGE, "snapshot buffer is too small");
}

jerry_value_t jerry_exec_snapshot(const uint32_t *snapshot_p, size_t snapshot_size, size_t func_index,
                                  uint32_t exec_snapshot_opts,
                                  const jerry_exec_snapshot_option_values_t *options_values_p) {
  (void)options_values_p;
  const struct header *header = (const struct header *)snapshot_p;
  if (!snapshot_p || snapshot_size < sizeof *header) {
    return jerry_throw_sz(JERRY_ERROR_TYPE, "not precompiled code");
  }
  if (header->magic != SNAPSHOT_MAGIC || header->version != JERRY_SNAPSHOT_VERSION) {
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code of another engine or version");
  }
  if (header->size > snapshot_size || header->size < sizeof *header) {
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code is cut off");
  }
  if (func_index) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "precompiled code holds one function");
  }
  heap_collect_if_due();
  JSValue code =
      JS_ReadObject(engine.context, (const uint8_t *)(header + 1), header->size - sizeof *header, JS_READ_OBJ_BYTECODE);
  if (!JS_IsException(code) && JS_VALUE_GET_TAG(code) != JS_TAG_FUNCTION_BYTECODE) {
    JS_FreeValue(engine.context, code);
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code holds no function");
  }
  if (!JS_IsException(code) && (exec_snapshot_opts & JERRY_SNAPSHOT_EXEC_LOAD_AS_FUNCTION)) {
    return result_of(script_of(code));
  }
  return script_result(JS_IsException(code) ? code : JS_EvalFunction(engine.context, code));
}
