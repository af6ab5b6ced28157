/* main.c: runs the engine tests; arguments pick suites by name. Ends with "N passed, N failed". */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "core/engine.h"

extern const struct suite values, strings, objects, natives, life, functions, exceptions, errors, buffers, promises,
    snapshots, heap;
#ifdef JERRY_QUICKJS_VERSION_MAJOR
extern const struct suite allocator, limits, made_for_c;
#endif
static const struct suite *const suites[] = {
    &values,     &strings, &objects,    &natives,  &life,      &functions,
    &exceptions, &errors,  &buffers,    &promises, &snapshots, &heap,
#ifdef JERRY_QUICKJS_VERSION_MAJOR
    &allocator,  &limits,  &made_for_c,
#endif
};

static unsigned failures;

static void failed(const char *what, const char *file, int line) {
  failures++;
  printf("  %s:%d: %s\n", file, line, what);
}

void check_true(bool condition, const char *what, const char *file, int line) {
  if (!condition) {
    failed(what, file, line);
  }
}

void check_int(long long expected, long long actual, const char *what, const char *file, int line) {
  if (expected == actual) {
    return;
  }
  failed(what, file, line);
  printf("    expected %lld, got %lld\n", expected, actual);
}

void check_bytes(const void *expected, size_t size, const void *actual, const char *what, const char *file, int line) {
  if (!memcmp(expected, actual, size)) {
    return;
  }
  failed(what, file, line);
  for (size_t i = 0; i < size; i++) {
    printf("%s%02x/%02x", i ? " " : "    ", ((const uint8_t *)expected)[i], ((const uint8_t *)actual)[i]);
  }
  printf(" (expected/actual)\n");
}

void check_text(const char *expected, jerry_value_t value, const char *what, const char *file, int line) {
  static char text[4096];
  size_t size = 0;
  if (jerry_value_is_exception(value)) {
    size = strlen(strcpy(text, "throws "));
    value = jerry_exception_value(value, true);
  }
  jerry_value_t to_string = get_global("String"), string = jerry_call(to_string, jerry_undefined(), &value, 1);
  jerry_value_free(to_string);
  jerry_value_free(value);
  size += jerry_string_to_buffer(string, JERRY_ENCODING_UTF8, (jerry_char_t *)text + size,
                                 (jerry_size_t)(sizeof text - 1 - size));
  text[size] = 0;
  jerry_value_free(string);
  if (!strcmp(expected, text)) {
    return;
  }
  failed(what, file, line);
  printf("    expected \"%s\"\n    got      \"%s\"\n", expected, text);
}

void check_throws(const char *name, jerry_value_t value, const char *what, const char *file, int line) {
  if (!jerry_value_is_exception(value)) {
    failed(what, file, line);
    printf("    expected an exception\n");
  } else if (name) {
    jerry_value_t thrown = jerry_exception_value(value, false);
    check_text(name, jerry_object_get_sz(thrown, "name"), what, file, line);
    jerry_value_free(thrown);
  }
  jerry_value_free(value);
}

jerry_value_t script(const char *source) {
  jerry_value_t code = jerry_parse((const jerry_char_t *)source, strlen(source), NULL);
  if (jerry_value_is_exception(code)) {
    return code;
  }
  jerry_value_t result = jerry_run(code);
  jerry_value_free(code);
  return result;
}

void set_property(jerry_value_t object, const char *key, jerry_value_t value) {
  jerry_value_t done = jerry_object_set_sz(object, key, value);
  CHECK(jerry_value_is_true(done));
  jerry_value_free(done);
  jerry_value_free(value);
}

void set_global(const char *name, jerry_value_t value) {
  jerry_value_t global = jerry_current_realm();
  set_property(global, name, value);
  jerry_value_free(global);
}

jerry_value_t get_global(const char *name) {
  jerry_value_t global = jerry_current_realm();
  jerry_value_t value = jerry_object_get_sz(global, name);
  jerry_value_free(global);
  return value;
}

void set_function(const char *name, jerry_external_handler_t handler) {
  set_global(name, jerry_function_external(handler));
}

void run_jobs(void) {
  jerry_value_t result = jerry_run_jobs();
  CHECK(!jerry_value_is_exception(result));
  jerry_value_free(result);
}

int main(int argc, char **argv) {
  unsigned passed = 0, broken = 0;
  for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
    bool chosen = argc < 2;
    for (int j = 1; j < argc; j++) {
      chosen = chosen || !strcmp(argv[j], suites[i]->name);
    }
    for (const struct test *test = suites[i]->tests; chosen && test->run; test++) {
      failures = 0;
      if (!suites[i]->bare) {
        jerry_init(JERRY_INIT_EMPTY);
      }
      test->run();
      if (!suites[i]->bare) {
        jerry_cleanup();
      }
      if (failures) {
        broken++;
        printf("not ok: %s: %s\n", suites[i]->name, test->name);
      } else {
        passed++;
      }
    }
  }
  printf("%u passed, %u failed (%s)\n", passed, broken, ENGINE_NAME);
  return broken != 0;
}
