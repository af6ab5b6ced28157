#include "panic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "port.h"

void panic_text(const char *text) {
  port_console_write(PORT_STDERR, text, strlen(text));
}

void panic_register(const char *name, uint32_t value) {
  char text[9];
  for (unsigned i = 0; i < 8; i++) {
    text[i] = "0123456789abcdef"[(value >> (28U - 4U * i)) & 15U];
  }
  text[8] = ' ';
  panic_text(name);
  panic_text("=");
  port_console_write(PORT_STDERR, text, sizeof text);
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
  panic_text("tinygram: assertion failed: ");
  panic_text(message);
  panic_text(" (");
  panic_text(file);
  panic_text(":");
  panic_text(digits + at);
  panic_text(")\n");
  port_exit(PANIC_EXIT_FAULT);
}

_Noreturn void panic_boot(const char *format, ...) {
  char line[256];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  panic_text("tinygram: ");
  panic_text(line);
  panic_text("\n");
  port_exit(PANIC_EXIT_BOOT);
}

_Noreturn void panic_aborted(void) {
  panic_text("tinygram: aborted\n");
  port_exit(PANIC_EXIT_FAULT);
}
