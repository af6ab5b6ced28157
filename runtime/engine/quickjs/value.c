/* value.c: references, kinds, conversions, primitives, exceptions. */
#include <math.h>

#include "adapter.h"

/* ---- exceptions as values ---- */

#ifdef JS_NAN_BOXING
jerry_value_t exception_of(JSValue value) {
  uint32_t tag = EXCEPTION_FIRST;
  if (JS_TAG_IS_FLOAT64(JS_VALUE_GET_TAG(value))) {
    JSValue box = JS_NewArray(engine.context);
    if (JS_IsException(box) || JS_SetPropertyUint32(engine.context, box, 0, value) < 0) {
      JS_FreeValue(engine.context, box);
      value = JS_GetException(engine.context);
    } else {
      value = box;
      tag += EXCEPTION_BOXED;
    }
  }
  return ((uint64_t)(tag + ((uint32_t)(value >> 32) & 0xff)) << 32) | (uint32_t)value;
}

JSValue thrown_value(jerry_value_t exception) {
  JSValue value = value_held(exception);
  if (((uint32_t)(exception >> 32) - EXCEPTION_FIRST) & EXCEPTION_BOXED) {
    return JS_GetPropertyUint32(engine.context, value, 0);
  }
  return JS_DupValue(engine.context, value);
}
#else
jerry_value_t exception_of(JSValue value) {
  value.tag = (int64_t)(uint32_t)value.tag | EXCEPTION_BIT;
  return value;
}

JSValue thrown_value(jerry_value_t exception) { return JS_DupValue(engine.context, value_held(exception)); }
#endif

jerry_value_t take_exception(void) { return exception_of(JS_GetException(engine.context)); }

jerry_value_t failed_result(void) {
  jerry_value_t exception = take_exception();
  JSValue message = JS_UNDEFINED, thrown = thrown_value(exception);
  if (JS_IsError(engine.context, thrown)) {
    message = JS_GetProperty(engine.context, thrown, engine.atoms[ATOM_message]);
  }
  const char *text = JS_IsString(message) ? JS_ToCString(engine.context, message) : NULL;
  if (text && !strcmp(text, "out of memory")) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  JS_FreeCString(engine.context, text);
  JS_FreeValue(engine.context, message);
  JS_FreeValue(engine.context, thrown);
  return exception;
}

JSValue throw_exception(jerry_value_t exception) {
  return JS_Throw(engine.context, jerry_exception_value(exception, true));
}

jerry_value_t wrong_argument(void) { return jerry_throw_sz(JERRY_ERROR_TYPE, "argument of the wrong type"); }

/* ---- references ---- */

jerry_value_t jerry_value_copy(const jerry_value_t value) {
  if (is_exception(value)) {
    JS_DupValue(engine.context, value_held(value));
  } else {
    JS_DupValue(engine.context, value);
  }
  return value;
}

void jerry_value_free(jerry_value_t value) {
  JS_FreeValueRT(engine.runtime, is_exception(value) ? value_held(value) : value);
}

/* ---- kinds ---- */

jerry_type_t jerry_value_type(const jerry_value_t value) {
  if (is_exception(value)) {
    return JERRY_TYPE_EXCEPTION;
  }
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

bool jerry_value_is_undefined(const jerry_value_t value) { return !is_exception(value) && JS_IsUndefined(value); }

bool jerry_value_is_null(const jerry_value_t value) { return !is_exception(value) && JS_IsNull(value); }

bool jerry_value_is_boolean(const jerry_value_t value) { return !is_exception(value) && JS_IsBool(value); }

bool jerry_value_is_true(const jerry_value_t value) {
  return jerry_value_is_boolean(value) && JS_VALUE_GET_BOOL(value);
}

bool jerry_value_is_number(const jerry_value_t value) { return !is_exception(value) && JS_IsNumber(value); }

bool jerry_value_is_string(const jerry_value_t value) { return !is_exception(value) && JS_IsString(value); }

bool jerry_value_is_object(const jerry_value_t value) { return !is_exception(value) && JS_IsObject(value); }

static bool is_class(jerry_value_t value, enum engine_class class) {
  return !is_exception(value) && JS_GetClassID(value) == engine.classes[class];
}

bool jerry_value_is_array(const jerry_value_t value) { return is_class(value, CLASS_ARRAY); }

bool jerry_value_is_promise(const jerry_value_t value) { return is_class(value, CLASS_PROMISE); }

bool jerry_value_is_proxy(const jerry_value_t value) { return is_class(value, CLASS_PROXY); }

bool jerry_value_is_arraybuffer(const jerry_value_t value) { return is_class(value, CLASS_ARRAYBUFFER); }

bool jerry_value_is_dataview(const jerry_value_t value) { return is_class(value, CLASS_DATAVIEW); }

bool jerry_value_is_typedarray(const jerry_value_t value) {
  return jerry_typedarray_type(value) != JERRY_TYPEDARRAY_INVALID;
}

bool jerry_value_is_function(const jerry_value_t value) {
  return !is_exception(value) && JS_IsFunction(engine.context, value);
}

/* ---- conversions ---- */

jerry_value_t jerry_value_to_number(const jerry_value_t value) {
  double number;
  if (is_exception(value)) {
    return wrong_argument();
  }
  return JS_ToFloat64(engine.context, &number, value) ? take_exception() : jerry_number(number);
}

jerry_value_t jerry_value_to_string(const jerry_value_t value) {
  return is_exception(value) ? wrong_argument() : script_result(JS_ToString(engine.context, value));
}

double jerry_value_as_number(const jerry_value_t value) {
  if (is_exception(value)) {
    return 0;
  }
  int tag = JS_VALUE_GET_TAG(value);
  if (tag == JS_TAG_INT) {
    return JS_VALUE_GET_INT(value);
  }
  return JS_TAG_IS_FLOAT64(tag) ? JS_VALUE_GET_FLOAT64(value) : 0;
}

int32_t jerry_value_as_int32(const jerry_value_t value) {
  int32_t number = 0;
  if (jerry_value_is_number(value)) {
    JS_ToInt32(engine.context, &number, value);
  }
  return number;
}

uint32_t jerry_value_as_uint32(const jerry_value_t value) { return (uint32_t)jerry_value_as_int32(value); }

jerry_value_t jerry_binary_op(jerry_binary_op_t operation, const jerry_value_t lhs, const jerry_value_t rhs) {
  if (operation != JERRY_BIN_OP_STRICT_EQUAL || is_exception(lhs) || is_exception(rhs)) {
    return wrong_argument();
  }
  if (JS_VALUE_HAS_REF_COUNT(lhs) && JS_VALUE_HAS_REF_COUNT(rhs) && JS_VALUE_GET_PTR(lhs) == JS_VALUE_GET_PTR(rhs)) {
    return JS_TRUE; /* the same object or string */
  }
  return JS_NewBool(engine.context, JS_StrictEq(engine.context, lhs, rhs));
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
  if (!number.bits) {
    return JS_NewInt32(engine.context, 0);
  }
  unsigned exponent = (unsigned)(number.bits >> 52) & 0x7ff;
  if (exponent < 1023 || exponent > 1023 + 30) {
    return __JS_NewFloat64(engine.context, value);
  }
  unsigned shift = 52 - (exponent - 1023);
  uint64_t digits = (number.bits & ((UINT64_C(1) << 52) - 1)) | UINT64_C(1) << 52;
  int32_t integer = (int32_t)(digits >> shift);
  if ((uint64_t)(uint32_t)integer << shift != digits) {
    return __JS_NewFloat64(engine.context, value);
  }
  return JS_NewInt32(engine.context, number.bits >> 63 ? -integer : integer);
}

/* ---- exceptions ---- */

jerry_value_t jerry_throw_value(jerry_value_t value, bool take_ownership) {
  jerry_value_t own = take_ownership ? value : jerry_value_copy(value);
  return is_exception(own) ? own : exception_of(own);
}

jerry_value_t jerry_exception_value(jerry_value_t value, bool free_exception) {
  if (!is_exception(value)) {
    return free_exception ? value : JS_DupValue(engine.context, value);
  }
  JSValue thrown = thrown_value(value);
  if (free_exception) {
    jerry_value_free(value);
  }
  return thrown;
}
