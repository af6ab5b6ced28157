/* counter.c: a module in C as a firmware's builder writes one, for tests/net/a-module-in-c-is-the-firmwares.test.ts. */
#include "core/native.h"

static uint32_t total;
static unsigned made;

static jerry_value_t add(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  uint16_t step = 1;
  ARGS("counter.add", call, args, count, ARG_OPTIONAL, ARG_U16(&step));
  total += step;
  return jerry_number(total);
}

static jerry_value_t sum(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct args_bytes bytes;
  ARGS("counter.sum", call, args, count, ARG_BYTES(&bytes));
  uint32_t result = 0;
  for (size_t i = 0; i < bytes.size; i++) {
    result += bytes.data[i];
  }
  return jerry_number(result);
}

static const struct props_method methods[] = {{"add", add}, {"sum", sum}};

static jerry_value_t counter(void) {
  jerry_value_t module = jerry_object();
  props_methods(module, methods, PROPS_COUNT(methods));
  props_number(module, "made", ++made);
  return module;
}

static jerry_value_t broken(void) { return jerry_throw_sz(JERRY_ERROR_RANGE, "no such hardware"); }

void native_modules(void) {
  native_register("counter", counter);
  native_register("test/broken", broken);
}
