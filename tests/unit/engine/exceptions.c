/* exceptions.c: exceptions as values. */
#include "check.h"

static void any_value_can_be_thrown(void) {
  static const char *const sources[] = {"undefined",       "null", "false", "7",           "1.5",       "-0.25",
                                        "'text'",          "({})", "[]",    "Symbol('s')", "BigInt(1)", "NaN",
                                        "(function () {})"};
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    jerry_value_t value = script(sources[i]);
    jerry_value_t exception = jerry_throw_value(value, false);
    CHECK(jerry_value_is_exception(exception));
    jerry_value_t copy = jerry_value_copy(exception);
    jerry_value_t thrown = jerry_exception_value(exception, true), again = jerry_exception_value(copy, false);
    check_int(jerry_value_type(value), jerry_value_type(thrown), sources[i], __FILE__, __LINE__);
    if (i != 11) { /* NaN is not equal to itself */
      CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, value, thrown));
      CHECK_TEXT("true", jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, value, again));
    }
    jerry_value_free(again);
    jerry_value_free(thrown);
    jerry_value_free(copy);
    jerry_value_free(value);
  }
}

static void what_script_throws_comes_out(void) {
  CHECK_SCRIPT("throws 1.5", "throw 1.5");
  CHECK_SCRIPT("throws undefined", "throw undefined");
  CHECK_SCRIPT("throws Error: deep", "(function f(n) { if (n) f(n - 1); else throw new Error('deep'); })(20)");
}

static void a_plain_value_is_its_own_exception_value(void) {
  jerry_value_t text = jerry_string_sz("text");
  CHECK_TEXT("text", jerry_exception_value(text, false));
  CHECK_TEXT("text", jerry_exception_value(text, true));
}

static void throwing_an_exception_again_keeps_it(void) {
  jerry_value_t exception = jerry_throw_value(jerry_string_sz("once"), true);
  CHECK_TEXT("throws once", jerry_throw_value(exception, false));
  CHECK_TEXT("throws once", jerry_throw_value(exception, true));
}

static void errors_are_thrown_with_type_and_message(void) {
  static const struct {
    jerry_error_t type;
    const char *text;
  } table[] = {
      {JERRY_ERROR_COMMON, "throws Error: m"},
      {JERRY_ERROR_RANGE, "throws RangeError: m"},
      {JERRY_ERROR_TYPE, "throws TypeError: m"},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    CHECK_TEXT(table[i].text, jerry_throw_sz(table[i].type, "m"));
  }
}

static const struct test tests[] = {
    {"any value can be thrown", any_value_can_be_thrown},
    {"what script throws comes out", what_script_throws_comes_out},
    {"a plain value is its own exception value", a_plain_value_is_its_own_exception_value},
    {"throwing an exception again keeps it", throwing_an_exception_again_keeps_it},
    {"errors are thrown with type and message", errors_are_thrown_with_type_and_message},
    {NULL, NULL},
};
const struct suite exceptions = {"exceptions", tests, false};
