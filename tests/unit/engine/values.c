/* values.c: kinds of values, conversions, primitives. */
#include <math.h>
#include <string.h>

#include "check.h"

/* JerryScript for a board with little flash is built without Proxy: then script has no such name. */
static bool can_make(const char *source) {
  return strstr(source, "Proxy") == NULL || jerry_feature_enabled(JERRY_FEATURE_PROXY);
}

static void kinds_are_told_apart(void) {
  static const struct {
    const char *source;
    jerry_type_t type;
    jerry_object_type_t object;
  } table[] = {
      {"undefined", JERRY_TYPE_UNDEFINED, JERRY_OBJECT_TYPE_NONE},
      {"null", JERRY_TYPE_NULL, JERRY_OBJECT_TYPE_NONE},
      {"true", JERRY_TYPE_BOOLEAN, JERRY_OBJECT_TYPE_NONE},
      {"1", JERRY_TYPE_NUMBER, JERRY_OBJECT_TYPE_NONE},
      {"-1.5", JERRY_TYPE_NUMBER, JERRY_OBJECT_TYPE_NONE},
      {"'text'", JERRY_TYPE_STRING, JERRY_OBJECT_TYPE_NONE},
      {"Symbol('s')", JERRY_TYPE_SYMBOL, JERRY_OBJECT_TYPE_NONE},
      {"BigInt(7)", JERRY_TYPE_BIGINT, JERRY_OBJECT_TYPE_NONE},
      {"({})", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_GENERIC},
      {"[]", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_ARRAY},
      {"(function () {})", JERRY_TYPE_FUNCTION, JERRY_OBJECT_TYPE_FUNCTION},
      {"new Proxy({}, {})", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_PROXY},
      {"Promise.resolve(1)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_PROMISE},
      {"new DataView(new ArrayBuffer(1))", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_DATAVIEW},
      {"new Float32Array(1)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_TYPEDARRAY},
      {"new ArrayBuffer(1)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_ARRAYBUFFER},
      {"new SharedArrayBuffer(1)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_SHARED_ARRAY_BUFFER},
      {"new Map()", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_CONTAINER},
      {"new RangeError('r')", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_ERROR},
      {"(function () { return arguments; })()", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_ARGUMENTS},
      {"new Boolean(true)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_BOOLEAN},
      {"new Date(0)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_DATE},
      {"new Number(1)", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_NUMBER},
      {"/a/", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_REGEXP},
      {"new String('s')", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_STRING},
      {"[][Symbol.iterator]()", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_ITERATOR},
      {"new WeakRef({})", JERRY_TYPE_OBJECT, JERRY_OBJECT_TYPE_WEAKREF},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    if (!can_make(table[i].source))
      continue;
    jerry_value_t value = script(table[i].source);
    check_int(table[i].type, jerry_value_type(value), table[i].source, __FILE__, __LINE__);
    check_int(table[i].object, jerry_object_type(value), table[i].source, __FILE__, __LINE__);
    jerry_value_free(value);
  }
}

static void each_question_is_true_of_its_kind_alone(void) {
  static bool (*const questions[])(const jerry_value_t) = {
      jerry_value_is_undefined, jerry_value_is_null,    jerry_value_is_true,       jerry_value_is_false,
      jerry_value_is_number,    jerry_value_is_string,  jerry_value_is_symbol,     jerry_value_is_bigint,
      jerry_value_is_array,     jerry_value_is_promise, jerry_value_is_proxy,      jerry_value_is_arraybuffer,
      jerry_value_is_dataview,  jerry_value_is_error,   jerry_value_is_typedarray, jerry_value_is_function,
  };
  static const char *const sources[] = {
      "undefined",
      "null",
      "true",
      "false",
      "7",
      "'s'",
      "Symbol()",
      "BigInt(1)",
      "[]",
      "Promise.resolve()",
      "new Proxy({}, {})",
      "new ArrayBuffer(1)",
      "new DataView(new ArrayBuffer(1))",
      "new Error('e')",
      "new Uint8Array(1)",
      "(function () {})",
  };
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    if (!can_make(sources[i]))
      continue;
    jerry_value_t value = script(sources[i]);
    for (size_t j = 0; j < sizeof questions / sizeof questions[0]; j++)
      check_int(i == j, questions[j](value), sources[i], __FILE__, (int)j);
    jerry_value_t exception = jerry_throw_value(value, true);
    for (size_t j = 0; j < sizeof questions / sizeof questions[0]; j++)
      check_int(false, questions[j](exception), "exception", __FILE__, (int)j);
    CHECK(jerry_value_is_exception(exception));
    CHECK_INT(JERRY_TYPE_EXCEPTION, jerry_value_type(exception));
    jerry_value_free(exception);
  }
}

static void functions_are_told_apart(void) {
  jerry_value_t value = script("(function () {}).bind(null)");
  CHECK_INT(JERRY_FUNCTION_TYPE_BOUND, jerry_function_type(value));
  jerry_value_free(value);
  value = script("(function* () {})");
  CHECK_INT(JERRY_FUNCTION_TYPE_GENERATOR, jerry_function_type(value));
  jerry_value_free(value);
  value = script("(async function () {})");
  CHECK(jerry_value_is_async_function(value));
  CHECK(!jerry_value_is_constructor(value));
  jerry_value_free(value);
  value = script("(function () {})");
  CHECK(!jerry_value_is_async_function(value));
  CHECK(jerry_value_is_constructor(value));
  CHECK(jerry_value_is_object(value));
  jerry_value_free(value);
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
  value = jerry_nan();
  CHECK(isnan(jerry_value_as_number(value)));
  CHECK(jerry_value_is_number(value));
  jerry_value_free(value);
  value = jerry_infinity(true);
  CHECK(jerry_value_as_number(value) == -INFINITY);
  jerry_value_free(value);
  value = jerry_infinity(false);
  CHECK(jerry_value_as_number(value) == INFINITY);
  jerry_value_free(value);
}

static void numbers_are_taken_as_integers(void) {
  static const struct {
    double number;
    int32_t int32;
    uint32_t uint32;
    double integer;
  } table[] = {
      {0, 0, 0, 0},
      {1.9, 1, 1, 1},
      {-1.9, -1, 4294967295u, -1},
      {4294967296.0 + 5, 5, 5, 4294967301.0},
      {2147483648.0, INT32_MIN, 2147483648u, 2147483648.0},
      {NAN, 0, 0, 0},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    jerry_value_t value = jerry_number(table[i].number);
    CHECK_INT(table[i].int32, jerry_value_as_int32(value));
    CHECK_INT(table[i].uint32, jerry_value_as_uint32(value));
    CHECK(jerry_value_as_integer(value) == table[i].integer);
    jerry_value_free(value);
  }
  jerry_value_t text = jerry_string_sz("12");
  CHECK(jerry_value_as_number(text) == 0);
  CHECK_INT(0, jerry_value_as_int32(text));
  jerry_value_free(text);
}

static void conversions_are_those_of_script(void) {
  jerry_value_t text = jerry_string_sz(" 12.5 ");
  jerry_value_t object = script("({ valueOf: function () { return 3; }, toString: function () { return 'o'; } })");
  CHECK_TEXT("12.5", jerry_value_to_number(text));
  CHECK_TEXT("3", jerry_value_to_number(object));
  CHECK_TEXT("o", jerry_value_to_string(object));
  CHECK_TEXT("3", jerry_value_to_primitive(object));
  CHECK(jerry_value_to_boolean(object));
  CHECK(jerry_value_to_boolean(text));
  jerry_value_t boxed = jerry_value_to_object(text);
  CHECK_INT(JERRY_OBJECT_TYPE_STRING, jerry_object_type(boxed));
  jerry_value_free(boxed);
  jerry_value_t number = jerry_number(9007199254740991.0);
  CHECK_TEXT("9007199254740991", jerry_value_to_bigint(number));
  CHECK_TEXT("true", jerry_value_to_string(jerry_boolean(true)));
  jerry_value_free(number);
  jerry_value_free(object);
  jerry_value_free(text);
  CHECK(!jerry_value_to_boolean(jerry_undefined()));
  CHECK(!jerry_value_to_boolean(jerry_null()));
  jerry_value_t empty = jerry_string_sz("");
  CHECK(!jerry_value_to_boolean(empty));
  jerry_value_free(empty);
}

static void a_conversion_passes_on_what_script_throws(void) {
  jerry_value_t object = script("({ valueOf: function () { throw 'from valueOf'; } })");
  CHECK_TEXT("throws from valueOf", jerry_value_to_number(object));
  jerry_value_free(object);
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_value_to_object(jerry_undefined()));
}

static void bigints_are_made_of_digits(void) {
  static const uint64_t one[] = {UINT64_MAX}, two[] = {1, 1};
  CHECK_TEXT("18446744073709551615", jerry_bigint(one, 1, false));
  CHECK_TEXT("-18446744073709551615", jerry_bigint(one, 1, true));
  CHECK_TEXT("18446744073709551617", jerry_bigint(two, 2, false));
  CHECK_TEXT("-18446744073709551617", jerry_bigint(two, 2, true));
  CHECK_TEXT("0", jerry_bigint(NULL, 0, false));
}

static void values_are_compared_as_by_script(void) {
  jerry_value_t a = jerry_string_sz("same"), b = jerry_string_sz("same"), object = jerry_object();
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, a, b));
  CHECK_TEXT("false", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, a, object));
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, object, object));
  jerry_value_t constructor = get_global("Object");
  CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_INSTANCEOF, object, constructor));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_binary_op(JERRY_BIN_OP_INSTANCEOF, a, constructor));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_binary_op(JERRY_BIN_OP_INSTANCEOF, object, object));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_binary_op(JERRY_BIN_OP_INSTANCEOF, object, jerry_undefined()));
  jerry_value_free(constructor);
  jerry_value_free(object);
  jerry_value_free(b);
  jerry_value_free(a);
}

static void containers_are_listed(void) {
  bool pairs = false;
  jerry_value_t map = script("new Map([['a', 1], ['b', 2], ['c', 3]])");
  CHECK_INT(JERRY_CONTAINER_TYPE_MAP, jerry_container_type(map));
  CHECK_TEXT("a,1,b,2,c,3", jerry_container_to_array(map, &pairs));
  CHECK(pairs);
  jerry_value_free(map);
  jerry_value_t with_holes = script("var s = new Set([1, 2, 3]); s.delete(2); s");
  CHECK_INT(JERRY_CONTAINER_TYPE_SET, jerry_container_type(with_holes));
  CHECK_TEXT("1,3", jerry_container_to_array(with_holes, &pairs));
  CHECK(!pairs);
  jerry_value_free(with_holes);
  jerry_value_t weak = script("new WeakMap()");
  CHECK_INT(JERRY_CONTAINER_TYPE_WEAKMAP, jerry_container_type(weak));
  jerry_value_free(weak);
  CHECK_INT(JERRY_CONTAINER_TYPE_INVALID, jerry_container_type(jerry_undefined()));
  CHECK_THROWS(JERRY_ERROR_TYPE, jerry_container_to_array(jerry_undefined(), &pairs));
}

static void dates_use_the_ports_clock_and_zone(void) {
  CHECK_SCRIPT("1709208000000", "Date.now()");
  CHECK_SCRIPT("-120", "new Date().getTimezoneOffset()");
  CHECK_SCRIPT("14", "new Date().getHours()");
}

static void features_are_there(void) {
  static const jerry_feature_t needed[] = {
      JERRY_FEATURE_ERROR_MESSAGES,
      JERRY_FEATURE_JS_PARSER,
      JERRY_FEATURE_HEAP_STATS,
      JERRY_FEATURE_SNAPSHOT_SAVE,
      JERRY_FEATURE_SNAPSHOT_EXEC,
      JERRY_FEATURE_JSON,
      JERRY_FEATURE_TYPEDARRAY,
      JERRY_FEATURE_LINE_INFO,
      JERRY_FEATURE_DATAVIEW,
      JERRY_FEATURE_BIGINT,
      JERRY_FEATURE_DATE,
      JERRY_FEATURE_REGEXP,
      JERRY_FEATURE_MAP,
      JERRY_FEATURE_SET,
      JERRY_FEATURE_WEAKMAP,
      JERRY_FEATURE_WEAKSET,
      JERRY_FEATURE_WEAKREF,
      JERRY_FEATURE_GLOBAL_THIS,
      JERRY_FEATURE_PROMISE_CALLBACK,
  };
  for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
    check_int(true, jerry_feature_enabled(needed[i]), "feature", __FILE__, (int)needed[i]);
  CHECK_SCRIPT(jerry_feature_enabled(JERRY_FEATURE_PROXY) ? "function" : "undefined", "typeof Proxy");
  CHECK(!jerry_feature_enabled(JERRY_FEATURE_DEBUGGER));
  CHECK_INT(3, JERRY_API_MAJOR_VERSION);
}

static const struct test tests[] = {
    {"kinds are told apart", kinds_are_told_apart},
    {"each question is true of its kind alone", each_question_is_true_of_its_kind_alone},
    {"functions are told apart", functions_are_told_apart},
    {"numbers keep their value", numbers_keep_their_value},
    {"numbers are taken as integers", numbers_are_taken_as_integers},
    {"conversions are those of script", conversions_are_those_of_script},
    {"a conversion passes on what script throws", a_conversion_passes_on_what_script_throws},
    {"BigInts are made of digits", bigints_are_made_of_digits},
    {"values are compared as by script", values_are_compared_as_by_script},
    {"containers are listed", containers_are_listed},
    {"dates use the port's clock and zone", dates_use_the_ports_clock_and_zone},
    {"features are there", features_are_there},
    {NULL, NULL},
};
const struct suite values = {"values", tests, false};
