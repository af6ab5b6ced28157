/*
 * buffer.c: what Buffer does with bytes: numbers, searching; its text is core/encoding.c's. Script
 * (modules/buffer.ts) has checked types and ranges; the methods that are put on Buffer.prototype itself check their own
 * and leave everything unusual to script's `fail`, which knows Node's errors.
 */
#include "bindings/buffer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/encoding.h"
#include "core/engine_calls.h"
#include "core/props.h"
#include "core/script.h"

jerry_value_t buffer_binding(void);

/* ---- references to script --------------------------------------------------------------------------------- */

static struct refs {
  jerry_value_t prototype;
  jerry_value_t fail;
} refs;
static bool refs_alive;
static bool refs_filled;

static void refs_free(void *native, jerry_object_native_info_t *info) {
  refs_alive = refs_filled = false;
  props_refs_free(native, info);
}

PROPS_REFS(refs, refs_free)

static jerry_value_t as_buffer(jerry_value_t array) {
  if (refs_filled && !jerry_value_is_exception(array)) {
    jerry_value_free(jerry_object_set_proto(array, refs.prototype));
  }
  return array;
}

static jerry_value_t too_long(double size) {
  /* The engine writes the number: a small C library has no printf for doubles. */
  ARGS_TEXT(digits, 31);
  jerry_value_t number = jerry_number(size), string = jerry_value_to_string(number);
  args_text(string, &digits);
  jerry_value_free(string);
  jerry_value_free(number);
  char text[96];
  snprintf(text, sizeof text, "Cannot make a Buffer of %s bytes: the limit is %u", digits.data, ENCODING_BYTES_MAX);
  return jerry_throw_sz(JERRY_ERROR_RANGE, text);
}

static jerry_value_t make_bytes(size_t size, uint8_t **data) {
  if (size > ENCODING_BYTES_MAX) {
    return too_long((double)size);
  }
  jerry_value_t array = refs_filled ? engine_bytes((jerry_length_t)size, refs.prototype)
                                    : jerry_typedarray(JERRY_TYPEDARRAY_UINT8, (jerry_length_t)size);
  struct args_bytes bytes;
  /* JerryScript takes the memory of larger arrays only when it is first asked for; QuickJS throws its own error. */
  if (jerry_value_is_exception(array) || !args_bytes(array, &bytes) || bytes.size != size) {
    jerry_value_free(array);
    char text[72];
    snprintf(text, sizeof text, "Array buffer allocation failed: no memory for %lu bytes", (unsigned long)size);
    return jerry_throw_sz(JERRY_ERROR_RANGE, text);
  }
  *data = bytes.data;
  return array;
}

jerry_value_t buffer_from_c(size_t size, uint8_t **data) {
  jerry_value_t loaded = refs_filled ? jerry_undefined() : script_require("buffer");
  if (jerry_value_is_exception(loaded)) {
    return loaded;
  }
  jerry_value_free(loaded);
  return make_bytes(size, data);
}

/* ---- text and bytes ---------------------------------------------------------------------------------------- */

static bool bad_encoding(uint32_t encoding, jerry_value_t *exception) {
  if (encoding >= ENCODING_COUNT) {
    *exception = jerry_throw_sz(JERRY_ERROR_RANGE, "encoding must be a number from 0 to 6");
    return true;
  }
  return false;
}

static jerry_value_t buffer_byte_length(const jerry_call_info_t *call, const jerry_value_t args[],
                                        const jerry_length_t count) {
  jerry_value_t text;
  uint32_t encoding;
  ARGS("byteLength", call, args, count, ARG_STRING(&text), ARG_U32(&encoding));
  return jerry_number((double)encoding_length(text, encoding));
}

static jerry_value_t buffer_write(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  struct args_bytes target;
  jerry_value_t text;
  uint32_t offset;
  uint32_t length;
  uint32_t encoding;
  jerry_value_t exception;
  ARGS("write", call, args, count, ARG_BYTES(&target), ARG_STRING(&text), ARG_U32(&offset), ARG_U32(&length),
       ARG_U32(&encoding));
  if (bad_encoding(encoding, &exception)) {
    return exception;
  }
  if (offset > target.size) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "offset is beyond the target");
  }
  size_t room = target.size - offset;
  size_t written = encoding_write(text, encoding, target.data + offset, length < room ? length : room);
  return written == SIZE_MAX ? encoding_no_memory(jerry_string_size(text, JERRY_ENCODING_CESU8))
                             : jerry_number((double)written);
}

static jerry_value_t buffer_create(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  double size;
  uint8_t *data;
  ARGS("create", call, args, count, ARG_DOUBLE(&size));
  return size >= 0 && size <= ENCODING_BYTES_MAX ? make_bytes((size_t)size, &data) : too_long(size);
}

static jerry_value_t buffer_view(jerry_value_t buffer, size_t offset, size_t size) {
  return as_buffer(
      jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, (jerry_size_t)offset, (jerry_size_t)size));
}

static jerry_value_t buffer_from_text(const jerry_call_info_t *call, const jerry_value_t args[],
                                      const jerry_length_t count) {
  jerry_value_t text;
  uint32_t encoding;
  jerry_value_t exception;
  ARGS("fromText", call, args, count, ARG_STRING(&text), ARG_U32(&encoding));
  if (bad_encoding(encoding, &exception)) {
    return exception;
  }
  uint8_t *data = NULL;
  size_t size = encoding_length(text, encoding);
  jerry_value_t result = make_bytes(size, &data);
  if (jerry_value_is_exception(result)) {
    return result;
  }
  size_t written = encoding_write(text, encoding, data, size);
  if (written == size) {
    return result;
  }
  jerry_value_t bytes = jerry_typedarray_buffer(result, NULL, NULL);
  jerry_value_free(result);
  result = written == SIZE_MAX ? encoding_no_memory(size) : buffer_view(bytes, 0, written);
  jerry_value_free(bytes);
  return result;
}

/* toText(source, encoding, start, end) */
static jerry_value_t buffer_to_text(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct args_bytes source;
  uint32_t encoding;
  uint32_t start = 0;
  uint32_t end = UINT32_MAX;
  jerry_value_t exception;
  ARGS("toText", call, args, count, ARG_BYTES(&source), ARG_U32(&encoding), ARG_OPTIONAL, ARG_U32(&start),
       ARG_U32(&end));
  if (bad_encoding(encoding, &exception)) {
    return exception;
  }
  if (end > source.size) {
    end = (uint32_t)source.size;
  }
  return encoding_text(source.data + start, start < end ? end - start : 0, encoding);
}

/* isUtf8(source): for a TextDecoder that is to fail on bad input. */
static jerry_value_t buffer_is_utf8(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct args_bytes source;
  ARGS("isUtf8", call, args, count, ARG_BYTES(&source));
  return jerry_boolean(encoding_utf8_valid(source.data, source.size));
}

/* ---- bytes and bytes --------------------------------------------------------------------------------------- */

static jerry_value_t buffer_compare(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct args_bytes a;
  struct args_bytes b;
  ARGS("compare", call, args, count, ARG_BYTES(&a), ARG_BYTES(&b));
  size_t common = a.size < b.size ? a.size : b.size;
  int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
  if (order == 0) {
    order = a.size < b.size ? -1 : a.size > b.size;
  }
  return jerry_number(order < 0 ? -1 : order > 0);
}

/* indexOf(haystack, needle, from, forward, step): the needle is not empty; from may be past the last place. */
static jerry_value_t buffer_index_of(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  struct args_bytes haystack;
  struct args_bytes needle;
  uint32_t from;
  bool forward;
  uint32_t step;
  ARGS("indexOf", call, args, count, ARG_BYTES(&haystack), ARG_BYTES(&needle), ARG_U32(&from), ARG_BOOL(&forward),
       ARG_U32(&step));
  if (needle.size == 0 || needle.size > haystack.size || step == 0) {
    return jerry_number(-1);
  }
  size_t last = haystack.size - needle.size;
  size_t at = from;
  if (at > last) {
    if (forward) {
      return jerry_number(-1);
    }
    at = last - last % step;
  }
  while (at <= last && memcmp(haystack.data + at, needle.data, needle.size) != 0) {
    at = forward ? at + step : at - step; /* below zero it wraps past last */
  }
  return jerry_number(at <= last ? (double)at : -1);
}

/* fill(target, pattern, start, end): the pattern is not empty. */
static jerry_value_t buffer_fill(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct args_bytes target;
  struct args_bytes pattern;
  uint32_t start;
  uint32_t end;
  ARGS("fill", call, args, count, ARG_BYTES(&target), ARG_BYTES(&pattern), ARG_U32(&start), ARG_U32(&end));
  size_t limit = end < target.size ? end : target.size;
  for (size_t at = start; pattern.size > 0 && at < limit; at += pattern.size) {
    memmove(target.data + at, pattern.data, limit - at < pattern.size ? limit - at : pattern.size);
  }
  return jerry_undefined();
}

/* copy(source, target, targetStart, sourceStart, sourceEnd): the number of bytes copied, as many as fit. */
static jerry_value_t buffer_copy(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct args_bytes source;
  struct args_bytes target;
  uint32_t to;
  uint32_t from;
  uint32_t end;
  ARGS("copy", call, args, count, ARG_BYTES(&source), ARG_BYTES(&target), ARG_U32(&to), ARG_U32(&from), ARG_U32(&end));
  if (end > source.size) {
    end = (uint32_t)source.size;
  }
  if (from >= end || to >= target.size) {
    return jerry_number(0);
  }
  size_t size = end - from < target.size - to ? end - from : target.size - to;
  memmove(target.data + to, source.data + from, size);
  return jerry_number((double)size);
}

/* swap(target, width): reverses each group of width bytes; the size is a multiple of it. */
static jerry_value_t buffer_swap(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct args_bytes target;
  uint32_t width;
  ARGS("swap", call, args, count, ARG_BYTES(&target), ARG_U32(&width));
  for (size_t at = 0; width > 1 && at + width <= target.size; at += width) {
    for (size_t i = 0; i < width / 2; i++) {
      uint8_t byte = target.data[at + i];
      target.data[at + i] = target.data[at + width - 1 - i];
      target.data[at + width - 1 - i] = byte;
    }
  }
  return jerry_undefined();
}

/* ---- methods of Buffer.prototype --------------------------------------------------------------------------- */

/* What a number looks like in memory. */
enum { BIG = 1, SIGNED = 2, FLOAT = 4, WRITE = 8 };

/* fail(buffer, size, flags, offset, value): script throws what Node would. */
static jerry_value_t access_fail(jerry_value_t self, uint32_t size, unsigned flags, const jerry_value_t args[],
                                 jerry_length_t count) {
  jerry_value_t undefined = jerry_undefined();
  unsigned at = flags & WRITE ? 1 : 0;
  jerry_value_t number = jerry_number(size);
  jerry_value_t bits = jerry_number(flags);
  jerry_value_t value = at > 0 && count > 0 ? args[0] : undefined;
  const jerry_value_t list[] = {self, number, bits, count > at ? args[at] : undefined, value};
  jerry_value_t result = jerry_call(refs.fail, undefined, list, 5);
  jerry_value_free(number);
  jerry_value_free(bits);
  jerry_value_free(undefined);
  return result;
}

/* Where size bytes at args[at] (absent: 0) are in self; NULL when that is not inside it. */
static uint8_t *access_place(jerry_value_t self, uint32_t size, const jerry_value_t args[], jerry_length_t count,
                             jerry_length_t at, uint32_t *offset) {
  struct args_bytes bytes;
  double from = 0;
  if (!args_bytes(self, &bytes)) {
    return NULL;
  }
  if (count > at && !jerry_value_is_undefined(args[at])) {
    if (!jerry_value_is_number(args[at])) {
      return NULL;
    }
    from = jerry_value_as_number(args[at]);
  }
  if (!(from >= 0) || size > bytes.size || from > (double)(bytes.size - size) || from != (double)(uint32_t)from) {
    return NULL;
  }
  *offset = (uint32_t)from;
  return bytes.data + *offset;
}

static double float_of(const uint8_t *le, uint32_t size) {
  if (size == 8) {
    uint64_t bits = 0;
    double number;
    for (uint32_t i = 0; i < 8; i++) {
      bits |= (uint64_t)le[i] << 8 * i;
    }
    memcpy(&number, &bits, sizeof number);
    return number;
  }
  uint32_t bits = bytes_le32(le);
  float number;
  memcpy(&number, &bits, sizeof number);
  return (double)number;
}

static double int_of(const uint8_t *p, uint32_t size, unsigned flags) {
  uint64_t number = 0;
  for (uint32_t i = 0; i < size; i++) {
    number = number << 8 | p[flags & BIG ? i : size - 1 - i];
  }
  uint64_t sign = UINT64_C(1) << (8 * size - 1);
  return flags & SIGNED && number & sign ? -(double)((sign << 1) - number) : (double)number;
}

static jerry_value_t read_at(const uint8_t *p, uint32_t size, unsigned flags) {
  if (!(flags & FLOAT)) {
    return jerry_number(int_of(p, size, flags));
  }
  uint8_t le[8];
  for (uint32_t i = 0; i < size; i++) {
    le[i] = p[flags & BIG ? size - 1 - i : i];
  }
  return jerry_number(float_of(le, size));
}

static jerry_value_t read_number(const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count,
                                 uint32_t size, unsigned flags) {
  uint32_t offset;
  const uint8_t *p = access_place(call->this_value, size, args, count, 0, &offset);
  return p == NULL ? access_fail(call->this_value, size, flags, args, count) : read_at(p, size, flags);
}

static void write_at(uint8_t *p, double value, uint32_t size, unsigned flags) {
  uint64_t bits = 0;
  if (!(flags & FLOAT)) {
    bits = value < 0 ? (uint64_t)(int64_t)value : (uint64_t)value;
  } else if (size == 8) {
    memcpy(&bits, &value, sizeof value);
  } else {
    float number = (float)value;
    uint32_t low;
    memcpy(&low, &number, sizeof number);
    bits = low;
  }
  for (uint32_t i = 0; i < size; i++, bits >>= 8) {
    p[flags & BIG ? size - 1 - i : i] = (uint8_t)bits;
  }
}

static bool value_fits(double value, uint32_t size, unsigned flags) {
  if (flags & FLOAT) {
    return true;
  }
  double span = (double)(UINT64_C(1) << (8 * size - 1)); /* half the range */
  return flags & SIGNED ? value >= -span && value <= span - 1 : value >= 0 && value <= 2 * span - 1;
}

static jerry_value_t write_number(const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count,
                                  uint32_t size, unsigned flags) {
  jerry_value_t undefined = jerry_undefined();
  jerry_value_t converted = jerry_value_to_number(count > 0 ? args[0] : undefined);
  if (jerry_value_is_exception(converted)) {
    return converted;
  }
  double value = jerry_value_as_number(converted);
  uint32_t offset;
  bool whole = flags & FLOAT || !isnan(value);
  uint8_t *p = access_place(call->this_value, size, args, count, 1, &offset);
  jerry_value_t result;
  if (p == NULL || (whole && !value_fits(value, size, flags))) {
    const jerry_value_t list[2] = {converted, count > 1 ? args[1] : undefined};
    result = access_fail(call->this_value, size, flags | WRITE, list, 2);
  } else {
    write_at(p, whole ? value : 0, size, flags);
    result = jerry_number(offset + size);
  }
  jerry_value_free(converted);
  return result;
}

/* name, bytes, flags; each gives read<name> and write<name> */
#define NUMBERS(X)            \
  X(UInt8, 1, 0)              \
  X(UInt16LE, 2, 0)           \
  X(UInt16BE, 2, BIG)         \
  X(UInt32LE, 4, 0)           \
  X(UInt32BE, 4, BIG)         \
  X(Int8, 1, SIGNED)          \
  X(Int16LE, 2, SIGNED)       \
  X(Int16BE, 2, SIGNED | BIG) \
  X(Int32LE, 4, SIGNED)       \
  X(Int32BE, 4, SIGNED | BIG) \
  X(FloatLE, 4, FLOAT)        \
  X(FloatBE, 4, FLOAT | BIG)  \
  X(DoubleLE, 8, FLOAT)       \
  X(DoubleBE, 8, FLOAT | BIG)

/* A wrong byteLength goes to script like a wrong offset, as size 0 with the offset in value's place. */
static jerry_value_t number_of_bytes(const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count,
                                     unsigned flags) {
  jerry_length_t at = flags & WRITE ? 2 : 1;
  double size = count > at && jerry_value_is_number(args[at]) ? jerry_value_as_number(args[at]) : 0;
  if (size >= 1 && size <= 6 && size == (double)(uint32_t)size && !jerry_value_is_undefined(args[at - 1])) {
    return flags & WRITE ? write_number(call, args, at, (uint32_t)size, flags & ~(unsigned)WRITE)
                         : read_number(call, args, at, (uint32_t)size, flags);
  }
  jerry_value_t undefined = jerry_undefined();
  const jerry_value_t list[2] = {count > at - 1 ? args[at - 1] : undefined, count > at ? args[at] : undefined};
  jerry_value_t result = access_fail(call->this_value, 0, flags | WRITE, list, 2);
  jerry_value_free(undefined);
  return result;
}

/* name, flags; byteLength is the last argument */
#define SIZED(X)   \
  X(UIntLE, 0)     \
  X(UIntBE, BIG)   \
  X(IntLE, SIGNED) \
  X(IntBE, SIGNED | BIG)

#define NUMBER_HANDLERS(name, size, flags)                                                     \
  static jerry_value_t read_##name(const jerry_call_info_t *call, const jerry_value_t args[],  \
                                   const jerry_length_t count) {                               \
    return read_number(call, args, count, size, flags);                                        \
  }                                                                                            \
  static jerry_value_t write_##name(const jerry_call_info_t *call, const jerry_value_t args[], \
                                    const jerry_length_t count) {                              \
    return write_number(call, args, count, size, flags);                                       \
  }
NUMBERS(NUMBER_HANDLERS)

#define SIZED_HANDLERS(name, flags)                                                            \
  static jerry_value_t read_##name(const jerry_call_info_t *call, const jerry_value_t args[],  \
                                   const jerry_length_t count) {                               \
    return number_of_bytes(call, args, count, flags);                                          \
  }                                                                                            \
  static jerry_value_t write_##name(const jerry_call_info_t *call, const jerry_value_t args[], \
                                    const jerry_length_t count) {                              \
    return number_of_bytes(call, args, count, (flags) | WRITE);                                \
  }
SIZED(SIZED_HANDLERS)

static const struct props_method number_methods[] = {
#define NUMBER_ROWS(name, size, flags) {"read" #name, read_##name}, {"write" #name, write_##name},
    NUMBERS(NUMBER_ROWS)
#undef NUMBER_ROWS
#define SIZED_ROWS(name, flags) {"read" #name, read_##name}, {"write" #name, write_##name},
        SIZED(SIZED_ROWS)
#undef SIZED_ROWS
};

/* Number() of args[at], cut to an integer; fallback when it is absent, undefined or NaN. */
static bool position_of(const jerry_value_t args[], jerry_length_t count, jerry_length_t at, double fallback,
                        double *out, jerry_value_t *exception) {
  *out = fallback;
  if (count <= at || jerry_value_is_undefined(args[at])) {
    return true;
  }
  jerry_value_t number = jerry_value_to_number(args[at]);
  if (jerry_value_is_exception(number)) {
    *exception = number;
    return false;
  }
  double value = jerry_value_as_number(number);
  jerry_value_free(number);
  *out = isnan(value) ? 0 : trunc(value);
  return true;
}

static size_t clamp_position(double position, size_t size) {
  double from_end = position < 0 ? position + (double)size : position;
  return from_end <= 0 ? 0 : from_end >= (double)size ? size : (size_t)from_end;
}

/* subarray(start, end), slice(start, end): a Buffer over the same bytes. */
static jerry_value_t method_subarray(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  jerry_value_t exception;
  double start;
  double end;
  if (!position_of(args, count, 0, 0, &start, &exception) || !position_of(args, count, 1, INFINITY, &end, &exception)) {
    return exception;
  }
  if (jerry_typedarray_type(call->this_value) != JERRY_TYPEDARRAY_UINT8) {
    return jerry_throw_sz(JERRY_ERROR_TYPE, "subarray: this is not a Uint8Array");
  }
  jerry_size_t offset = 0;
  jerry_size_t size = 0;
  jerry_value_t bytes = jerry_typedarray_buffer(call->this_value, &offset, &size);
  if (jerry_value_is_exception(bytes)) {
    return bytes;
  }
  size_t from = clamp_position(start, size);
  size_t to = clamp_position(end, size);
  jerry_value_t result = buffer_view(bytes, offset + from, to > from ? to - from : 0);
  jerry_value_free(bytes);
  return result;
}

static const struct props_method view_methods[] = {
    {"subarray", method_subarray},
    {"slice", method_subarray},
};

/* setup(prototype, fail): puts the methods above on Buffer.prototype, which all Buffers made from now on have. */
static jerry_value_t buffer_setup(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  jerry_value_t prototype;
  jerry_value_t fail_function;
  ARGS("setup", call, args, count, ARG_OBJECT(&prototype), ARG_FUNCTION(&fail_function));
  jerry_native_ptr_set(&refs.prototype, prototype);
  jerry_native_ptr_set(&refs.fail, fail_function);
  refs_filled = refs_alive;
  props_methods(prototype, number_methods, PROPS_COUNT(number_methods));
  props_methods(prototype, view_methods, PROPS_COUNT(view_methods));
  return jerry_undefined();
}

static const struct props_method methods[] = {
    {"setup", buffer_setup},      {"create", buffer_create},  {"byteLength", buffer_byte_length},
    {"write", buffer_write},      {"copy", buffer_copy},      {"fromText", buffer_from_text},
    {"toText", buffer_to_text},   {"isUtf8", buffer_is_utf8}, {"compare", buffer_compare},
    {"indexOf", buffer_index_of}, {"fill", buffer_fill},      {"swap", buffer_swap},
};

jerry_value_t buffer_binding(void) {
  jerry_value_t binding = jerry_object();
  props_refs_attach(binding, &refs, &refs_info);
  refs_alive = true;
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
