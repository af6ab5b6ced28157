/* printf.c: snprintf() and vsnprintf() for the C library too, in a third of its flash (format.h: what they know). */
#include <stdarg.h>
#include <stdio.h>

#include "format.h"

int vsnprintf(char *out, size_t size, const char *format, va_list arguments) {
  return format_text(out, size, format, arguments);
}

int snprintf(char *out, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = format_text(out, size, format, arguments);
  va_end(arguments);
  return length;
}
