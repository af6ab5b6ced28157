/* functions.c: calling script from C and C from script. */
#include "check.h"

static void functions_of_script_are_called(void) {
  jerry_value_t function = script("(function (a, b) { return [this.base, a, b, arguments.length].join('/'); })");
  jerry_value_t self = jerry_object(), args[] = {jerry_number(1), jerry_string_sz("two"), jerry_null()};
  set_property(self, "base", jerry_string_sz("self"));
  CHECK_TEXT("self/1/two/3", jerry_call(function, self, args, 3));
  CHECK_TEXT("self///0", jerry_call(function, self, NULL, 0));
  for (int i = 0; i < 3; i++) {
    jerry_value_free(args[i]);
  }
  jerry_value_free(self);
  jerry_value_free(function);
}

static void a_call_passes_on_what_is_thrown(void) {
  jerry_value_t function = script("(function () { throw new RangeError('far'); })");
  CHECK_THROWS("RangeError", jerry_call(function, jerry_undefined(), NULL, 0));
  jerry_value_free(function);
}

static void what_is_no_function_is_not_called(void) {
  jerry_value_t object = jerry_object();
  CHECK_THROWS("TypeError", jerry_call(object, jerry_undefined(), NULL, 0));
  CHECK_THROWS("TypeError", jerry_call(jerry_undefined(), jerry_undefined(), NULL, 0));
  jerry_value_free(object);
}

static jerry_value_t describe(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  jerry_value_t result = jerry_array(0);
  jerry_value_t parts[] = {jerry_boolean(jerry_value_is_undefined(info->new_target)), jerry_number(count),
                           jerry_boolean(jerry_value_is_function(info->function))};
  for (uint32_t i = 0; i < 3; i++) {
    jerry_value_free(jerry_object_set_index(result, i, parts[i]));
  }
  jerry_value_free(jerry_object_set_index(result, 3, info->this_value));
  if (count) {
    jerry_value_free(jerry_object_set_index(result, 4, args[count - 1]));
  }
  return result;
}

static void native_functions_get_arguments_and_this(void) {
  set_function("describe", describe);
  CHECK_SCRIPT("true,0,true,x", "describe.call('x')");
  CHECK_SCRIPT("true,3,true,,c", "describe.call(null, 'a', 'b', 'c')");
  CHECK_SCRIPT("true,2,true,,2", "describe.apply(undefined, [1, 2])");
  CHECK_SCRIPT("function", "typeof describe");
  CHECK_SCRIPT("true", "describe instanceof Function");
}

static jerry_value_t give_back(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  (void)info;
  return count ? jerry_value_copy(args[0]) : jerry_undefined();
}

static void native_functions_return_any_value(void) {
  set_function("giveBack", give_back);
  CHECK_SCRIPT("undefined", "giveBack()");
  CHECK_SCRIPT("true", "var o = {}; giveBack(o) === o");
  CHECK_SCRIPT("1.5", "giveBack(1.5)");
}

static jerry_value_t throw_it(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  (void)info;
  return count ? jerry_throw_value(args[0], false) : jerry_throw_sz(JERRY_ERROR_COMMON, "none given");
}

static void an_exception_returned_is_thrown(void) {
  set_function("throwIt", throw_it);
  CHECK_SCRIPT("caught 7", "try { throwIt(7); } catch (e) { 'caught ' + e; }");
  CHECK_SCRIPT("caught 1.5", "try { throwIt(1.5); } catch (e) { 'caught ' + e; }");
  CHECK_SCRIPT("caught Error: none given", "try { throwIt(); } catch (e) { 'caught ' + e; }");
  CHECK_SCRIPT("throws text", "throwIt('text')");
  CHECK_SCRIPT("finally", "var f = ''; try { try { throwIt(1); } finally { f = 'finally'; } } catch (e) {} f");
}

static jerry_value_t construct(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  if (jerry_value_is_undefined(info->new_target)) {
    return jerry_string_sz("called");
  }
  if (count == 2) {
    return jerry_value_copy(args[1]);
  }
  set_property(info->this_value, "argument", count ? jerry_value_copy(args[0]) : jerry_null());
  return jerry_undefined();
}

static void native_functions_construct(void) {
  set_function("Native", construct);
  CHECK_SCRIPT("called", "Native()");
  CHECK_SCRIPT("a", "new Native('a').argument");
  CHECK_SCRIPT("true", "new Native() instanceof Native");
  CHECK_SCRIPT("other", "new Native(1, { name: 'other' }).name");
  CHECK_SCRIPT("true", "typeof new Native(1, 2) === 'object'");
  CHECK_SCRIPT("method", "Native.prototype.m = function () { return 'method'; }; new Native().m()");
  CHECK_SCRIPT("true", "Native.prototype.constructor === Native");
  CHECK_SCRIPT("sub", "function Sub() {} Sub.prototype.s = 'sub'; Reflect.construct(Native, [], Sub).s");
}

static jerry_value_t call_back(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  return count ? jerry_call(args[0], info->this_value, args + 1, count - 1) : jerry_undefined();
}

static void calls_nest(void) {
  set_function("callBack", call_back);
  CHECK_SCRIPT("3", "callBack(function (a, b) { return a + b; }, 1, 2)");
  CHECK_SCRIPT("deep", "callBack(callBack, callBack, function () { return 'deep'; })");
  CHECK_SCRIPT("throws inner", "callBack(function () { throw 'inner'; })");
  CHECK_SCRIPT("caught inner", "try { callBack(function () { throw 'inner'; }); } catch (e) { 'caught ' + e; }");
}

static void parsed_text_runs_when_it_is_run(void) {
  const char *source = "counter = (typeof counter === 'undefined' ? 0 : counter) + 1; 'ran ' + counter";
  jerry_value_t code = jerry_parse((const jerry_char_t *)source, strlen(source), NULL);
  CHECK(!jerry_value_is_exception(code));
  CHECK_TEXT("ran 1", jerry_run(code));
  CHECK_TEXT("ran 2", jerry_run(code));
  jerry_value_free(code);
  CHECK_THROWS("TypeError", jerry_run(jerry_undefined()));
}

static void text_may_end_without_zero(void) {
  const jerry_char_t text[] = {'1', '+', '1', '+'};
  jerry_value_t code = jerry_parse(text, 3, NULL);
  CHECK_TEXT("2", jerry_run(code));
  jerry_value_free(code);
}

static void wrong_text_is_a_syntax_error(void) {
  CHECK_THROWS("SyntaxError", script("var = 1"));
  CHECK_THROWS("SyntaxError", jerry_parse(JERRY_ZSTR_ARG("(function () {"), NULL));
  CHECK_THROWS("SyntaxError", script("/(/"));
}

static const struct test tests[] = {
    {"functions of script are called", functions_of_script_are_called},
    {"a call passes on what is thrown", a_call_passes_on_what_is_thrown},
    {"what is no function is not called", what_is_no_function_is_not_called},
    {"native functions get arguments and this", native_functions_get_arguments_and_this},
    {"native functions return any value", native_functions_return_any_value},
    {"an exception returned is thrown", an_exception_returned_is_thrown},
    {"native functions construct", native_functions_construct},
    {"calls nest", calls_nest},
    {"parsed text runs when it is run", parsed_text_runs_when_it_is_run},
    {"text may end without zero", text_may_end_without_zero},
    {"wrong text is a syntax error", wrong_text_is_a_syntax_error},
    {NULL, NULL},
};
const struct suite functions = {"functions", tests, false};
