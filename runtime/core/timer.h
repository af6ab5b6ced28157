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
  void (*run)(struct timer *timer);
  uint64_t due_ms;
  uint32_t order;
  uint32_t index;
  bool referenced; /* keeps the loop alive while armed; change through timer_set_ref() */
};

/* Arms timer to run once, delay_ms after the loop's present time; an armed one is moved.
 * Returns 0, or ENOMEM when CONFIG_TIMERS are armed. Script thread. */
int timer_start(struct timer *timer, uint32_t delay_ms, void (*run)(struct timer *timer));
/* Disarms; harmless on one that is not armed. Script thread. */
void timer_stop(struct timer *timer);
void timer_set_ref(struct timer *timer, bool referenced);

#endif
