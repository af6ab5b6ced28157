/* fake_console.c: stands for ports/esp32/console.c. */
#include "fake_console.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../../ports/esp32/console.h"
#include "unity.h"

static char text[4096];
static int level = -1;

const char *const console_level_names[CONSOLE_LEVELS] = {"none", "error", "warn", "info", "debug", "verbose"};

void fake_console_start(void) {
  text[0] = '\0';
  level = -1;
}

const char *fake_console_text(void) { return text; }

void fake_console_expect(const char *expected) {
  TEST_ASSERT_EQUAL_STRING(expected, text);
  text[0] = '\0';
}

int fake_console_level(void) { return level; }

void console_log_level(int value) { level = value; }

void console_line(const char *format, ...) {
  size_t used = strlen(text);
  va_list args;
  va_start(args, format);
  vsnprintf(text + used, sizeof text - used, format, args);
  va_end(args);
  used = strlen(text);
  TEST_ASSERT_TRUE_MESSAGE(used + 1 < sizeof text, "the fake console is full");
  strcpy(text + used, "\n");
}
