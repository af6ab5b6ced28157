/* backoff.h: how long to wait before the next try: twice as long each time up to a limit, spread by chance so that
 * boards that failed together do not try together. No thread of its own: the caller's lock covers a backoff. */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdint.h>

/* Invariant: first_ms <= max_ms, and step_ms is 0 before the first try. Milliseconds. */
struct backoff {
  uint32_t first_ms;
  uint32_t max_ms;
  uint32_t step_ms;
};

/* The next wait in milliseconds, from three quarters to five quarters of the step, at most max_ms; random is any
 * number. */
uint32_t backoff_next(struct backoff *backoff, uint32_t random);

/* After success: the next wait is the first again. */
void backoff_reset(struct backoff *backoff);

#endif
