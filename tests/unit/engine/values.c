/* values.c: kinds of values, conversions, primitives. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/engine.h"
#include "core/engine_calls.h"

/* JerryScript for a board with little flash is built without Proxy: then script has no such name. */
static bool can_make(const char *source) {
  jerry_value_t proxy = get_global("Proxy");
  bool can = strstr(source, "Proxy") == NULL || jerry_value_is_function(proxy);
  jerry_value_free(proxy);
  return can;
}

static void kinds_are_told_apart(void) {
  static const struct {
    const char *source;
    jerry_type_t type;
  } table[] = {
      {"undefined", JERRY_TYPE_UNDEFINED},
      {"null", JERRY_TYPE_NULL},
      {"true", JERRY_TYPE_BOOLEAN},
      {"1", JERRY_TYPE_NUMBER},
      {"-1.5", JERRY_TYPE_NUMBER},
      {"'text'", JERRY_TYPE_STRING},
      {"Symbol('s')", JERRY_TYPE_SYMBOL},
      {"BigInt(7)", JERRY_TYPE_BIGINT},
      {"({})", JERRY_TYPE_OBJECT},
      {"[]", JERRY_TYPE_OBJECT},
      {"(function () {})", JERRY_TYPE_FUNCTION},
      {"new Proxy({}, {})", JERRY_TYPE_OBJECT},
      {"Promise.resolve(1)", JERRY_TYPE_OBJECT},
      {"new DataView(new ArrayBuffer(1))", JERRY_TYPE_OBJECT},
      {"new Float32Array(1)", JERRY_TYPE_OBJECT},
      {"new ArrayBuffer(1)", JERRY_TYPE_OBJECT},
      {"new SharedArrayBuffer(1)", JERRY_TYPE_OBJECT},
      {"new Map()", JERRY_TYPE_OBJECT},
      {"new RangeError('r')", JERRY_TYPE_OBJECT},
      {"(function () { return arguments; })()", JERRY_TYPE_OBJECT},
      {"new Boolean(true)", JERRY_TYPE_OBJECT},
      {"new Date(0)", JERRY_TYPE_OBJECT},
      {"new Number(1)", JERRY_TYPE_OBJECT},
      {"/a/", JERRY_TYPE_OBJECT},
      {"new String('s')", JERRY_TYPE_OBJECT},
      {"[][Symbol.iterator]()", JERRY_TYPE_OBJECT},
      {"new WeakRef({})", JERRY_TYPE_OBJECT},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    if (!can_make(table[i].source)) {
      continue;
    }
    jerry_value_t value = script(table[i].source);
    check_int(table[i].type, jerry_value_type(value), table[i].source, __FILE__, __LINE__);
    jerry_value_free(value);
  }
}

static void each_question_is_true_of_its_kind_alone(void) {
  static bool (*const questions[])(const jerry_value_t) = {
      jerry_value_is_undefined,   jerry_value_is_null,     jerry_value_is_true,       jerry_value_is_number,
      jerry_value_is_string,      jerry_value_is_array,    jerry_value_is_promise,    jerry_value_is_proxy,
      jerry_value_is_arraybuffer, jerry_value_is_dataview, jerry_value_is_typedarray, jerry_value_is_function,
  };
  static const char *const sources[] = {
      "undefined",
      "null",
      "true",
      "7",
      "'s'",
      "[]",
      "Promise.resolve()",
      "new Proxy({}, {})",
      "new ArrayBuffer(1)",
      "new DataView(new ArrayBuffer(1))",
      "new Uint8Array(1)",
      "(function () {})",
  };
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    if (!can_make(sources[i])) {
      continue;
    }
    jerry_value_t value = script(sources[i]);
    for (size_t j = 0; j < sizeof questions / sizeof questions[0]; j++) {
      check_int(i == j, questions[j](value), sources[i], __FILE__, (int)j);
    }
    jerry_value_t exception = jerry_throw_value(value, true);
    for (size_t j = 0; j < sizeof questions / sizeof questions[0]; j++) {
      check_int(false, questions[j](exception), "exception", __FILE__, (int)j);
    }
    CHECK(jerry_value_is_exception(exception));
    CHECK_INT(JERRY_TYPE_EXCEPTION, jerry_value_type(exception));
    jerry_value_free(exception);
  }
}

static void numbers_keep_their_value(void) {
  static const double numbers[] = {0, 1, -1, 0.5, 2147483647, -2147483648.0, 4294967295.0, 1e300, 5e-324};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    jerry_value_t value = jerry_number(numbers[i]);
    CHECK(jerry_value_as_number(value) == numbers[i]);
    jerry_value_free(value);
  }
  jerry_value_t value = jerry_number(-0.0);
  CHECK(signbit(jerry_value_as_number(value)));
  jerry_value_free(value);
  value = jerry_number(NAN);
  CHECK(isnan(jerry_value_as_number(value)));
  CHECK(jerry_value_is_number(value));
  jerry_value_free(value);
  value = jerry_number(-INFINITY);
  CHECK(jerry_value_as_number(value) == -INFINITY);
  jerry_value_free(value);
  value = jerry_number(INFINITY);
  CHECK(jerry_value_as_number(value) == INFINITY);
  jerry_value_free(value);
}

static void numbers_are_taken_as_integers(void) {
  static const struct {
    double number;
    int32_t int32;
    uint32_t uint32;
  } table[] = {
      {0, 0, 0},
      {1.9, 1, 1},
      {-1.9, -1, 4294967295u},
      {4294967296.0 + 5, 5, 5},
      {2147483648.0, INT32_MIN, 2147483648u},
      {NAN, 0, 0},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    jerry_value_t value = jerry_number(table[i].number);
    CHECK_INT(table[i].int32, jerry_value_as_int32(value));
    CHECK_INT(table[i].uint32, jerry_value_as_uint32(value));
    jerry_value_free(value);
  }
  jerry_value_t text = jerry_string_sz("12");
  CHECK(jerry_value_as_number(text) == 0);
  CHECK_INT(0, jerry_value_as_int32(text));
  jerry_value_free(text);
}

static void integers_are_the_numbers_that_they_are(void) {
#ifndef JERRY_QUICKJS_VERSION_MAJOR
  integers_start();
  CHECK(integers.step != 0);
#endif
  for (uint32_t number = 0; number <= UINT16_MAX; number++) {
    jerry_value_t value = engine_integer((uint16_t)number);
    CHECK(jerry_value_is_number(value));
    CHECK_INT(number, jerry_value_as_number(value));
  }
  set_global("zero", engine_integer(0));
  set_global("port", engine_integer(41234));
  set_global("most", engine_integer(UINT16_MAX));
  CHECK_SCRIPT("true", "Object.is(zero, 0) && port === 41234 && most + 1 === 65536");
#ifndef JERRY_QUICKJS_VERSION_MAJOR
  integers.step = 0; /* as where they were not found to be even */
  CHECK_INT(41234, jerry_value_as_number(engine_integer(41234)));
#endif
}

static void conversions_are_those_of_script(void) {
  jerry_value_t text = jerry_string_sz(" 12.5 ");
  jerry_value_t object = script("({ valueOf: function () { return 3; }, toString: function () { return 'o'; } })");
  CHECK_TEXT("12.5", jerry_value_to_number(text));
  CHECK_TEXT("3", jerry_value_to_number(object));
  CHECK_TEXT("o", jerry_value_to_string(object));
  CHECK_TEXT("true", jerry_value_to_string(jerry_boolean(true)));
  jerry_value_free(object);
  jerry_value_free(text);
}

static void a_conversion_passes_on_what_script_throws(void) {
  jerry_value_t object = script("({ valueOf: function () { throw 'from valueOf'; } })");
  CHECK_TEXT("throws from valueOf", jerry_value_to_number(object));
  jerry_value_free(object);
}

static void values_are_compared_as_by_script(void) {
  jerry_value_t a = jerry_string_sz("same"), b = jerry_string_sz("same"), object = jerry_object();
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, a, b));
  CHECK_TEXT("false", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, a, object));
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, object, object));
  jerry_value_free(object);
  jerry_value_free(b);
  jerry_value_free(a);
}

static void dates_use_the_ports_clock_and_zone(void) {
  CHECK_SCRIPT("1709208000000", "Date.now()");
  CHECK_SCRIPT("-120", "new Date().getTimezoneOffset()");
  CHECK_SCRIPT("14", "new Date().getHours()");
}

static const struct test tests[] = {
    {"kinds are told apart", kinds_are_told_apart},
    {"each question is true of its kind alone", each_question_is_true_of_its_kind_alone},
    {"numbers keep their value", numbers_keep_their_value},
    {"numbers are taken as integers", numbers_are_taken_as_integers},
    {"integers are the numbers that they are", integers_are_the_numbers_that_they_are},
    {"conversions are those of script", conversions_are_those_of_script},
    {"a conversion passes on what script throws", a_conversion_passes_on_what_script_throws},
    {"values are compared as by script", values_are_compared_as_by_script},
    {"dates use the port's clock and zone", dates_use_the_ports_clock_and_zone},
    {NULL, NULL},
};
const struct suite values = {"values", tests, false};
