#include "net/addr_text.h"

#include <string.h>

#include "core/bytes.h"

#define GROUPS 8 /* 16-bit groups of an IPv6 address */

static int digit_value(char c, int base) {
  int value = bytes_hex_digit((uint8_t)c);
  return value < base ? value : -1;
}

bool addr_text_parse_v4(const char *text, size_t size, uint8_t bytes[4]) {
  size_t at = 0;
  for (int part = 0; part < 4; part++) {
    if (part > 0 && (at == size || text[at++] != '.')) {
      return false;
    }
    size_t start = at;
    unsigned value = 0;
    while (at < size && digit_value(text[at], 10) >= 0) {
      value = value * 10 + (unsigned)digit_value(text[at], 10);
      at++;
      if (value > 255 || (at - start > 1 && text[start] == '0')) {
        return false;
      }
    }
    if (at == start) {
      return false;
    }
    bytes[part] = (uint8_t)value;
  }
  return at == size;
}

/* One number of inet_aton(); false when there is none, or it is beyond 32 bits. */
static bool parse_aton_number(const char *text, size_t size, size_t *at, uint32_t *out) {
  int base = 10;
  if (*at < size && text[*at] == '0') {
    base = *at + 1 < size && (text[*at + 1] == 'x' || text[*at + 1] == 'X') ? 16 : 8;
    *at += base == 16 ? 2 : 0;
  }
  size_t start = *at;
  uint64_t value = 0;
  while (*at < size && digit_value(text[*at], base) >= 0 && value <= UINT32_MAX) {
    value = value * (unsigned)base + (unsigned)digit_value(text[*at], base);
    ++*at;
  }
  *out = (uint32_t)value;
  return *at > start && value <= UINT32_MAX;
}

bool addr_text_parse_aton(const char *text, size_t size, uint8_t bytes[4]) {
  memset(bytes, 0, 4);
  size_t at = 0;
  for (int part = 0; part < 4; part++) {
    uint32_t value;
    if (!parse_aton_number(text, size, &at, &value)) {
      return false;
    }
    if (at == size) {
      int left = 4 - part;
      if (left < 4 && value >> (8 * left) != 0) {
        return false;
      }
      for (int i = 3; i >= part; i--, value >>= 8) {
        bytes[i] = (uint8_t)value;
      }
      return true;
    }
    if (text[at++] != '.' || value > 255) {
      return false;
    }
    bytes[part] = (uint8_t)value;
  }
  return false;
}

/* Reads up to four hexadecimal digits; returns how many there were. */
static size_t parse_group(const char *text, size_t size, unsigned *value) {
  size_t at = 0;
  *value = 0;
  while (at < size && at < 4 && digit_value(text[at], 16) >= 0) {
    *value = *value << 4 | (unsigned)digit_value(text[at], 16);
    at++;
  }
  return at;
}

bool addr_text_parse_v6(const char *text, size_t size, uint8_t bytes[16]) {
  unsigned groups[GROUPS];
  size_t count = 0;
  size_t gap = GROUPS + 1; /* where "::" stands, past the end for nowhere */
  size_t at = 0;

  if (size >= 2 && text[0] == ':' && text[1] == ':') {
    gap = 0;
    at = 2;
  }
  while (at < size) {
    if (count == GROUPS) {
      return false;
    }
    size_t digits = parse_group(text + at, size - at, &groups[count]);
    if (digits == 0) {
      return false;
    }
    if (at + digits < size && text[at + digits] == '.') {
      uint8_t dotted[4];
      if (count > GROUPS - 2 || !addr_text_parse_v4(text + at, size - at, dotted)) {
        return false;
      }
      groups[count++] = bytes_be16(dotted);
      groups[count++] = bytes_be16(dotted + 2);
      break;
    }
    count++;
    at += digits;
    if (at == size) {
      break;
    }
    if (text[at++] != ':') {
      return false;
    }
    if (at < size && text[at] == ':') {
      if (gap <= GROUPS) {
        return false;
      }
      gap = count;
      at++;
    } else if (at == size) {
      return false;
    }
  }
  if (gap > GROUPS ? count != GROUPS : count >= GROUPS) {
    return false;
  }
  size_t zeros = GROUPS - count;
  for (size_t i = 0, from = 0; i < GROUPS; i++) {
    unsigned value = gap <= GROUPS && i >= gap && i < gap + zeros ? 0 : groups[from++];
    bytes_put_be16(bytes + 2 * i, value);
  }
  return true;
}

char *addr_text_put_decimal(char *at, unsigned value) {
  char digits[5];
  int count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  while (count > 0) {
    *at++ = digits[--count];
  }
  return at;
}

static char *put_hex(char *at, unsigned value) {
  for (int shift = 12; shift >= 0; shift -= 4) {
    if (shift == 0 || value >> shift != 0) {
      *at++ = "0123456789abcdef"[(value >> shift) & 15];
    }
  }
  return at;
}

char *addr_text_put_v4(char *at, const uint8_t bytes[4]) {
  for (int i = 0; i < 4; i++) {
    if (i > 0) {
      *at++ = '.';
    }
    at = addr_text_put_decimal(at, bytes[i]);
  }
  return at;
}

static unsigned group_of(const uint8_t *bytes, int index) { return bytes_be16(bytes + 2 * index); }

char *addr_text_put_v6(char *at, const uint8_t bytes[16]) {
  int best = -1;
  int best_length = 1;
  for (int i = 0; i < GROUPS; i++) {
    int end = i;
    while (end < GROUPS && group_of(bytes, end) == 0) {
      end++;
    }
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
    if (end > i) {
      i = end - 1;
    }
  }
  for (int i = 0; i < GROUPS; i++) {
    if (i == best) {
      *at++ = ':';
      *at++ = ':';
      i += best_length - 1;
      continue;
    }
    if (i > 0 && i != best + best_length) {
      *at++ = ':';
    }
    at = put_hex(at, group_of(bytes, i));
  }
  return at;
}
