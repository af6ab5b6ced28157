/* backoff.c: growing waits between tries. */
#include "backoff.h"

uint32_t backoff_next(struct backoff *backoff, uint32_t random) {
  uint32_t step = backoff->step_ms;
  if (step == 0) {
    step = backoff->first_ms;
  } else if (step > backoff->max_ms / 2) {
    step = backoff->max_ms;
  } else {
    step *= 2;
  }
  backoff->step_ms = step;
  uint32_t wait = step - step / 4 + random % (step / 2 + 1);
  return wait < backoff->max_ms ? wait : backoff->max_ms;
}

void backoff_reset(struct backoff *backoff) { backoff->step_ms = 0; }
