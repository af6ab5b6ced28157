/*
 * check.h: asserts and helpers of the engine tests. The same tests run against the QuickJS adapter and against
 * JerryScript, so that native code may rely on one answer. Each test has an engine of its own.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "jerryscript.h"

struct test {
  const char *name; /* what holds, for people */
  void (*run)(void);
};
/* One file's tests, ended by an empty entry. */
struct suite {
  const char *name;
  const struct test *tests;
  bool bare; /* the tests start and end engines themselves */
};

/* Each counts and reports a failure and goes on. */
#define CHECK(condition) check_true((condition), #condition, __FILE__, __LINE__)
#define CHECK_INT(expected, actual) check_int((long long)(expected), (long long)(actual), #actual, __FILE__, __LINE__)
#define CHECK_BYTES(expected, size, actual) check_bytes((expected), (size), (actual), #actual, __FILE__, __LINE__)
/* value converted to a string is expected; an exception reads "throws <string of the thrown>". Frees value. */
#define CHECK_TEXT(expected, value) check_text((expected), (value), #value, __FILE__, __LINE__)
/* The same of what source evaluates to. */
#define CHECK_SCRIPT(expected, source) check_text((expected), script(source), source, __FILE__, __LINE__)

/* value is an exception with an error of this name (NULL: with anything). Frees value. */
#define CHECK_THROWS(name, value) check_throws((name), (value), #value, __FILE__, __LINE__)

void check_true(bool condition, const char *what, const char *file, int line);
void check_int(long long expected, long long actual, const char *what, const char *file, int line);
void check_bytes(const void *expected, size_t size, const void *actual, const char *what, const char *file, int line);
void check_text(const char *expected, jerry_value_t value, const char *what, const char *file, int line);

void check_throws(const char *name, jerry_value_t value, const char *what, const char *file, int line);

/* Evaluates zero-terminated source; the caller frees the result. */
jerry_value_t script(const char *source);
/* Sets a global variable; takes value. */
void set_global(const char *name, jerry_value_t value);
jerry_value_t get_global(const char *name);
/* A native function as a global variable. */
void set_function(const char *name, jerry_external_handler_t handler);
/* Sets object.key; takes value. */
void set_property(jerry_value_t object, const char *key, jerry_value_t value);
/* Runs promise jobs and checks that none fails. */
void run_jobs(void);

#endif
