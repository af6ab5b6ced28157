/* encoding.c: text to bytes and back, in the encodings of Buffer. */
#include "core/encoding.h"

#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/engine_calls.h"
#include "core/memory.h"

jerry_value_t encoding_no_memory(size_t size) {
  if (size < MEMORY_LARGE) {
    memory_script_heap_full();
  }
  char text[64];
  snprintf(text, sizeof text, "Out of memory: %lu bytes for a string's bytes", (unsigned long)size);
  return jerry_throw_sz(JERRY_ERROR_RANGE, text);
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

size_t encoding_write_utf8(jerry_value_t text, size_t size, uint8_t *out, size_t room) {
  size_t written = engine_string_copy(text, JERRY_ENCODING_UTF8, size, out, room);
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
    int high = bytes_hex_digit(unit_next(&p));
    int low = p < end ? bytes_hex_digit(unit_next(&p)) : -1;
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

size_t encoding_length(jerry_value_t text, uint32_t encoding) {
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

size_t encoding_write(jerry_value_t text, uint32_t encoding, uint8_t *out, size_t room) {
  if (room == 0) {
    return 0;
  }
  if (encoding == UTF8) {
    return encoding_write_utf8(text, jerry_string_size(text, JERRY_ENCODING_UTF8), out, room);
  }
  jerry_size_t size = jerry_string_size(text, JERRY_ENCODING_CESU8);
  if ((encoding == LATIN1 || encoding == ASCII) && size == jerry_string_length(text)) {
    return engine_string_copy(text, JERRY_ENCODING_CESU8, size, out, room);
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
  return engine_string_fits(size) ? jerry_string(data, (jerry_size_t)size, encoding) : encoding_no_memory(size);
}

bool encoding_utf8_valid(const uint8_t *p, size_t size) {
  size_t used;
  for (const uint8_t *end = p + size; p < end; p += used) {
    if (!utf8_next(p, (size_t)(end - p), &used)) {
      return false;
    }
  }
  return true;
}

jerry_value_t encoding_text(const uint8_t *p, size_t size, uint32_t encoding) {
  if (size == 0 || (encoding <= ASCII && encoding != UTF16LE && is_ascii(p, size))) {
    return string_of(p, size, JERRY_ENCODING_CESU8);
  }
  if (encoding == UTF8 && encoding_utf8_valid(p, size)) {
    return string_of(p, size, JERRY_ENCODING_UTF8);
  }
  size_t room = encoding == UTF8                              ? utf8_repaired_size(p, size)
                : encoding == UTF16LE                         ? size / 2 * 3
                : encoding == ASCII                           ? size
                : encoding >= BASE64 && encoding <= BASE64URL ? (size + 2) / 3 * 4
                                                              : size * 2;
  if (room == 0) {
    return string_of("", 0, JERRY_ENCODING_UTF8);
  }
  uint8_t *text = room > ENCODING_BYTES_MAX ? NULL : jerry_heap_alloc((jerry_size_t)room);
  if (text == NULL) {
    return encoding_no_memory(room);
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
      *end++ = (uint8_t) "0123456789abcdef"[p[i] >> 4];
      *end++ = (uint8_t) "0123456789abcdef"[p[i] & 15];
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
