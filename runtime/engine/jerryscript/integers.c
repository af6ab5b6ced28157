#include "engine/jerryscript/integers.h"

#include <stdbool.h>

struct integers integers;

static bool is_foretold(jerry_value_t zero, jerry_value_t step, uint32_t number) {
  jerry_value_t value = jerry_number(number);
  bool is = value == zero + number * step;
  jerry_value_free(value);
  return is;
}

void integers_start(void) {
  jerry_value_t zero = jerry_number(0);
  jerry_value_t one = jerry_number(1);
  jerry_value_t step = one - zero;
  jerry_value_free(one);
  jerry_value_free(zero);
  integers = (struct integers){zero, step};
  /* Every bit by itself, and all below it together: values of some other form, or in memory, are not so. */
  for (uint32_t number = 1; number <= UINT16_MAX; number = number * 2 + 1) {
    if (!is_foretold(zero, step, number) || !is_foretold(zero, step, number - number / 2)) {
      integers.step = 0;
    }
  }
}
