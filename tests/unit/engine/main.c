/* main.c: runs the engine tests; arguments pick suites by name. Ends with "N passed, N failed". */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "core/engine.h"
#include "jerryscript-port.h"

extern const struct suite values, strings, objects, natives, life, functions, exceptions, errors, buffers, promises,
  snapshots, heap;
#ifdef JERRY_QUICKJS_VERSION_MAJOR
extern const struct suite allocator, limits;
#endif
static const struct suite *const suites[] = {
  &values, &strings, &objects,  &natives,   &life, &functions, &exceptions,
  &errors, &buffers, &promises, &snapshots, &heap,
#ifdef JERRY_QUICKJS_VERSION_MAJOR
  &allocator, &limits,
#endif
};

static unsigned failures;

static void failed(const char *what, const char *file, int line) {
  failures++;
  printf("  %s:%d: %s\n", file, line, what);
}

void check_true(bool condition, const char *what, const char *file, int line) {
  if (!condition)
    failed(what, file, line);
}

void check_int(long long expected, long long actual, const char *what, const char *file, int line) {
  if (expected == actual)
    return;
  failed(what, file, line);
  printf("    expected %lld, got %lld\n", expected, actual);
}

void check_bytes(const void *expected, size_t size, const void *actual, const char *what, const char *file, int line) {
  if (!memcmp(expected, actual, size))
    return;
  failed(what, file, line);
  for (size_t i = 0; i < size; i++)
    printf("%s%02x/%02x", i ? " " : "    ", ((const uint8_t *)expected)[i], ((const uint8_t *)actual)[i]);
  printf(" (expected/actual)\n");
}

void check_text(const char *expected, jerry_value_t value, const char *what, const char *file, int line) {
  static char text[4096];
  size_t size = 0;
  if (jerry_value_is_exception(value)) {
    size = strlen(strcpy(text, jerry_value_is_abort(value) ? "aborts " : "throws "));
    value = jerry_exception_value(value, true);
  }
  jerry_value_t string = jerry_value_is_symbol(value) ? jerry_symbol_descriptive_string(value)
                                                      : jerry_value_to_string(value);
  jerry_value_free(value);
  size += jerry_string_to_buffer(string, JERRY_ENCODING_UTF8, (jerry_char_t *)text + size,
                                 (jerry_size_t)(sizeof text - 1 - size));
  text[size] = 0;
  jerry_value_free(string);
  if (!strcmp(expected, text))
    return;
  failed(what, file, line);
  printf("    expected \"%s\"\n    got      \"%s\"\n", expected, text);
}

void check_throws(jerry_error_t type, jerry_value_t value, const char *what, const char *file, int line) {
  if (!jerry_value_is_exception(value) || jerry_value_is_abort(value)) {
    failed(what, file, line);
    printf("    expected an exception\n");
  } else if (type != JERRY_ERROR_NONE) {
    check_int(type, jerry_error_type(value), what, file, line);
  }
  jerry_value_free(value);
}

jerry_value_t script(const char *source) {
  return jerry_eval((const jerry_char_t *)source, strlen(source), JERRY_PARSE_NO_OPTS);
}

void set(jerry_value_t object, const char *key, jerry_value_t value) {
  jerry_value_t done = jerry_object_set_sz(object, key, value);
  CHECK(jerry_value_is_true(done));
  jerry_value_free(done);
  jerry_value_free(value);
}

void set_global(const char *name, jerry_value_t value) {
  jerry_value_t global = jerry_current_realm();
  set(global, name, value);
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
    for (int j = 1; j < argc; j++)
      chosen = chosen || !strcmp(argv[j], suites[i]->name);
    for (const struct test *test = suites[i]->tests; chosen && test->run; test++) {
      failures = 0;
      if (!suites[i]->bare)
        jerry_init(JERRY_INIT_EMPTY);
      test->run();
      if (!suites[i]->bare)
        jerry_cleanup();
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

/* ---- what the engine asks of a program ---- */

void jerry_port_init(void) {
}

void jerry_port_fatal(jerry_fatal_code_t code) {
  printf("the engine stopped with code %d\n", (int)code);
  exit(2);
}

void jerry_port_log(const char *message) {
  fputs(message, stdout);
}

/* Noon of 2024-02-29, two hours east. */
double jerry_port_current_time(void) {
  return 1709208000000;
}

int32_t jerry_port_local_tza(double unix_ms) {
  (void)unix_ms;
  return 7200000;
}

jerry_char_t *jerry_port_path_normalize(const jerry_char_t *path, jerry_size_t size) {
  jerry_char_t *copy = calloc((size_t)size + 1, 1);
  if (copy)
    memcpy(copy, path, size);
  return copy;
}

void jerry_port_path_free(jerry_char_t *path) {
  free(path);
}

jerry_size_t jerry_port_path_base(const jerry_char_t *path) {
  (void)path;
  return 0;
}

jerry_char_t *jerry_port_source_read(const char *name, jerry_size_t *out_size) {
  (void)name;
  *out_size = 0;
  return NULL;
}

void jerry_port_source_free(jerry_char_t *buffer) {
  free(buffer);
}
