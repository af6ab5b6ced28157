#include "panic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "port.h"

static void write_text(const char *text) {
  port_console_write(PORT_STDERR, text, strlen(text));
}

_Noreturn void panic_assertion(const char *message, const char *file, int line) {
  /* No printf: the heap or the stack may be what is broken. */
  char digits[12];
  size_t at = sizeof digits;
  unsigned rest = line < 0 ? 0U : (unsigned)line;
  digits[--at] = '\0';
  do {
    digits[--at] = (char)('0' + rest % 10U);
    rest /= 10U;
  } while (rest != 0U);
  write_text("tinygram: assertion failed: ");
  write_text(message);
  write_text(" (");
  write_text(file);
  write_text(":");
  write_text(digits + at);
  write_text(")\n");
  port_exit(PANIC_EXIT_FAULT);
}

_Noreturn void panic_boot(const char *format, ...) {
  char line[256];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  write_text("tinygram: ");
  write_text(line);
  write_text("\n");
  port_exit(PANIC_EXIT_BOOT);
}
