#include "core/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "core/args.h"
#include "core/engine_calls.h"
#include "core/image.h"
#include "core/memory.h"
#include "core/props.h"

#define DEFAULT_LIMIT 10
#define NAME_SIZE 96 /* of a function or file */

static jerry_value_t error_constructor;
static jerry_value_t key_stack;
static jerry_value_t key_frames; /* of a getter: the lines of frames */
static jerry_value_t stack_setter;
static jerry_value_t key_name;
static jerry_value_t key_message;
static jerry_value_t key_limit;

/* One walk over the frames. It can not nest: no script runs meanwhile that makes errors with a stack. */
struct walk {
  jerry_value_t above; /* frames up to the one of this function are left out; undefined: none */
  bool skipping;
  uint32_t left; /* frames still wanted */
  size_t size;
  char text[CONFIG_STACK_TEXT];
};
static struct walk walk;
static bool walking;

/* value as text, empty when it is no string; frees it. */
static void take_text(jerry_value_t value, struct args_text *out) {
  out->data[0] = 0;
  if (!jerry_value_is_exception(value)) {
    args_text(value, out);
  }
  jerry_value_free(value);
}

static void append_frame(const char *function, const char *file, unsigned line, unsigned column) {
  char position[24] = "";
  if (line > 0) {
    snprintf(position, sizeof position, ":%u:%u", line, column);
  }
  size_t room = sizeof walk.text - walk.size;
  int size = function[0] != 0 ? snprintf(walk.text + walk.size, room, "\n    at %s (%s%s)", function, file, position)
                              : snprintf(walk.text + walk.size, room, "\n    at %s%s", file, position);
  if (size > 0 && (size_t)size < room) {
    walk.size += (size_t)size;
  } else {
    walk.left = 0;
  }
  walk.text[walk.size] = 0;
}

static bool on_frame(jerry_frame_t *frame, void *user) {
  (void)user;
  if (walk.skipping) {
    walk.skipping = !engine_frame_is(frame, walk.above);
    return true;
  }
  if (walk.left == 0) {
    return false;
  }

  ARGS_TEXT(function, NAME_SIZE);
  ARGS_TEXT(file, NAME_SIZE);
  take_text(engine_frame_name(frame), &function);
  if (!strcmp(function.data, IMAGE_HIDDEN_FRAME)) {
    return true;
  }
  walk.left--;
  file.data[0] = 0;
  const jerry_frame_location_t *location = jerry_frame_location(frame);
  if (location != NULL) {
    args_text(location->source_name, &file);
  } else {
    take_text(engine_source_name(frame), &file); /* precompiled code without lines */
  }
  append_frame(function.data, file.data[0] != 0 ? file.data : "<anonymous>",
               location != NULL ? (unsigned)location->line : 0, location != NULL ? (unsigned)location->column : 0);
  return true;
}

static uint32_t frame_limit(void) {
  jerry_value_t limit = jerry_object_get(error_constructor, key_limit);
  double number = jerry_value_is_number(limit) ? jerry_value_as_number(limit) : DEFAULT_LIMIT;
  jerry_value_free(limit);
  return number >= 1 ? number < UINT32_MAX ? (uint32_t)number : UINT32_MAX : 0;
}

/* A copy of object[key] converted to text as script does, or fallback; the caller frees it. */
static jerry_value_t string_property(jerry_value_t object, jerry_value_t key, const char *fallback) {
  jerry_value_t value = jerry_object_get(object, key);
  if (!jerry_value_is_exception(value) && !jerry_value_is_undefined(value)) {
    jerry_value_t string = jerry_value_to_string(value);
    jerry_value_free(value);
    value = string;
  }
  if (!jerry_value_is_string(value)) {
    jerry_value_free(value);
    value = jerry_string_sz(fallback);
  }
  return value;
}

/* "Name: message", as they are now, and the frames as one string. */
static jerry_value_t stack_text(jerry_value_t object, jerry_value_t frames) {
  jerry_value_t name = string_property(object, key_name, "Error");
  jerry_value_t message = string_property(object, key_message, "");
  jerry_size_t name_size = jerry_string_size(name, JERRY_ENCODING_CESU8);
  jerry_size_t message_size = jerry_string_size(message, JERRY_ENCODING_CESU8);
  jerry_size_t frames_size = jerry_string_size(frames, JERRY_ENCODING_CESU8);
  jerry_size_t size = 0;
  char *text = memory_alloc(name_size + 2 + message_size + frames_size + 1, "an error's stack");
  size += (jerry_size_t)engine_string_copy(name, JERRY_ENCODING_CESU8, name_size, text, name_size);
  if (name_size > 0 && message_size > 0) {
    memcpy(text + size, ": ", 2);
    size += 2;
  }
  size += (jerry_size_t)engine_string_copy(message, JERRY_ENCODING_CESU8, message_size, text + size, message_size);
  size += (jerry_size_t)engine_string_copy(frames, JERRY_ENCODING_CESU8, frames_size, text + size, frames_size);
  jerry_value_t string = jerry_string((const jerry_char_t *)text, size, JERRY_ENCODING_CESU8);
  free(text);
  jerry_value_free(name);
  jerry_value_free(message);
  return string;
}

/* Makes object.stack a plain property, hidden from enumeration. */
static void define_text(jerry_value_t object, jerry_value_t text) {
  jerry_property_descriptor_t property = jerry_property_descriptor();
  property.flags = JERRY_PROP_IS_VALUE_DEFINED | JERRY_PROP_IS_WRITABLE_DEFINED | JERRY_PROP_IS_WRITABLE |
                   JERRY_PROP_IS_CONFIGURABLE_DEFINED | JERRY_PROP_IS_CONFIGURABLE | JERRY_PROP_IS_ENUMERABLE_DEFINED;
  property.value = jerry_value_copy(text);
  jerry_value_free(jerry_object_define_own_prop(object, key_stack, &property));
  jerry_property_descriptor_free(&property);
}

/* error.stack, first read: the text is made now, so that it has the name that a subclass's constructor gave it. */
static jerry_value_t get_stack(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)args;
  (void)count;
  if (!jerry_value_is_object(call->this_value)) {
    return jerry_undefined();
  }
  jerry_value_t frames = jerry_object_get(call->function, key_frames);
  jerry_value_t text = stack_text(call->this_value, frames);
  jerry_value_free(frames);
  define_text(call->this_value, text);
  return text;
}

static jerry_value_t assign_stack(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  if (jerry_value_is_object(call->this_value) && count > 0) {
    define_text(call->this_value, args[0]);
  }
  return jerry_undefined();
}

static void set_stack(jerry_value_t object, const jerry_value_t *above) {
  if (walking) {
    return;
  }
  walking = true;
  walk.size = 0;
  walk.text[0] = 0;
  walk.left = frame_limit();
  walk.skipping = above != NULL;
  walk.above = above != NULL ? *above : jerry_undefined();
  if (walk.left > 0) {
    jerry_backtrace_capture(on_frame, NULL);
  }

  jerry_property_descriptor_t property = jerry_property_descriptor();
  property.flags = JERRY_PROP_IS_GET_DEFINED | JERRY_PROP_IS_SET_DEFINED | JERRY_PROP_IS_CONFIGURABLE_DEFINED |
                   JERRY_PROP_IS_CONFIGURABLE | JERRY_PROP_IS_ENUMERABLE_DEFINED;
  property.getter = jerry_function_external(get_stack);
  property.setter = jerry_value_copy(stack_setter);
  jerry_value_t frames = jerry_string((const jerry_char_t *)walk.text, (jerry_size_t)walk.size, JERRY_ENCODING_CESU8);
  jerry_value_free(jerry_object_set(property.getter, key_frames, frames));
  jerry_value_free(frames);
  jerry_value_free(jerry_object_define_own_prop(object, key_stack, &property));
  jerry_property_descriptor_free(&property);
  walking = false;
}

static void on_error(const jerry_value_t error, void *user) {
  (void)user;
  set_stack(error, NULL);
}

/* Error.captureStackTrace(object[, function]): object.stack from here, without the frames above function. */
static jerry_value_t capture_stack_trace(const jerry_call_info_t *call, const jerry_value_t args[],
                                         const jerry_length_t count) {
  jerry_value_t object;
  jerry_value_t above = jerry_undefined();
  ARGS("captureStackTrace", call, args, count, ARG_OBJECT(&object), ARG_OPTIONAL, ARG_ANY(&above));
  set_stack(object, jerry_value_is_function(above) ? &above : NULL);
  return jerry_undefined();
}

void stack_install(void) {
  key_stack = jerry_string_sz("stack");
  key_frames = jerry_string_sz("frames");
  stack_setter = jerry_function_external(assign_stack);
  key_name = jerry_string_sz("name");
  key_message = jerry_string_sz("message");
  key_limit = jerry_string_sz("stackTraceLimit");
  jerry_value_t realm = jerry_current_realm();
  error_constructor = jerry_object_get_sz(realm, "Error");
  jerry_value_free(realm);
  props_number(error_constructor, "stackTraceLimit", DEFAULT_LIMIT);
  props_set(error_constructor, "captureStackTrace", jerry_function_external(capture_stack_trace));
  jerry_error_on_created(on_error, NULL);
}

void stack_remove(void) {
  jerry_error_on_created(NULL, NULL);
  jerry_value_free(error_constructor);
  jerry_value_free(key_stack);
  jerry_value_free(key_frames);
  jerry_value_free(stack_setter);
  jerry_value_free(key_name);
  jerry_value_free(key_message);
  jerry_value_free(key_limit);
}
