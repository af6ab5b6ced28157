/* snapshots.c: precompiled code. */
#include "check.h"

static uint32_t code[4096];

static size_t compile(const char *source) {
  jerry_parse_options_t options;
  memset(&options, 0, sizeof options);
  options.options = JERRY_PARSE_HAS_SOURCE_NAME;
  options.source_name = jerry_string_sz("app.js");
  jerry_value_t parsed = jerry_parse((const jerry_char_t *)source, strlen(source), &options);
  jerry_value_free(options.source_name);
  CHECK(!jerry_value_is_exception(parsed));
  jerry_value_t size = jerry_generate_snapshot(parsed, 0, code, sizeof code);
  jerry_value_free(parsed);
  CHECK(jerry_value_is_number(size));
  size_t bytes = (size_t)jerry_value_as_number(size);
  jerry_value_free(size);
  return bytes;
}

static jerry_value_t load(size_t size, uint32_t options) {
  jerry_exec_snapshot_option_values_t values;
  memset(&values, 0, sizeof values);
  values.source_name = jerry_string_sz("app.js");
  jerry_value_t result = jerry_exec_snapshot(code, size, 0, options | JERRY_SNAPSHOT_EXEC_HAS_SOURCE_NAME, &values);
  jerry_value_free(values.source_name);
  return result;
}

/* The engine that runs the code is another one than made it. */
static size_t compile_apart(const char *source) {
  jerry_init(JERRY_INIT_EMPTY);
  size_t size = compile(source);
  jerry_cleanup();
  jerry_init(JERRY_INIT_EMPTY);
  return size;
}

static void code_gives_what_its_text_gives(void) {
  static const struct {
    const char *source, *expected;
  } table[] = {
      {"6 * 7", "42"},
      {"'h\xc3\xa9llo \xe2\x82\xac \xf0\x9f\x98\x80'", "h\xc3\xa9llo \xe2\x82\xac \xf0\x9f\x98\x80"},
      {"[1.5, -0.1, 1e300, 4294967296].join()", "1.5,-0.1,1e+300,4294967296"},
      {"'xaab'.replace(/a+b/g, function (m) { return m.length; })", "x3"},
      {"(function () { var n = 0; return function () { return ++n; }; })()()", "1"},
      {"({ a: { b: [1, { c: 2 }] } }).a.b[1].c", "2"},
      {"var t = 0; for (var i = 0; i < 1000; i++) t += i; t", "499500"},
      {"try { null.x; } catch (e) { e.name; }", "TypeError"},
      {"switch ('b') { case 'a': 1; break; case 'b': 2; break; default: 3; }", "2"},
      {"(function f(n) { return n ? n * f(n - 1) : 1; })(5)", "120"},
      {"function A(x) { this.x = x; } A.prototype.get = function () { return this.x; }; new A(7).get()", "7"},
      {"(function () { return arguments.length + this.a; }).apply({ a: 1 }, [1, 2])", "3"},
      {"(function (a, b) { a = 9; return arguments[0] + String(b); })(1)", "9undefined"},
      {"(function (a) { 'use strict'; return this === undefined && a; })(8)", "8"},
      {"(function () { var x = 4; return eval('x + 1'); })()", "5"},
      {"[0, 1, 2].map(function (k) { return function () { return k; }; }).map(function (f) { return f(); }).join('')",
       "012"},
      {"(function (a, b) {}).length + (function () {}).prototype.constructor.name.length", "2"},
      {"try { (function () { throw new RangeError('first'); })(); } catch (e) { e.message; }", "first"},
      {"[3, 1, 2].sort(function (a, b) { return a - b; }).join('')", "123"},
      {"var o = { get x() { return 5; }, set x(v) { this.y = v; } }; o.x = 6; o.x + o.y", "11"},
      {"BigInt('123456789012345678901234567890') + BigInt(1)", "123456789012345678901234567891"},
  };
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    size_t size = compile_apart(table[i].source);
    check_text(table[i].expected, load(size, 0), table[i].source, __FILE__, __LINE__);
    jerry_cleanup();
  }
}

static void a_function_expression_comes_out(void) {
  size_t size = compile_apart("(function (exports, require, module, native) { exports.sum = native + require; })");
  jerry_value_t function = load(size, 0);
  CHECK(jerry_value_is_function(function));
  jerry_value_t args[] = {jerry_object(), jerry_number(1), jerry_undefined(), jerry_number(2)};
  CHECK_TEXT("undefined", jerry_call(function, jerry_undefined(), args, 4));
  CHECK_TEXT("3", jerry_object_get_sz(args[0], "sum"));
  jerry_value_free(args[0]);
  jerry_value_free(args[1]);
  jerry_value_free(args[3]);
  jerry_value_free(function);
  jerry_cleanup();
}

static void code_loads_as_a_function(void) {
  size_t size = compile_apart("ran = (typeof ran === 'undefined' ? 0 : ran) + 1; ran");
  jerry_value_t function = load(size, JERRY_SNAPSHOT_EXEC_LOAD_AS_FUNCTION);
  CHECK(jerry_value_is_function(function));
  CHECK_SCRIPT("undefined", "typeof ran");
  CHECK_TEXT("1", jerry_call(function, jerry_undefined(), NULL, 0));
  CHECK_TEXT("2", jerry_call(function, jerry_undefined(), NULL, 0));
  jerry_value_free(function);
  jerry_cleanup();
}

static void one_code_loads_many_times(void) {
  size_t size = compile_apart("(function () { return 'again'; })");
  for (int i = 0; i < 10; i++) {
    jerry_value_t function = load(size, 0);
    CHECK_TEXT("again", jerry_call(function, jerry_undefined(), NULL, 0));
    jerry_value_free(function);
  }
  jerry_cleanup();
}

static void an_exception_comes_out(void) {
  size_t size = compile_apart("throw new RangeError('from code')");
  CHECK_TEXT("throws RangeError: from code", load(size, 0));
  jerry_cleanup();
}

static void wrong_data_is_refused(void) {
  size_t size = compile_apart("1");
  code[0] ^= 1;
  CHECK_THROWS(NULL, load(size, 0));
  code[0] ^= 1;
  CHECK_THROWS(NULL, load(8, 0));
  CHECK_TEXT("1", load(size, 0));
  jerry_cleanup();
}

static void a_small_buffer_is_refused(void) {
  jerry_init(JERRY_INIT_EMPTY);
  jerry_value_t parsed = jerry_parse(JERRY_ZSTR_ARG("(function () { return 'some text'; })"), NULL);
  CHECK_THROWS("RangeError", jerry_generate_snapshot(parsed, 0, code, 16));
  jerry_value_free(parsed);
  CHECK_THROWS(NULL, jerry_generate_snapshot(jerry_undefined(), 0, code, sizeof code));
  jerry_cleanup();
}

static const struct test tests[] = {
    {"code gives what its text gives", code_gives_what_its_text_gives},
    {"a function expression comes out", a_function_expression_comes_out},
    {"code loads as a function", code_loads_as_a_function},
    {"one code loads many times", one_code_loads_many_times},
    {"an exception comes out", an_exception_comes_out},
    {"wrong data is refused", wrong_data_is_refused},
    {"a small buffer is refused", a_small_buffer_is_refused},
    {NULL, NULL},
};
const struct suite snapshots = {"snapshots", tests, true};
