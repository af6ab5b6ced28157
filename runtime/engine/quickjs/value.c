/* value.c: references, kinds, conversions, primitives, exceptions, errors and backtraces. */
#include <math.h>

#include "adapter.h"

/* ---- marked values ---- */

#ifdef JS_NAN_BOXING
jerry_value_t mark_value(JSValue value, bool abort) {
  uint32_t marks = MARKED_FIRST + (abort ? MARKED_ABORT : 0);
  if (JS_TAG_IS_FLOAT64(JS_VALUE_GET_TAG(value))) {
    JSValue box = JS_NewArray(engine.context);
    if (JS_IsException(box) || JS_SetPropertyUint32(engine.context, box, 0, value) < 0) {
      JS_FreeValue(engine.context, box);
      value = JS_GetException(engine.context);
    } else {
      value = box;
      marks += MARKED_BOXED;
    }
  }
  return ((uint64_t)(marks + ((uint32_t)(value >> 32) & 0xff)) << 32) | (uint32_t)value;
}

JSValue thrown_value(jerry_value_t exception) {
  JSValue value = held(exception);
  if (((uint32_t)(exception >> 32) - MARKED_FIRST) & MARKED_BOXED)
    return JS_GetPropertyUint32(engine.context, value, 0);
  return JS_DupValue(engine.context, value);
}
#else
jerry_value_t mark_value(JSValue value, bool abort) {
  value.tag = (int64_t)(uint32_t)value.tag | MARKED_EXCEPTION | (abort ? MARKED_ABORT : 0);
  return value;
}

JSValue thrown_value(jerry_value_t exception) { return JS_DupValue(engine.context, held(exception)); }
#endif

jerry_value_t take_exception(void) {
  JSValue value = JS_GetException(engine.context);
  if (!engine.aborting)
    return mark_value(value, false);
  JS_FreeValue(engine.context, value);
  value = engine.abort_value;
  engine.abort_value = JS_UNDEFINED;
  engine.aborting = false;
  return mark_value(value, true);
}

JSValue throw_marked(jerry_value_t exception) {
  JSValue value = thrown_value(exception);
  bool abort = is_abort(exception);
  jerry_value_free(exception);
  if (!abort)
    return JS_Throw(engine.context, value);
  JS_FreeValue(engine.context, engine.abort_value);
  engine.abort_value = value;
  engine.aborting = true;
  internals_interrupt_soon(engine.context);
  return JS_Throw(engine.context, JS_DupValue(engine.context, engine.abort_carrier));
}

jerry_value_t wrong_argument(void) { return jerry_throw_sz(JERRY_ERROR_TYPE, "argument of the wrong type"); }

/* ---- references ---- */

jerry_value_t jerry_value_copy(const jerry_value_t value) {
  if (is_exception(value))
    JS_DupValue(engine.context, held(value));
  else
    JS_DupValue(engine.context, value);
  return value;
}

void jerry_value_free(jerry_value_t value) {
  JS_FreeValueRT(engine.runtime, is_exception(value) ? held(value) : value);
}

/* ---- kinds ---- */

jerry_type_t jerry_value_type(const jerry_value_t value) {
  if (is_exception(value))
    return JERRY_TYPE_EXCEPTION;
  switch (JS_VALUE_GET_NORM_TAG(value)) {
  case JS_TAG_UNDEFINED:
    return JERRY_TYPE_UNDEFINED;
  case JS_TAG_NULL:
    return JERRY_TYPE_NULL;
  case JS_TAG_BOOL:
    return JERRY_TYPE_BOOLEAN;
  case JS_TAG_INT:
  case JS_TAG_FLOAT64:
    return JERRY_TYPE_NUMBER;
  case JS_TAG_STRING:
  case JS_TAG_STRING_ROPE:
    return JERRY_TYPE_STRING;
  case JS_TAG_SYMBOL:
    return JERRY_TYPE_SYMBOL;
  case JS_TAG_BIG_INT:
  case JS_TAG_SHORT_BIG_INT:
    return JERRY_TYPE_BIGINT;
  case JS_TAG_OBJECT:
    return JS_IsFunction(engine.context, value) ? JERRY_TYPE_FUNCTION : JERRY_TYPE_OBJECT;
  default:
    return JERRY_TYPE_NONE;
  }
}

bool jerry_value_is_exception(const jerry_value_t value) { return is_exception(value); }

bool jerry_value_is_abort(const jerry_value_t value) { return is_abort(value); }

bool jerry_value_is_undefined(const jerry_value_t value) { return !is_exception(value) && JS_IsUndefined(value); }

bool jerry_value_is_null(const jerry_value_t value) { return !is_exception(value) && JS_IsNull(value); }

bool jerry_value_is_boolean(const jerry_value_t value) { return !is_exception(value) && JS_IsBool(value); }

bool jerry_value_is_true(const jerry_value_t value) {
  return jerry_value_is_boolean(value) && JS_VALUE_GET_BOOL(value);
}

bool jerry_value_is_false(const jerry_value_t value) {
  return jerry_value_is_boolean(value) && !JS_VALUE_GET_BOOL(value);
}

bool jerry_value_is_number(const jerry_value_t value) { return !is_exception(value) && JS_IsNumber(value); }

bool jerry_value_is_bigint(const jerry_value_t value) {
  return !is_exception(value) && JS_IsBigInt(engine.context, value);
}

bool jerry_value_is_string(const jerry_value_t value) { return !is_exception(value) && JS_IsString(value); }

bool jerry_value_is_symbol(const jerry_value_t value) { return !is_exception(value) && JS_IsSymbol(value); }

bool jerry_value_is_object(const jerry_value_t value) { return !is_exception(value) && JS_IsObject(value); }

jerry_object_type_t jerry_object_type(const jerry_value_t object) {
  if (is_exception(object))
    return JERRY_OBJECT_TYPE_NONE;
  if (JS_GetOpaque(object, engine.script_class))
    return JERRY_OBJECT_TYPE_SCRIPT;
  return internals_object_type(engine.context, object);
}

bool jerry_value_is_array(const jerry_value_t value) { return jerry_object_type(value) == JERRY_OBJECT_TYPE_ARRAY; }

bool jerry_value_is_promise(const jerry_value_t value) { return jerry_object_type(value) == JERRY_OBJECT_TYPE_PROMISE; }

bool jerry_value_is_proxy(const jerry_value_t value) { return jerry_object_type(value) == JERRY_OBJECT_TYPE_PROXY; }

bool jerry_value_is_arraybuffer(const jerry_value_t value) {
  return jerry_object_type(value) == JERRY_OBJECT_TYPE_ARRAYBUFFER;
}

bool jerry_value_is_shared_arraybuffer(const jerry_value_t value) {
  return jerry_object_type(value) == JERRY_OBJECT_TYPE_SHARED_ARRAY_BUFFER;
}

bool jerry_value_is_dataview(const jerry_value_t value) {
  return jerry_object_type(value) == JERRY_OBJECT_TYPE_DATAVIEW;
}

bool jerry_value_is_typedarray(const jerry_value_t value) {
  return !is_exception(value) && internals_typedarray_type(value) != JERRY_TYPEDARRAY_INVALID;
}

bool jerry_value_is_constructor(const jerry_value_t value) {
  return !is_exception(value) && JS_IsConstructor(engine.context, value);
}

bool jerry_value_is_function(const jerry_value_t value) {
  return !is_exception(value) && JS_IsFunction(engine.context, value);
}

bool jerry_value_is_async_function(const jerry_value_t value) {
  return !is_exception(value) && internals_is_async_function(value);
}

bool jerry_value_is_error(const jerry_value_t value) {
  return !is_exception(value) && JS_IsError(engine.context, value);
}

jerry_function_type_t jerry_function_type(const jerry_value_t value) {
  return is_exception(value) ? JERRY_FUNCTION_TYPE_NONE : internals_function_type(engine.context, value);
}

jerry_container_type_t jerry_container_type(const jerry_value_t value) {
  return is_exception(value) ? JERRY_CONTAINER_TYPE_INVALID : internals_container_type(value);
}

jerry_value_t jerry_container_to_array(const jerry_value_t value, bool *is_key_value_p) {
  bool pairs = false;
  if (jerry_container_type(value) == JERRY_CONTAINER_TYPE_INVALID)
    return wrong_argument();
  JSValue array = internals_container_array(engine.context, value, &pairs);
  if (is_key_value_p)
    *is_key_value_p = pairs;
  return result_of(array);
}

/* ---- conversions ---- */

bool jerry_value_to_boolean(const jerry_value_t value) {
  return !is_exception(value) && JS_ToBool(engine.context, value) > 0;
}

typedef JSValue conversion(JSContext *context, JSValueConst value);

static jerry_value_t convert(conversion *conversion, jerry_value_t value) {
  return is_exception(value) ? wrong_argument() : script_result(conversion(engine.context, value));
}

jerry_value_t jerry_value_to_number(const jerry_value_t value) { return convert(internals_to_number, value); }

jerry_value_t jerry_value_to_object(const jerry_value_t value) { return convert(internals_to_object, value); }

jerry_value_t jerry_value_to_primitive(const jerry_value_t value) { return convert(internals_to_primitive, value); }

jerry_value_t jerry_value_to_string(const jerry_value_t value) { return convert(JS_ToString, value); }

jerry_value_t jerry_value_to_bigint(const jerry_value_t value) { return convert(internals_to_bigint, value); }

double jerry_value_as_number(const jerry_value_t value) {
  if (is_exception(value))
    return 0;
  int tag = JS_VALUE_GET_TAG(value);
  if (tag == JS_TAG_INT)
    return JS_VALUE_GET_INT(value);
  return JS_TAG_IS_FLOAT64(tag) ? JS_VALUE_GET_FLOAT64(value) : 0;
}

double jerry_value_as_integer(const jerry_value_t value) {
  double number = jerry_value_as_number(value);
  return isnan(number) ? 0 : trunc(number);
}

int32_t jerry_value_as_int32(const jerry_value_t value) {
  int32_t number = 0;
  if (jerry_value_is_number(value))
    JS_ToInt32(engine.context, &number, value);
  return number;
}

uint32_t jerry_value_as_uint32(const jerry_value_t value) { return (uint32_t)jerry_value_as_int32(value); }

jerry_value_t jerry_binary_op(jerry_binary_op_t operation, const jerry_value_t lhs, const jerry_value_t rhs) {
  if (is_exception(lhs) || is_exception(rhs))
    return wrong_argument();
  switch (operation) {
  case JERRY_BIN_OP_STRICT_EQUAL:
    if (JS_VALUE_HAS_REF_COUNT(lhs) && JS_VALUE_HAS_REF_COUNT(rhs) && JS_VALUE_GET_PTR(lhs) == JS_VALUE_GET_PTR(rhs))
      return JS_TRUE; /* the same object or string */
    return JS_NewBool(engine.context, JS_StrictEq(engine.context, lhs, rhs));
  case JERRY_BIN_OP_INSTANCEOF:
    if (!JS_IsObject(lhs) || !JS_IsFunction(engine.context, rhs))
      return wrong_argument();
    return script_result(flag_of(JS_IsInstanceOf(engine.context, lhs, rhs)));
  default:
    return jerry_throw_sz(JERRY_ERROR_TYPE, "operation is not offered");
  }
}

/* ---- primitives ---- */

jerry_value_t jerry_undefined(void) { return JS_UNDEFINED; }

jerry_value_t jerry_null(void) { return JS_NULL; }

jerry_value_t jerry_boolean(bool value) { return value ? JS_TRUE : JS_FALSE; }

/* Integers get the tag that makes them cheap. They are told by their bits, as processors without a floating-point
 * unit take some 150 instructions to compare and convert a double. */
jerry_value_t jerry_number(double value) {
  union {
    double value;
    uint64_t bits;
  } number = {value};
  if (!number.bits)
    return JS_NewInt32(engine.context, 0);
  unsigned exponent = (unsigned)(number.bits >> 52) & 0x7ff;
  if (exponent < 1023 || exponent > 1023 + 30)
    return __JS_NewFloat64(engine.context, value);
  unsigned shift = 52 - (exponent - 1023);
  uint64_t digits = (number.bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
  int32_t integer = (int32_t)(digits >> shift);
  if ((uint64_t)(uint32_t)integer << shift != digits)
    return __JS_NewFloat64(engine.context, value);
  return JS_NewInt32(engine.context, number.bits >> 63 ? -integer : integer);
}

jerry_value_t jerry_infinity(bool sign) { return JS_NewFloat64(engine.context, sign ? -INFINITY : INFINITY); }

jerry_value_t jerry_nan(void) { return JS_NewFloat64(engine.context, NAN); }

jerry_value_t jerry_bigint(const uint64_t *digits_p, uint32_t digit_count, bool sign) {
  return result_of(internals_bigint(engine.context, digits_p, digit_count, sign));
}

/* ---- exceptions and errors ---- */

jerry_value_t jerry_error(jerry_error_t type, const jerry_value_t message) {
  if (is_exception(message))
    return wrong_argument();
  if (JS_IsString(message) || JS_IsUndefined(message))
    return result_of(internals_error(engine.context, type, message));
  JSValue text = JS_ToString(engine.context, message);
  if (JS_IsException(text))
    return take_exception();
  JSValue error = internals_error(engine.context, type, text);
  JS_FreeValue(engine.context, text);
  return result_of(error);
}

jerry_value_t jerry_error_sz(jerry_error_t type, const char *message_p) {
  jerry_value_t message = message_p ? jerry_string_sz(message_p) : JS_UNDEFINED;
  if (is_exception(message))
    return message;
  jerry_value_t error = jerry_error(type, message);
  jerry_value_free(message);
  return error;
}

jerry_error_t jerry_error_type(jerry_value_t value) {
  if (!is_exception(value))
    return internals_error_type(engine.context, value);
  JSValue thrown = thrown_value(value);
  jerry_error_t type = internals_error_type(engine.context, thrown);
  JS_FreeValue(engine.context, thrown);
  return type;
}

static void error_created(JSContext *context, JSValueConst error) {
  (void)context;
  engine.error_created(error, engine.error_user);
}

void jerry_error_on_created(jerry_error_object_created_cb_t callback, void *user_p) {
  engine.error_created = callback;
  engine.error_user = user_p;
  internals_on_error(engine.context, callback ? error_created : NULL);
}

jerry_value_t jerry_throw(jerry_error_t type, const jerry_value_t message) {
  return jerry_throw_value(jerry_error(type, message), true);
}

jerry_value_t jerry_throw_sz(jerry_error_t type, const char *message_p) {
  return jerry_throw_value(jerry_error_sz(type, message_p), true);
}

static jerry_value_t throw_as(jerry_value_t value, bool take_ownership, bool abort) {
  if (is_exception(value)) {
    if (is_abort(value) == abort)
      return take_ownership ? value : jerry_value_copy(value);
    return mark_value(jerry_exception_value(value, take_ownership), abort);
  }
  return mark_value(take_ownership ? value : JS_DupValue(engine.context, value), abort);
}

jerry_value_t jerry_throw_value(jerry_value_t value, bool take_ownership) {
  return throw_as(value, take_ownership, false);
}

jerry_value_t jerry_throw_abort(jerry_value_t value, bool take_ownership) {
  return throw_as(value, take_ownership, true);
}

jerry_value_t jerry_exception_value(jerry_value_t value, bool free_exception) {
  if (!is_exception(value))
    return free_exception ? value : JS_DupValue(engine.context, value);
  JSValue thrown = thrown_value(value);
  if (free_exception)
    jerry_value_free(value);
  return thrown;
}

/* ---- backtraces ---- */

struct jerry_frame_internal_t {
  struct internals_frame frame;
  jerry_frame_location_t location;
};

static void describe(struct jerry_frame_internal_t *frame) {
  JSValue name = JS_NULL;
  if (frame->frame.source != JS_ATOM_NULL)
    name = JS_AtomToString(engine.context, frame->frame.source);
  if (JS_IsException(name)) {
    JS_FreeValue(engine.context, JS_GetException(engine.context));
    name = JS_NULL;
  }
  frame->location.source_name = name;
  frame->location.line = (jerry_size_t)frame->frame.line;
  frame->location.column = (jerry_size_t)frame->frame.column;
}

void jerry_backtrace_capture(jerry_backtrace_cb_t callback, void *user_p) {
  struct jerry_frame_internal_t frame;
  bool more = internals_first_frame(engine.context, &frame.frame);
  while (more) {
    describe(&frame);
    more = callback(&frame, user_p) && internals_next_frame(engine.context, &frame.frame);
    JS_FreeValue(engine.context, frame.location.source_name);
  }
}

jerry_frame_type_t jerry_frame_type(const jerry_frame_t *frame_p) {
  (void)frame_p;
  return JERRY_BACKTRACE_FRAME_JS;
}

const jerry_value_t *jerry_frame_callee(jerry_frame_t *frame_p) {
  return JS_IsUndefined(frame_p->frame.callee) ? NULL : &frame_p->frame.callee;
}

const jerry_frame_location_t *jerry_frame_location(jerry_frame_t *frame_p) {
  return JS_IsNull(frame_p->location.source_name) ? NULL : &frame_p->location;
}

struct backtrace {
  JSValue array;
  uint32_t length, most;
};

static bool add_position(jerry_frame_t *frame, void *user) {
  struct backtrace *trace = user;
  char position[32];
  const jerry_frame_location_t *location = jerry_frame_location(frame);
  const char *file = location ? JS_ToCString(engine.context, location->source_name) : NULL;
  snprintf(position, sizeof position, ":%d:%d", frame->frame.line, frame->frame.column);
  JSValue text = JS_NewString(engine.context, position);
  if (file) {
    JSValueConst parts[] = {text};
    JSValue head = JS_NewString(engine.context, file);
    JSAtom concat = JS_NewAtom(engine.context, "concat");
    JSValue whole = JS_Invoke(engine.context, head, concat, 1, parts);
    JS_FreeAtom(engine.context, concat);
    JS_FreeValue(engine.context, head);
    JS_FreeValue(engine.context, text);
    JS_FreeCString(engine.context, file);
    text = whole;
  }
  if (JS_IsException(text) || JS_SetPropertyUint32(engine.context, trace->array, trace->length++, text) < 0) {
    JS_FreeValue(engine.context, trace->array);
    trace->array = JS_EXCEPTION;
    return false;
  }
  return !trace->most || trace->length < trace->most;
}

jerry_value_t jerry_backtrace(uint32_t max_depth) {
  struct backtrace trace = {JS_NewArray(engine.context), 0, max_depth};
  if (!JS_IsException(trace.array))
    jerry_backtrace_capture(add_position, &trace);
  return result_of(trace.array);
}
