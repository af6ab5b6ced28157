/* util.c: what script cannot see of a value by itself. */
#include "core/props.h"

jerry_value_t util_binding(void);

static jerry_value_t util_promise_state(const jerry_call_info_t *call, const jerry_value_t args[],
                                        const jerry_length_t count) {
  jerry_value_t promise;
  ARGS("promiseState", call, args, count, ARG_OBJECT(&promise));
  jerry_promise_state_t state = jerry_promise_state(promise);
  bool settled = state == JERRY_PROMISE_STATE_FULFILLED || state == JERRY_PROMISE_STATE_REJECTED;
  jerry_value_t result = jerry_array(settled ? 2 : 0);
  if (settled) {
    props_index(result, 0, jerry_boolean(state == JERRY_PROMISE_STATE_FULFILLED));
    props_index(result, 1, jerry_promise_result(promise));
  }
  return result;
}

static jerry_value_t util_is_proxy(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  (void)call;
  return jerry_boolean(count > 0 && jerry_value_is_proxy(args[0]));
}

static const struct props_method methods[] = {
    {"promiseState", util_promise_state},
    {"isProxy", util_is_proxy},
};

jerry_value_t util_binding(void) {
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
