#include "core/native.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "core/errors.h"
#include "port.h"

static struct native {
  const char *name;
  jerry_value_t (*init)(void);
  bool made;
  jerry_value_t module;
} natives[CONFIG_NATIVE_MODULES];
static size_t native_count;

static _Noreturn void native_refuse(const char *name, const char *why) {
  char text[160];
  snprintf(text, sizeof text, "tinygram: native_register(\"%.40s\"): %s\n", name, why);
  port_console_error(text);
  port_exit(RUNTIME_EXIT_FAULT);
}

static struct native *native_find(const char *name) {
  for (size_t i = 0; i < native_count; i++) {
    if (strcmp(natives[i].name, name) == 0) {
      return &natives[i];
    }
  }
  return NULL;
}

void native_register(const char *name, jerry_value_t (*init)(void)) {
  size_t size = strlen(name);
  if (size == 0 || size > NATIVE_NAME_MAX) {
    native_refuse(name, "a name has 1 to 23 bytes");
  }
  for (size_t i = 0; i < size; i++) {
    if (!isalnum((unsigned char)name[i]) && strchr("_-/", name[i]) == NULL) {
      native_refuse(name, "a name has letters, digits, '_', '-' and '/'");
    }
  }
  if (native_find(name) != NULL) {
    native_refuse(name, "the name is taken");
  }
  if (native_count == CONFIG_NATIVE_MODULES) {
    native_refuse(name, "there are CONFIG_NATIVE_MODULES modules already");
  }
  natives[native_count++] = (struct native){.name = name, .init = init};
}

__attribute__((weak)) void native_modules(void) {}

jerry_value_t native_require(const char *name) {
  struct native *native = native_find(name);
  if (native == NULL) {
    return jerry_undefined();
  }
  if (!native->made) {
    jerry_value_t module = native->init();
    if (jerry_value_is_exception(module)) {
      return module;
    }
    native->module = module;
    native->made = true;
  }
  return jerry_value_copy(native->module);
}

void native_stop(void) {
  for (size_t i = 0; i < native_count; i++) {
    if (natives[i].made) {
      jerry_value_free(natives[i].module);
      natives[i].made = false;
    }
  }
}
