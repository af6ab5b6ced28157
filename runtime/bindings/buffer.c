/*
 * buffer.c: what Buffer does with bytes: encodings, numbers, searching. Script (modules/buffer.ts) has checked
 * types and ranges; the methods that are put on Buffer.prototype itself check their own and leave everything
 * unusual to script's `fail`, which knows Node's errors.
 */
#include "bindings/buffer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/props.h"

jerry_value_t buffer_binding(void);

/* The numbers are those of typings/native/buffer.d.ts. */
enum encoding { UTF8, UTF16LE, LATIN1, ASCII, BASE64, BASE64URL, HEX, ENCODING_COUNT };

#define BUFFER_MAX 0x7fffffffu

/* ---- what is kept of script -------------------------------------------------------------------------------- */

/* Hangs on the binding's object, so that the collector sees the references and they go before the engine does. */
static struct kept {
  jerry_value_t prototype;
  jerry_value_t fail;
} kept;
static bool kept_alive;
static bool kept_filled;

static void kept_free(void *native, jerry_object_native_info_t *info) {
  kept_alive = kept_filled = false;
  jerry_native_ptr_free(native, info);
}

static const jerry_object_native_info_t kept_info = {
    .free_cb = kept_free,
    .number_of_references = 2,
    .offset_of_references = 0,
};

static jerry_value_t as_buffer(jerry_value_t array) {
  if (kept_filled && !jerry_value_is_exception(array)) {
    jerry_value_free(jerry_object_set_proto(array, kept.prototype));
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
  snprintf(text, sizeof text, "Cannot make a Buffer of %s bytes: the limit is %u", digits.data, BUFFER_MAX);
  return jerry_throw_sz(JERRY_ERROR_RANGE, text);
}

static jerry_value_t no_memory(size_t size) {
  char text[64];
  snprintf(text, sizeof text, "Out of memory: %lu bytes for a string's bytes", (unsigned long)size);
  return jerry_throw_sz(JERRY_ERROR_RANGE, text);
}

jerry_value_t buffer_from_c(size_t size, uint8_t **data) {
  if (size > BUFFER_MAX) {
    return too_long((double)size);
  }
  jerry_value_t array = as_buffer(jerry_typedarray(JERRY_TYPEDARRAY_UINT8, (jerry_length_t)size));
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

/* ---- UTF-8 ------------------------------------------------------------------------------------------------- */

/*
 * Whether a valid UTF-8 sequence begins at p; *used gets its length, or that of the part which one U+FFFD
 * replaces (as the Encoding Standard divides bad input). left > 0.
 */
static bool utf8_next(const uint8_t *p, size_t left, size_t *used) {
  uint8_t first = p[0];
  *used = 1;
  if (first < 0x80) {
    return true;
  }
  size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) {
    return false;
  }
  for (size_t i = 1; i < length; i++) {
    if (i == left) {
      return false;
    }
    uint8_t low = 0x80;
    uint8_t high = 0xbf;
    if (i == 1) { /* over-long forms, surrogates, beyond U+10FFFF */
      low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : low;
      high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : high;
    }
    if (p[i] < low || p[i] > high) {
      return false;
    }
    *used = i + 1;
  }
  return true;
}

/* In p, engines leave a lone surrogate as its three bytes ED A0..BF xx: they become U+FFFD's. */
static void replace_surrogates(uint8_t *p, size_t size) {
  for (uint8_t *end = p + size; size >= 3 && (p = memchr(p, 0xed, (size_t)(end - p))) != NULL; p++) {
    if (end - p < 3) {
      return;
    }
    if (p[1] >= 0xa0) {
      memcpy(p, "\xef\xbf\xbd", 3);
    }
  }
}

/* Writes whole characters of text into room bytes at out; returns the bytes written. */
static size_t utf8_write(jerry_value_t text, size_t size, uint8_t *out, size_t room) {
  size_t written = size;
  if (size <= room) {
    jerry_string_to_buffer(text, JERRY_ENCODING_UTF8, out, (jerry_size_t)room);
  } else {
    /* JerryScript 3.0 keeps only the low eight bits of the count for text that is not ASCII. What was cut off
     * is less than one character, so they are enough. */
    jerry_size_t low = jerry_string_to_buffer(text, JERRY_ENCODING_UTF8, out, (jerry_size_t)room);
    written = room - ((room - low) & 0xff);
  }
  replace_surrogates(out, written);
  return written;
}

/* ---- text to bytes ----------------------------------------------------------------------------------------- */

/* The next UTF-16 code unit of CESU-8 at *p, which moves on. */
static uint32_t unit_next(const uint8_t **p) {
  uint32_t c = *(*p)++;
  if (c < 0x80) {
    return c;
  }
  if (c < 0xe0) {
    return (c & 0x1f) << 6 | (*(*p)++ & 0x3f);
  }
  c = (c & 0x0f) << 12 | (uint32_t)((*p)[0] & 0x3f) << 6 | ((*p)[1] & 0x3f);
  *p += 2;
  return c;
}

static int hex_digit(uint32_t c) {
  if (c >= '0' && c <= '9') {
    return (int)c - '0';
  }
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

/* Both alphabets. */
static int base64_digit(uint32_t c) {
  if (c >= 'A' && c <= 'Z') {
    return (int)c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return (int)c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return (int)c - '0' + 52;
  }
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

static size_t hex_write(const uint8_t *p, const uint8_t *end, uint8_t *out, size_t room) {
  size_t n = 0;
  while (n < room && p < end) {
    int high = hex_digit(unit_next(&p));
    int low = p < end ? hex_digit(unit_next(&p)) : -1;
    if (high < 0 || low < 0) {
      break;
    }
    out[n++] = (uint8_t)(high << 4 | low);
  }
  return n;
}

/* Skips what is in neither alphabet, ends at '='. */
static size_t base64_write(const uint8_t *p, const uint8_t *end, uint8_t *out, size_t room) {
  size_t n = 0;
  uint32_t bits = 0;
  unsigned count = 0;
  while (n < room && p < end) {
    uint32_t c = unit_next(&p);
    int digit = base64_digit(c);
    if (c == '=') {
      break;
    }
    if (digit < 0) {
      continue;
    }
    bits = bits << 6 | (uint32_t)digit;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out[n++] = (uint8_t)(bits >> count);
    }
  }
  return n;
}

static size_t units_write(const uint8_t *p, const uint8_t *end, uint8_t *out, size_t room, bool wide) {
  size_t n = 0;
  while (p < end && n + (wide ? 2 : 1) <= room) {
    uint32_t c = unit_next(&p);
    out[n++] = (uint8_t)c;
    if (wide) {
      out[n++] = (uint8_t)(c >> 8);
    }
  }
  return n;
}

/* Most bytes that text can give; exact but for hex and base64. */
static size_t bytes_length(jerry_value_t text, uint32_t encoding) {
  if (encoding == UTF8) {
    return jerry_string_size(text, JERRY_ENCODING_UTF8);
  }
  size_t length = jerry_string_length(text);
  switch (encoding) {
    case UTF16LE:
      return length * 2;
    case HEX:
      return length / 2;
    case BASE64:
    case BASE64URL:
      return length / 4 * 3 + length % 4 * 3 / 4;
    default:
      return length;
  }
}

/* Returns the bytes written, or SIZE_MAX when the engine has no memory for a copy of text. */
static size_t bytes_write(jerry_value_t text, uint32_t encoding, uint8_t *out, size_t room) {
  if (room == 0) {
    return 0;
  }
  if (encoding == UTF8) {
    return utf8_write(text, jerry_string_size(text, JERRY_ENCODING_UTF8), out, room);
  }
  jerry_size_t size = jerry_string_size(text, JERRY_ENCODING_CESU8);
  if ((encoding == LATIN1 || encoding == ASCII) && size == jerry_string_length(text)) {
    return jerry_string_to_buffer(text, JERRY_ENCODING_CESU8, out, (jerry_size_t)room);
  }
  if (size == 0) {
    return 0;
  }
  uint8_t *units = jerry_heap_alloc(size);
  if (units == NULL) {
    return SIZE_MAX;
  }
  jerry_string_to_buffer(text, JERRY_ENCODING_CESU8, units, size);
  size_t n;
  switch (encoding) {
    case HEX:
      n = hex_write(units, units + size, out, room);
      break;
    case BASE64:
    case BASE64URL:
      n = base64_write(units, units + size, out, room);
      break;
    default:
      n = units_write(units, units + size, out, room, encoding == UTF16LE);
      break;
  }
  jerry_heap_free(units, size);
  return n;
}

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
  return jerry_number((double)bytes_length(text, encoding));
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
  size_t written = bytes_write(text, encoding, target.data + offset, length < room ? length : room);
  return written == SIZE_MAX ? no_memory(jerry_string_size(text, JERRY_ENCODING_CESU8)) : jerry_number((double)written);
}

static jerry_value_t buffer_create(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  double size;
  uint8_t *data;
  ARGS("create", call, args, count, ARG_DOUBLE(&size));
  return size >= 0 && size <= BUFFER_MAX ? buffer_from_c((size_t)size, &data) : too_long(size);
}

static jerry_value_t view(jerry_value_t buffer, size_t offset, size_t size) {
  return as_buffer(jerry_typedarray_with_buffer_span(JERRY_TYPEDARRAY_UINT8, buffer, (jerry_size_t)offset,
                                                     (jerry_size_t)size));
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
  size_t size = bytes_length(text, encoding);
  jerry_value_t result = buffer_from_c(size, &data);
  if (jerry_value_is_exception(result)) {
    return result;
  }
  size_t written = bytes_write(text, encoding, data, size);
  if (written == size) {
    return result;
  }
  jerry_value_t bytes = jerry_typedarray_buffer(result, NULL, NULL);
  jerry_value_free(result);
  result = written == SIZE_MAX ? no_memory(size) : view(bytes, 0, written);
  jerry_value_free(bytes);
  return result;
}

/* ---- bytes to text ----------------------------------------------------------------------------------------- */

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static size_t base64_read(const uint8_t *p, size_t size, char *out, bool url) {
  char *o = out;
  for (size_t i = 0; i < size; i += 3) {
    size_t left = size - i < 3 ? size - i : 3;
    uint32_t bits = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0);
    for (size_t j = 0; j < 4; j++, bits <<= 6) {
      char c = base64_digits[bits >> 18 & 63];
      if (j <= left) {
        *o++ = url && c == '+' ? '-' : url && c == '/' ? '_' : c;
      } else if (!url) {
        *o++ = '=';
      }
    }
  }
  return (size_t)(o - out);
}

/* CESU-8 of one code unit, or UTF-8 of one character below U+10000. */
static uint8_t *put_unit(uint8_t *out, uint32_t c) {
  if (c < 0x80) {
    *out++ = (uint8_t)c;
  } else if (c < 0x800) {
    *out++ = (uint8_t)(0xc0 | c >> 6);
    *out++ = (uint8_t)(0x80 | (c & 0x3f));
  } else {
    *out++ = (uint8_t)(0xe0 | c >> 12);
    *out++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
    *out++ = (uint8_t)(0x80 | (c & 0x3f));
  }
  return out;
}

static size_t utf8_repair(const uint8_t *p, size_t size, uint8_t *out) {
  uint8_t *o = out;
  size_t used;
  for (const uint8_t *end = p + size; p < end; p += used) {
    if (utf8_next(p, (size_t)(end - p), &used)) {
      memcpy(o, p, used);
      o += used;
    } else {
      o = put_unit(o, 0xfffd);
    }
  }
  return (size_t)(o - out);
}

static bool is_ascii(const uint8_t *p, size_t size) {
  uint8_t all = 0;
  for (size_t i = 0; i < size; i++) {
    all |= p[i];
  }
  return all < 0x80;
}

/* Bytes of UTF-8 that p's bytes have after repair; size when there is nothing to repair. */
static size_t utf8_repaired_size(const uint8_t *p, size_t size) {
  size_t total = 0;
  size_t used;
  for (const uint8_t *end = p + size; p < end; p += used) {
    total += utf8_next(p, (size_t)(end - p), &used) ? used : 3;
  }
  return total;
}

static jerry_value_t string_of(const void *data, size_t size, jerry_encoding_t encoding) {
  return jerry_string(data, (jerry_size_t)size, encoding);
}

static bool utf8_valid(const uint8_t *p, size_t size) {
  size_t used;
  for (const uint8_t *end = p + size; p < end; p += used) {
    if (!utf8_next(p, (size_t)(end - p), &used)) {
      return false;
    }
  }
  return true;
}

static jerry_value_t to_text(const uint8_t *p, size_t size, uint32_t encoding) {
  if (size == 0 || (encoding <= ASCII && encoding != UTF16LE && is_ascii(p, size))) {
    return string_of(p, size, JERRY_ENCODING_CESU8);
  }
  if (encoding == UTF8 && utf8_valid(p, size)) {
    return string_of(p, size, JERRY_ENCODING_UTF8);
  }
  size_t room = encoding == UTF8      ? utf8_repaired_size(p, size)
                : encoding == UTF16LE ? size / 2 * 3
                : encoding == ASCII   ? size
                : encoding >= BASE64 && encoding <= BASE64URL ? (size + 2) / 3 * 4
                                                              : size * 2;
  if (room == 0) {
    return string_of("", 0, JERRY_ENCODING_UTF8);
  }
  uint8_t *text = room > BUFFER_MAX ? NULL : jerry_heap_alloc((jerry_size_t)room);
  if (text == NULL) {
    return no_memory(room);
  }
  uint8_t *end = text;
  switch (encoding) {
    case UTF8:
      end += utf8_repair(p, size, text);
      break;
    case UTF16LE:
      for (size_t i = 0; i + 1 < size; i += 2) {
        end = put_unit(end, (uint32_t)p[i] | (uint32_t)p[i + 1] << 8);
      }
      break;
    case BASE64:
    case BASE64URL:
      end += base64_read(p, size, (char *)text, encoding == BASE64URL);
      break;
    case HEX:
      for (size_t i = 0; i < size; i++) {
        *end++ = (uint8_t)"0123456789abcdef"[p[i] >> 4];
        *end++ = (uint8_t)"0123456789abcdef"[p[i] & 15];
      }
      break;
    default:
      for (size_t i = 0; i < size; i++) {
        end = put_unit(end, encoding == ASCII ? p[i] & 0x7f : p[i]);
      }
      break;
  }
  jerry_value_t result =
      string_of(text, (size_t)(end - text), encoding == UTF16LE ? JERRY_ENCODING_CESU8 : JERRY_ENCODING_UTF8);
  jerry_heap_free(text, (jerry_size_t)room);
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
  return to_text(source.data + start, start < end ? end - start : 0, encoding);
}

/* isUtf8(source): for a TextDecoder that is to fail on bad input. */
static jerry_value_t buffer_is_utf8(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct args_bytes source;
  ARGS("isUtf8", call, args, count, ARG_BYTES(&source));
  return jerry_boolean(utf8_valid(source.data, source.size));
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
  ARGS("copy", call, args, count, ARG_BYTES(&source), ARG_BYTES(&target), ARG_U32(&to), ARG_U32(&from),
       ARG_U32(&end));
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
static jerry_value_t fail(jerry_value_t self, uint32_t size, unsigned flags, const jerry_value_t args[],
                          jerry_length_t count) {
  jerry_value_t undefined = jerry_undefined();
  unsigned at = flags & WRITE ? 1 : 0;
  jerry_value_t number = jerry_number(size);
  jerry_value_t bits = jerry_number(flags);
  jerry_value_t value = at > 0 && count > 0 ? args[0] : undefined;
  const jerry_value_t list[] = {self, number, bits, count > at ? args[at] : undefined, value};
  jerry_value_t result = jerry_call(kept.fail, undefined, list, 5);
  jerry_value_free(number);
  jerry_value_free(bits);
  jerry_value_free(undefined);
  return result;
}

/* Where size bytes at args[at] (absent: 0) are in self; NULL when that is not inside it. */
static uint8_t *place(jerry_value_t self, uint32_t size, const jerry_value_t args[], jerry_length_t count,
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
  uint32_t bits = (uint32_t)le[0] | (uint32_t)le[1] << 8 | (uint32_t)le[2] << 16 | (uint32_t)le[3] << 24;
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
  const uint8_t *p = place(call->this_value, size, args, count, 0, &offset);
  return p == NULL ? fail(call->this_value, size, flags, args, count) : read_at(p, size, flags);
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

static bool fits(double value, uint32_t size, unsigned flags) {
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
  uint8_t *p = place(call->this_value, size, args, count, 1, &offset);
  jerry_value_t result;
  if (p == NULL || (whole && !fits(value, size, flags))) {
    const jerry_value_t list[2] = {converted, count > 1 ? args[1] : undefined};
    result = fail(call->this_value, size, flags | WRITE, list, 2);
  } else {
    write_at(p, whole ? value : 0, size, flags);
    result = jerry_number(offset + size);
  }
  jerry_value_free(converted);
  return result;
}

/* name, bytes, flags; each gives read<name> and write<name> */
#define NUMBERS(X)                         \
  X(UInt8, 1, 0)                           \
  X(UInt16LE, 2, 0)                        \
  X(UInt16BE, 2, BIG)                      \
  X(UInt32LE, 4, 0)                        \
  X(UInt32BE, 4, BIG)                      \
  X(Int8, 1, SIGNED)                       \
  X(Int16LE, 2, SIGNED)                    \
  X(Int16BE, 2, SIGNED | BIG)              \
  X(Int32LE, 4, SIGNED)                    \
  X(Int32BE, 4, SIGNED | BIG)              \
  X(FloatLE, 4, FLOAT)                     \
  X(FloatBE, 4, FLOAT | BIG)               \
  X(DoubleLE, 8, FLOAT)                    \
  X(DoubleBE, 8, FLOAT | BIG)

/* A wrong byteLength goes to script like a wrong offset, as size 0 with the offset in value's place. */
static jerry_value_t sized(const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count,
                           unsigned flags) {
  jerry_length_t at = flags & WRITE ? 2 : 1;
  double size = count > at && jerry_value_is_number(args[at]) ? jerry_value_as_number(args[at]) : 0;
  if (size >= 1 && size <= 6 && size == (double)(uint32_t)size && !jerry_value_is_undefined(args[at - 1])) {
    return flags & WRITE ? write_number(call, args, at, (uint32_t)size, flags & ~(unsigned)WRITE)
                         : read_number(call, args, at, (uint32_t)size, flags);
  }
  jerry_value_t undefined = jerry_undefined();
  const jerry_value_t list[2] = {count > at - 1 ? args[at - 1] : undefined, count > at ? args[at] : undefined};
  jerry_value_t result = fail(call->this_value, 0, flags | WRITE, list, 2);
  jerry_value_free(undefined);
  return result;
}

/* name, flags; byteLength is the last argument */
#define SIZED(X)          \
  X(UIntLE, 0)            \
  X(UIntBE, BIG)          \
  X(IntLE, SIGNED)        \
  X(IntBE, SIGNED | BIG)

#define NUMBER_HANDLERS(name, size, flags)                                                    \
  static jerry_value_t read_##name(const jerry_call_info_t *call, const jerry_value_t args[], \
                                   const jerry_length_t count) {                              \
    return read_number(call, args, count, size, flags);                                       \
  }                                                                                           \
  static jerry_value_t write_##name(const jerry_call_info_t *call, const jerry_value_t args[], \
                                    const jerry_length_t count) {                             \
    return write_number(call, args, count, size, flags);                                      \
  }
NUMBERS(NUMBER_HANDLERS)

#define SIZED_HANDLERS(name, flags)                                                           \
  static jerry_value_t read_##name(const jerry_call_info_t *call, const jerry_value_t args[], \
                                   const jerry_length_t count) {                              \
    return sized(call, args, count, flags);                                                   \
  }                                                                                           \
  static jerry_value_t write_##name(const jerry_call_info_t *call, const jerry_value_t args[], \
                                    const jerry_length_t count) {                             \
    return sized(call, args, count, (flags) | WRITE);                                         \
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
static bool position(const jerry_value_t args[], jerry_length_t count, jerry_length_t at, double fallback, double *out,
                     jerry_value_t *exception) {
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

static size_t clamp(double position, size_t size) {
  double from_end = position < 0 ? position + (double)size : position;
  return from_end <= 0 ? 0 : from_end >= (double)size ? size : (size_t)from_end;
}

/* subarray(start, end), slice(start, end): a Buffer over the same bytes. */
static jerry_value_t method_subarray(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  jerry_value_t exception;
  double start;
  double end;
  if (!position(args, count, 0, 0, &start, &exception) || !position(args, count, 1, INFINITY, &end, &exception)) {
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
  size_t from = clamp(start, size);
  size_t to = clamp(end, size);
  jerry_value_t result = view(bytes, offset + from, to > from ? to - from : 0);
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
  jerry_native_ptr_set(&kept.prototype, prototype);
  jerry_native_ptr_set(&kept.fail, fail_function);
  kept_filled = kept_alive;
  props_methods(prototype, number_methods, PROPS_COUNT(number_methods));
  props_methods(prototype, view_methods, PROPS_COUNT(view_methods));
  return jerry_undefined();
}

static const struct props_method methods[] = {
    {"setup", buffer_setup},     {"create", buffer_create},  {"byteLength", buffer_byte_length},
    {"write", buffer_write},     {"copy", buffer_copy},      {"fromText", buffer_from_text},
    {"toText", buffer_to_text},  {"isUtf8", buffer_is_utf8}, {"compare", buffer_compare},
    {"indexOf", buffer_index_of}, {"fill", buffer_fill},     {"swap", buffer_swap},
};

jerry_value_t buffer_binding(void) {
  jerry_value_t binding = jerry_object();
  jerry_native_ptr_init(&kept, &kept_info);
  jerry_object_set_native_ptr(binding, &kept_info, &kept);
  kept_alive = true;
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
