#include "core/args.h"

#include <stdio.h>
#include <string.h>

#include "core/engine_calls.h"

bool args_text(jerry_value_t value, struct args_text *text) {
  if (!jerry_value_is_string(value)) {
    return false;
  }
  uint32_t room = text->capacity - 1;
  text->size = jerry_string_size(value, JERRY_ENCODING_UTF8);
  size_t size = engine_string_copy(value, JERRY_ENCODING_UTF8, text->size, text->data, room);
  text->fits = text->size == size && memchr(text->data, 0, size) == NULL;
  text->data[text->fits ? size : 0] = 0;
  return true;
}

/* The array buffer stays alive through the view that the caller still holds, so the reference can go at once. */
static bool buffer_bytes(jerry_value_t buffer, jerry_size_t offset, jerry_size_t size, struct args_bytes *out) {
  static uint8_t nothing;
  if (jerry_value_is_exception(buffer)) {
    jerry_value_free(buffer);
    return false;
  }
  uint8_t *data = jerry_arraybuffer_data(buffer);
  jerry_value_free(buffer);
  if (data == NULL) { /* detached, or zero bytes long */
    out->data = &nothing;
    out->size = 0;
    return true;
  }
  out->data = data + offset;
  out->size = size;
  return true;
}

bool args_bytes(jerry_value_t value, struct args_bytes *out) {
  jerry_size_t offset = 0;
  jerry_size_t size = 0;
  if (jerry_value_is_typedarray(value)) {
    jerry_value_t buffer = jerry_typedarray_buffer(value, &offset, &size);
    return buffer_bytes(buffer, offset, size, out);
  }
  if (jerry_value_is_dataview(value)) {
    jerry_value_t buffer = jerry_dataview_buffer(value, &offset, &size);
    return buffer_bytes(buffer, offset, size, out);
  }
  if (jerry_value_is_arraybuffer(value)) {
    return buffer_bytes(jerry_value_copy(value), 0, jerry_arraybuffer_size(value), out);
  }
  return false;
}

static const char *expected_kind(enum args_kind kind) {
  switch (kind) {
  case ARGS_KIND_BOOL:
    return "true or false";
  case ARGS_KIND_U8:
    return "an integer from 0 to 255";
  case ARGS_KIND_U16:
    return "an integer from 0 to 65535";
  case ARGS_KIND_U32:
    return "an integer from 0 to 4294967295";
  case ARGS_KIND_I32:
    return "an integer from -2147483648 to 2147483647";
  case ARGS_KIND_DOUBLE:
    return "a number";
  case ARGS_KIND_TEXT:
  case ARGS_KIND_TEXT_IF_FITS:
  case ARGS_KIND_STRING:
    return "a string";
  case ARGS_KIND_BYTES:
    return "a typed array, DataView or ArrayBuffer";
  case ARGS_KIND_FUNCTION:
    return "a function";
  case ARGS_KIND_ARRAY:
    return "an array";
  default:
    return "an object";
  }
}

static const char *found_type(jerry_value_t value) {
  switch (jerry_value_type(value)) {
  case JERRY_TYPE_UNDEFINED:
    return "undefined";
  case JERRY_TYPE_NULL:
    return "null";
  case JERRY_TYPE_BOOLEAN:
    return "a boolean";
  case JERRY_TYPE_NUMBER:
    return "a number";
  case JERRY_TYPE_STRING:
    return "a string";
  case JERRY_TYPE_FUNCTION:
    return "a function";
  case JERRY_TYPE_SYMBOL:
    return "a symbol";
  case JERRY_TYPE_BIGINT:
    return "a bigint";
  default:
    return "an object";
  }
}

static const char *parameter_name(const struct args_spec *spec) {
  return spec->name[0] == '&' ? spec->name + 1 : spec->name;
}

static jerry_value_t wrong_this(const char *function, const struct args_spec *spec) {
  char message[128];
  snprintf(message, sizeof message, "%s: `this` must be a %s", function, spec->class->name);
  return jerry_throw_sz(JERRY_ERROR_TYPE, message);
}

static jerry_value_t wrong_type(const char *function, unsigned position, const struct args_spec *spec,
                                jerry_value_t value) {
  char message[192];
  const char *article = spec->kind == ARGS_KIND_NATIVE ? "a " : "";
  const char *wanted = spec->kind == ARGS_KIND_NATIVE ? spec->class->name : expected_kind(spec->kind);
  snprintf(message, sizeof message, "%s: argument %u (%s) must be %s%s, got %s", function, position,
           parameter_name(spec), article, wanted, found_type(value));
  return jerry_throw_sz(JERRY_ERROR_TYPE, message);
}

static jerry_value_t wrong_range(const char *function, unsigned position, const struct args_spec *spec,
                                 jerry_value_t value) {
  char message[192];
  char found[32];
  struct args_text text = {found, sizeof found, 0, false};
  jerry_value_t string = jerry_value_to_string(value);
  bool known = !jerry_value_is_exception(string) && args_text(string, &text);
  jerry_value_free(string);
  snprintf(message, sizeof message, "%s: argument %u (%s) must be %s, got %s", function, position, parameter_name(spec),
           expected_kind(spec->kind), known ? text.data : "another number");
  return jerry_throw_sz(JERRY_ERROR_RANGE, message);
}

static jerry_value_t wrong_text(const char *function, unsigned position, const struct args_spec *spec) {
  char message[192];
  const struct args_text *text = spec->out.text;
  if (text->size < text->capacity) {
    snprintf(message, sizeof message, "%s: argument %u (%s) must not contain a zero character", function, position,
             parameter_name(spec));
  } else {
    snprintf(message, sizeof message, "%s: argument %u (%s) must be at most %u bytes of text, got %u", function,
             position, parameter_name(spec), (unsigned)(text->capacity - 1), (unsigned)text->size);
  }
  return jerry_throw_sz(JERRY_ERROR_RANGE, message);
}

enum outcome { FITS, WRONG_TYPE, WRONG_RANGE, WRONG_TEXT };

/* From a double's bits: processors without a unit for doubles take three times as long to convert one and back. */
static bool whole_number(double number, uint32_t *out) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  uint32_t high = (uint32_t)(bits >> 32);
  uint32_t low = (uint32_t)bits;
  if ((high & 0x7fffffffU) == 0 && low == 0) {
    *out = 0;
    return true;
  }
  uint32_t exponent = (high >> 20) - 1023U; /* a negative number's is beyond all others, by its sign */
  if (exponent > 31) {
    return false;
  }
  uint32_t significand = 1U << 31 | high << 11 | low >> 21;
  uint32_t fraction_bits = 31 - exponent;
  if ((low << 11) != 0 || (significand & ((1U << fraction_bits) - 1)) != 0) {
    return false;
  }
  *out = significand >> fraction_bits;
  return true;
}

bool args_whole(jerry_value_t value, uint32_t *out) {
  return jerry_value_is_number(value) && whole_number(jerry_value_as_number(value), out);
}

static enum outcome read_unsigned(jerry_value_t value, uint32_t max, uint32_t *out) {
  if (!jerry_value_is_number(value)) {
    return WRONG_TYPE;
  }
  uint32_t number;
  if (!whole_number(jerry_value_as_number(value), &number) || number > max) {
    return WRONG_RANGE;
  }
  *out = number;
  return FITS;
}

static enum outcome read_one(const struct args_spec *spec, jerry_value_t value) {
  uint32_t number = 0;
  enum outcome outcome;
  switch (spec->kind) {
  case ARGS_KIND_NATIVE: {
    void *pointer = args_native(value, spec->class);
    memcpy(spec->out.pointer, &pointer, sizeof pointer);
    return pointer != NULL ? FITS : WRONG_TYPE;
  }
  case ARGS_KIND_BOOL:
    *spec->out.boolean = jerry_value_is_true(value);
    return jerry_value_is_boolean(value) ? FITS : WRONG_TYPE;
  case ARGS_KIND_U8:
    outcome = read_unsigned(value, UINT8_MAX, &number);
    *spec->out.u8 = (uint8_t)number;
    return outcome;
  case ARGS_KIND_U16:
    outcome = read_unsigned(value, UINT16_MAX, &number);
    *spec->out.u16 = (uint16_t)number;
    return outcome;
  case ARGS_KIND_U32:
    return read_unsigned(value, UINT32_MAX, spec->out.u32);
  case ARGS_KIND_I32: {
    if (!jerry_value_is_number(value)) {
      return WRONG_TYPE;
    }
    int32_t integer = jerry_value_as_int32(value);
    *spec->out.i32 = integer;
    return (double)integer == jerry_value_as_number(value) ? FITS : WRONG_RANGE;
  }
  case ARGS_KIND_DOUBLE:
    *spec->out.number = jerry_value_as_number(value);
    return jerry_value_is_number(value) ? FITS : WRONG_TYPE;
  case ARGS_KIND_TEXT:
    return !args_text(value, spec->out.text) ? WRONG_TYPE : spec->out.text->fits ? FITS : WRONG_TEXT;
  case ARGS_KIND_TEXT_IF_FITS:
    return args_text(value, spec->out.text) ? FITS : WRONG_TYPE;
  case ARGS_KIND_BYTES:
    return args_bytes(value, spec->out.bytes) ? FITS : WRONG_TYPE;
  default:
    break;
  }
  *spec->out.value = value;
  switch (spec->kind) {
  case ARGS_KIND_STRING:
    return jerry_value_is_string(value) ? FITS : WRONG_TYPE;
  case ARGS_KIND_FUNCTION:
    return jerry_value_is_function(value) ? FITS : WRONG_TYPE;
  case ARGS_KIND_OBJECT:
    return jerry_value_is_object(value) ? FITS : WRONG_TYPE;
  case ARGS_KIND_ARRAY:
    return jerry_value_is_array(value) ? FITS : WRONG_TYPE;
  default:
    return FITS;
  }
}

bool args_read(const char *function, const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count,
               const struct args_spec *specs, size_t spec_count, jerry_value_t *exception) {
  unsigned position = 0;
  bool optional = false;
  for (const struct args_spec *spec = specs; spec < specs + spec_count; spec++) {
    if (spec->kind == ARGS_KIND_OPTIONAL) {
      optional = true;
      continue;
    }
    if (spec->kind == ARGS_KIND_THIS) {
      void *pointer = args_native(call->this_value, spec->class);
      memcpy(spec->out.pointer, &pointer, sizeof pointer);
      if (pointer == NULL) {
        *exception = wrong_this(function, spec);
        return false;
      }
      continue;
    }
    jerry_value_t value = position < count ? args[position] : jerry_undefined();
    position++;
    if (optional && jerry_value_is_undefined(value)) {
      continue;
    }
    switch (read_one(spec, value)) {
    case FITS:
      break;
    case WRONG_TYPE:
      *exception = wrong_type(function, position, spec, value);
      return false;
    case WRONG_RANGE:
      *exception = wrong_range(function, position, spec, value);
      return false;
    case WRONG_TEXT:
      *exception = wrong_text(function, position, spec);
      return false;
    }
  }
  return true;
}
