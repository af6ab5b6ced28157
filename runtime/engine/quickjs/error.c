/*
 * error.c: error objects, their stacks, backtraces.
 *
 * QuickJS gives an error its property "stack" where it is made or first thrown: a line per frame,
 *   "    at name (file:line:column)", "    at name (native)", "    at name" for code without positions,
 * and in front of them "    at file:line:column" for a place in a text that does not parse. By the first patch
 * (patches/) it hands that text to quickjs_error_stack() first; and frames are read out of such a text.
 */
#include <stdio.h>
#include <stdlib.h>

#include "adapter.h"

static const char *const constructors[] = {
    [JERRY_ERROR_COMMON] = "Error",
    [JERRY_ERROR_RANGE] = "RangeError",
    [JERRY_ERROR_TYPE] = "TypeError",
};
enum { CONSTRUCTORS = sizeof constructors / sizeof constructors[0] };

/* ---- start and stop ---- */

static bool delete_property(JSValueConst object, const char *name) {
  JSAtom atom = JS_NewAtom(engine.context, name);
  int done = JS_DeleteProperty(engine.context, object, atom, 0);
  JS_FreeAtom(engine.context, atom);
  return done >= 0;
}

/* QuickJS throws an InternalError, which the language does not know, where a limit of its own is met: memory, stack,
 * length of strings. Script is to see what other engines throw there, a RangeError. */
static bool internal_errors_are_range_errors(void) {
  JSValue internal = global_property("InternalError"), global = JS_GetGlobalObject(engine.context);
  JSValue proto = JS_GetProperty(engine.context, internal, engine.atoms[ATOM_prototype]);
  JSValue range = JS_GetProperty(engine.context, engine.errors[JERRY_ERROR_RANGE], engine.atoms[ATOM_prototype]);
  bool done = JS_SetPrototype(engine.context, proto, range) > 0 && delete_property(proto, "name") &&
              delete_property(proto, "message") && delete_property(proto, "constructor") &&
              delete_property(global, "InternalError");
  JS_FreeValue(engine.context, range);
  JS_FreeValue(engine.context, proto);
  JS_FreeValue(engine.context, internal);
  JS_FreeValue(engine.context, global);
  return done;
}

bool error_start(void) {
  for (int i = 0; i < CONSTRUCTORS; i++) {
    engine.errors[i] = constructors[i] ? global_property(constructors[i]) : JS_UNDEFINED;
  }
  return internal_errors_are_range_errors();
}

void error_stop(void) {
  engine.error_created = NULL;
  for (int i = 0; i < CONSTRUCTORS; i++) {
    JS_FreeValue(engine.context, engine.errors[i]);
  }
}

jerry_value_t jerry_throw_sz(jerry_error_t type, const char *message_p) {
  JSValue message = JS_NewString(engine.context, message_p);
  if (JS_IsException(message)) {
    return failed_result();
  }
  jerry_value_t error =
      script_result(JS_CallConstructor(engine.context, engine.errors[type], 1, (JSValueConst *)&message));
  JS_FreeValue(engine.context, message);
  return jerry_throw_value(error, true);
}

/* ---- frames ---- */

struct jerry_frame_internal_t {
  const char *name, *file; /* not zero-terminated; file NULL where it is not known */
  size_t name_size, file_size;
  jerry_frame_location_t location;
};

/* The text of the error that is being made, while its callback runs. */
static const char *current_stack;

/* Takes ":number" off the end of a text of *size bytes. */
static bool take_number(const char *text, size_t *size, jerry_size_t *out) {
  size_t at = *size;
  while (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') {
    at--;
  }
  if (at == *size || at < 2 || text[at - 1] != ':') {
    return false;
  }
  *out = (jerry_size_t)strtoul(text + at, NULL, 10);
  *size = at - 1;
  return true;
}

static bool take_position(struct jerry_frame_internal_t *frame, const char *text, size_t size) {
  if (!take_number(text, &size, &frame->location.column) || !take_number(text, &size, &frame->location.line)) {
    return false;
  }
  frame->file = text;
  frame->file_size = size;
  return true;
}

/* Reads a line; false for one that is not shown: a native function, or a place in JSON text, which is in no file. */
static bool read_frame(const char *line, size_t size, struct jerry_frame_internal_t *frame) {
  static const char at[] = "    at ", anonymous[] = "<anonymous>", native[] = " (native)", json[] = "<input>";
  const size_t native_size = sizeof native - 1;
  memset(frame, 0, sizeof *frame);
  if (size < sizeof at || memcmp(line, at, sizeof at - 1) != 0) {
    return false;
  }
  line += sizeof at - 1;
  size -= sizeof at - 1;
  if (size > native_size && !memcmp(line + size - native_size, native, native_size)) {
    return false;
  }
  frame->name = line;
  frame->name_size = size;
  if (line[size - 1] == ')') {
    size_t open = size;
    while (open > 1 && !(line[open - 1] == '(' && line[open - 2] == ' ')) {
      open--;
    }
    if (open > 1 && take_position(frame, line + open, size - 1 - open)) {
      frame->name_size = open - 2;
    }
  } else if (take_position(frame, line, size)) {
    frame->name_size = 0;
    return frame->file_size != sizeof json - 1 || memcmp(frame->file, json, sizeof json - 1) != 0;
  }
  if (frame->name_size == sizeof anonymous - 1 && !memcmp(frame->name, anonymous, sizeof anonymous - 1)) {
    frame->name_size = 0;
  }
  return true;
}

static void walk_frames(const char *text, jerry_backtrace_cb_t callback, void *user) {
  struct jerry_frame_internal_t frame;
  bool more = true;
  while (more && *text) {
    size_t size = strcspn(text, "\n");
    if (read_frame(text, size, &frame)) {
      frame.location.source_name =
          frame.file ? JS_NewStringLen(engine.context, frame.file, frame.file_size) : JS_UNDEFINED;
      more = callback(&frame, user);
      JS_FreeValue(engine.context, frame.location.source_name);
    }
    text += size + (text[size] == '\n');
  }
}

struct capture {
  jerry_backtrace_cb_t callback;
  void *user;
};

static void on_captured(const jerry_value_t error, void *user) {
  const struct capture *capture = user;
  (void)error;
  walk_frames(current_stack, capture->callback, capture->user);
}

/* Of an error that is made for it, where none is. */
void jerry_backtrace_capture(jerry_backtrace_cb_t callback, void *user_p) {
  if (current_stack) {
    walk_frames(current_stack, callback, user_p);
    return;
  }
  struct capture capture = {callback, user_p};
  jerry_error_object_created_cb_t created = engine.error_created;
  void *created_user = engine.error_user;
  jerry_error_on_created(on_captured, &capture);
  JS_FreeValue(engine.context, JS_CallConstructor(engine.context, engine.errors[JERRY_ERROR_COMMON], 0, NULL));
  jerry_error_on_created(created, created_user);
}

jerry_value_t jerry_quickjs_frame_name(const jerry_frame_t *frame_p) {
  return result_of(JS_NewStringLen(engine.context, frame_p->name, frame_p->name_size));
}

const jerry_frame_location_t *jerry_frame_location(jerry_frame_t *frame_p) {
  return frame_p->file ? &frame_p->location : NULL;
}

/* ---- the callback for new errors ---- */

void jerry_error_on_created(jerry_error_object_created_cb_t callback, void *user_p) {
  engine.error_created = callback;
  engine.error_user = user_p;
}

/*
 * Called by the first patch of QuickJS in build_backtrace(), with the text for error.stack, before that is defined; ""
 * where the text had no memory. No exception is under way, and what is thrown in here is forgotten. True: the text is
 * not to be defined, error has a stack. An error that is made in here has the text itself.
 */
int quickjs_error_stack(JSContext *context, JSValueConst error, const char *stack);
int quickjs_error_stack(JSContext *context, JSValueConst error, const char *stack) {
  if (!engine.error_created) {
    return false;
  }
  current_stack = stack;
  engine.error_created(error, engine.error_user);
  current_stack = NULL;
  return JS_GetOwnProperty(context, NULL, error, engine.atoms[ATOM_stack]) > 0;
}
