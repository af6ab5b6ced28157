#include "core/props.h"

#include <stdio.h>
#include <string.h>

void props_set(jerry_value_t object, const char *name, jerry_value_t value) {
  jerry_value_free(jerry_object_set_sz(object, name, value));
  jerry_value_free(value);
}

void props_number(jerry_value_t object, const char *name, double value) {
  props_set(object, name, jerry_number(value));
}

void props_boolean(jerry_value_t object, const char *name, bool value) {
  props_set(object, name, jerry_boolean(value));
}

void props_text(jerry_value_t object, const char *name, const char *text) {
  props_set(object, name, props_string(text));
}

void props_index(jerry_value_t array, uint32_t index, jerry_value_t value) {
  jerry_value_free(jerry_object_set_index(array, index, value));
  jerry_value_free(value);
}

jerry_value_t props_string_sized(const char *text, size_t size) {
  const jerry_char_t *bytes = (const jerry_char_t *)text;
  if (jerry_validate_string(bytes, (jerry_size_t)size, JERRY_ENCODING_UTF8)) {
    return jerry_string(bytes, (jerry_size_t)size, JERRY_ENCODING_UTF8);
  }
  /* The engine takes only valid UTF-8; what came from outside is shown, byte by byte, as far as it is ASCII. */
  char ascii[256];
  size_t length = size < sizeof ascii ? size : sizeof ascii;
  for (size_t i = 0; i < length; i++) {
    ascii[i] = (unsigned char)text[i] < 0x80 ? text[i] : '?';
  }
  return jerry_string((const jerry_char_t *)ascii, (jerry_size_t)length, JERRY_ENCODING_UTF8);
}

jerry_value_t props_string(const char *text) { return props_string_sized(text, strlen(text)); }

void props_methods(jerry_value_t object, const struct props_method *methods, size_t count) {
  for (size_t i = 0; i < count; i++) {
    props_set(object, methods[i].name, jerry_function_external(methods[i].handler));
  }
}

void props_class(jerry_value_t object, const struct args_class *class, jerry_external_handler_t handler,
                 const struct props_method *methods, size_t count) {
  jerry_value_t constructor = jerry_function_external(handler);
  jerry_value_t prototype = jerry_object();
  props_methods(prototype, methods, count);
  props_set(prototype, "constructor", jerry_value_copy(constructor));
  props_set(constructor, "prototype", prototype);
  props_set(object, class->name, constructor);
}

jerry_value_t props_construct(const jerry_call_info_t *call, const struct args_class *class, void *native) {
  if (!jerry_value_is_object(call->new_target)) {
    char message[96];
    snprintf(message, sizeof message, "Class constructor %s cannot be called without new", class->name);
    return jerry_throw_sz(JERRY_ERROR_TYPE, message);
  }
  jerry_object_set_native_ptr(call->this_value, &class->native, native);
  return jerry_value_copy(call->this_value);
}

void props_refs_free(void *native, jerry_object_native_info_t *info) { jerry_native_ptr_free(native, info); }

void props_refs_attach(jerry_value_t binding, void *refs, const jerry_object_native_info_t *info) {
  jerry_native_ptr_init(refs, info);
  jerry_object_set_native_ptr(binding, info, refs);
}
