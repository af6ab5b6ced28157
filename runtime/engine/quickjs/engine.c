/* engine.c: life of the engine, its memory, running script, precompiled code. */
#include "adapter.h"
#include "alloc.h"
#include "config.h"

#include <stdlib.h>
#if ENGINE_SYSTEM_MALLOC
#include <malloc.h>
#endif

struct engine engine;

/* ---- memory ---- */

/*
 * QuickJS collects cycles when its count of bytes passes a threshold, which it sets to 1.5 times what is live and
 * thus beyond a small heap's end. Past three quarters of the heap the threshold is kept below the last sixteenth, or
 * at half of what is left. When memory runs out, the next new object collects, as does C's next call into script,
 * and a reserve is let go so that the error can be made. Until there is room to take it back, collections are close.
 */
enum { RESERVE = 4096 };

/* Limits of config.h are for 32-bit machines; values and pointers are twice as large on others. */
#define HEAP ((size_t)CONFIG_ENGINE_HEAP * (sizeof(void *) / 4))
#define STACK ((size_t)CONFIG_ENGINE_STACK * (sizeof(void *) / 4))

static struct {
  size_t limit, nearly_full, peak;
  size_t watch; /* the least use at which high_water() has something to do */
  void *reserve;
  bool want_reserve;
} memory;
static struct internals_memory counters;

#if ENGINE_SYSTEM_MALLOC
/* Sanitizers see each block; the limit still holds. */
static size_t block_cost(const void *block) { return malloc_usable_size((void *)block) + sizeof(size_t); }

static void *block_get(size_t used, size_t size) {
  return size > memory.limit || used + size > memory.limit ? NULL : malloc(size ? size : 1);
}

static void *block_resize(size_t used, void *block, size_t size) {
  return size > memory.limit || used - block_cost(block) + size > memory.limit ? NULL : realloc(block, size);
}

#define block_put free
#define block_size malloc_usable_size
#else
static uint64_t arena[HEAP / 8] CONFIG_ENGINE_HEAP_ATTRIBUTE;

#define block_cost alloc_cost
#define block_get(used, size) alloc_get(size)
#define block_resize(used, block, size) alloc_resize(block, size)
#define block_put alloc_put
#define block_size alloc_size
#endif

static void release_reserve(JSMallocState *state) {
  if (!memory.reserve)
    return;
  state->malloc_size -= block_cost(memory.reserve);
  block_put(memory.reserve);
  memory.reserve = NULL;
  memory.want_reserve = true;
}

static void run_out(JSMallocState *state) {
  if (counters.threshold)
    *counters.threshold = 0;
  engine.ran_out = true;
  release_reserve(state);
}

static void high_water(JSMallocState *state) {
  if (state->malloc_size > memory.peak)
    memory.peak = state->malloc_size;
  memory.watch = memory.peak < memory.nearly_full ? memory.peak : memory.nearly_full;
  if (state->malloc_size <= memory.nearly_full || !counters.threshold)
    return;
  size_t ceiling = memory.limit - memory.limit / 16;
  size_t half = state->malloc_size + (memory.limit - state->malloc_size) / 2;
  if (memory.want_reserve)
    ceiling = half = state->malloc_size + RESERVE / 4;
  if (*counters.threshold > ceiling)
    *counters.threshold = half > ceiling ? half : ceiling;
}

static void account(JSMallocState *state, size_t cost) {
  state->malloc_size += cost;
  if (state->malloc_size > memory.watch)
    high_water(state);
}

static void take_reserve(JSMallocState *state) {
  memory.reserve = block_get(state->malloc_size, RESERVE);
  if (memory.reserve) {
    memory.want_reserve = false;
    account(state, block_cost(memory.reserve));
  }
}

static void *hook_malloc(JSMallocState *state, size_t size) {
  void *block = block_get(state->malloc_size, size);
  if (!block) {
    run_out(state);
    return NULL;
  }
  account(state, block_cost(block));
  return block;
}

static void hook_free(JSMallocState *state, void *block) {
  if (!block)
    return;
  state->malloc_size -= block_cost(block);
  block_put(block);
  if (memory.want_reserve && state->malloc_size < memory.limit - 4 * RESERVE)
    take_reserve(state);
}

static void *hook_realloc(JSMallocState *state, void *block, size_t size) {
  if (!block)
    return size ? hook_malloc(state, size) : NULL;
  if (!size) {
    hook_free(state, block);
    return NULL;
  }
  size_t shared = internals_shared_size(block);
  if (shared) {
    void *own = hook_malloc(state, size);
    return own ? memcpy(own, block, size < shared ? size : shared) : NULL;
  }
  size_t before = block_cost(block);
  void *moved = block_resize(state->malloc_size, block, size);
  if (!moved) {
    run_out(state);
    return NULL;
  }
  state->malloc_size -= before;
  account(state, block_cost(moved));
  return moved;
}

static size_t hook_size(const void *block) { return block_size((void *)block); }

static const JSMallocFunctions hooks = {hook_malloc, hook_free, hook_realloc, hook_size};

bool jerry_heap_stats(jerry_heap_stats_t *out_stats_p) {
  if (!out_stats_p)
    return false;
  memset(out_stats_p, 0, sizeof *out_stats_p);
  out_stats_p->version = 1;
  out_stats_p->size = memory.limit;
  out_stats_p->allocated_bytes = *counters.used;
  out_stats_p->peak_allocated_bytes = memory.peak;
  return true;
}

void jerry_heap_gc(jerry_gc_mode_t mode) {
  (void)mode;
  JS_RunGC(engine.runtime);
}

void *jerry_heap_alloc(jerry_size_t size) { return js_malloc_rt(engine.runtime, size); }

void jerry_heap_free(void *mem_p, jerry_size_t size) {
  (void)size;
  js_free_rt(engine.runtime, mem_p);
}

/* ---- life ---- */

static void script_finalizer(JSRuntime *runtime, JSValue value) {
  void *code = JS_GetOpaque(value, engine.script_class);
  if (code)
    JS_FreeValueRT(runtime, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code));
}

static void script_mark(JSRuntime *runtime, JSValueConst value, JS_MarkFunc *mark) {
  void *code = JS_GetOpaque(value, engine.script_class);
  if (code)
    JS_MarkValue(runtime, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code), mark);
}

static const JSClassDef script_definition = {"Script", script_finalizer, script_mark, NULL, NULL};

/* An abort that script has not passed on by itself, as when it was thrown inside a promise: stop here too. */
static int interrupted(JSRuntime *runtime, void *opaque) {
  (void)runtime;
  (void)opaque;
  if (engine.aborting)
    internals_interrupt_soon(engine.context);
  return engine.aborting;
}

static bool add_class(JSClassID *id, const JSClassDef *definition) {
  JS_NewClassID(id);
  return !JS_NewClass(engine.runtime, *id, definition);
}

static bool start(void) {
  engine.runtime = JS_NewRuntime2(&hooks, NULL);
  if (!engine.runtime)
    return false;
  internals_memory(engine.runtime, &counters);
  JS_SetMaxStackSize(engine.runtime, STACK);
  JS_SetGCThreshold(engine.runtime, memory.limit / 4);
  JS_SetStripInfo(engine.runtime, JS_STRIP_SOURCE);
  engine.context = JS_NewContextRaw(engine.runtime);
  if (!engine.context)
    return false;
  JS_AddIntrinsicBaseObjects(engine.context);
  /* Boards start in the same millisecond; rand() is the port's, as for JerryScript. */
  internals_mix_random(engine.context, (uint64_t)rand() << 33 ^ (uint64_t)rand() << 7);
  JS_AddIntrinsicDate(engine.context);
  JS_AddIntrinsicEval(engine.context);
  JS_AddIntrinsicRegExpCompiler(engine.context);
  JS_AddIntrinsicRegExp(engine.context);
  JS_AddIntrinsicJSON(engine.context);
  JS_AddIntrinsicProxy(engine.context);
  JS_AddIntrinsicMapSet(engine.context);
  JS_AddIntrinsicTypedArrays(engine.context);
  JS_AddIntrinsicPromise(engine.context);
  JS_AddIntrinsicWeakRef(engine.context);
  if (!add_class(&engine.script_class, &script_definition) || !object_start() || !function_start() ||
      !internals_start_functions(engine.context) || !internals_start_lazy(engine.context))
    return false;
  engine.abort_carrier = JS_NewError(engine.context);
  if (JS_DefinePropertyValueStr(engine.context, engine.abort_carrier, "stack", JS_NULL, 0) < 0)
    return false;
  JS_SetUncatchableError(engine.context, engine.abort_carrier, true);
  JS_SetInterruptHandler(engine.runtime, interrupted, NULL);
  JSMallocState *state = internals_malloc_state(engine.runtime);
  take_reserve(state);
  return memory.reserve != NULL;
}

void jerry_init(jerry_init_flag_t flags) {
  (void)flags;
  memset(&engine, 0, sizeof engine);
  memset(&memory, 0, sizeof memory);
  memset(&counters, 0, sizeof counters);
  engine.abort_carrier = engine.abort_value = JS_UNDEFINED;
  memory.limit = HEAP;
#if !ENGINE_SYSTEM_MALLOC
  struct alloc_stats stats;
  alloc_init(arena, sizeof arena);
  alloc_stats(&stats);
  memory.limit = stats.size;
#endif
  memory.nearly_full = memory.limit - memory.limit / 4;
  if (!start())
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
}

void jerry_cleanup(void) {
  JS_FreeValue(engine.context, engine.abort_carrier);
  JS_FreeValue(engine.context, engine.abort_value);
  object_stop();
  internals_stop_functions(engine.context);
  internals_stop_lazy(engine.context);
  release_reserve(internals_malloc_state(engine.runtime));
  memory.want_reserve = false;
  JS_FreeContext(engine.context);
  internals_stop_names(engine.runtime);
  /* What C still holds keeps its memory, which goes with the arena; QuickJS would abort over it. */
  if (!internals_leaks(engine.runtime))
    JS_FreeRuntime(engine.runtime);
  object_abandon();
  memset(&engine, 0, sizeof engine);
  internals_on_error(NULL, NULL);
}

void jerry_quickjs_heap_names(void (*callback)(const char *text_p, void *user_p), void *user_p) {
  internals_heap_names(engine.runtime, callback, user_p);
}

jerry_value_t jerry_current_realm(void) { return JS_GetGlobalObject(engine.context); }

bool jerry_feature_enabled(const jerry_feature_t feature) {
  switch (feature) {
  case JERRY_FEATURE_ERROR_MESSAGES:
  case JERRY_FEATURE_JS_PARSER:
  case JERRY_FEATURE_HEAP_STATS:
  case JERRY_FEATURE_SNAPSHOT_SAVE:
  case JERRY_FEATURE_SNAPSHOT_EXEC:
  case JERRY_FEATURE_JSON:
  case JERRY_FEATURE_TYPEDARRAY:
  case JERRY_FEATURE_DATE:
  case JERRY_FEATURE_REGEXP:
  case JERRY_FEATURE_LINE_INFO:
  case JERRY_FEATURE_SYMBOL:
  case JERRY_FEATURE_DATAVIEW:
  case JERRY_FEATURE_PROXY:
  case JERRY_FEATURE_MAP:
  case JERRY_FEATURE_SET:
  case JERRY_FEATURE_WEAKMAP:
  case JERRY_FEATURE_WEAKSET:
  case JERRY_FEATURE_BIGINT:
  case JERRY_FEATURE_GLOBAL_THIS:
  case JERRY_FEATURE_PROMISE_CALLBACK:
  case JERRY_FEATURE_WEAKREF:
    return true;
  default:
    return false;
  }
}

/* ---- running script ---- */

/* Text for QuickJS: zero-terminated, and with as many lines and columns before it as its start says. */
static char *prepare(const char *before, const jerry_char_t *source, size_t size, const char *after, uint32_t line,
                     uint32_t column, size_t *length) {
  size_t lines = line > 1 ? line - 1 : 0, columns = column > 1 ? column - 1 : 0;
  size_t before_length = strlen(before), after_length = strlen(after);
  if (size > INT32_MAX || lines + columns > UINT16_MAX) {
    JS_ThrowRangeError(engine.context, "source text or its start position is out of range");
    return NULL;
  }
  *length = lines + columns + before_length + size + after_length;
  char *text = js_malloc(engine.context, *length + 1);
  if (!text)
    return NULL;
  char *at = text;
  memset(at, '\n', lines);
  memset(at += lines, ' ', columns);
  memcpy(at += columns, before, before_length);
  memcpy(at += before_length, source, size);
  memcpy(at += size, after, after_length + 1);
  return text;
}

/* A zero-terminated copy of value between two texts, or "before" and "after" alone where value is no string. */
static char *wrap_text(const char *before, jerry_value_t value, const char *after) {
  const char *text = JS_ToCString(engine.context, value);
  if (!text)
    return NULL;
  size_t size = strlen(before) + strlen(text) + strlen(after) + 1;
  char *wrapped = js_malloc(engine.context, size);
  if (wrapped) {
    strcpy(wrapped, before);
    strcat(wrapped, text);
    strcat(wrapped, after);
  }
  JS_FreeCString(engine.context, text);
  return wrapped;
}

static JSValue evaluate(const jerry_char_t *source, size_t size, const jerry_parse_options_t *options, int flags) {
  uint32_t given = options ? options->options : JERRY_PARSE_NO_OPTS;
  bool function = given & JERRY_PARSE_HAS_ARGUMENT_LIST, start = given & JERRY_PARSE_HAS_START;
  if (given & JERRY_PARSE_MODULE)
    return JS_ThrowTypeError(engine.context, "modules are not supported");
  if ((function && !JS_IsString(options->argument_list)) ||
      ((given & JERRY_PARSE_HAS_SOURCE_NAME) && !JS_IsString(options->source_name)))
    return JS_ThrowTypeError(engine.context, "argument list and source name must be strings");
  if (given & JERRY_PARSE_STRICT_MODE)
    flags |= JS_EVAL_FLAG_STRICT;

  before_script();
  JSValue result = JS_EXCEPTION;
  size_t length;
  const char *name = given & JERRY_PARSE_HAS_SOURCE_NAME ? JS_ToCString(engine.context, options->source_name) : NULL;
  char *head = function ? wrap_text("(function anonymous(", options->argument_list, "\n) {") : NULL;
  if ((!name && (given & JERRY_PARSE_HAS_SOURCE_NAME)) || (!head && function))
    goto done;
  /* The parameters stand on a line of their own, so that the body's lines are off by one. */
  char *text = prepare(head ? head : "", source, size, head ? "\n})" : "",
                       start ? options->start_line - (function && options->start_line > 1) : 1,
                       start && !function ? options->start_column : 1, &length);
  if (!text)
    goto done;
  result = JS_Eval(engine.context, text, length, name ? name : "<anonymous>", flags);
  js_free(engine.context, text);
done:
  js_free(engine.context, head);
  JS_FreeCString(engine.context, name);
  return result;
}

/* An object around compiled code, which it takes. */
static JSValue script_of(JSValue code) {
  if (JS_IsException(code))
    return code;
  JSValue script = JS_NewObjectProtoClass(engine.context, JS_NULL, engine.script_class);
  if (JS_IsException(script))
    JS_FreeValue(engine.context, code);
  else
    JS_SetOpaque(script, JS_VALUE_GET_PTR(code));
  return script;
}

/* A new reference to the code in a script, or an exception. */
static JSValue code_of(jerry_value_t script) {
  void *code = is_exception(script) ? NULL : JS_GetOpaque(script, engine.script_class);
  if (!code)
    return JS_ThrowTypeError(engine.context, "not a compiled script");
  return JS_DupValue(engine.context, JS_MKPTR(JS_TAG_FUNCTION_BYTECODE, code));
}

jerry_value_t jerry_parse(const jerry_char_t *source_p, size_t source_size, const jerry_parse_options_t *options_p) {
  if (options_p && (options_p->options & JERRY_PARSE_HAS_ARGUMENT_LIST))
    return result_of(evaluate(source_p, source_size, options_p, JS_EVAL_TYPE_GLOBAL));
  int flags = JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY;
  if (options_p && (options_p->options & JERRY_PARSE_STRIP_DEBUG))
    JS_SetStripInfo(engine.runtime, JS_STRIP_DEBUG);
  JSValue code = evaluate(source_p, source_size, options_p, flags);
  JS_SetStripInfo(engine.runtime, JS_STRIP_SOURCE);
  return result_of(script_of(code));
}

jerry_value_t jerry_run(const jerry_value_t script) {
  before_script();
  JSValue code = code_of(script);
  return script_result(JS_IsException(code) ? code : JS_EvalFunction(engine.context, code));
}

jerry_value_t jerry_eval(const jerry_char_t *source_p, size_t source_size, uint32_t flags) {
  jerry_parse_options_t options = {.options = flags & JERRY_PARSE_STRICT_MODE};
  return script_result(evaluate(source_p, source_size, &options, JS_EVAL_TYPE_GLOBAL));
}

jerry_value_t jerry_run_jobs(void) {
  JSContext *context;
  int ran;
  before_script();
  while ((ran = JS_ExecutePendingJob(engine.runtime, &context)) > 0 && !engine.aborting)
    continue;
  return ran < 0 || engine.aborting ? take_exception() : JS_UNDEFINED;
}

/* ---- precompiled code ---- */

#define SNAPSHOT_MAGIC 0x534a5154u

/* Code in QuickJS's own format, behind a header without root; for what lazy.c does not hold. That has no numbers for
 * listed names. */
static uint8_t *write_whole(JSValueConst code, struct lazy_header *header, size_t *size) {
  if (internals_names_listed()) {
    JS_ThrowRangeError(engine.context, "code with listed names holds no eval and nothing beyond the format's limits");
    return NULL;
  }
  uint8_t *data = JS_WriteObject(engine.context, size, code, JS_WRITE_OBJ_BYTECODE);
  uint8_t *both = data ? js_malloc(engine.context, sizeof *header + *size) : NULL;
  if (both) {
    header->root = header->names = 0;
    header->size = (uint32_t)(sizeof *header + *size);
    memcpy(both, header, sizeof *header);
    memcpy(both + sizeof *header, data, *size);
    *size = header->size;
  }
  js_free(engine.context, data);
  return both;
}

jerry_value_t jerry_generate_snapshot(jerry_value_t compiled_code, uint32_t generate_snapshot_opts, uint32_t *buffer_p,
                                      size_t buffer_size) {
  (void)generate_snapshot_opts;
  JSValue code = code_of(compiled_code);
  if (JS_IsException(code))
    return take_exception();
  struct lazy_header header = {.magic = SNAPSHOT_MAGIC, .version = JERRY_SNAPSHOT_VERSION};
  size_t size = 0;
  uint8_t *data = internals_write_lazy(engine.context, code, &header, &size);
  if (!data)
    data = write_whole(code, &header, &size);
  JS_FreeValue(engine.context, code);
  if (!data)
    return take_exception();
  size_t total = (size + 3) & ~(size_t)3;
  bool fits = total <= buffer_size;
  if (fits) {
    memset(buffer_p, 0, total);
    memcpy(buffer_p, data, size);
  }
  js_free(engine.context, data);
  return fits ? jerry_number((double)total) : jerry_throw_sz(JERRY_ERROR_RANGE, "snapshot buffer is too small");
}

jerry_value_t jerry_exec_snapshot(const uint32_t *snapshot_p, size_t snapshot_size, size_t func_index,
                                  uint32_t exec_snapshot_opts,
                                  const jerry_exec_snapshot_option_values_t *options_values_p) {
  (void)options_values_p;
  const struct lazy_header *header = (const struct lazy_header *)snapshot_p;
  const uint8_t *start = (const uint8_t *)snapshot_p;
  if (!snapshot_p || snapshot_size < sizeof *header)
    return jerry_throw_sz(JERRY_ERROR_TYPE, "not precompiled code");
  if (header->magic != SNAPSHOT_MAGIC || header->version != JERRY_SNAPSHOT_VERSION)
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code of another engine or version");
  if (header->size > snapshot_size || header->size < sizeof *header || header->root >= header->size)
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code is cut off");
  if (header->listed && header->listed != internals_names_listed())
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code with another list of names");
  if (func_index)
    return jerry_throw_sz(JERRY_ERROR_RANGE, "precompiled code holds one function");
  JSValue code = header->root ? internals_read_lazy(engine.context, start)
                              : JS_ReadObject(engine.context, start + sizeof *header, header->size - sizeof *header,
                                              JS_READ_OBJ_BYTECODE);
  if (JS_IsException(code))
    return take_exception();
  if (JS_VALUE_GET_TAG(code) != JS_TAG_FUNCTION_BYTECODE) {
    JS_FreeValue(engine.context, code);
    return jerry_throw_sz(JERRY_ERROR_TYPE, "precompiled code holds no function");
  }
  if (exec_snapshot_opts & JERRY_SNAPSHOT_EXEC_LOAD_AS_FUNCTION)
    return result_of(internals_code_function(engine.context, code));
  return script_result(JS_EvalFunction(engine.context, code));
}
