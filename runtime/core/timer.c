#include "core/timer.h"

#include <stddef.h>

#include "config.h"
#include "core/errors.h"
#include "core/loop.h"

static struct timer *heap[CONFIG_TIMERS + CONFIG_RUNTIME_TIMERS];
static uint32_t count;
static uint32_t runtimes_count; /* of them the runtime's own */
static uint32_t next_order;

static bool is_due_before(const struct timer *a, const struct timer *b) {
  if (a->due_ms != b->due_ms) {
    return a->due_ms < b->due_ms;
  }
  return (int32_t)(a->order - b->order) < 0;
}

static void heap_place(struct timer *timer, uint32_t at) {
  heap[at] = timer;
  timer->index = at + 1;
}

/* Moves timer, for which the place `at` is free, to where it belongs. */
static void heap_settle(struct timer *timer, uint32_t at) {
  while (at > 0) {
    uint32_t parent = (at - 1) / 2;
    if (!is_due_before(timer, heap[parent])) {
      break;
    }
    heap_place(heap[parent], at);
    at = parent;
  }
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= count) {
      break;
    }
    if (child + 1 < count && is_due_before(heap[child + 1], heap[child])) {
      child++;
    }
    if (!is_due_before(heap[child], timer)) {
      break;
    }
    heap_place(heap[child], at);
    at = child;
  }
  heap_place(timer, at);
}

static void heap_take(struct timer *timer) {
  uint32_t at = timer->index - 1;
  timer->index = 0;
  count--;
  runtimes_count -= timer->runtimes;
  if (at != count) {
    heap_settle(heap[count], at);
  }
}

int timer_start(struct timer *timer, uint32_t delay_ms, void (*run)(struct timer *timer)) {
  if (!timer_armed(timer)) {
    if (timer->runtimes ? runtimes_count == CONFIG_RUNTIME_TIMERS : count - runtimes_count == CONFIG_TIMERS) {
      return ERR_CODE_ENOMEM;
    }
    timer->index = ++count;
    runtimes_count += timer->runtimes;
    if (!timer->unreferenced) {
      loop_ref();
    }
  }
  timer->run = run;
  timer->due_ms = loop_now_ms() + delay_ms;
  timer->order = next_order++;
  heap_settle(timer, timer->index - 1);
  return 0;
}

void timer_stop(struct timer *timer) {
  if (!timer_armed(timer)) {
    return;
  }
  heap_take(timer);
  if (!timer->unreferenced) {
    loop_unref();
  }
}

void timer_set_ref(struct timer *timer, bool referenced) {
  if (timer->unreferenced != referenced) {
    return;
  }
  timer->unreferenced = !referenced;
  if (!timer_armed(timer)) {
    return;
  }
  if (referenced) {
    loop_ref();
  } else {
    loop_unref();
  }
}

struct timer *timer_find(void (*run)(struct timer *timer)) {
  for (uint32_t at = count; at > 0; at--) {
    if (heap[at - 1]->run == run) {
      return heap[at - 1];
    }
  }
  return NULL;
}

uint32_t timer_count(void) { return count; }

uint32_t timer_wait_ms(uint64_t now_ms) {
  if (count == 0) {
    return UINT32_MAX;
  }
  if (heap[0]->due_ms <= now_ms) {
    return 0;
  }
  uint64_t wait = heap[0]->due_ms - now_ms;
  return wait < UINT32_MAX ? (uint32_t)wait : UINT32_MAX - 1;
}

void timer_run_due(uint64_t now_ms) {
  /* A callback may arm a timer that is due at once (delay 0), but its order is then past this mark. */
  uint32_t mark = next_order;
  while (count > 0 && heap[0]->due_ms <= now_ms && (int32_t)(heap[0]->order - mark) < 0) {
    struct timer *timer = heap[0];
    timer_stop(timer);
    timer->run(timer);
  }
}
