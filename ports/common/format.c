#include "format.h"

#include <limits.h>
#include <stdint.h>

typedef struct {
  char *out;
  size_t size;
  size_t length; /* of the text, written or not */
  va_list arguments;
} text_t;

static void put(text_t *text, char character) {
  if (text->length + 1 < text->size) {
    text->out[text->length] = character;
  }
  text->length++;
}

static void put_padded(text_t *text, const char *from, size_t length, size_t width, char padding) {
  for (; width > length; width--) {
    put(text, padding);
  }
  for (; length > 0; length--) {
    put(text, *from++);
  }
}

/* A blank goes before the sign, a zero after it. */
static void put_number(text_t *text, unsigned long long value, char sign, char letter_a, unsigned base, size_t width,
                       char padding) {
  char digits[CHAR_BIT * sizeof value / 3 + 2];
  char *at = digits + sizeof digits;
  do {
    unsigned digit = (unsigned)(value % base);
    *--at = (char)(digit < 10 ? '0' + digit : letter_a + digit - 10);
    value /= base;
  } while (value != 0);
  if (sign != '\0') {
    if (padding == '0') {
      put(text, sign);
      width -= width > 0;
    } else {
      *--at = sign;
    }
  }
  put_padded(text, at, (size_t)(digits + sizeof digits - at), width, padding);
}

/* A width or precision: digits, or * and an argument. */
static const char *read_size(const char *format, size_t *size, text_t *text) {
  if (*format == '*') {
    *size = (size_t)va_arg(text->arguments, int);
    return format + 1;
  }
  for (*size = 0; *format >= '0' && *format <= '9'; format++) {
    *size = *size * 10 + (size_t)(*format - '0');
  }
  return format;
}

/* Writes the conversion whose % stands before format; answers where its letter is. */
static const char *put_conversion(text_t *text, const char *format) {
  const char *start = format - 1;
  char padding = ' ';
  char sign = '\0';
  for (; *format == '0' || *format == '+'; format++) {
    *(*format == '0' ? &padding : &sign) = *format;
  }
  size_t width;
  size_t most = SIZE_MAX;
  format = read_size(format, &width, text);
  if (*format == '.') {
    format = read_size(format + 1, &most, text);
  }
  unsigned longs = 0;
  for (; *format == 'l' || *format == 'z'; format++) {
    longs++;
  }
  char letter = *format;
  if (letter == 's') {
    const char *from = va_arg(text->arguments, const char *);
    size_t length = 0;
    while (length < most && from[length] != '\0') {
      length++;
    }
    put_padded(text, from, length, width, ' ');
  } else if (letter == 'c') {
    char character = (char)va_arg(text->arguments, int);
    put_padded(text, &character, 1, width, ' ');
  } else if (letter == 'd') {
    long long value = longs > 1    ? va_arg(text->arguments, long long)
                      : longs == 1 ? va_arg(text->arguments, long)
                                   : va_arg(text->arguments, int);
    unsigned long long size = value < 0 ? -(unsigned long long)value : (unsigned long long)value;
    put_number(text, size, value < 0 ? '-' : sign, 'a', 10, width, padding);
  } else if (letter == 'u' || letter == 'x' || letter == 'X') {
    unsigned long long value = longs > 1    ? va_arg(text->arguments, unsigned long long)
                               : longs == 1 ? va_arg(text->arguments, unsigned long)
                                            : va_arg(text->arguments, unsigned);
    put_number(text, value, '\0', letter == 'x' ? 'a' : 'A', letter == 'u' ? 10 : 16, width, padding);
  } else if (letter == '%') {
    put(text, letter);
  } else {
    put_padded(text, start, (size_t)(format - start), 0, ' ');
    return format - 1;
  }
  return format;
}

int format_text(char *out, size_t size, const char *format, va_list arguments) {
  text_t text = {.out = out, .size = size};
  va_copy(text.arguments, arguments);
  for (; *format != '\0'; format++) {
    if (*format == '%') {
      format = put_conversion(&text, format + 1);
    } else {
      put(&text, *format);
    }
  }
  va_end(text.arguments);
  if (size > 0) {
    out[text.length < size ? text.length : size - 1] = '\0';
  }
  return (int)text.length;
}
