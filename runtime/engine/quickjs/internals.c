/*
 * internals.c: QuickJS itself, and the few functions that need to see its structs.
 *
 * The unchanged quickjs.c is compiled here, between macros that give it this program's clock and time zone, and
 * that put error_made() where QuickJS calls build_backtrace() for a new error. Every use below names a struct
 * field or static function of the pinned release; another release that moves one fails to compile here.
 */
#include <stdbool.h>
#include <sys/time.h>
#include <time.h>

#include "hot.h"
#include "internals.h"
#include "jerryscript-port.h"

/* ---- what QuickJS asks of the system ---- */

static int time_of_day(struct timeval *out) {
  double now = jerry_port_current_time();
  out->tv_sec = (time_t)(now / 1000);
  out->tv_usec = (long)((now - (double)out->tv_sec * 1000) * 1000);
  return 0;
}

/* For the time-out of Atomics.wait(). */
static int clock_time(struct timespec *out) {
  struct timeval now;
  time_of_day(&now);
  out->tv_sec = now.tv_sec;
  out->tv_nsec = now.tv_usec * 1000;
  return 0;
}

/* QuickJS wants one field of the result, the offset in seconds, and newlib's struct tm lacks that one. */
static void local_time(const time_t *at, struct tm *out) {
  out->tm_isdst = jerry_port_local_tza((double)*at * 1000) / 1000;
}

#define gettimeofday(out, zone) time_of_day(out)
#define clock_gettime(clock, out) clock_time(out)
#define localtime_r(at, out) local_time(at, out)
#define tm_gmtoff tm_isdst

/* Without String.prototype.normalize(), whose tables are 16 KiB; localeCompare() goes by code units. */
#include "cutils.h"

#include "libunicode.h"
#undef CONFIG_ALL_UNICODE

/* ---- hooks: functions of QuickJS that ours stand in front of ---- */

/*
 * A definition begins with "JSContext *ctx" or "JSRuntime *rt", a call with "ctx", "s->ctx" or "rt": the first word
 * tells them apart. HOOK_<function>_<word> is the name of QuickJS's own in a definition, and of ours in a call.
 */
struct JSFunctionBytecode;
struct JSObject;
struct JSProperty;
struct JSShape;
struct JSShapeProperty;
struct JSStackFrame;
struct JSVarRef;

static void error_made(JSContext *context, JSValueConst error, const char *file, int line, int column, int flags);
static void free_code(JSRuntime *runtime, struct JSFunctionBytecode *code);

#define build_backtrace(first, ...) HOOK_build_backtrace_##first, __VA_ARGS__)
#define HOOK_build_backtrace_JSContext write_backtrace(JSContext
#define HOOK_build_backtrace_ctx error_made(ctx
#define HOOK_build_backtrace_s error_made(s

#define free_function_bytecode(first, ...) HOOK_free_function_bytecode_##first, __VA_ARGS__)
#define HOOK_free_function_bytecode_JSRuntime free_code_itself(JSRuntime
#define HOOK_free_function_bytecode_rt free_code(rt

/* shapes.c says what these are for. */
static int grow(JSContext *context, struct JSShape **shape, struct JSObject *object, uint32_t count);
static int before_change(JSContext *context, struct JSObject *object, struct JSShapeProperty **property);
static int make_property(JSContext *context, struct JSObject *object, JSAtom name, struct JSProperty *property,
                         struct JSShapeProperty *description);
static JSValue closure(JSContext *context, JSValue code, struct JSVarRef **captured, struct JSStackFrame *frame);
static void free_members(JSRuntime *runtime, struct JSObject *object);
static JS_BOOL has_name(JSContext *context, JSValueConst object);
static int set_name(JSContext *context, JSValueConst object, JSAtom name, int flags);
static const char *name_in_backtrace(JSContext *context, JSValueConst function);

#define resize_properties(first, ...) HOOK_resize_properties_##first, __VA_ARGS__)
#define HOOK_resize_properties_JSContext resize_properties_itself(JSContext
#define HOOK_resize_properties_ctx grow(ctx

#define js_shape_prepare_update(first, ...) HOOK_js_shape_prepare_update_##first, __VA_ARGS__)
#define HOOK_js_shape_prepare_update_JSContext prepare_update_itself(JSContext
#define HOOK_js_shape_prepare_update_ctx before_change(ctx

#define JS_AutoInitProperty(first, ...) HOOK_JS_AutoInitProperty_##first, __VA_ARGS__)
#define HOOK_JS_AutoInitProperty_JSContext make_property_itself(JSContext
#define HOOK_JS_AutoInitProperty_ctx make_property(ctx

#define js_closure(first, ...) HOOK_js_closure_##first, __VA_ARGS__)
#define HOOK_js_closure_JSContext closure_itself(JSContext
#define HOOK_js_closure_ctx closure(ctx

#define free_object(first, ...) HOOK_free_object_##first, __VA_ARGS__)
#define HOOK_free_object_JSRuntime free_members_itself(JSRuntime
#define HOOK_free_object_rt free_members(rt

#define js_object_has_name(first, ...) HOOK_js_object_has_name_##first, __VA_ARGS__)
#define HOOK_js_object_has_name_JSContext has_name_itself(JSContext
#define HOOK_js_object_has_name_ctx has_name(ctx

#define JS_DefineObjectName(first, ...) HOOK_JS_DefineObjectName_##first, __VA_ARGS__)
#define HOOK_JS_DefineObjectName_JSContext set_name_itself(JSContext
#define HOOK_JS_DefineObjectName_ctx set_name(ctx

#define get_func_name(first, ...) HOOK_get_func_name_##first, __VA_ARGS__)
#define HOOK_get_func_name_JSContext name_in_backtrace_itself(JSContext
#define HOOK_get_func_name_ctx name_in_backtrace(ctx

/* ---- what this program never asks for ---- */

/*
 * ES modules: nothing parses as one and no loader is set, so that import() always fails; and what precompiled code
 * holds no more than them. Their functions are put out of reach, and the compiler leaves out what only they use.
 */
#define NEVER(...) (-1)
#define NO_MODULE(...) ((JSModuleDef *)NULL)
#define NO_NAMESPACE(...) JS_EXCEPTION
#define NOT_IN_CODE(reader) JS_ThrowTypeError((reader)->ctx, "not in precompiled code")

#define js_new_module_def(first, ...) UNUSED_js_new_module_def_##first, __VA_ARGS__)
#define UNUSED_js_new_module_def_JSContext new_module_itself(JSContext
#define UNUSED_js_new_module_def_ctx NO_MODULE(ctx

#define js_find_loaded_module(first, ...) UNUSED_js_find_loaded_module_##first, __VA_ARGS__)
#define UNUSED_js_find_loaded_module_JSContext find_module_itself(JSContext
#define UNUSED_js_find_loaded_module_ctx NO_MODULE(ctx

#define js_free_module_def(first, ...) UNUSED_js_free_module_def_##first, __VA_ARGS__)
#define UNUSED_js_free_module_def_JSContext free_module_itself(JSContext
#define UNUSED_js_free_module_def_ctx (void)NEVER(ctx

#define js_resolve_module(first, ...) UNUSED_js_resolve_module_##first, __VA_ARGS__)
#define UNUSED_js_resolve_module_JSContext resolve_module_itself(JSContext
#define UNUSED_js_resolve_module_ctx NEVER(ctx

#define js_create_module_function(first, ...) UNUSED_js_create_module_function_##first, __VA_ARGS__)
#define UNUSED_js_create_module_function_JSContext create_module_function_itself(JSContext
#define UNUSED_js_create_module_function_ctx NEVER(ctx

#define JS_GetModuleNamespace(first, ...) UNUSED_JS_GetModuleNamespace_##first, __VA_ARGS__)
#define UNUSED_JS_GetModuleNamespace_JSContext get_module_namespace_itself(JSContext
#define UNUSED_JS_GetModuleNamespace_ctx NO_NAMESPACE(ctx

#define js_parse_import(first) UNUSED_js_parse_import_##first)
#define UNUSED_js_parse_import_JSParseState parse_import_itself(JSParseState
#define UNUSED_js_parse_import_s NEVER(s

#define js_parse_export(first) UNUSED_js_parse_export_##first)
#define UNUSED_js_parse_export_JSParseState parse_export_itself(JSParseState
#define UNUSED_js_parse_export_s NEVER(s

#define JS_ReadModule(first) UNUSED_JS_ReadModule_##first)
#define UNUSED_JS_ReadModule_BCReaderState read_module_itself(BCReaderState
#define UNUSED_JS_ReadModule_s NOT_IN_CODE(s

#define JS_ReadArrayBuffer(first) UNUSED_JS_ReadArrayBuffer_##first)
#define UNUSED_JS_ReadArrayBuffer_BCReaderState read_buffer_itself(BCReaderState
#define UNUSED_JS_ReadArrayBuffer_s NOT_IN_CODE(s

#define JS_ReadSharedArrayBuffer(first) UNUSED_JS_ReadSharedArrayBuffer_##first)
#define UNUSED_JS_ReadSharedArrayBuffer_BCReaderState read_shared_buffer_itself(BCReaderState
#define UNUSED_JS_ReadSharedArrayBuffer_s NOT_IN_CODE(s

#define JS_ReadTypedArray(first) UNUSED_JS_ReadTypedArray_##first)
#define UNUSED_JS_ReadTypedArray_BCReaderState read_typed_array_itself(BCReaderState
#define UNUSED_JS_ReadTypedArray_s NOT_IN_CODE(s

#define JS_ReadDate(first) UNUSED_JS_ReadDate_##first)
#define UNUSED_JS_ReadDate_BCReaderState read_date_itself(BCReaderState
#define UNUSED_JS_ReadDate_s NOT_IN_CODE(s

#define JS_ReadObjectValue(first) UNUSED_JS_ReadObjectValue_##first)
#define UNUSED_JS_ReadObjectValue_BCReaderState read_object_value_itself(BCReaderState
#define UNUSED_JS_ReadObjectValue_s NOT_IN_CODE(s

/* ---- QuickJS ---- */

#ifndef CONFIG_VERSION
#define CONFIG_VERSION "2025-04-26"
#endif

/* Where a word's alignment is enough for any access (alloc.h), a JSValue in a struct costs no hole in front of it: an
 * object takes 40 bytes instead of 48. What others share with quickjs.c is declared before that. */
#include <assert.h>
#include <errno.h>
#include <fenv.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libregexp.h"
#include "names_hooks.h"
#ifdef JS_NAN_BOXING
#pragma pack(push, 4)
#endif
#include "quickjs.c"
#ifdef JS_NAN_BOXING
#pragma pack(pop)
#endif
#include "names_hooks.h"

#undef resize_properties
#undef js_shape_prepare_update
#undef JS_AutoInitProperty
#undef js_closure
#undef free_object
#undef js_object_has_name
#undef JS_DefineObjectName
#undef get_func_name
#undef build_backtrace
#undef free_function_bytecode

#include "names.c"

/* Declared once more, quick rather than small; the options that QuickJS is written for are repeated. */
#if defined(__OPTIMIZE_SIZE__) && defined(__GNUC__) && !defined(__clang__)
#define HOT(name) __typeof__(name) name __attribute__((optimize("O2", "wrapv", "no-strict-aliasing")));
HOT_FUNCTIONS
#undef HOT
#endif

_Static_assert(BC_VERSION == JERRY_SNAPSHOT_VERSION % 256, "JERRY_SNAPSHOT_VERSION's low byte is QuickJS's BC_VERSION");
#ifdef JS_NAN_BOXING
_Static_assert(sizeof(JSValue) == 8, "a value is one 64-bit word");
#else
_Static_assert(sizeof(union JSValueUnion) == 8 && sizeof(struct JSValue) == 16, "jerryscript.h repeats this struct");
#endif

#include "shapes.c"

/* ---- errors and frames ---- */

static void (*error_callback)(JSContext *context, JSValueConst error);
static bool in_callback;
/* The place of a syntax error while its callback runs; file is JS_ATOM_NULL otherwise. */
static struct {
  JSAtom file;
  int line, column;
} parsed;

void internals_on_error(JSContext *context, void (*callback)(JSContext *context, JSValueConst error)) {
  (void)context;
  error_callback = callback;
}

static void set_hidden(JSContext *context, JSValueConst object, JSAtom name, JSValue value) {
  JS_DefinePropertyValue(context, object, name, value, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
}

static void error_made(JSContext *context, JSValueConst error, const char *file, int line, int column, int flags) {
  JSRuntime *runtime = context->rt;
  if (!JS_IsObject(error)) /* out of memory: null was thrown */
    return;
  if (error_callback && !in_callback && !runtime->in_out_of_memory) {
    JSValue pending = runtime->current_exception;
    JSValue hold = JS_DupValue(context, error);
    runtime->current_exception = JS_UNINITIALIZED;
    /* JSON text has this name, and no place in a file. */
    parsed.file = file && strcmp(file, "<input>") ? JS_NewAtom(context, file) : JS_ATOM_NULL;
    parsed.line = line;
    parsed.column = column;
    in_callback = true;
    if (file) {
      set_hidden(context, error, JS_ATOM_fileName, JS_NewString(context, file));
      set_hidden(context, error, JS_ATOM_lineNumber, JS_NewInt32(context, line));
      set_hidden(context, error, JS_ATOM_columnNumber, JS_NewInt32(context, column));
    }
    error_callback(context, error);
    in_callback = false;
    JS_FreeAtom(context, parsed.file);
    parsed.file = JS_ATOM_NULL;
    JS_FreeValue(context, runtime->current_exception);
    runtime->current_exception = pending;
    bool done = find_own_property1(JS_VALUE_GET_OBJ(error), JS_ATOM_stack) != NULL;
    JS_FreeValue(context, hold);
    if (done)
      return;
  }
  write_backtrace(context, error, file, line, column, flags);
}

static int error_index(jerry_error_t type) {
  switch (type) {
  case JERRY_ERROR_EVAL:
    return JS_EVAL_ERROR;
  case JERRY_ERROR_RANGE:
    return JS_RANGE_ERROR;
  case JERRY_ERROR_REFERENCE:
    return JS_REFERENCE_ERROR;
  case JERRY_ERROR_SYNTAX:
    return JS_SYNTAX_ERROR;
  case JERRY_ERROR_TYPE:
    return JS_TYPE_ERROR;
  case JERRY_ERROR_URI:
    return JS_URI_ERROR;
  case JERRY_ERROR_AGGREGATE:
    return JS_AGGREGATE_ERROR;
  default:
    return -1;
  }
}

JSValue internals_error(JSContext *context, jerry_error_t type, JSValueConst message) {
  int index = error_index(type);
  JSValueConst proto = index < 0 ? context->class_proto[JS_CLASS_ERROR] : context->native_error_proto[index];
  JSValue error = JS_NewObjectProtoClass(context, proto, JS_CLASS_ERROR);
  if (JS_IsException(error))
    return error;
  if (!JS_IsUndefined(message))
    set_hidden(context, error, JS_ATOM_message, JS_DupValue(context, message));
  error_made(context, error, NULL, 0, 0, 0);
  return error;
}

jerry_error_t internals_error_type(JSContext *context, JSValueConst object) {
  if (!JS_IsObject(object))
    return JERRY_ERROR_NONE;
  const JSObject *proto = JS_VALUE_GET_OBJ(object)->shape->proto;
  if (!proto)
    return JERRY_ERROR_NONE;
  if (proto == JS_VALUE_GET_OBJ(context->class_proto[JS_CLASS_ERROR]))
    return JERRY_ERROR_COMMON;
  for (int type = JERRY_ERROR_EVAL; type <= JERRY_ERROR_AGGREGATE; type++) {
    if (proto == JS_VALUE_GET_OBJ(context->native_error_proto[error_index(type)]))
      return type;
  }
  return JERRY_ERROR_NONE;
}

bool internals_uncatchable(JSContext *context, JSValueConst value) { return JS_IsUncatchableError(context, value); }

void internals_interrupt_soon(JSContext *context) { context->interrupt_counter = 1; }

static bool take_frame(JSContext *context, const JSStackFrame *frame, struct internals_frame *out) {
  for (; frame; frame = frame->prev_frame) {
    if (!JS_IsObject(frame->cur_func) || !js_class_has_bytecode(JS_VALUE_GET_OBJ(frame->cur_func)->class_id))
      continue;
    JSFunctionBytecode *code = JS_VALUE_GET_OBJ(frame->cur_func)->u.func.function_bytecode;
    out->next = frame->prev_frame;
    out->callee = frame->cur_func;
    out->source = code->has_debug ? code->debug.filename : JS_ATOM_NULL;
    out->column = 0;
    out->line = frame->cur_pc ? find_line_num(context, code, frame->cur_pc - code->byte_code_buf - 1, &out->column) : 0;
    return true;
  }
  return false;
}

bool internals_first_frame(JSContext *context, struct internals_frame *out) {
  if (parsed.file == JS_ATOM_NULL)
    return take_frame(context, context->rt->current_stack_frame, out);
  out->next = context->rt->current_stack_frame;
  out->callee = JS_UNDEFINED;
  out->source = parsed.file;
  out->line = parsed.line;
  out->column = parsed.column;
  return true;
}

bool internals_next_frame(JSContext *context, struct internals_frame *out) {
  return take_frame(context, out->next, out);
}

/* ---- values ---- */

static int class_of(JSValueConst value) {
  return JS_VALUE_GET_TAG(value) == JS_TAG_OBJECT ? JS_VALUE_GET_OBJ(value)->class_id : 0;
}

jerry_object_type_t internals_object_type(JSContext *context, JSValueConst value) {
  int class = class_of(value);
  if (class >= JS_CLASS_UINT8C_ARRAY && class <= JS_CLASS_FLOAT64_ARRAY)
    return JERRY_OBJECT_TYPE_TYPEDARRAY;
  switch (class) {
  case 0:
    return JERRY_OBJECT_TYPE_NONE;
  case JS_CLASS_ARRAY:
    return JERRY_OBJECT_TYPE_ARRAY;
  case JS_CLASS_ERROR:
    return JERRY_OBJECT_TYPE_ERROR;
  case JS_CLASS_NUMBER:
    return JERRY_OBJECT_TYPE_NUMBER;
  case JS_CLASS_STRING:
    return JERRY_OBJECT_TYPE_STRING;
  case JS_CLASS_BOOLEAN:
    return JERRY_OBJECT_TYPE_BOOLEAN;
  case JS_CLASS_SYMBOL:
    return JERRY_OBJECT_TYPE_SYMBOL;
  case JS_CLASS_BIG_INT:
    return JERRY_OBJECT_TYPE_BIGINT;
  case JS_CLASS_ARGUMENTS:
  case JS_CLASS_MAPPED_ARGUMENTS:
    return JERRY_OBJECT_TYPE_ARGUMENTS;
  case JS_CLASS_DATE:
    return JERRY_OBJECT_TYPE_DATE;
  case JS_CLASS_MODULE_NS:
    return JERRY_OBJECT_TYPE_MODULE_NAMESPACE;
  case JS_CLASS_REGEXP:
    return JERRY_OBJECT_TYPE_REGEXP;
  case JS_CLASS_ARRAY_BUFFER:
    return JERRY_OBJECT_TYPE_ARRAYBUFFER;
  case JS_CLASS_SHARED_ARRAY_BUFFER:
    return JERRY_OBJECT_TYPE_SHARED_ARRAY_BUFFER;
  case JS_CLASS_DATAVIEW:
    return JERRY_OBJECT_TYPE_DATAVIEW;
  case JS_CLASS_MAP:
  case JS_CLASS_SET:
  case JS_CLASS_WEAKMAP:
  case JS_CLASS_WEAKSET:
    return JERRY_OBJECT_TYPE_CONTAINER;
  case JS_CLASS_MAP_ITERATOR:
  case JS_CLASS_SET_ITERATOR:
  case JS_CLASS_ARRAY_ITERATOR:
  case JS_CLASS_STRING_ITERATOR:
    return JERRY_OBJECT_TYPE_ITERATOR;
  case JS_CLASS_GENERATOR:
  case JS_CLASS_ASYNC_GENERATOR:
    return JERRY_OBJECT_TYPE_GENERATOR;
  case JS_CLASS_PROXY:
    return JERRY_OBJECT_TYPE_PROXY;
  case JS_CLASS_PROMISE:
    return JERRY_OBJECT_TYPE_PROMISE;
  case JS_CLASS_WEAK_REF:
    return JERRY_OBJECT_TYPE_WEAKREF;
  default:
    break;
  }
  return internals_function_type(context, value) == JERRY_FUNCTION_TYPE_NONE ? JERRY_OBJECT_TYPE_GENERIC
                                                                             : JERRY_OBJECT_TYPE_FUNCTION;
}

jerry_function_type_t internals_function_type(JSContext *context, JSValueConst value) {
  switch (class_of(value)) {
  case JS_CLASS_BOUND_FUNCTION:
    return JERRY_FUNCTION_TYPE_BOUND;
  case JS_CLASS_GENERATOR_FUNCTION:
  case JS_CLASS_ASYNC_GENERATOR_FUNCTION:
    return JERRY_FUNCTION_TYPE_GENERATOR;
  default:
    return JS_IsFunction(context, value) ? JERRY_FUNCTION_TYPE_GENERIC : JERRY_FUNCTION_TYPE_NONE;
  }
}

jerry_container_type_t internals_container_type(JSValueConst value) {
  switch (class_of(value)) {
  case JS_CLASS_MAP:
    return JERRY_CONTAINER_TYPE_MAP;
  case JS_CLASS_SET:
    return JERRY_CONTAINER_TYPE_SET;
  case JS_CLASS_WEAKMAP:
    return JERRY_CONTAINER_TYPE_WEAKMAP;
  case JS_CLASS_WEAKSET:
    return JERRY_CONTAINER_TYPE_WEAKSET;
  default:
    return JERRY_CONTAINER_TYPE_INVALID;
  }
}

bool internals_is_async_function(JSValueConst value) {
  int class = class_of(value);
  return class == JS_CLASS_ASYNC_FUNCTION || class == JS_CLASS_ASYNC_GENERATOR_FUNCTION;
}

uint32_t internals_string_length(JSValueConst value) {
  switch (JS_VALUE_GET_TAG(value)) {
  case JS_TAG_STRING:
    return JS_VALUE_GET_STRING(value)->len;
  case JS_TAG_STRING_ROPE:
    return JS_VALUE_GET_STRING_ROPE(value)->len;
  default:
    return 0;
  }
}

bool internals_string(JSContext *context, JSValueConst value, struct internals_string *out) {
  out->hold = JS_DupValue(context, value);
  if (JS_VALUE_GET_TAG(value) == JS_TAG_STRING_ROPE) {
    out->hold = js_linearize_string_rope(context, out->hold);
    if (JS_IsException(out->hold))
      return false;
  }
  const JSString *string = JS_VALUE_GET_STRING(out->hold);
  out->length = string->len;
  out->narrow = string->is_wide_char ? NULL : string->u.str8;
  out->wide = string->is_wide_char ? string->u.str16 : NULL;
  return true;
}

JSValue internals_substring(JSContext *context, JSValueConst string, uint32_t start, uint32_t end) {
  struct internals_string units;
  if (!internals_string(context, string, &units))
    return JS_EXCEPTION;
  end = end < units.length ? end : units.length;
  start = start < end ? start : end;
  JSValue part = js_sub_string(context, JS_VALUE_GET_STRING(units.hold), (int)start, (int)end);
  JS_FreeValue(context, units.hold);
  return part;
}

JSValue internals_well_known_symbol(JSContext *context, jerry_well_known_symbol_t symbol) {
  static const uint16_t atoms[] = {
      [JERRY_SYMBOL_ASYNC_ITERATOR] = JS_ATOM_Symbol_asyncIterator,
      [JERRY_SYMBOL_HAS_INSTANCE] = JS_ATOM_Symbol_hasInstance,
      [JERRY_SYMBOL_IS_CONCAT_SPREADABLE] = JS_ATOM_Symbol_isConcatSpreadable,
      [JERRY_SYMBOL_ITERATOR] = JS_ATOM_Symbol_iterator,
      [JERRY_SYMBOL_MATCH] = JS_ATOM_Symbol_match,
      [JERRY_SYMBOL_REPLACE] = JS_ATOM_Symbol_replace,
      [JERRY_SYMBOL_SEARCH] = JS_ATOM_Symbol_search,
      [JERRY_SYMBOL_SPECIES] = JS_ATOM_Symbol_species,
      [JERRY_SYMBOL_SPLIT] = JS_ATOM_Symbol_split,
      [JERRY_SYMBOL_TO_PRIMITIVE] = JS_ATOM_Symbol_toPrimitive,
      [JERRY_SYMBOL_TO_STRING_TAG] = JS_ATOM_Symbol_toStringTag,
      [JERRY_SYMBOL_UNSCOPABLES] = JS_ATOM_Symbol_unscopables,
      [JERRY_SYMBOL_MATCH_ALL] = JS_ATOM_Symbol_matchAll,
  };
  if ((unsigned)symbol >= countof(atoms))
    return JS_ThrowTypeError(context, "no such well-known symbol");
  return JS_AtomToValue(context, atoms[symbol]);
}

JSValue internals_symbol_description(JSContext *context, JSValueConst symbol) {
  return js_symbol_get_description(context, symbol);
}

JSValue internals_symbol(JSContext *context, JSValueConst description) {
  return js_symbol_constructor(context, JS_UNDEFINED, !JS_IsUndefined(description), &description);
}

JSValue internals_symbol_text(JSContext *context, JSValueConst symbol) {
  return js_symbol_toString(context, symbol, 0, NULL);
}

JSValue internals_to_primitive(JSContext *context, JSValueConst value) {
  return JS_ToPrimitive(context, value, HINT_NONE);
}

JSValue internals_to_object(JSContext *context, JSValueConst value) { return JS_ToObject(context, value); }

JSValue internals_to_number(JSContext *context, JSValueConst value) { return JS_ToNumber(context, value); }

JSValue internals_to_bigint(JSContext *context, JSValueConst value) {
  return JS_ToBigIntCtorFree(context, JS_DupValue(context, value));
}

JSValue internals_bigint(JSContext *context, const uint64_t *digits, uint32_t count, bool negative) {
  enum { LIMBS = 64 / JS_LIMB_BITS };
  if (count > (JS_BIGINT_MAX_SIZE - 1) / LIMBS)
    return JS_ThrowRangeError(context, "BigInt is too large");
  JSBigInt *number = js_bigint_new(context, (int)count * LIMBS + 1);
  if (!number)
    return JS_EXCEPTION;
  for (uint32_t i = 0; i < count * LIMBS; i++)
    number->tab[i] = (js_limb_t)(digits[i / LIMBS] >> (i % LIMBS * JS_LIMB_BITS % 64));
  number->tab[count * LIMBS] = 0;
  number = js_bigint_normalize(context, number);
  if (number && negative) {
    JSBigInt *minus = js_bigint_neg(context, number);
    js_free(context, number);
    number = minus;
  }
  return number ? JS_CompactBigInt(context, number) : JS_EXCEPTION;
}

bool internals_atom_index(JSAtom name, uint32_t *out) {
  *out = __JS_AtomToUInt32(name);
  return __JS_AtomIsTaggedInt(name);
}

JSValue internals_object_prototype(JSContext *context) {
  return JS_DupValue(context, context->class_proto[JS_CLASS_OBJECT]);
}

JSValue internals_function_prototype(JSContext *context) { return JS_DupValue(context, context->function_proto); }

JSValue internals_keys(JSContext *context, JSValueConst object) {
  return JS_GetOwnPropertyNames2(context, object, JS_GPN_ENUM_ONLY | JS_GPN_STRING_MASK, JS_ITERATOR_KIND_KEY);
}

JSValue internals_container_array(JSContext *context, JSValueConst container, bool *pairs) {
  struct list_head *at;
  uint32_t length = 0;
  *pairs = class_of(container) == JS_CLASS_MAP || class_of(container) == JS_CLASS_WEAKMAP;
  JSValue array = JS_NewArray(context);
  if (JS_IsException(array))
    return array;
  list_for_each(at, &JS_VALUE_GET_OBJ(container)->u.map_state->records) {
    JSMapRecord *record = list_entry(at, JSMapRecord, link);
    if (record->empty)
      continue;
    if (JS_SetPropertyUint32(context, array, length++, JS_DupValue(context, record->key)) < 0 ||
        (*pairs && JS_SetPropertyUint32(context, array, length++, JS_DupValue(context, record->value)) < 0)) {
      JS_FreeValue(context, array);
      return JS_EXCEPTION;
    }
  }
  return array;
}

/* ---- hidden properties ---- */

JSAtom internals_private_name(JSContext *context, const char *description) {
  JSAtom text = JS_NewAtom(context, description);
  if (text == JS_ATOM_NULL)
    return JS_ATOM_NULL;
  JSValue symbol = symbol_named(context, text, JS_ATOM_TYPE_PRIVATE);
  JS_FreeAtom(context, text);
  return JS_IsException(symbol) ? JS_ATOM_NULL : js_symbol_to_atom(context, symbol);
}

JSValueConst internals_private_get(JSValueConst object, JSAtom name) {
  JSProperty *property;
  if (JS_VALUE_GET_TAG(object) != JS_TAG_OBJECT || !find_own_property(&property, JS_VALUE_GET_OBJ(object), name))
    return JS_UNDEFINED;
  return property->u.value;
}

bool internals_private_set(JSContext *context, JSValueConst object, JSAtom name, JSValue value) {
  JSObject *target = JS_VALUE_GET_OBJ(object);
  JSProperty *property;
  if (find_own_property(&property, target, name)) {
    set_value(context, &property->u.value, value);
    return true;
  }
  property = add_property(context, target, name, JS_PROP_C_W_E);
  if (!property) {
    JS_FreeValue(context, value);
    return false;
  }
  property->u.value = value;
  return true;
}

bool internals_private_delete(JSContext *context, JSValueConst object, JSAtom name) {
  return delete_property(context, JS_VALUE_GET_OBJ(object), name) > 0;
}

/* ---- buffers ---- */

bool internals_arraybuffer(JSValueConst value, struct internals_buffer *out) {
  int class = class_of(value);
  if (class != JS_CLASS_ARRAY_BUFFER && class != JS_CLASS_SHARED_ARRAY_BUFFER)
    return false;
  const JSArrayBuffer *buffer = JS_VALUE_GET_OBJ(value)->u.array_buffer;
  out->data = buffer->data;
  out->size = (uint32_t)buffer->byte_length;
  return true;
}

bool internals_arraybuffer_detached(JSValueConst value) {
  return class_of(value) == JS_CLASS_ARRAY_BUFFER && JS_VALUE_GET_OBJ(value)->u.array_buffer->detached;
}

bool internals_view(JSValueConst value, struct internals_view *out) {
  int class = class_of(value);
  if (class < JS_CLASS_UINT8C_ARRAY || class > JS_CLASS_DATAVIEW)
    return false;
  const JSTypedArray *view = JS_VALUE_GET_OBJ(value)->u.typed_array;
  bool detached = view->buffer->u.array_buffer->detached;
  out->buffer = JS_MKPTR(JS_TAG_OBJECT, view->buffer);
  out->offset = detached ? 0 : view->offset;
  out->length = detached ? 0 : view->length;
  return true;
}

/* In the order of jerry_typedarray_type_t. */
static const uint16_t typedarray_classes[] = {
    0,
    JS_CLASS_UINT8_ARRAY,
    JS_CLASS_UINT8C_ARRAY,
    JS_CLASS_INT8_ARRAY,
    JS_CLASS_UINT16_ARRAY,
    JS_CLASS_INT16_ARRAY,
    JS_CLASS_UINT32_ARRAY,
    JS_CLASS_INT32_ARRAY,
    JS_CLASS_FLOAT32_ARRAY,
    JS_CLASS_FLOAT64_ARRAY,
    JS_CLASS_BIG_INT64_ARRAY,
    JS_CLASS_BIG_UINT64_ARRAY,
};

jerry_typedarray_type_t internals_typedarray_type(JSValueConst value) {
  int class = class_of(value);
  for (unsigned type = 1; class && type < countof(typedarray_classes); type++) {
    if (typedarray_classes[type] == class)
      return (jerry_typedarray_type_t)type;
  }
  return JERRY_TYPEDARRAY_INVALID;
}

uint32_t internals_typedarray_element(jerry_typedarray_type_t type) {
  if (type == JERRY_TYPEDARRAY_INVALID || (unsigned)type >= countof(typedarray_classes))
    return 0;
  return 1u << typed_array_size_log2(typedarray_classes[type]);
}

JSValue internals_typedarray(JSContext *context, jerry_typedarray_type_t type, JSValueConst buffer, uint32_t offset,
                             uint32_t length) {
  JSValue array = js_create_from_ctor(context, JS_UNDEFINED, typedarray_classes[type]);
  if (JS_IsException(array))
    return array;
  if (typed_array_init(context, array, JS_DupValue(context, buffer), offset, length)) {
    JS_FreeValue(context, array);
    return JS_EXCEPTION;
  }
  return array;
}

JSValue internals_dataview(JSContext *context, JSValueConst buffer, uint32_t offset, uint32_t length) {
  JSValue constructor = JS_GetPropertyStr(context, context->class_proto[JS_CLASS_DATAVIEW], "constructor");
  if (JS_IsException(constructor))
    return constructor;
  JSValueConst arguments[] = {buffer, JS_NewUint32(context, offset), JS_NewUint32(context, length)};
  JSValue view = js_dataview_constructor(context, constructor, countof(arguments), arguments);
  JS_FreeValue(context, constructor);
  return view;
}

/* ---- code ---- */

JSValue internals_settle(JSContext *context, JSValueConst promise, JSValueConst value, bool reject) {
  JSValue functions[2];
  if (js_create_resolving_functions(context, functions, promise))
    return JS_EXCEPTION;
  JSValue result = JS_Call(context, functions[reject], JS_UNDEFINED, 1, &value);
  JS_FreeValue(context, functions[0]);
  JS_FreeValue(context, functions[1]);
  return result;
}

JSValue internals_code_function(JSContext *context, JSValue code) { return closure(context, code, NULL, NULL); }

#include "lazy.c"

/* ---- memory ---- */

void internals_memory(JSRuntime *runtime, struct internals_memory *out) {
  out->used = &runtime->malloc_state.malloc_size;
  out->threshold = &runtime->malloc_gc_threshold;
}

JSMallocState *internals_malloc_state(JSRuntime *runtime) { return &runtime->malloc_state; }

bool internals_leaks(JSRuntime *runtime) {
  JS_RunGCInternal(runtime, FALSE);
  return !list_empty(&runtime->gc_obj_list) || !list_empty(&runtime->weakref_list);
}

void internals_mix_random(JSContext *context, uint64_t seed) {
  context->random_state ^= seed;
  if (!context->random_state)
    context->random_state = 1;
}
