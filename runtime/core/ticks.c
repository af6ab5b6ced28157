#include "core/ticks.h"

#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>

#define FIRST_ROOM 16 /* a power of two, as every later room */

static struct tick *ring;
static uint32_t room;
static uint32_t head; /* of the oldest; both count up and wrap around, masked at use */
static uint32_t tail;

static void ticks_grow(void) {
  uint32_t larger = room != 0 ? room * 2 : FIRST_ROOM;
  struct tick *grown = memory_alloc(larger * sizeof *grown, "callbacks of process.nextTick()");
  uint32_t count = tail - head;
  for (uint32_t i = 0; i < count; i++) {
    grown[i] = ring[(head + i) & (room - 1)];
  }
  free(ring);
  ring = grown;
  room = larger;
  head = 0;
  tail = count;
}

void ticks_push(jerry_value_t callback, const jerry_value_t args[], jerry_length_t count) {
  if (tail - head == room) {
    ticks_grow();
  }
  struct tick *tick = &ring[tail & (room - 1)];
  jerry_value_t *copies = tick->args;
  tick->more = NULL;
  if (count > TICKS_INLINE) {
    tick->more = copies = memory_alloc(count * sizeof *copies, "arguments of process.nextTick()");
  }
  for (jerry_length_t i = 0; i < count; i++) {
    copies[i] = jerry_value_copy(args[i]);
  }
  tick->callback = jerry_value_copy(callback);
  tick->count = count;
  tail++;
}

bool ticks_take(struct tick *out) {
  if (head == tail) {
    return false;
  }
  *out = ring[head & (room - 1)];
  head++;
  return true;
}

void ticks_free(struct tick *tick) {
  const jerry_value_t *args = ticks_args(tick);
  for (jerry_length_t i = 0; i < tick->count; i++) {
    jerry_value_free(args[i]);
  }
  free(tick->more);
  jerry_value_free(tick->callback);
}

bool ticks_waiting(void) { return head != tail; }

void ticks_clear(void) {
  struct tick tick;
  while (ticks_take(&tick)) {
    ticks_free(&tick);
  }
  free(ring);
  ring = NULL;
  room = head = tail = 0;
}
