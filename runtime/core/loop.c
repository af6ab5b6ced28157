#include "core/loop.h"

#include <stdatomic.h>
#include <stddef.h>

#include "core/timer.h"
#include "port.h"

/* The list of posted events and its length; everything else belongs to the script thread. All three are written in the
 * critical section; the length is read without it, where one that is old by a post does no harm: the post's wake-up
 * comes after it. */
static struct loop_event *first;
static struct loop_event *last;
static _Atomic uint32_t posted;

static uint32_t references;
static volatile struct loop_immediates *immediates;
static void (*run_immediate)(void);
static void (*poll)(void);
static void (*first_idle)(void);

/* The clock: whole milliseconds, and the microsecond at which the present one began. */
static uint64_t now_ms;
static uint64_t now_us;

static uint32_t posted_now(void) { return atomic_load_explicit(&posted, memory_order_relaxed); }

/* In the critical section: no two at once, so no read-modify-write is needed. */
static void count_posted(uint32_t change) {
  atomic_store_explicit(&posted, posted_now() + change, memory_order_relaxed);
}

void loop_post(struct loop_event *event) {
  uint32_t state = port_critical_enter();
  bool queued = event->posted;
  if (!queued) {
    event->posted = true;
    event->next = NULL;
    if (last != NULL) {
      last->next = event;
    } else {
      first = event;
    }
    last = event;
    count_posted(1);
  }
  port_critical_exit(state);
  if (!queued) {
    port_wake();
  }
}

void loop_cancel(struct loop_event *event) {
  uint32_t state = port_critical_enter();
  if (event->posted) {
    struct loop_event *previous = NULL;
    struct loop_event *at = first;
    while (at != event) {
      previous = at;
      at = at->next;
    }
    if (previous != NULL) {
      previous->next = event->next;
    } else {
      first = event->next;
    }
    if (last == event) {
      last = previous;
    }
    event->posted = false;
    count_posted(-1U);
  }
  port_critical_exit(state);
}

static struct loop_event *take_first(void) {
  uint32_t state = port_critical_enter();
  struct loop_event *event = first;
  if (event != NULL) {
    first = event->next;
    if (first == NULL) {
      last = NULL;
    }
    event->posted = false;
    count_posted(-1U);
  }
  port_critical_exit(state);
  return event;
}

/* Timers wait for no more than this in a turn, and for what one callback takes (a collection of the heap among it),
 * however many sockets have datagrams. */
#define TURN_US 2000U

static uint64_t turn_began_us; /* 0: nobody has looked yet */

bool loop_turn_over(void) {
  uint64_t time_us = port_time_us();
  if (turn_began_us == 0) {
    turn_began_us = time_us;
  }
  return time_us - turn_began_us >= TURN_US;
}

static void run_posted(void) {
  /* A callback can cancel events, then the last rounds meet ones posted meanwhile: still a bounded number. */
  for (uint32_t left = posted_now(); left > 0; left--) {
    struct loop_event *event = take_first();
    if (event == NULL) {
      return;
    }
    event->run(event);
    if (left > 1 && loop_turn_over()) {
      return;
    }
  }
}

static void run_immediates(void) {
  if (immediates == NULL || immediates->waiting == 0) {
    return;
  }
  immediates->turn++;
  immediates->runnable = immediates->waiting;
  while (immediates->runnable > 0) {
    run_immediate();
  }
}

void loop_ref(void) { references++; }

void loop_unref(void) { references--; }

uint64_t loop_now_ms(void) {
  uint64_t delta = port_time_us() - now_us;
  if (delta >= 1000) {
    /* Mostly a short time: a division by 64 bits costs hundreds of instructions on a small processor. */
    uint64_t passed = delta <= UINT32_MAX ? (uint32_t)delta / 1000U : delta / 1000U;
    now_ms += passed;
    now_us += passed * 1000U;
  }
  return now_ms;
}

void loop_set_immediates(volatile struct loop_immediates *shared, void (*run_one)(void)) {
  immediates = shared;
  run_immediate = run_one;
}

void loop_set_poll(void (*function)(void)) { poll = function; }

void loop_set_first_idle(void (*function)(void)) { first_idle = function; }

bool loop_alive(void) { return references > 0 || (immediates != NULL && immediates->referenced > 0); }

static uint32_t wait_ms(void) {
  if (posted_now() > 0 || !loop_alive() || (immediates != NULL && immediates->referenced > 0)) {
    return 0;
  }
  if (timer_count() == 0) {
    return PORT_WAIT_FOREVER;
  }
  return timer_wait_ms(loop_now_ms());
}

void loop_run(void) {
  while (loop_alive()) {
    if (timer_count() > 0) {
      timer_run_due(loop_now_ms());
    }
    uint32_t wait = wait_ms();
    if (wait > 0 && first_idle != NULL) {
      first_idle();
      first_idle = NULL;
      wait = wait_ms();
    }
    port_wait(wait);
    turn_began_us = 0;
    if (wait == 0) { /* after a sleep the turn begins with its second datagram, which mostly never comes */
      turn_began_us = port_time_us();
    }
    if (poll != NULL) {
      poll();
    }
    run_posted();
    run_immediates();
  }
}
