/* function.c: native functions, calls, promises. */
#include "adapter.h"
#include "heap.h"

/* ---- native functions: objects of a class of our own whose opaque pointer is the handler ---- */

union handler {
  void *pointer;
  jerry_external_handler_t call;
};

/* The object that `new` makes for new_target. */
static JSValue construct_this(JSContext *context, JSValueConst new_target) {
  JSValue proto = JS_GetProperty(context, new_target, engine.atoms[ATOM_prototype]);
  if (JS_IsException(proto)) {
    return proto;
  }
  JSValue made = JS_IsObject(proto) ? JS_NewObjectProtoClass(context, proto, native_class)
                                    : JS_NewObjectClass(context, (int)native_class);
  JS_FreeValue(context, proto);
  return made;
}

static JSValue call_handler(JSContext *context, JSValueConst function, JSValueConst self, int count,
                            JSValueConst *arguments, int flags) {
  union handler handler = {JS_GetOpaque(function, function_class)};
  jerry_call_info_t info = {function, self, JS_UNDEFINED};
  bool construct = flags & JS_CALL_FLAG_CONSTRUCTOR;
  if (construct) {
    info.new_target = self;
    info.this_value = construct_this(context, self);
    if (JS_IsException(info.this_value)) {
      return JS_EXCEPTION;
    }
  }
  JSValue result = handler.call(&info, arguments, (jerry_length_t)count);
  if (is_exception(result)) {
    result = throw_exception(result);
  }
  if (!construct) {
    return result;
  }
  if (JS_IsObject(result) || JS_IsException(result)) {
    JS_FreeValue(context, info.this_value);
    return result;
  }
  JS_FreeValue(context, result);
  return info.this_value;
}

/* The property "prototype" is made when it is first asked for: few native functions are constructors. */
static int own_property(JSContext *context, JSPropertyDescriptor *out, JSValueConst function, JSAtom name) {
  if (name != engine.atoms[ATOM_prototype]) {
    return 0;
  }
  JSValue proto = JS_NewObject(context);
  if (JS_IsException(proto) ||
      JS_DefinePropertyValueStr(context, proto, "constructor", JS_DupValue(context, function),
                                JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE) < 0 ||
      JS_DefinePropertyValue(context, function, name, JS_DupValue(context, proto), JS_PROP_WRITABLE) < 0) {
    JS_FreeValue(context, proto);
    return -1;
  }
  if (out) {
    *out = (JSPropertyDescriptor){JS_PROP_WRITABLE, proto, JS_UNDEFINED, JS_UNDEFINED};
  } else {
    JS_FreeValue(context, proto);
  }
  return 1;
}

static JSClassExoticMethods exotic = {.get_own_property = own_property};
static const JSClassDef function_definition = {"Function", NULL, NULL, call_handler, &exotic};

static void on_rejection(JSContext *context, JSValueConst promise, JSValueConst reason, JS_BOOL handled, void *user) {
  (void)context;
  (void)user;
  if (!engine.promise_event) {
    return;
  }
  if (handled) {
    engine.promise_event(JERRY_PROMISE_EVENT_CATCH_HANDLER_ADDED, promise, JS_UNDEFINED, engine.promise_user);
  } else {
    engine.promise_event(JERRY_PROMISE_EVENT_REJECT_WITHOUT_HANDLER, promise, reason, engine.promise_user);
  }
}

bool function_start(void) {
  if (!engine_class_add(&function_class, &function_definition)) {
    return false;
  }
  JSValue function = global_property("Function");
  JS_SetClassProto(engine.context, function_class,
                   JS_GetProperty(engine.context, function, engine.atoms[ATOM_prototype]));
  JS_FreeValue(engine.context, function);
  JS_SetHostPromiseRejectionTracker(engine.runtime, on_rejection, NULL);
  return true;
}

jerry_value_t jerry_function_external(jerry_external_handler_t handler) {
  union handler opaque = {.call = handler};
  JSValue function = JS_NewObjectClass(engine.context, (int)function_class);
  if (!JS_IsException(function)) {
    JS_SetOpaque(function, opaque.pointer);
    JS_SetConstructorBit(engine.context, function, true);
  }
  return result_of(function);
}

jerry_value_t jerry_call(const jerry_value_t function, const jerry_value_t this_value, const jerry_value_t *args_p,
                         jerry_size_t args_count) {
  if (is_exception(function) || is_exception(this_value) || !all_plain(args_p, args_count)) {
    return wrong_argument();
  }
  heap_collect_if_due();
  return script_result(JS_Call(engine.context, function, this_value, (int)args_count, (JSValueConst *)args_p));
}

/* ---- promises ---- */

jerry_value_t jerry_promise_result(const jerry_value_t promise) {
  if (!jerry_value_is_promise(promise)) {
    return wrong_argument();
  }
  return JS_PromiseResult(engine.context, promise);
}

/* Both count pending, fulfilled, rejected; JerryScript from 1 on. */
jerry_promise_state_t jerry_promise_state(const jerry_value_t promise) {
  return jerry_value_is_promise(promise) ? (jerry_promise_state_t)(JS_PromiseState(engine.context, promise) + 1)
                                         : JERRY_PROMISE_STATE_NONE;
}

void jerry_promise_on_event(jerry_promise_event_filter_t filters, jerry_promise_event_cb_t callback, void *user_p) {
  engine.promise_event = filters & JERRY_PROMISE_EVENT_FILTER_ERROR ? callback : NULL;
  engine.promise_user = user_p;
}
