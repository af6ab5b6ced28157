#include "core/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "core/args.h"
#include "core/engine.h"
#include "core/engine_calls.h"
#include "core/errors.h"
#include "core/memory.h"
#include "core/native.h"
#include "core/props.h"
#include "core/registry.h"
#include "core/stack.h"
#include "core/ticks.h"
#include "port.h"

/* Functions of script that C calls, by their property in the object given to script_set_hooks(). */
#define HOOKS(X)        \
  X(runMain)            \
  X(onBadTick)          \
  X(onUncaught)         \
  X(onRejection)        \
  X(onRejectionHandled) \
  X(onBeforeExit)       \
  X(onExit)             \
  X(onChannel)          \
  X(onChannelClosed)    \
  X(describe)           \
  X(require)
enum hook {
#define HOOK_ENUM(name) HOOK_##name,
  HOOKS(HOOK_ENUM)
#undef HOOK_ENUM
      HOOK_COUNT
};
static const char *const hook_names[HOOK_COUNT] = {
#define HOOK_NAME(name) #name,
    HOOKS(HOOK_NAME)
#undef HOOK_NAME
};

static jerry_value_t hooks[HOOK_COUNT];
static bool hooked;

static const struct image *app;
static uint64_t started_us;
static jerry_value_t *bindings; /* one per registry_bindings, undefined until asked for */
static jerry_value_t native_function;
static struct script_stop_hook *stop_hooks;

/* ---- unhandled rejections ------------------------------------------------- */

/* A promise that was rejected without a handler, or (handled) one that got its handler only after it had been
 * reported. Both values are held. */
struct rejection {
  jerry_value_t promise;
  jerry_value_t reason;
  bool handled;
};
static struct rejection *rejections;
static size_t rejection_count;
static size_t rejection_room;

static void add_rejection(jerry_value_t promise, jerry_value_t reason, bool handled) {
  if (rejection_count == rejection_room) {
    size_t room = rejection_room != 0 ? rejection_room * 2 : 8;
    struct rejection *grown = realloc(rejections, room * sizeof *grown);
    if (grown == NULL) {
      memory_full(room * sizeof *grown, "unhandled rejections");
    }
    rejections = grown;
    rejection_room = room;
  }
  rejections[rejection_count++] = (struct rejection){jerry_value_copy(promise), jerry_value_copy(reason), handled};
}

static void on_promise_event(jerry_promise_event_type_t type, const jerry_value_t promise, const jerry_value_t value,
                             void *user) {
  (void)user;
  if (type == JERRY_PROMISE_EVENT_REJECT_WITHOUT_HANDLER) {
    add_rejection(promise, value, false);
    return;
  }
  if (type != JERRY_PROMISE_EVENT_CATCH_HANDLER_ADDED) {
    return;
  }
  for (size_t i = 0; i < rejection_count; i++) {
    if (!rejections[i].handled && args_same(rejections[i].promise, promise)) {
      jerry_value_free(rejections[i].promise);
      jerry_value_free(rejections[i].reason);
      rejection_count--;
      memmove(rejections + i, rejections + i + 1, (rejection_count - i) * sizeof *rejections);
      return;
    }
  }
  add_rejection(promise, jerry_undefined(), true);
}

static void process_rejections(void) {
  /* Each is taken off before script runs, which may reject more: those are looked at in this call too. */
  while (rejection_count > 0) {
    struct rejection first = rejections[0];
    rejection_count--;
    memmove(rejections, rejections + 1, rejection_count * sizeof *rejections);
    const jerry_value_t args[] = {first.promise, first.reason};
    jerry_value_t result =
        jerry_call(hooks[first.handled ? HOOK_onRejectionHandled : HOOK_onRejection], jerry_undefined(), args, 2);
    jerry_value_free(first.promise);
    jerry_value_free(first.reason);
    if (jerry_value_is_exception(result)) {
      script_uncaught(result, true);
    } else {
      jerry_value_free(result);
    }
  }
}

/* ---- calling script ------------------------------------------------------- */

static void run_ticks(void) {
  struct tick tick;
  while (ticks_take(&tick)) {
    jerry_value_t result = jerry_call(tick.callback, jerry_undefined(), ticks_args(&tick), tick.count);
    ticks_free(&tick);
    if (jerry_value_is_exception(result)) {
      script_uncaught(result, false);
    } else {
      jerry_value_free(result);
    }
  }
}

void script_drain(void) {
  bool again;
  do {
    run_ticks();
    jerry_value_t result = jerry_run_jobs();
    again = jerry_value_is_exception(result); /* it stopped at a job that threw: others wait behind it */
    if (again) {
      script_uncaught(result, false);
    } else {
      jerry_value_free(result);
    }
    if (rejection_count > 0 && !again && !ticks_waiting()) {
      process_rejections();
    }
  } while (again || ticks_waiting() || rejection_count > 0);
}

void script_call(jerry_value_t function, jerry_value_t self, const jerry_value_t *args, jerry_size_t count) {
  jerry_value_t result = jerry_call(function, self, args, count);
  if (jerry_value_is_exception(result)) {
    script_uncaught(result, false);
  } else {
    jerry_value_free(result);
  }
  script_drain();
}

jerry_value_t script_next_tick(const jerry_value_t args[], jerry_length_t count) {
  if (count == 0 || !jerry_value_is_function(args[0])) {
    const jerry_value_t given = count > 0 ? args[0] : jerry_undefined();
    return jerry_call(hooks[HOOK_onBadTick], jerry_undefined(), &given, 1);
  }
  ticks_push(args[0], args + 1, count - 1);
  return jerry_undefined();
}

static void call_hook(enum hook hook) { script_call(hooks[hook], jerry_undefined(), NULL, 0); }

void script_channel(const char *line, size_t size) {
  if (line == NULL) {
    call_hook(HOOK_onChannelClosed);
    return;
  }
  jerry_value_t text = props_string_sized(line, size);
  script_call(hooks[HOOK_onChannel], jerry_undefined(), &text, 1);
  jerry_value_free(text);
}

/* ---- uncaught exceptions and reports -------------------------------------- */

static void report_text(jerry_value_t string) {
  jerry_size_t size = jerry_string_size(string, JERRY_ENCODING_UTF8);
  char *text = memory_alloc((size_t)size + 1, "an error's text");
  port_console_write(PORT_STDERR, text, engine_string_copy(string, JERRY_ENCODING_UTF8, size, text, size));
  free(text);
}

/* What script's own util.inspect() makes of value, else its stack, else it as a string; the caller frees it. */
static jerry_value_t describe_thrown(jerry_value_t value) {
  if (hooked) {
    jerry_value_t text = jerry_call(hooks[HOOK_describe], jerry_undefined(), &value, 1);
    if (jerry_value_is_string(text)) {
      return text;
    }
    jerry_value_free(text);
  }
  if (jerry_value_is_object(value)) {
    jerry_value_t stack = jerry_object_get_sz(value, "stack");
    if (jerry_value_is_string(stack) && jerry_string_length(stack) > 0) {
      return stack;
    }
    jerry_value_free(stack);
  }
  jerry_value_t text = jerry_value_to_string(value);
  if (!jerry_value_is_string(text)) {
    jerry_value_free(text);
    text = jerry_string_sz("(a value that cannot be shown)");
  }
  return text;
}

void script_report(const char *what, jerry_value_t value) {
  jerry_value_t thrown = jerry_exception_value(jerry_value_copy(value), true);
  jerry_value_t text = describe_thrown(thrown);
  port_console_error(what);
  port_console_write(PORT_STDERR, " ", 1);
  report_text(text);
  port_console_write(PORT_STDERR, "\n", 1);
  jerry_value_free(text);
  jerry_value_free(thrown);
}

void script_uncaught(jerry_value_t exception, bool from_promise) {
  jerry_value_t error = jerry_exception_value(exception, true);
  int code = RUNTIME_EXIT_UNCAUGHT;
  if (hooked) {
    const jerry_value_t args[] = {error, jerry_boolean(from_promise)};
    jerry_value_t answer = jerry_call(hooks[HOOK_onUncaught], jerry_undefined(), args, 2);
    if (jerry_value_is_exception(answer)) {
      script_report("Uncaught", answer);
      script_exit(RUNTIME_EXIT_HANDLER);
    }
    if (jerry_value_is_true(answer)) {
      jerry_value_free(answer);
      jerry_value_free(error);
      return;
    }
    if (jerry_value_is_number(answer)) {
      code = (int)jerry_value_as_int32(answer);
    }
    jerry_value_free(answer);
  }
  script_report("Uncaught", error);
  script_exit(code);
}

bool script_is_development(void) { return app != NULL && app->kind == IMAGE_KIND_SOURCE; }

/* ---- the end -------------------------------------------------------------- */

void script_at_stop(struct script_stop_hook *hook) {
  hook->next = stop_hooks;
  stop_hooks = hook;
}

static void run_stop_hooks(void) {
  while (stop_hooks != NULL) {
    struct script_stop_hook *hook = stop_hooks;
    stop_hooks = hook->next;
    hook->run();
  }
}

int script_checked(int code) {
  for (const char *const *entry = port_env(); *entry != NULL; entry++) {
    if (strcmp(*entry, "TINYGRAM_CHECK=1") == 0) {
      return port_net_check() == 0 ? code : RUNTIME_EXIT_LEAK;
    }
  }
  return code;
}

_Noreturn void script_exit(int code) {
  /* Script is on the stack below, so the engine can not be taken down; nothing of it is ever used again. */
  run_stop_hooks();
  port_exit(script_checked(code & 0xff));
}

/* ---- modules and bindings ------------------------------------------------- */

/* Code that was copied so that the engine can write to it; it runs from there as long as the engine does. */
struct code_copy {
  struct code_copy *next;
  uint32_t code[]; /* from its first address that is a multiple of 8 */
};
static struct code_copy *code_copies;

/* code where the engine may use it. */
static const uint32_t *usable_code(const uint32_t *code, size_t size) {
  if (!ENGINE_WRITES_CODE || CONFIG_CODE_WRITABLE) {
    return code;
  }
  /* malloc() of ESP-IDF aligns to 4 bytes only. */
  struct code_copy *copy = memory_alloc(sizeof *copy + size + 7, "the app's code");
  uint32_t *aligned = (uint32_t *)(((uintptr_t)copy->code + 7) & ~(uintptr_t)7);
  memcpy(aligned, code, size);
  copy->next = code_copies;
  code_copies = copy;
  return aligned;
}

static void free_code(void) {
  while (code_copies != NULL) {
    struct code_copy *copy = code_copies;
    code_copies = copy->next;
    free(copy);
  }
}

static jerry_value_t run_code(const uint32_t *code, size_t size, const char *file) {
  code = usable_code(code, size);
  jerry_exec_snapshot_option_values_t options;
  memset(&options, 0, sizeof options);
  options.source_name = props_string(file);
  jerry_value_t result = jerry_exec_snapshot(code, size, 0, JERRY_SNAPSHOT_EXEC_HAS_SOURCE_NAME, &options);
  jerry_value_free(options.source_name);
  return result;
}

static jerry_value_t run_module(const struct registry_module *module) {
  if (module->constant) {
    const uint32_t how = JERRY_SNAPSHOT_EXEC_ALLOW_STATIC | JERRY_SNAPSHOT_EXEC_LOAD_AS_FUNCTION;
    return jerry_exec_snapshot(module->code, module->size, 0, how, NULL);
  }
  char file[64];
  snprintf(file, sizeof file, "tinygram:%s", module->name);
  return run_code(module->code, module->size, file);
}

static jerry_value_t run_source(const uint8_t *text, size_t size, const char *file) {
  jerry_parse_options_t options;
  memset(&options, 0, sizeof options);
  options.options = JERRY_PARSE_HAS_SOURCE_NAME;
  options.source_name = props_string(file);
  jerry_value_t script = jerry_parse(text, size, &options);
  jerry_value_free(options.source_name);
  if (jerry_value_is_exception(script)) {
    if (engine_out_of_memory(script)) {
      memory_script_heap_full();
    }
    return script;
  }
  jerry_value_t result = jerry_run(script);
  jerry_value_free(script);
  return result;
}

jerry_value_t script_load_module(const char *id) {
  for (size_t i = 0; i < registry_module_count; i++) {
    const struct registry_module *module = &registry_modules[i];
    if (strcmp(module->name, id) == 0) {
      return run_module(module);
    }
  }
  return jerry_undefined();
}

jerry_value_t script_load_app(void) {
  if (app->kind == IMAGE_KIND_SOURCE) {
    return run_source(app->code, app->code_size, app->entry);
  }
  return run_code((const uint32_t *)(const void *)app->code, app->code_size, app->entry);
}

const char *script_app_name(void) { return app->entry; }

#define NATIVE_SCHEME "native:"

/* native(name): the binding's object, made at the first call; by "native:" and a name a module of core/native.h, or
 * undefined. */
static jerry_value_t native_of_name(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  ARGS_TEXT(name, 31);
  ARGS("native", call, args, count, ARG_TEXT(&name));
  if (strncmp(name.data, NATIVE_SCHEME, sizeof NATIVE_SCHEME - 1) == 0) {
    return native_require(name.data + sizeof NATIVE_SCHEME - 1);
  }
  for (size_t i = 0; i < registry_binding_count; i++) {
    if (strcmp(registry_bindings[i].name, name.data) == 0) {
      if (jerry_value_is_undefined(bindings[i])) {
        bindings[i] = registry_bindings[i].init();
      }
      return jerry_value_copy(bindings[i]);
    }
  }
  char message[96];
  snprintf(message, sizeof message, "native: there is no binding '%s' in this firmware", name.data);
  return jerry_throw_sz(JERRY_ERROR_COMMON, message);
}

/* ---- start and stop ------------------------------------------------------- */

/* Whether the engine has the strings that constant code means (registry.h). */
static bool strings_present(void) {
  if (registry_probe.name == NULL) {
    return true;
  }
  jerry_value_t expected = jerry_string_sz(registry_probe.name);
  jerry_value_t given =
      jerry_exec_snapshot(registry_probe.code, registry_probe.size, 0, JERRY_SNAPSHOT_EXEC_ALLOW_STATIC, NULL);
  bool present = args_same(expected, given);
  jerry_value_free(given);
  jerry_value_free(expected);
  if (!present) {
    port_console_error("tinygram: the engine " ENGINE_NAME
                       " has other features than the one that precompiled the built-in modules;"
                       " build both with the same.\n");
  }
  return present;
}

void script_set_hooks(jerry_value_t object) {
  for (int i = 0; i < HOOK_COUNT; i++) {
    jerry_value_free(hooks[i]);
    hooks[i] = jerry_object_get_sz(object, hook_names[i]);
  }
  hooked = true;
}

static bool run_bootstrap(void) {
  jerry_value_t bootstrap = script_load_module("internal/bootstrap");
  if (jerry_value_is_function(bootstrap)) {
    jerry_value_t module = jerry_object();
    jerry_value_t exports = jerry_object();
    const jerry_value_t args[] = {exports, jerry_undefined(), module, native_function};
    jerry_value_t result = jerry_call(bootstrap, jerry_undefined(), args, 4);
    jerry_value_free(bootstrap);
    jerry_value_free(module);
    jerry_value_free(exports);
    bootstrap = result;
  }
  bool done = hooked && !jerry_value_is_exception(bootstrap);
  if (!done) {
    script_report("tinygram: the built-in modules did not start:", bootstrap);
  }
  jerry_value_free(bootstrap);
  return done;
}

void script_engine_start(void) { engine_start(&registry_strings); }

int script_start(const struct image *image) {
  if (!engine_complete(port_console_error)) {
    return RUNTIME_EXIT_ENGINE;
  }
  started_us = port_time_us();
  app = image;
  bindings = memory_alloc((registry_binding_count + 1) * sizeof *bindings, "the native bindings");
  engine_guard();
  for (size_t i = 0; i < registry_binding_count; i++) {
    bindings[i] = jerry_undefined();
  }
  for (int i = 0; i < HOOK_COUNT; i++) {
    hooks[i] = jerry_undefined();
  }
  native_function = jerry_function_external(native_of_name);
  stack_install();
  jerry_promise_on_event(JERRY_PROMISE_EVENT_FILTER_ERROR, on_promise_event, NULL);
  if (!strings_present() || !run_bootstrap()) {
    script_stop();
    return RUNTIME_EXIT_ENGINE;
  }
  return 0;
}

void script_stop(void) {
  run_stop_hooks();
  jerry_promise_on_event(JERRY_PROMISE_EVENT_FILTER_DISABLE, NULL, NULL);
  stack_remove();
  hooked = false;
  ticks_clear();
  for (int i = 0; i < HOOK_COUNT; i++) {
    jerry_value_free(hooks[i]);
  }
  for (size_t i = 0; i < registry_binding_count; i++) {
    jerry_value_free(bindings[i]);
  }
  native_stop();
  jerry_value_free(native_function);
  for (size_t i = 0; i < rejection_count; i++) {
    jerry_value_free(rejections[i].promise);
    jerry_value_free(rejections[i].reason);
  }
  free(rejections);
  rejections = NULL;
  rejection_count = rejection_room = 0;
  jerry_cleanup();
  free_code();
  free(bindings);
  bindings = NULL;
}

bool script_heap(uint32_t *used, uint32_t *size) {
  jerry_heap_stats_t heap;
  memset(&heap, 0, sizeof heap);
  if (bindings == NULL || !jerry_heap_stats(&heap)) {
    return false;
  }
  *used = (uint32_t)heap.allocated_bytes;
  *size = (uint32_t)heap.size;
  return true;
}

uint64_t script_uptime_us(void) { return port_time_us() - started_us; }

jerry_value_t script_require(const char *id) {
  jerry_value_t name = jerry_string_sz(id);
  jerry_value_t exported = jerry_call(hooks[HOOK_require], jerry_undefined(), &name, 1);
  jerry_value_free(name);
  return exported;
}

void script_run_app(void) { call_hook(HOOK_runMain); }

void script_before_exit(void) { call_hook(HOOK_onBeforeExit); }

int script_end(void) {
  jerry_value_t code = jerry_call(hooks[HOOK_onExit], jerry_undefined(), NULL, 0);
  if (jerry_value_is_exception(code)) {
    script_uncaught(code, false);
    return RUNTIME_EXIT_UNCAUGHT;
  }
  int number = (int)jerry_value_as_int32(code) & 0xff;
  jerry_value_free(code);
  return number;
}
