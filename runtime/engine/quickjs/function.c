/* function.c: native functions, calls, promises, JSON. */
#include "adapter.h"

/* ---- native functions: objects of a class of our own whose opaque pointer is the handler ---- */

union handler {
  void *pointer;
  jerry_external_handler_t call;
};

static JSValue call_handler(JSContext *context, JSValueConst function, JSValueConst self, int count,
                            JSValueConst *arguments, int flags) {
  union handler handler = {JS_GetOpaque(function, engine.external_class)};
  jerry_call_info_t info = {function, self, JS_UNDEFINED};
  bool construct = flags & JS_CALL_FLAG_CONSTRUCTOR;
  if (construct) {
    info.new_target = self;
    JSValue proto = JS_GetPropertyStr(context, self, "prototype");
    if (JS_IsException(proto))
      return proto;
    if (JS_IsObject(proto))
      info.this_value = JS_NewObjectProtoClass(context, proto, engine.native_class);
    else
      info.this_value = JS_NewObjectClass(context, (int)engine.native_class);
    JS_FreeValue(context, proto);
    if (JS_IsException(info.this_value))
      return JS_EXCEPTION;
  }
  JSValue result = handler.call(&info, arguments, (jerry_length_t)count);
  if (is_exception(result))
    result = throw_marked(result);
  if (!construct)
    return result;
  if (JS_IsObject(result) || JS_IsException(result)) {
    JS_FreeValue(context, info.this_value);
    return result;
  }
  JS_FreeValue(context, result);
  return info.this_value;
}

static const JSClassDef external_definition = {"Function", NULL, NULL, call_handler, NULL};

static void rejection(JSContext *context, JSValueConst promise, JSValueConst reason, JS_BOOL handled, void *user) {
  (void)context;
  (void)user;
  if (!engine.promise_event || internals_uncatchable(engine.context, reason))
    return;
  if (handled)
    engine.promise_event(JERRY_PROMISE_EVENT_CATCH_HANDLER_ADDED, promise, JS_UNDEFINED, engine.promise_user);
  else
    engine.promise_event(JERRY_PROMISE_EVENT_REJECT_WITHOUT_HANDLER, promise, reason, engine.promise_user);
}

bool function_start(void) {
  JS_NewClassID(&engine.external_class);
  if (JS_NewClass(engine.runtime, engine.external_class, &external_definition))
    return false;
  JS_SetClassProto(engine.context, engine.external_class, internals_function_prototype(engine.context));
  JS_SetHostPromiseRejectionTracker(engine.runtime, rejection, NULL);
  return true;
}

jerry_value_t jerry_function_external(jerry_external_handler_t handler) {
  union handler opaque = {.call = handler};
  return result_of(internals_native_function(engine.context, engine.external_class, opaque.pointer));
}

static bool plain(const jerry_value_t *values, jerry_size_t count) {
  for (jerry_size_t i = 0; i < count; i++) {
    if (is_exception(values[i]))
      return false;
  }
  return true;
}

jerry_value_t jerry_call(const jerry_value_t function, const jerry_value_t this_value, const jerry_value_t *args_p,
                         jerry_size_t args_count) {
  if (is_exception(function) || is_exception(this_value) || !plain(args_p, args_count))
    return wrong_argument();
  before_script();
  return script_result(JS_Call(engine.context, function, this_value, (int)args_count, (JSValueConst *)args_p));
}

jerry_value_t jerry_construct(const jerry_value_t function, const jerry_value_t *args_p, jerry_size_t args_count) {
  if (!jerry_value_is_constructor(function) || !plain(args_p, args_count))
    return wrong_argument();
  before_script();
  return script_result(JS_CallConstructor(engine.context, function, (int)args_count, (JSValueConst *)args_p));
}

/* ---- promises ---- */

jerry_value_t jerry_promise(void) {
  JSValue functions[2];
  JSValue promise = JS_NewPromiseCapability(engine.context, functions);
  if (JS_IsException(promise))
    return take_exception();
  JS_FreeValue(engine.context, functions[0]);
  JS_FreeValue(engine.context, functions[1]);
  return promise;
}

/* Functions that settle are made anew for each call, so that the promise itself remembers that one was called. */
static jerry_value_t settle(jerry_value_t promise, jerry_value_t argument, bool reject) {
  if (!jerry_value_is_promise(promise) || is_exception(argument))
    return wrong_argument();
  if (JS_IsBool(internals_private_get(promise, engine.settled_name)))
    return JS_UNDEFINED;
  if (!internals_private_set(engine.context, promise, engine.settled_name, JS_TRUE))
    return take_exception();
  return script_result(internals_settle(engine.context, promise, argument, reject));
}

jerry_value_t jerry_promise_resolve(jerry_value_t promise, const jerry_value_t argument) {
  return settle(promise, argument, false);
}

jerry_value_t jerry_promise_reject(jerry_value_t promise, const jerry_value_t argument) {
  return settle(promise, argument, true);
}

jerry_value_t jerry_promise_result(const jerry_value_t promise) {
  if (!jerry_value_is_promise(promise))
    return wrong_argument();
  return JS_PromiseResult(engine.context, promise);
}

jerry_promise_state_t jerry_promise_state(const jerry_value_t promise) {
  if (!jerry_value_is_promise(promise))
    return JERRY_PROMISE_STATE_NONE;
  switch (JS_PromiseState(engine.context, promise)) {
  case JS_PROMISE_FULFILLED:
    return JERRY_PROMISE_STATE_FULFILLED;
  case JS_PROMISE_REJECTED:
    return JERRY_PROMISE_STATE_REJECTED;
  default:
    return JERRY_PROMISE_STATE_PENDING;
  }
}

void jerry_promise_on_event(jerry_promise_event_filter_t filters, jerry_promise_event_cb_t callback, void *user_p) {
  engine.promise_event = filters & JERRY_PROMISE_EVENT_FILTER_ERROR ? callback : NULL;
  engine.promise_user = user_p;
}

/* ---- JSON ---- */

jerry_value_t jerry_json_parse(const jerry_char_t *string_p, jerry_size_t string_size) {
  char *text = js_malloc(engine.context, (size_t)string_size + 1); /* QuickJS wants a zero at the end */
  if (!text)
    return take_exception();
  memcpy(text, string_p, string_size);
  text[string_size] = 0;
  JSValue value = JS_ParseJSON(engine.context, text, string_size, "<input>");
  js_free(engine.context, text);
  return result_of(value);
}

jerry_value_t jerry_json_stringify(const jerry_value_t object) {
  if (is_exception(object))
    return wrong_argument();
  jerry_value_t text = script_result(JS_JSONStringify(engine.context, object, JS_UNDEFINED, JS_UNDEFINED));
  return jerry_value_is_undefined(text) ? jerry_throw_sz(JERRY_ERROR_SYNTAX, "value has no JSON form") : text;
}
