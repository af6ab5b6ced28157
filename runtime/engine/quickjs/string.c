/* string.c: strings and symbols. QuickJS keeps a string as code units of 8 or 16 bits. */
#include "adapter.h"

jerry_value_t jerry_string(const jerry_char_t *buffer_p, jerry_size_t buffer_size, jerry_encoding_t encoding) {
  (void)encoding; /* its reader takes pairs of three-byte surrogates as well as four-byte sequences */
  return result_of(JS_NewStringLen(engine.context, (const char *)buffer_p, buffer_size));
}

/* C's own texts are names of properties for the most part: made as such, they are not looked up again at each use. */
jerry_value_t jerry_string_sz(const char *str_p) { return result_of(JS_NewAtomString(engine.context, str_p)); }

/* Bytes of the well-formed sequence at bytes, of which left are there; 0 where there is none. */
static size_t sequence(const uint8_t *bytes, size_t left, uint32_t *out) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t size = bytes[0] < 0x80 ? 1 : bytes[0] < 0xc0 ? 0 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
  if (!size || size > left || bytes[0] > 0xf4)
    return 0;
  uint32_t point = size == 1 ? bytes[0] : bytes[0] & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xc0) != 0x80)
      return 0;
    point = point << 6 | (bytes[i] & 0x3f);
  }
  *out = point;
  return point < least[size] || point > 0x10ffff ? 0 : size;
}

bool jerry_validate_string(const jerry_char_t *buffer_p, jerry_size_t buffer_size, jerry_encoding_t encoding) {
  bool high = false; /* the sequence before was a leading surrogate */
  for (jerry_size_t at = 0; at < buffer_size;) {
    uint32_t point;
    size_t size = sequence(buffer_p + at, buffer_size - at, &point);
    if (!size || (encoding == JERRY_ENCODING_CESU8 ? size == 4 : high && (point & 0xfc00) == 0xdc00))
      return false;
    high = point <= 0xffff && (point & 0xfc00) == 0xd800;
    at += (jerry_size_t)size;
  }
  return true;
}

/* The character at index in encoding, and the index after it. Returns its size in bytes, 1 to 4. */
static size_t encode(const struct internals_string *string, uint32_t *index, jerry_encoding_t encoding,
                     uint8_t bytes[4]) {
  uint32_t point = string->narrow ? string->narrow[*index] : string->wide[*index];
  ++*index;
  if (point < 0x80) {
    bytes[0] = (uint8_t)point;
    return 1;
  }
  if (point < 0x800) {
    bytes[0] = (uint8_t)(0xc0 | point >> 6);
    bytes[1] = (uint8_t)(0x80 | (point & 0x3f));
    return 2;
  }
  if ((point & 0xfc00) == 0xd800 && encoding == JERRY_ENCODING_UTF8 && *index < string->length &&
      (string->wide[*index] & 0xfc00) == 0xdc00) {
    point = 0x10000 + ((point & 0x3ff) << 10 | (string->wide[*index] & 0x3ff));
    ++*index;
    bytes[0] = (uint8_t)(0xf0 | point >> 18);
    bytes[1] = (uint8_t)(0x80 | (point >> 12 & 0x3f));
    bytes[2] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
    bytes[3] = (uint8_t)(0x80 | (point & 0x3f));
    return 4;
  }
  bytes[0] = (uint8_t)(0xe0 | point >> 12);
  bytes[1] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
  bytes[2] = (uint8_t)(0x80 | (point & 0x3f));
  return 3;
}

/* Its code units; false for what is no string, and where memory ran out (the exception is dropped: callers answer
 * with a size). */
static bool units_of(jerry_value_t value, struct internals_string *out) {
  if (is_exception(value) || !JS_IsString(value))
    return false;
  if (internals_string(engine.context, value, out))
    return true;
  JS_FreeValue(engine.context, JS_GetException(engine.context));
  return false;
}

jerry_size_t jerry_string_size(const jerry_value_t value, jerry_encoding_t encoding) {
  struct internals_string string;
  if (!units_of(value, &string))
    return 0;
  size_t size = 0;
  uint8_t bytes[4];
  if (string.narrow) {
    size = string.length;
    for (uint32_t i = 0; i < string.length; i++)
      size += string.narrow[i] >> 7;
  } else {
    for (uint32_t i = 0; i < string.length;)
      size += encode(&string, &i, encoding, bytes);
  }
  JS_FreeValue(engine.context, string.hold);
  return (jerry_size_t)size;
}

jerry_length_t jerry_string_length(const jerry_value_t value) {
  return is_exception(value) ? 0 : internals_string_length(value);
}

jerry_size_t jerry_string_to_buffer(const jerry_value_t value, jerry_encoding_t encoding, jerry_char_t *buffer_p,
                                    jerry_size_t buffer_size) {
  struct internals_string string;
  if (!units_of(value, &string))
    return 0;
  jerry_size_t written = 0;
  uint32_t index = 0;
  if (string.narrow) { /* up to the first character that is not ASCII, which most strings have not */
    while (index < string.length && index < buffer_size && string.narrow[index] < 0x80) {
      buffer_p[index] = string.narrow[index];
      index++;
    }
    written = index;
  }
  while (index < string.length) {
    uint8_t bytes[4];
    size_t size = encode(&string, &index, encoding, bytes);
    if (size > buffer_size - written)
      break;
    memcpy(buffer_p + written, bytes, size);
    written += (jerry_size_t)size;
  }
  JS_FreeValue(engine.context, string.hold);
  return written;
}

jerry_value_t jerry_string_substr(const jerry_value_t value, jerry_length_t start, jerry_length_t end) {
  if (is_exception(value) || !JS_IsString(value))
    return jerry_string_sz("");
  return result_of(internals_substring(engine.context, value, start, end));
}

void jerry_string_iterate(const jerry_value_t value, jerry_encoding_t encoding, jerry_string_iterate_cb_t callback,
                          void *user_p) {
  struct internals_string string;
  if (!units_of(value, &string))
    return;
  for (uint32_t index = 0; index < string.length;) {
    uint8_t bytes[4];
    size_t size = encode(&string, &index, encoding, bytes);
    for (size_t i = 0; i < size; i++)
      callback(bytes[i], user_p);
  }
  JS_FreeValue(engine.context, string.hold);
}

/* ---- symbols ---- */

jerry_value_t jerry_symbol(jerry_well_known_symbol_t symbol) {
  return result_of(internals_well_known_symbol(engine.context, symbol));
}

jerry_value_t jerry_symbol_with_description(const jerry_value_t value) {
  if (is_exception(value))
    return wrong_argument();
  return script_result(internals_symbol(engine.context, value));
}

jerry_value_t jerry_symbol_description(const jerry_value_t symbol) {
  if (!jerry_value_is_symbol(symbol))
    return wrong_argument();
  return result_of(internals_symbol_description(engine.context, symbol));
}

jerry_value_t jerry_symbol_descriptive_string(const jerry_value_t symbol) {
  if (!jerry_value_is_symbol(symbol))
    return wrong_argument();
  return result_of(internals_symbol_text(engine.context, symbol));
}
