/* heap.c: see heap.h. */
#include "heap.h"

#include "adapter.h"
#include "config.h"
#include "engine/alloc.h"
#include "port.h"

#if ENGINE_SYSTEM_MALLOC
#include <malloc.h>
#include <stdlib.h>
#endif

/* Limits of config.h are for 32-bit machines; values and pointers are twice as large on others. */
#define HEAP ((size_t)CONFIG_ENGINE_HEAP * (sizeof(void *) / 4))

static struct {
  JSRuntime *runtime; /* NULL until heap_watch() */
  size_t limit, used, peak;
  size_t threshold;  /* of use, beyond which QuickJS collects with its next new object */
  size_t watch;      /* the least use at which high_water() has something to do */
  bool collected;    /* since high_water() looked */
  const void *atoms; /* QuickJS's table of atoms: the one block that it moves while it makes the runtime */
} heap;

/* ---- blocks ---- */

#if ENGINE_SYSTEM_MALLOC
/* Sanitizers see each block; the limit still holds. */
static size_t block_cost(const void *block) { return malloc_usable_size((void *)block) + sizeof(size_t); }

static void *block_get(size_t size) {
  return size > heap.limit || heap.used + size > heap.limit ? NULL : malloc(size ? size : 1);
}

static void *block_resize(void *block, size_t size) {
  return size > heap.limit || heap.used - block_cost(block) + size > heap.limit ? NULL : realloc(block, size);
}

#define block_put free
#define block_size malloc_usable_size
#else
#if CONFIG_ENGINE_HEAP_FROM_PORT
static void *arena;
static size_t arena_size;

static void arena_start(void) { arena = port_engine_heap(0, &arena_size); }
#else
static uint64_t arena[HEAP / 8] CONFIG_ENGINE_HEAP_ATTRIBUTE;
static const size_t arena_size = sizeof arena;

static void arena_start(void) {}
#endif

#define block_cost alloc_cost
#define block_get alloc_get
#define block_resize alloc_resize
#define block_put alloc_put
#define block_size alloc_size
#endif

/* ---- when the collector runs ---- */

/*
 * QuickJS collects cycles with a new object when the use is beyond a threshold, and then sets that to one and a half of
 * what is left: beyond a small heap's end. So it is set again with the first allocation after each collection, to half
 * of what is free at most.
 */
static void set_threshold(size_t threshold) {
  heap.threshold = threshold;
  JS_SetGCThreshold(heap.runtime, threshold);
}

static void high_water(void) {
  if (heap.used > heap.peak) {
    heap.peak = heap.used;
  }
  if (heap.collected) {
    size_t next = heap.used + heap.used / 2, middle = heap.used + (heap.limit - heap.used) / 2;
    heap.collected = false;
    if (next < heap.limit / 4) {
      next = heap.limit / 4;
    }
    set_threshold(next < middle ? next : middle);
  }
  heap.watch = heap.peak;
}

void heap_collected(void) {
  heap.collected = true;
  heap.watch = 0;
}

void heap_collect_if_due(void) {
  if (heap.used > heap.threshold) {
    JS_RunGC(heap.runtime);
  }
}

void heap_watch(JSRuntime *runtime) {
  heap.runtime = runtime;
  set_threshold(heap.limit / 4);
}

/* ---- hooks ---- */

static inline void set_used(JSMallocState *state, size_t used) {
  heap.used = state->malloc_size = used;
  if (used > heap.watch) {
    high_water();
  }
}

/* Whether a request for more bytes may be tried. */
static inline bool heap_allows(size_t more) {
  return more < HEAP_LARGE || (more < heap.limit && heap.used + more + HEAP_RESERVE < heap.limit);
}

static void *heap_refuse(size_t size) {
  if (size < HEAP_LARGE || !heap.runtime) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  set_threshold(0); /* the error is a new object, so that script can try again on a tidy heap */
  return NULL;
}

static void *hook_malloc(JSMallocState *state, size_t size) {
  void *block = heap_allows(size) ? block_get(size) : NULL;
  if (!block) {
    return heap_refuse(size);
  }
  set_used(state, heap.used + block_cost(block));
  return block;
}

static void hook_free(JSMallocState *state, void *block) {
  if (!block) {
    return;
  }
  heap.used = state->malloc_size = heap.used - block_cost(block);
  block_put(block);
}

static void *hook_realloc(JSMallocState *state, void *block, size_t size) {
  if (!block) {
    return size ? hook_malloc(state, size) : NULL;
  }
  if (!size) {
    hook_free(state, block);
    return NULL;
  }
  size_t before = block_cost(block);
  void *moved = size <= before || heap_allows(size - before) ? block_resize(block, size) : NULL;
  /* Without room in the table of atoms QuickJS has no atom, but no exception either. */
  if (!moved && block == heap.atoms) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  if (!moved) {
    return heap_refuse(size);
  }
  if (!heap.runtime || block == heap.atoms) {
    heap.atoms = moved;
  }
  set_used(state, heap.used - before + block_cost(moved));
  return moved;
}

static size_t hook_size(const void *block) { return block_size((void *)block); }

const JSMallocFunctions heap_functions = {hook_malloc, hook_free, hook_realloc, hook_size};

void heap_start(void) {
  memset(&heap, 0, sizeof heap);
#if ENGINE_SYSTEM_MALLOC
  heap.limit = HEAP;
#else
  arena_start();
  heap.limit = alloc_init(arena, arena_size);
#endif
}

/* ---- the API ---- */

bool jerry_heap_stats(jerry_heap_stats_t *out_stats_p) {
  if (!out_stats_p) {
    return false;
  }
  memset(out_stats_p, 0, sizeof *out_stats_p);
  out_stats_p->version = 1;
  out_stats_p->size = heap.limit;
  out_stats_p->allocated_bytes = heap.used;
  out_stats_p->peak_allocated_bytes = heap.peak;
  return true;
}

/* Added to by the third patch of QuickJS. */
extern size_t quickjs_buffer_bytes;

size_t jerry_quickjs_buffer_bytes(void) {
  JSMemoryUsage usage;
  quickjs_buffer_bytes = 0;
  JS_ComputeMemoryUsage(heap.runtime, &usage);
  return quickjs_buffer_bytes;
}

void jerry_heap_gc(jerry_gc_mode_t mode) {
  (void)mode;
  JS_RunGC(heap.runtime);
}

void *jerry_heap_alloc(jerry_size_t size) { return js_malloc_rt(heap.runtime, size); }

void jerry_heap_free(void *mem_p, jerry_size_t size) {
  (void)size;
  js_free_rt(heap.runtime, mem_p);
}
