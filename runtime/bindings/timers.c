/* timers.c: script's timers and immediates on the loop; the contract is typings/native/timers.d.ts. */
#include <stddef.h>
#include <stdlib.h>

#include "config.h"
#include "core/args.h"
#include "core/loop.h"
#include "core/memory.h"
#include "core/props.h"
#include "core/script.h"
#include "core/timer.h"

/*
 * The native part of a timer object of script, made when it is first armed. Lifetime: an armed timer holds its
 * object (self), so it cannot be collected; the native part is freed with the object.
 */
struct script_timer {
  struct timer timer;
  jerry_value_t self; /* held while armed */
};

static void free_timer(void *native, jerry_object_native_info_t *info) {
  (void)info;
  struct script_timer *owner = native;
  timer_stop(&owner->timer);
  free(owner);
}

static const struct args_class timer_class = {.native = {.free_cb = free_timer}, .name = "timer"};

static jerry_value_t run_timer;
static jerry_value_t run_immediate;
static jerry_value_t immediate_array;

static void timers_fire(struct timer *timer) {
  struct script_timer *owner = (struct script_timer *)(void *)((char *)timer - offsetof(struct script_timer, timer));
  /* The reference passes from the armed timer to this call. */
  jerry_value_t self = owner->self;
  script_call(run_timer, jerry_undefined(), &self, 1);
  jerry_value_free(self);
}

/* start(timer, ms): 0, or ENOMEM when CONFIG_TIMERS are armed */
static jerry_value_t timers_start(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  jerry_value_t object;
  uint32_t ms;
  ARGS("start", call, args, count, ARG_OBJECT(&object), ARG_U32(&ms));
  struct script_timer *owner = args_native(object, &timer_class);
  if (owner == NULL) {
    owner = memory_alloc_native(sizeof *owner, "a timer");
    jerry_object_set_native_ptr(object, &timer_class.native, owner);
  }
  bool armed = timer_armed(&owner->timer);
  int status = timer_start(&owner->timer, ms, timers_fire);
  if (status == 0 && !armed) {
    owner->self = jerry_value_copy(object);
  }
  return jerry_number(status);
}

/* stop(timer) */
static jerry_value_t timers_stop(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  jerry_value_t object;
  ARGS("stop", call, args, count, ARG_OBJECT(&object));
  struct script_timer *owner = args_native(object, &timer_class);
  if (owner != NULL && timer_armed(&owner->timer)) {
    timer_stop(&owner->timer);
    jerry_value_free(owner->self);
  }
  return jerry_undefined();
}

/* setRef(timer, on): for one that has been started */
static jerry_value_t set_ref(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct script_timer *owner;
  bool on;
  ARGS("setRef", call, args, count, ARG_NATIVE(&timer_class, &owner), ARG_BOOL(&on));
  timer_set_ref(&owner->timer, on);
  return jerry_undefined();
}

/* timers_now(): milliseconds */
static jerry_value_t timers_now(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  return jerry_number((double)loop_now_ms());
}

static void call_immediate(void) { script_call(run_immediate, jerry_undefined(), NULL, 0); }

static void let_go(void) {
  struct timer *timer;
  while ((timer = timer_find(timers_fire)) != NULL) {
    struct script_timer *owner = (struct script_timer *)(void *)((char *)timer - offsetof(struct script_timer, timer));
    timer_stop(timer);
    jerry_value_free(owner->self);
  }
  loop_set_immediates(NULL, NULL);
  jerry_value_free(run_timer);
  jerry_value_free(run_immediate);
  jerry_value_free(immediate_array);
}

/* setup(runTimer, runImmediate, immediateInfo) */
static jerry_value_t timers_setup(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  static struct script_stop_hook at_stop = {.run = let_go};
  static bool done;
  jerry_value_t timer_function;
  jerry_value_t immediate_function;
  struct args_bytes info;
  ARGS("setup", call, args, count, ARG_FUNCTION(&timer_function), ARG_FUNCTION(&immediate_function), ARG_BYTES(&info));
  if (done || info.size < sizeof(struct loop_immediates)) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "setup: call once, with an array of 4 32-bit integers");
  }
  done = true;
  run_timer = jerry_value_copy(timer_function);
  run_immediate = jerry_value_copy(immediate_function);
  immediate_array = jerry_value_copy(args[2]);
  loop_set_immediates((volatile struct loop_immediates *)(void *)info.data, call_immediate);
  script_at_stop(&at_stop);
  return jerry_undefined();
}

jerry_value_t timers_binding(void) {
  static const struct props_method methods[] = {{"setup", timers_setup},
                                                {"start", timers_start},
                                                {"stop", timers_stop},
                                                {"setRef", set_ref},
                                                {"now", timers_now}};
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  props_number(binding, "limit", CONFIG_TIMERS);
  return binding;
}
