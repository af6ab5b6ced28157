/* limits.c: what happens at the limits of heap and stack. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../check.h"
#include "engine/alloc.h"

static void a_large_request_is_a_range_error_that_script_catches(void) {
  static const char *const sources[] = {
      "new ArrayBuffer(100000000)",     "new Uint8Array(100000000)",          "'x'.repeat(100000000)",
      "var a = []; for (;;) a.push(1)", "var t = 'text'; for (;;) t = t + t", "new Array(10000000).fill(0)",
  };
  for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
    char source[256];
    snprintf(source, sizeof source,
             "try { %s; } catch (e) { a = t = null; [e.name, e instanceof RangeError, e.constructor === "
             "RangeError].join(); }",
             sources[i]);
    check_text("RangeError,true,true", script(source), sources[i], __FILE__, __LINE__);
    CHECK_SCRIPT("fine", "'fine'");
  }
  CHECK_THROWS("RangeError", jerry_typedarray(JERRY_TYPEDARRAY_UINT8, 100000000));
  CHECK_THROWS("RangeError", jerry_typedarray(JERRY_TYPEDARRAY_UINT8, UINT32_MAX));
}

/* What a program that runs source in an engine of its own ends with: 2 by jerry_port_fatal(). */
static int ends_with(const char *source) {
  pid_t child = fork();
  if (child == 0) {
    if (!freopen("/dev/null", "w", stderr)) {
      _exit(3);
    }
    jerry_value_free(script(source));
    _exit(0);
  }
  int status = 0;
  return child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status) ? -1 : WEXITSTATUS(status);
}

static void small_things_that_fill_the_heap_end_the_program(void) {
  CHECK_INT(0, ends_with("1"));
  CHECK_INT(2, ends_with("var a = {}; for (;;) a = { a: a }"));
  CHECK_INT(2, ends_with("var a = {}; try { for (;;) a = { a: a }; } catch (e) {}"));
  CHECK_INT(2, ends_with("var a = new Map(); for (var i = 0;; i++) a.set('key ' + i, { i: i })"));
  CHECK_INT(2, ends_with("var p = Promise.resolve(); for (;;) p.then(function () {})"));
}

static void garbage_of_cycles_never_fills_the_heap(void) {
  CHECK_SCRIPT("collected", "for (var i = 0; i < 100000; i++) { var o = {}; o.o = o; } 'collected'");
  /* Beside live objects that take three quarters. */
  CHECK_SCRIPT("collected", "var live = []; for (var i = 0; i < 12; i++) live.push(new Uint8Array(65536));"
                            "for (var i = 0; i < 100000; i++) { var o = { t: 't' + i }; o.o = o; } 'collected'");
}

static void garbage_makes_room_for_a_buffer(void) {
  /* Cycles below the collection threshold, and then more than is left. */
  jerry_heap_stats_t stats;
  jerry_heap_stats(&stats);
  jerry_value_free(
      script("for (var n = 0; n < 4; n++) { var t = { data: new Uint8Array(40000) }; t.self = t; } t = null"));
  jerry_value_t buffer = jerry_typedarray(JERRY_TYPEDARRAY_UINT8, (jerry_length_t)(stats.size / 16 * 11));
  CHECK(jerry_value_is_typedarray(buffer));
  jerry_value_free(buffer);
}

/* Free small blocks, which a request that finds no other room has to join. */
static size_t listed_count(void) {
  size_t count = 0;
  for (size_t i = 0; i <= ALLOC_SMALL / ALLOC_ALIGN; i++) {
    for (const struct alloc_block *block = alloc_lists[i]; block; block = block->next) {
      count++;
    }
  }
  return count;
}

static void what_is_made_and_dropped_for_ever_leaves_nothing(void) {
  /* As dgram's errors are made for one datagram after the other, and as callbacks are kept until it has gone. */
  jerry_value_free(script("var held = {};"
                          "function fail(n) { var e = new Error('send ENOBUFS 192.168.80.' + n + ':' + n);"
                          " e.errno = -105; e.code = 'ENOBUFS'; e.syscall = 'send'; e.address = '192.168.80.' + n;"
                          " e.port = n; return e; }"
                          "function turn(from, to) { for (var n = from; n < to; n++) {"
                          " held[n * 65536] = fail(n); delete held[(n - 50) * 65536]; } }"));
  jerry_value_free(script("turn(0, 500)"));
  size_t before = listed_count();
  jerry_value_free(script("turn(500, 5000)"));
  CHECK(listed_count() < before + 100);
}

static void array_buffers_are_counted(void) {
  size_t before = jerry_quickjs_buffer_bytes();
  jerry_value_t buffer = script("new Uint8Array(5000)");
  CHECK_INT(before + 5000, jerry_quickjs_buffer_bytes());
  jerry_value_free(buffer);
  CHECK_INT(before, jerry_quickjs_buffer_bytes());
}

static void deep_recursion_is_a_range_error_that_script_catches(void) {
  CHECK_SCRIPT("RangeError: stack overflow", "function f() { return f() + 1; } try { f(); } catch (e) { String(e); }");
  CHECK_SCRIPT("true", "var d = 0; (function g() { d++; try { g(); } catch (e) {} })(); d > 20");
  CHECK_SCRIPT("fine", "'fine'");
}

static void deep_nesting_of_text_is_an_error(void) {
  static char source[40001];
  memset(source, '(', 20000);
  memset(source + 20000, ')', 20000);
  CHECK_THROWS(NULL, script(source));
}

static const struct test tests[] = {
    {"a large request is a RangeError that script catches", a_large_request_is_a_range_error_that_script_catches},
    {"small things that fill the heap end the program", small_things_that_fill_the_heap_end_the_program},
    {"garbage of cycles never fills the heap", garbage_of_cycles_never_fills_the_heap},
    {"garbage makes room for a buffer", garbage_makes_room_for_a_buffer},
    {"what is made and dropped for ever leaves nothing", what_is_made_and_dropped_for_ever_leaves_nothing},
    {"array buffers are counted", array_buffers_are_counted},
    {"deep recursion is a RangeError that script catches", deep_recursion_is_a_range_error_that_script_catches},
    {"deep nesting of text is an error", deep_nesting_of_text_is_an_error},
    {NULL, NULL},
};
const struct suite limits = {"limits", tests, false};
