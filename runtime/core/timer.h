/* timer.h: timers of the loop on a binary heap: O(log n) to arm, to stop and to fire; O(1) to look. */
#ifndef TIMER_H
#define TIMER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Embedded in its owner; zero-initialise, then timer_start(). Invariant: index is the timer's place in
 * the heap plus one, and 0 exactly while it is not armed. Timers due at the same millisecond run in the
 * order in which they were armed.
 */
struct timer {
  void (*run)(struct timer *timer); /* called on the script thread, disarmed; may arm it again or free the owner */
  uint64_t due_ms;                  /* on the clock of loop_now_ms() */
  uint32_t order;                   /* of arming, among equal deadlines; wraps around */
  uint32_t index;
  bool unreferenced; /* does not keep the loop alive while armed; change through timer_set_ref() */
  bool runtimes;     /* the runtime's own: counts to CONFIG_RUNTIME_TIMERS; set before it is first armed */
};

/* Arms timer to run once, delay_ms from now; an armed one is moved. Returns 0, or ENOMEM when CONFIG_TIMERS, or
 * CONFIG_RUNTIME_TIMERS of the runtime's own, are armed (the timer is then as it was). Script thread, as everything
 * here. */
int timer_start(struct timer *timer, uint32_t delay_ms, void (*run)(struct timer *timer));
/* Disarms; harmless on one that is not armed. */
void timer_stop(struct timer *timer);
/* A new timer is referenced: while armed it keeps the loop alive. */
void timer_set_ref(struct timer *timer, bool referenced);
static inline bool timer_armed(const struct timer *timer) { return timer->index != 0; }

/* Some armed timer that will call run, or NULL: for an owner that lets go of all of its own. */
struct timer *timer_find(void (*run)(struct timer *timer));

/* For the loop. How many are armed, of both kinds. */
uint32_t timer_count(void);
/* Milliseconds from now_ms until the first is due, 0 when it is; UINT32_MAX when none is armed. */
uint32_t timer_wait_ms(uint64_t now_ms);
/* Runs what was due at now_ms. What is armed meanwhile runs in a later call, so that this one ends. */
void timer_run_due(uint64_t now_ms);

#endif
