#include "engine/jerryscript/backing.h"

#include <stdint.h>
#include <stdlib.h>

#include "config.h"
#include "jerryscript.h"

#define STEP (CONFIG_ENGINE_BUFFERS / 4)

static size_t held;
/* A collection comes when more is held. Invariant: at most STEP more than held. */
static size_t mark;

static uint8_t *backing_take(uint32_t size) {
  uint8_t *bytes = size <= CONFIG_ENGINE_BUFFERS - held ? malloc(size) : NULL;
  if (bytes != NULL) {
    held += size;
  }
  return bytes;
}

static uint8_t *backing_allocate(jerry_arraybuffer_type_t type, uint32_t size, void **store_user, void *user) {
  (void)type;
  (void)store_user;
  (void)user;
  if (held + size > mark) {
    jerry_heap_gc(JERRY_GC_PRESSURE_LOW);
    mark = held + size + STEP;
  }
  uint8_t *bytes = backing_take(size);
  if (bytes == NULL) {
    jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
    bytes = backing_take(size);
  }
  return bytes;
}

static void backing_release(jerry_arraybuffer_type_t type, uint8_t *bytes, uint32_t size, void *store_user,
                            void *user) {
  (void)type;
  (void)store_user;
  (void)user;
  free(bytes);
  held -= size;
  if (mark - held > STEP) {
    mark = held + STEP;
  }
}

void backing_start(void) {
  held = 0;
  mark = STEP;
  jerry_arraybuffer_allocator(backing_allocate, backing_release, NULL);
  jerry_arraybuffer_heap_allocation_limit(0);
}

size_t backing_bytes(void) { return held; }
