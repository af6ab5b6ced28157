/* limits.c: what happens at the limits of heap and stack (QuickJS; JerryScript ends the program there). */
#include "../check.h"

static void a_full_heap_is_an_error_that_script_catches(void) {
  CHECK_SCRIPT("InternalError: out of memory",
               "var a = []; try { for (;;) a.push({ x: new Array(100) }); } catch (e) { a = null; String(e); }");
  CHECK_SCRIPT("fine", "'fine'");
}

static void a_full_heap_of_cycles_is_an_error_too(void) {
  CHECK_SCRIPT("InternalError: out of memory",
               "var a = []; try { for (;;) { var o = {}; o.o = o; a.push(o); } } catch (e) { a = null; String(e); }");
  CHECK_SCRIPT("collected", "for (var i = 0; i < 100000; i++) { o = {}; o.o = o; } 'collected'");
}

static void a_full_heap_is_an_error_many_times(void) {
  CHECK_SCRIPT("20", "var caught = 0; for (var n = 0; n < 20; n++) { var a = [];"
                     "  try { for (;;) a.push('text ' + a.length); } catch (e) { a = null; caught++; } } caught");
}

static void a_block_too_large_is_an_error(void) {
  CHECK_SCRIPT("InternalError: out of memory", "try { new Uint8Array(100000000); } catch (e) { String(e); }");
  CHECK_THROWS(JERRY_ERROR_NONE, jerry_arraybuffer(100000000));
  CHECK_THROWS(JERRY_ERROR_NONE, jerry_arraybuffer(UINT32_MAX));
  CHECK_THROWS(JERRY_ERROR_NONE, jerry_typedarray(JERRY_TYPEDARRAY_FLOAT64, UINT32_MAX));
}

static void garbage_makes_room_for_a_buffer(void) {
  /* Cycles below the collection threshold, and then more than is left. */
  jerry_heap_stats_t stats;
  jerry_heap_stats(&stats);
  jerry_value_free(script("for (;;) { var t = { data: new Uint8Array(40000) }; t.self = t; if (++n > 15) break; }"));
  jerry_value_t buffer = jerry_arraybuffer((jerry_length_t)(stats.size / 4 * 3));
  CHECK(jerry_value_is_arraybuffer(buffer));
  jerry_value_free(buffer);
}

static void deep_recursion_is_an_error_that_script_catches(void) {
  CHECK_SCRIPT("InternalError: stack overflow",
               "function f() { return f() + 1; } try { f(); } catch (e) { String(e); }");
  CHECK_SCRIPT("true", "var d = 0; (function g() { d++; try { g(); } catch (e) {} })(); d > 20");
  CHECK_SCRIPT("fine", "'fine'");
}

static void deep_nesting_of_text_is_an_error(void) {
  static char source[40001];
  memset(source, '(', 20000);
  memset(source + 20000, ')', 20000);
  CHECK_THROWS(JERRY_ERROR_NONE, script(source));
  memset(source, '[', 40000);
  CHECK_THROWS(JERRY_ERROR_NONE, jerry_json_parse((const jerry_char_t *)source, 40000));
}

/* Precompiled functions are read when they are first called (lazy.c). */
static void a_function_that_memory_cannot_read_is_an_error_and_read_later(void) {
  enum { LENGTH = 20000 };
  static char source[LENGTH + 64];
  static uint32_t code[LENGTH];
  memset(source, 'a', sizeof source);
  memcpy(source, "(function () { return '", 23);
  strcpy(source + 23 + LENGTH, "'.length; })");
  jerry_value_t parsed = jerry_parse((const jerry_char_t *)source, strlen(source), NULL);
  jerry_value_free(jerry_generate_snapshot(parsed, 0, code, sizeof code));
  jerry_value_free(parsed);
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  set_global("f", jerry_exec_snapshot(code, sizeof code, 0, 0, NULL));
  jerry_value_free(script("hog = []; try { for (;;) hog.push(new Uint8Array(1000)); } "
                          "catch (e) { hog.length -= 12; }"));
  CHECK_SCRIPT("InternalError: out of memory", "try { f(); } catch (e) { String(e); }");
  CHECK_SCRIPT("20000", "hog = null; f()");
}

static jerry_value_t quit(const jerry_call_info_t *info, const jerry_value_t args[], const jerry_length_t count) {
  (void)info;
  (void)args;
  (void)count;
  return jerry_throw_abort(jerry_string_sz("bye"), true);
}

static void an_abort_inside_a_promise_ends_script_too(void) {
  set_function("quit", quit);
  set_global("trace", jerry_string_sz(""));
  CHECK_SCRIPT("aborts bye", "function later() { trace += 'ran on'; } new Promise(function () { quit(); }); later();");
  CHECK_TEXT("", get_global("trace"));
  CHECK_SCRIPT("aborts bye", "(async function () { quit(); })(); 'swallowed'");
  jerry_value_free(script("Promise.resolve().then(function () { quit(); }); trace = ''"));
  CHECK_TEXT("aborts bye", jerry_run_jobs());
  CHECK_SCRIPT("2", "1 + 1");
  run_jobs();
}

static const struct test tests[] = {
    {"a full heap is an error that script catches", a_full_heap_is_an_error_that_script_catches},
    {"a full heap of cycles is an error too", a_full_heap_of_cycles_is_an_error_too},
    {"a full heap is an error many times", a_full_heap_is_an_error_many_times},
    {"a block too large is an error", a_block_too_large_is_an_error},
    {"garbage makes room for a buffer", garbage_makes_room_for_a_buffer},
    {"deep recursion is an error that script catches", deep_recursion_is_an_error_that_script_catches},
    {"deep nesting of text is an error", deep_nesting_of_text_is_an_error},
    {"a function that memory cannot read is an error and read later",
     a_function_that_memory_cannot_read_is_an_error_and_read_later},
    {"an abort inside a promise ends script too", an_abort_inside_a_promise_ends_script_too},
    {NULL, NULL},
};
const struct suite limits = {"limits", tests, false};
