#include "core/tidy.h"

#include <stdbool.h>

/* Turns of a program after which it has started, and how many times as long it is left alone each time. */
#define FIRST_TURNS 32U
#define FACTOR 64U
#define MOST_TURNS (FIRST_TURNS * FACTOR * FACTOR * FACTOR)

/* A collection begins when the heap grows past a multiple of a 32nd of it, or of 8 KiB if that is less. */
#define STEPS 32
#define CELL_BYTES 8

uint32_t tidy_wait;
static uint32_t turns;

/* The first collection comes at the next multiple; up to the others, what the start has left is filled too. */
#define COLLECTIONS 3

static void set_collected(void *native, jerry_object_native_info_t *info) {
  (void)info;
  *(bool *)native = true;
}

static const jerry_object_native_info_t watch_info = {.free_cb = set_collected};

void tidy_start(void) { tidy_wait = turns = FIRST_TURNS; }

/* Makes garbage until a collection has taken it; most: of objects, should none come. */
static void fill(uint32_t most) {
  static bool collected;
  jerry_value_t watch = jerry_object();
  collected = false;
  jerry_object_set_native_ptr(watch, &watch_info, &collected);
  jerry_value_free(watch);
  for (uint32_t i = 0; i < most && !collected; i++) {
    jerry_value_free(jerry_object());
  }
}

void tidy_heap(void) {
  turns = turns < MOST_TURNS ? turns * FACTOR : turns;
  tidy_wait = turns;
  jerry_heap_stats_t heap;
  if (!jerry_heap_stats(&heap)) {
    return;
  }
  /* Older garbage would go with the collection that ends a filling, and leave the heap so far below the multiple. */
  jerry_heap_gc(JERRY_GC_PRESSURE_LOW);
  /* The engine may have as many cells at hand, and may pass a multiple without collecting when it sees few objects. */
  uint32_t most = (uint32_t)(heap.size / STEPS / CELL_BYTES * 3);
  for (int i = 0; i < COLLECTIONS; i++) {
    fill(most);
  }
}
