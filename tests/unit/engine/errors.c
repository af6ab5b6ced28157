/* errors.c: the callback for new errors, and backtraces. */
#include <stdio.h>

#include "check.h"
#include "core/engine_calls.h"

static unsigned created;
static char trace[512];

static bool add_frame(jerry_frame_t *frame, void *user) {
  (void)user;
  char name[32] = "", file[32] = "";
  jerry_value_t value = engine_frame_name(frame);
  name[jerry_string_to_buffer(value, JERRY_ENCODING_UTF8, (jerry_char_t *)name, sizeof name - 1)] = 0;
  jerry_value_free(value);
  const jerry_frame_location_t *location = jerry_frame_location(frame);
  if (location) {
    file[jerry_string_to_buffer(location->source_name, JERRY_ENCODING_UTF8, (jerry_char_t *)file, sizeof file - 1)] = 0;
    snprintf(trace + strlen(trace), sizeof trace - strlen(trace), "%s@%s:%u;", name, file, (unsigned)location->line);
  }
  return true;
}

static jerry_value_t capture(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  (void)info;
  (void)args;
  (void)count;
  trace[0] = 0;
  jerry_backtrace_capture(add_frame, NULL);
  return jerry_undefined();
}

static void on_created(const jerry_value_t error, void *user) {
  CHECK(user == &created);
  created++;
  trace[0] = 0;
  jerry_backtrace_capture(add_frame, NULL);
  jerry_value_free(jerry_object_set_sz(error, "stack", jerry_undefined()));
  set_property(error, "stack", jerry_string_sz("made by the callback"));
}

static jerry_value_t run_file(const char *source, const char *name) {
  jerry_parse_options_t options;
  memset(&options, 0, sizeof options);
  options.options = JERRY_PARSE_HAS_SOURCE_NAME;
  options.source_name = jerry_string_sz(name);
  jerry_value_t code = jerry_parse((const jerry_char_t *)source, strlen(source), &options);
  jerry_value_free(options.source_name);
  if (jerry_value_is_exception(code)) {
    return code;
  }
  jerry_value_t result = jerry_run(code);
  jerry_value_free(code);
  return result;
}

static void frames_have_function_file_and_line(void) {
  set_function("capture", capture);
  const char *source = "function outer() {\n  inner();\n}\nfunction inner() {\n\n  capture();\n}\n(outer)();";
  jerry_value_free(run_file(source, "app.js"));
  CHECK(!strncmp(trace, "inner@app.js:6;outer@app.js:2;", 30));
}

static bool stop_at_first(jerry_frame_t *frame, void *user) {
  (void)frame;
  ++*(int *)user;
  return false;
}

static jerry_value_t capture_one(const jerry_call_info_t *info, const jerry_value_t args[],
                                 const jerry_length_t count) {
  (void)info;
  (void)args;
  (void)count;
  int frames = 0;
  jerry_backtrace_capture(stop_at_first, &frames);
  return jerry_number(frames);
}

static void a_walk_stops_when_told(void) {
  set_function("captureOne", capture_one);
  CHECK_SCRIPT("1", "(function f() { return (function g() { return captureOne(); })(); })()");
}

static void nothing_runs_nothing_to_walk(void) {
  int frames = 0;
  jerry_backtrace_capture(stop_at_first, &frames);
  CHECK_INT(0, frames);
}

static void listen(void) {
  created = 0;
  jerry_error_on_created(on_created, &created);
}

static void errors_of_script_reach_the_callback(void) {
  listen();
  CHECK_SCRIPT("made by the callback", "new Error('e').stack");
  CHECK_INT(1, created);
  CHECK_SCRIPT("made by the callback", "TypeError('e').stack");
  CHECK_INT(2, created);
  CHECK_SCRIPT("made by the callback",
               "function Mine() { var e = new Error('m'); e.name = 'Mine'; return e; } new Mine().stack");
  CHECK_SCRIPT("made by the callback", "class Sub extends RangeError {} new Sub('s').stack");
  CHECK_INT(4, created);
}

static void errors_of_the_engine_reach_the_callback(void) {
  listen();
  CHECK_SCRIPT("made by the callback", "try { null.x; } catch (e) { e.stack; }");
  CHECK_SCRIPT("made by the callback", "try { missing(); } catch (e) { e.stack; }");
  CHECK_SCRIPT("made by the callback", "try { new Array(-1); } catch (e) { e.stack; }");
  CHECK_SCRIPT("made by the callback", "try { JSON.parse('{'); } catch (e) { e.stack; }");
  CHECK_INT(4, created);
  CHECK_SCRIPT("TypeError", "try { null.x; } catch (e) { e.name; }");
}

static void errors_of_c_reach_the_callback(void) {
  listen();
  jerry_value_t error = jerry_exception_value(jerry_throw_sz(JERRY_ERROR_RANGE, "from C"), true);
  CHECK_TEXT("made by the callback", jerry_object_get_sz(error, "stack"));
  jerry_value_free(error);
  CHECK_INT(1, created);
}

static void the_callback_sees_where_an_error_is_made(void) {
  listen();
  jerry_value_free(run_file("function fail() {\n  return new Error('here');\n}\n\n(fail)();", "a.js"));
  CHECK(!strncmp(trace, "fail@a.js:2;", 12));
  jerry_value_free(run_file("(function bad() {\n  null.x;\n})();", "b.js"));
  CHECK(!strncmp(trace, "bad@b.js:2;", 11));
}

static void an_error_thrown_on_is_not_made_again(void) {
  listen();
  CHECK_SCRIPT("throws Error: once", "try { throw new Error('once'); } catch (e) { throw e; }");
  CHECK_INT(1, created);
}

static void the_callback_can_be_taken_back(void) {
  listen();
  jerry_error_on_created(NULL, NULL);
  CHECK_SCRIPT("true", "new Error('e').stack !== 'made by the callback'");
  CHECK_INT(0, created);
}

static const struct test tests[] = {
    {"frames have function, file and line", frames_have_function_file_and_line},
    {"a walk stops when told", a_walk_stops_when_told},
    {"nothing runs, nothing to walk", nothing_runs_nothing_to_walk},
    {"errors of script reach the callback", errors_of_script_reach_the_callback},
    {"errors of the engine reach the callback", errors_of_the_engine_reach_the_callback},
    {"errors of C reach the callback", errors_of_c_reach_the_callback},
    {"the callback sees where an error is made", the_callback_sees_where_an_error_is_made},
    {"an error thrown on is not made again", an_error_thrown_on_is_not_made_again},
    {"the callback can be taken back", the_callback_can_be_taken_back},
    {NULL, NULL},
};
const struct suite errors = {"errors", tests, false};
