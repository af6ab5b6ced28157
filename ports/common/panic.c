#include "panic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "port.h"

void panic_text(const char *text) { port_console_error(text); }

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

/* No printf below: the heap or the stack may be what is broken. */
static void write_number(uintptr_t number, unsigned base) {
  char digits[sizeof number * 3 + 1];
  size_t at = sizeof digits;
  digits[--at] = '\0';
  do {
    digits[--at] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number != 0U);
  panic_text(digits + at);
}

_Noreturn void panic_assertion(const char *message, const char *file, int line) {
  panic_text("tinygram: assertion failed: ");
  panic_text(message);
  panic_text(" (");
  panic_text(file);
  panic_text(":");
  write_number(line < 0 ? 0U : (uintptr_t)line, 10);
  panic_text(")\n");
  port_exit(PANIC_EXIT_FAULT);
}

__attribute__((noinline)) _Noreturn void panic_assertion_at(int line) {
  uintptr_t address = (uintptr_t)__builtin_return_address(0);
  panic_text("tinygram: assertion failed: line ");
  write_number(line < 0 ? 0U : (uintptr_t)line, 10);
  panic_text(" of the file at 0x");
  write_number(address, 16);
  panic_text(" (addr2line -e firmware.elf names it)\n");
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
