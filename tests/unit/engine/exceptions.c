/* exceptions.c: exceptions as values, aborts. */
#include "check.h"

static void any_value_can_be_thrown(void) {
  static const char *const sources[] = {"undefined",       "null", "false", "7",           "1.5",       "-0.25",
                                        "'text'",          "({})", "[]",    "Symbol('s')", "BigInt(1)", "NaN",
                                        "(function () {})"};
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    jerry_value_t value = script(sources[i]);
    jerry_value_t exception = jerry_throw_value(value, false);
    CHECK(jerry_value_is_exception(exception));
    CHECK(!jerry_value_is_abort(exception));
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
  CHECK_TEXT("aborts once", jerry_throw_abort(exception, false));
  jerry_value_t abort = jerry_throw_abort(exception, true);
  CHECK_TEXT("throws once", jerry_throw_value(abort, true));
}

static void errors_are_thrown_with_type_and_message(void) {
  static const struct {
    jerry_error_t type;
    const char *text;
  } table[] = {
      {JERRY_ERROR_COMMON, "throws Error: m"},       {JERRY_ERROR_EVAL, "throws EvalError: m"},
      {JERRY_ERROR_RANGE, "throws RangeError: m"},   {JERRY_ERROR_REFERENCE, "throws ReferenceError: m"},
      {JERRY_ERROR_SYNTAX, "throws SyntaxError: m"}, {JERRY_ERROR_TYPE, "throws TypeError: m"},
      {JERRY_ERROR_URI, "throws URIError: m"},
  };
  jerry_value_t message = jerry_string_sz("m");
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    CHECK_TEXT(table[i].text, jerry_throw_sz(table[i].type, "m"));
    CHECK_TEXT(table[i].text, jerry_throw(table[i].type, message));
    CHECK_TEXT(table[i].text + 7, jerry_error(table[i].type, message));
    CHECK_TEXT(table[i].text + 7, jerry_error_sz(table[i].type, "m"));
    CHECK_THROWS(table[i].type, jerry_throw_sz(table[i].type, "m"));
    jerry_value_t error = jerry_error(table[i].type, message);
    CHECK(jerry_value_is_error(error));
    CHECK_INT(table[i].type, jerry_error_type(error));
    jerry_value_free(error);
  }
  jerry_value_free(message);
}

static void only_errors_have_an_error_type(void) {
  jerry_value_t object = jerry_object();
  CHECK_INT(JERRY_ERROR_NONE, jerry_error_type(object));
  CHECK_INT(JERRY_ERROR_NONE, jerry_error_type(jerry_undefined()));
  jerry_value_free(object);
}

/* ---- aborts ---- */

static jerry_value_t quit(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  (void)info;
  (void)args;
  (void)count;
  return jerry_throw_abort(jerry_string_sz("bye"), true);
}

static void script_cannot_catch_an_abort(void) {
  set_function("quit", quit);
  set_global("trace", jerry_string_sz(""));
  CHECK_SCRIPT("aborts bye", "try { quit(); } catch (e) { trace += 'caught'; } trace += 'after';");
  CHECK_TEXT("", get_global("trace"));
}

static void an_abort_skips_finally(void) {
  set_function("quit", quit);
  set_global("trace", jerry_string_sz(""));
  CHECK_SCRIPT("aborts bye", "(function () { try { quit(); } finally { trace += 'finally'; } })()");
  CHECK_TEXT("", get_global("trace"));
}

static jerry_value_t call_back(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  return count ? jerry_call(args[0], info->this_value, NULL, 0) : jerry_undefined();
}

static void an_abort_passes_through_native_frames(void) {
  set_function("quit", quit);
  set_function("callBack", call_back);
  CHECK_SCRIPT("aborts bye", "try { callBack(function () { quit(); }); } catch (e) { 'caught'; }");
  CHECK_SCRIPT("aborts bye", "[1, 2].forEach(function () { quit(); })");
}

static void the_engine_goes_on_after_an_abort(void) {
  set_function("quit", quit);
  CHECK_SCRIPT("aborts bye", "quit()");
  CHECK_SCRIPT("2", "1 + 1");
  CHECK_SCRIPT("caught", "try { throw 1; } catch (e) { 'caught'; }");
  CHECK_SCRIPT("aborts bye", "quit()");
  run_jobs();
}

static const struct test tests[] = {
    {"any value can be thrown", any_value_can_be_thrown},
    {"what script throws comes out", what_script_throws_comes_out},
    {"a plain value is its own exception value", a_plain_value_is_its_own_exception_value},
    {"throwing an exception again keeps it", throwing_an_exception_again_keeps_it},
    {"errors are thrown with type and message", errors_are_thrown_with_type_and_message},
    {"only errors have an error type", only_errors_have_an_error_type},
    {"script cannot catch an abort", script_cannot_catch_an_abort},
    {"an abort skips finally", an_abort_skips_finally},
    {"an abort passes through native frames", an_abort_passes_through_native_frames},
    {"the engine goes on after an abort", the_engine_goes_on_after_an_abort},
    {NULL, NULL},
};
const struct suite exceptions = {"exceptions", tests, false};
