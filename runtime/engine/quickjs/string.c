/* string.c: strings. QuickJS gives them out in UTF-8 and CESU-8; one of ASCII alone where it lies. */
#include "adapter.h"

jerry_value_t jerry_string(const jerry_char_t *buffer_p, jerry_size_t buffer_size, jerry_encoding_t encoding) {
  (void)encoding; /* its reader takes pairs of three-byte surrogates as well as four-byte sequences */
  return script_result(JS_NewStringLen(engine.context, (const char *)buffer_p, buffer_size));
}

/* C's own texts are names of properties for the most part: made as such, they are not looked up again at each use. */
jerry_value_t jerry_string_sz(const char *str_p) { return result_of(JS_NewAtomString(engine.context, str_p)); }

/* Bytes of the well-formed sequence at bytes, of which left are there; 0 where there is none. */
static size_t utf8_sequence(const uint8_t *bytes, size_t left, uint32_t *out) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t size = bytes[0] < 0x80 ? 1 : bytes[0] < 0xc0 ? 0 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
  if (!size || size > left || bytes[0] > 0xf4) {
    return 0;
  }
  uint32_t point = size == 1 ? bytes[0] : bytes[0] & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xc0) != 0x80) {
      return 0;
    }
    point = point << 6 | (bytes[i] & 0x3f);
  }
  *out = point;
  return point < least[size] || point > 0x10ffff ? 0 : size;
}

bool jerry_validate_string(const jerry_char_t *buffer_p, jerry_size_t buffer_size, jerry_encoding_t encoding) {
  bool high = false; /* the sequence before was a leading surrogate */
  for (jerry_size_t at = 0; at < buffer_size;) {
    uint32_t point;
    size_t size = utf8_sequence(buffer_p + at, buffer_size - at, &point);
    if (!size || (encoding == JERRY_ENCODING_CESU8 ? size == 4 : high && (point & 0xfc00) == 0xdc00)) {
      return false;
    }
    high = point <= 0xffff && (point & 0xfc00) == 0xd800;
    at += (jerry_size_t)size;
  }
  return true;
}

/* Its bytes, to be freed by JS_FreeCString(); NULL for what is no string. Where memory for them is refused the program
 * ends, as callers answer with a size. */
static const char *bytes_of(jerry_value_t value, jerry_encoding_t encoding, size_t *size) {
  if (!jerry_value_is_string(value)) {
    return NULL;
  }
  const char *bytes = JS_ToCStringLen2(engine.context, size, value, encoding == JERRY_ENCODING_CESU8);
  if (!bytes) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  return bytes;
}

jerry_size_t jerry_string_size(const jerry_value_t value, jerry_encoding_t encoding) {
  size_t size = 0;
  JS_FreeCString(engine.context, bytes_of(value, encoding, &size));
  return (jerry_size_t)size;
}

jerry_length_t jerry_string_length(const jerry_value_t value) {
  uint32_t length = 0;
  if (jerry_value_is_string(value)) {
    JS_ToUint32(engine.context, &length, JS_GetProperty(engine.context, value, engine.atoms[ATOM_length]));
  }
  return length;
}

jerry_size_t jerry_string_to_buffer(const jerry_value_t value, jerry_encoding_t encoding, jerry_char_t *buffer_p,
                                    jerry_size_t buffer_size) {
  size_t size;
  const char *bytes = bytes_of(value, encoding, &size);
  if (!bytes) {
    return 0;
  }
  if (size > buffer_size) { /* whole characters alone */
    size = buffer_size;
    while (size > 0 && ((uint8_t)bytes[size] & 0xc0) == 0x80) {
      size--;
    }
  }
  memcpy(buffer_p, bytes, size);
  JS_FreeCString(engine.context, bytes);
  return (jerry_size_t)size;
}

void jerry_string_iterate(const jerry_value_t value, jerry_encoding_t encoding, jerry_string_iterate_cb_t callback,
                          void *user_p) {
  size_t size;
  const char *bytes = bytes_of(value, encoding, &size);
  for (size_t i = 0; bytes && i < size; i++) {
    callback((uint8_t)bytes[i], user_p);
  }
  JS_FreeCString(engine.context, bytes);
}
