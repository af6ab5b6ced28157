/* events.c: events_emit() to a lone listener, without the copies of arguments that script would make. */
#include "bindings/events.h"

#include "core/props.h"

jerry_value_t events_binding(void);

static struct refs {
  jerry_value_t key;   /* "_events" */
  jerry_value_t slow;  /* does everything else */
  jerry_value_t watch; /* looks at what a listener returned */
  jerry_value_t emit;  /* EventEmitter.prototype.emit */
} refs;
static bool watching;

static void refs_free(void *native, jerry_object_native_info_t *info) {
  watching = false;
  props_refs_free(native, info);
}

PROPS_REFS(refs, refs_free)

/* watch(emitter, result, type, [...args]); frees result. */
static jerry_value_t watch_result(jerry_value_t emitter, jerry_value_t result, const jerry_value_t args[],
                                  jerry_length_t count) {
  jerry_value_t rest = jerry_array(count - 1);
  for (jerry_length_t i = 1; i < count; i++) {
    jerry_value_free(jerry_object_set_index(rest, i - 1, args[i]));
  }
  const jerry_value_t list[] = {emitter, result, args[0], rest};
  jerry_value_t watched = jerry_call(refs.watch, emitter, list, 4);
  jerry_value_free(rest);
  jerry_value_free(result);
  return watched;
}

/* What emitter has for type: a function, an array, undefined, or an exception. */
static jerry_value_t find_handler(jerry_value_t emitter, jerry_value_t type) {
  jerry_value_t handler = jerry_undefined();
  jerry_value_t events = jerry_object_get(emitter, refs.key);
  if (jerry_value_is_object(events)) {
    handler = jerry_object_get(events, type);
  }
  jerry_value_free(events);
  return handler;
}

jerry_value_t events_lone_listener(jerry_value_t emit, jerry_value_t emitter, jerry_value_t type) {
  if (watching || !args_same(emit, refs.emit)) {
    return jerry_undefined();
  }
  jerry_value_t handler = find_handler(emitter, type);
  if (jerry_value_is_function(handler)) {
    return handler;
  }
  jerry_value_free(handler);
  return jerry_undefined();
}

static jerry_value_t events_emit(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  jerry_value_t handler = jerry_undefined();
  if (count > 0 && jerry_value_is_object(call->this_value)) {
    handler = find_handler(call->this_value, args[0]);
  }
  if (!jerry_value_is_function(handler)) { /* none, several, or an exception: slow meets the same and throws it */
    jerry_value_free(handler);
    return jerry_call(refs.slow, call->this_value, args, count);
  }
  jerry_value_t result = jerry_call(handler, call->this_value, args + 1, count - 1);
  jerry_value_free(handler);
  if (watching && jerry_value_is_object(result)) {
    result = watch_result(call->this_value, result, args, count);
  }
  if (jerry_value_is_exception(result)) {
    return result;
  }
  jerry_value_free(result);
  return jerry_boolean(true);
}

static jerry_value_t events_make_emit(const jerry_call_info_t *call, const jerry_value_t args[],
                                      const jerry_length_t count) {
  jerry_value_t slow;
  jerry_value_t watch;
  ARGS("makeEmit", call, args, count, ARG_FUNCTION(&slow), ARG_FUNCTION(&watch));
  jerry_native_ptr_set(&refs.slow, slow);
  jerry_native_ptr_set(&refs.watch, watch);
  jerry_value_t function = jerry_function_external(events_emit);
  jerry_native_ptr_set(&refs.emit, function);
  return function;
}

static jerry_value_t events_watch_results(const jerry_call_info_t *call, const jerry_value_t args[],
                                          const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  watching = true;
  return jerry_undefined();
}

static const struct props_method methods[] = {
    {"makeEmit", events_make_emit},
    {"watchResults", events_watch_results},
};

jerry_value_t events_binding(void) {
  jerry_value_t binding = jerry_object();
  jerry_value_t key = jerry_string_sz("_events");
  props_refs_attach(binding, &refs, &refs_info);
  jerry_native_ptr_set(&refs.key, key);
  jerry_value_free(key);
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
