/* heap.c: heap statistics and memory from the engine's heap. */
#include "check.h"

static size_t used(void) {
  jerry_heap_stats_t stats;
  memset(&stats, 0, sizeof stats);
  CHECK(jerry_heap_stats(&stats));
  return stats.allocated_bytes;
}

static void statistics_are_consistent(void) {
  jerry_heap_stats_t stats;
  memset(&stats, 0xff, sizeof stats);
  CHECK(jerry_heap_stats(&stats));
  CHECK_INT(1, stats.version);
  CHECK(stats.size >= 256 * 1024);
  CHECK(stats.allocated_bytes <= stats.peak_allocated_bytes);
  CHECK(stats.peak_allocated_bytes <= stats.size);
  CHECK(!jerry_heap_stats(NULL));
}

static void use_rises_and_falls(void) {
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  size_t before = used();
  jerry_value_t value = script("var list = []; for (var i = 0; i < 1000; i++) list.push({ n: i }); list");
  CHECK(used() > before + 8000);
  jerry_value_free(value);
  jerry_value_free(script("list = null"));
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK(used() < before + 8000); /* an engine that takes blocks of 4 KiB may keep one */
}

static void unreachable_cycles_are_collected(void) {
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  size_t before = used();
  jerry_value_free(script("for (var i = 0; i < 200; i++) { var a = {}, b = { a: a }; a.b = b; } a = b = null"));
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  CHECK(used() < before + 2000);
}

static void garbage_does_not_fill_the_heap(void) {
  CHECK_SCRIPT("done", "for (var i = 0; i < 50000; i++) { var o = { text: 'x' + i }; o.self = o; } 'done'");
  CHECK_SCRIPT("done", "for (var i = 0; i < 2000; i++) { var t = new Uint8Array(4096); t.self = t; } 'done'");
}

static void memory_is_lent_to_c(void) {
  size_t before = used();
  void *block = jerry_heap_alloc(1000);
  CHECK(block != NULL);
  CHECK(used() >= before + 1000);
  memset(block, 0xa5, 1000);
  jerry_heap_free(block, 1000);
  CHECK_INT(before, used());
}

static const struct test tests[] = {
    {"statistics are consistent", statistics_are_consistent},
    {"use rises and falls", use_rises_and_falls},
    {"unreachable cycles are collected", unreachable_cycles_are_collected},
    {"garbage does not fill the heap", garbage_does_not_fill_the_heap},
    {"memory is lent to C", memory_is_lent_to_c},
    {NULL, NULL},
};
const struct suite heap = {"heap", tests, false};
