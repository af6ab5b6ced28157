/*
 * integers.h: values of whole numbers without a double in between. Script thread.
 *
 * jerry_number() takes a double and looks whether it is whole: 127 instructions where doubles are the C library's work,
 * and a datagram has two such numbers.
 */
#ifndef JERRYSCRIPT_INTEGERS_H
#define JERRYSCRIPT_INTEGERS_H

#include <stdint.h>

#include "jerryscript.h"

/* How the values of whole numbers follow each other, as integers_start() has found it; step 0: not evenly. */
extern struct integers {
  jerry_value_t zero;
  jerry_value_t step;
} integers;

/* After jerry_init(). */
void integers_start(void);

/* jerry_number(number). */
static inline jerry_value_t integers_value(uint16_t number) {
  return integers.step != 0 ? integers.zero + number * integers.step : jerry_number(number);
}

#endif
