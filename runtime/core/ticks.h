/* ticks.h: the queue of process.nextTick(), in C, so that a tick costs no object and no call of its own. Script
 * thread. */
#ifndef TICKS_H
#define TICKS_H

#include <stdbool.h>
#include <stddef.h>

#include "jerryscript.h"

/* Arguments that a tick holds in place; more go to a block of their own. */
#define TICKS_INLINE 3

struct tick {
  jerry_value_t callback; /* this and the arguments are held */
  jerry_length_t count;
  jerry_value_t *more; /* all arguments, from malloc, when count > TICKS_INLINE; else NULL */
  jerry_value_t args[TICKS_INLINE];
};

/* Queues callback with its arguments, which are copied. */
void ticks_push(jerry_value_t callback, const jerry_value_t args[], jerry_length_t count);

/* Takes the oldest off; false when there is none. The caller calls it and then ticks_free()s it. */
bool ticks_take(struct tick *out);
static inline const jerry_value_t *ticks_args(const struct tick *tick) {
  return tick->more != NULL ? tick->more : tick->args;
}
void ticks_free(struct tick *tick);

bool ticks_waiting(void);
/* Frees all that wait. */
void ticks_clear(void);

#endif
