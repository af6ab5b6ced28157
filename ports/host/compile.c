/*
 * compile.c: the program tinygram-compile, which turns ES5 text into the precompiled code of the engine that it is
 * built with.
 *
 *   tinygram-compile [--heap] [--strip] [--strings <list>] <in.js> <source-name> <out.bin>
 *                                the text is one expression, a function: running the code gives that function;
 *                                frames carry the source name. --strip: they keep the functions' names only, and the
 *                                code is smaller, in flash and in the engine's heap (QuickJS; JerryScript's code
 *                                has no positions anyway). --strings, for JerryScript: the code is constant, it runs
 *                                where it lies and takes nothing of the heap, but only beside an engine of the same
 *                                features that has been given the same list (core/engine_calls.h); a regular
 *                                expression, or a number or text that the list lacks, is refused. --heap prints, as
 *                                one line of JSON, bytes of the engine's heap that the code takes ("code") and that
 *                                it takes at most while the engine compiles it ("compiling")
 *   tinygram-compile --missing <list>                  JerryScript: which of the list's strings are not the engine's
 *                                                      own, as a list
 *   tinygram-compile --features                        JerryScript: which of its parts are in, "OPTION=0|1" a line, as
 *                                                      engine/jerryscript/parts.h lists them
 *   tinygram-compile --version                         engine, its version and code format, as one line of JSON
 *
 * A list is a file of UTF-8 strings, each ended by a NUL. For --strings in order of size, then of bytes.
 *
 * Exit code 0; 1 for a text that the engine refuses, with "source-name:line:column: message" on stderr; 2 for a
 * wrong call, a file that cannot be read or written, or an engine out of memory, with a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/engine.h"
#include "core/engine_calls.h"
#include "jerryscript.h"

/* Bytes of the largest code: an app image is at most 1 MiB, and this program has room. */
#define CODE_SIZE (8u << 20)

enum { REFUSED = 1, FAILED = 2 };

/* ---- files ---- */

static int compile_fail(const char *name, const char *what) {
  fprintf(stderr, "tinygram-compile: %s: ", name);
  perror(what);
  return FAILED;
}

/* The whole file in memory of its own, or NULL. */
static char *read_file(const char *name, size_t *size) {
  FILE *file = fopen(name, "rb");
  char *text = NULL;
  *size = 0;
  if (!file) {
    return NULL;
  }
  for (size_t room = 1 << 16;; room *= 2) {
    char *larger = realloc(text, room);
    if (!larger) {
      break;
    }
    text = larger;
    *size += fread(text + *size, 1, room - *size, file);
    if (*size < room) {
      if (ferror(file)) {
        break;
      }
      fclose(file);
      return text;
    }
  }
  free(text);
  fclose(file);
  return NULL;
}

static bool write_file(const char *name, const void *data, size_t size) {
  FILE *file = fopen(name, "wb");
  if (!file) {
    return false;
  }
  bool written = fwrite(data, 1, size, file) == size;
  return !fclose(file) && written;
}

/* ---- compiling ---- */

/* A string value as text of its own, or NULL. */
static char *text_of(jerry_value_t value) {
  jerry_size_t size = jerry_string_size(value, JERRY_ENCODING_UTF8);
  char *text = jerry_value_is_string(value) ? malloc((size_t)size + 1) : NULL;
  if (text) {
    text[engine_string_copy(value, JERRY_ENCODING_UTF8, size, text, size)] = 0;
  }
  return text;
}

static unsigned number_property(jerry_value_t object, const char *name) {
  jerry_value_t value = jerry_object_get_sz(object, name);
  unsigned number = jerry_value_as_uint32(value);
  jerry_value_free(value);
  return number;
}

/* QuickJS has the position in properties of the error, JerryScript in its message: "text [name:line:column]". */
static void report_exception(const char *source_name, jerry_value_t exception) {
  jerry_value_t error = jerry_exception_value(exception, false);
  jerry_value_t value = jerry_value_is_object(error) ? jerry_object_get_sz(error, "message") : jerry_undefined();
  char *message = text_of(value);
  unsigned line = 0, column = 0;
  if (jerry_value_is_object(error)) {
    line = number_property(error, "lineNumber");
    column = number_property(error, "columnNumber");
  }
  char *place = message ? strrchr(message, '[') : NULL;
  if (!line && place && place > message && !strncmp(place + 1, source_name, strlen(source_name)) &&
      sscanf(place + 1 + strlen(source_name), ":%u:%u]", &line, &column) == 2) {
    place[-1] = 0;
  }
  fprintf(stderr, "%s:%u:%u: %s\n", source_name, line, column, message ? message : "the engine refuses this text");
  free(message);
  jerry_value_free(value);
  jerry_value_free(error);
}

/*
 * JerryScript leaves the mark "has positions" on functions of constant code, whose positions stayed behind in its heap:
 * an error's stack would read them at addresses that mean nothing. Takes the mark off; false where the code is not
 * laid out as JerryScript 3.0 does: a header of six words, the fourth being the functions' end, then the functions,
 * each with its size in units of 8 bytes, a count and its marks in 16 bits each.
 */
static bool drop_positions(uint32_t *code, size_t size) {
#ifdef JERRY_PARSE_STRIP_DEBUG /* QuickJS's code has no such marks */
  (void)code;
  (void)size;
  return true;
#else
  enum { HEADER = 24, END_WORD = 3, HAS_POSITIONS = 1 << 7, CONSTANT = 1 << 8 };
  size_t end = size > HEADER ? code[END_WORD] : 0;
  size_t at = HEADER;
  while (at + 8 <= end && end <= size) {
    uint16_t *function = (uint16_t *)code + at / 2;
    if (!function[0] || !(function[2] & CONSTANT)) {
      return false;
    }
    function[2] &= (uint16_t)~HAS_POSITIONS;
    at += (size_t)function[0] * 8;
  }
  return at == end;
#endif
}

/* What the heap's figures grew by since before; JerryScript without memory statistics has none to tell. */
static void tell_heap(const jerry_heap_stats_t *before) {
  jerry_heap_stats_t now;
  if (!jerry_heap_stats(&now)) {
    return;
  }
  size_t peak = now.peak_allocated_bytes > now.allocated_bytes ? now.peak_allocated_bytes : now.allocated_bytes;
  printf("{\"code\":%zu,\"compiling\":%zu}\n", now.allocated_bytes - before->allocated_bytes,
         peak - before->allocated_bytes);
}

struct wish {
  bool heap, strip, constant;
};

static int compile_file(const char *input, const char *source_name, const char *output, struct wish wish) {
  size_t size;
  char *text = read_file(input, &size);
  if (!text) {
    return compile_fail(input, "cannot be read");
  }
  jerry_parse_options_t options;
  memset(&options, 0, sizeof options);
  options.options = JERRY_PARSE_HAS_SOURCE_NAME;
#ifdef JERRY_PARSE_STRIP_DEBUG
  if (wish.strip) {
    options.options |= JERRY_PARSE_STRIP_DEBUG;
  }
#endif
  options.source_name =
      jerry_string((const jerry_char_t *)source_name, (jerry_size_t)strlen(source_name), JERRY_ENCODING_UTF8);
  jerry_heap_stats_t before;
  bool counted = wish.heap && jerry_heap_stats(&before);
  jerry_value_t script = jerry_parse((const jerry_char_t *)text, size, &options);
  if (counted && !jerry_value_is_exception(script)) {
    tell_heap(&before);
  }
  jerry_value_free(options.source_name);
  free(text);

  int status = 0;
  uint32_t *code = malloc(CODE_SIZE);
  jerry_value_t written = jerry_undefined();
  if (jerry_value_is_exception(script)) {
    report_exception(source_name, script);
    status = REFUSED;
  } else if (!code) {
    status = compile_fail(output, "no memory");
  } else {
    written = jerry_generate_snapshot(script, wish.constant ? JERRY_SNAPSHOT_SAVE_STATIC : 0, code, CODE_SIZE);
    if (jerry_value_is_exception(written)) {
      report_exception(source_name, written);
      status = REFUSED;
    } else if (wish.constant && !drop_positions(code, (size_t)jerry_value_as_number(written))) {
      fprintf(stderr, "tinygram-compile: %s: constant code is not laid out as in JerryScript 3.0\n", source_name);
      status = FAILED;
    } else if (!write_file(output, code, (size_t)jerry_value_as_number(written))) {
      status = compile_fail(output, "cannot be written");
    }
  }
  jerry_value_free(written);
  jerry_value_free(script);
  free(code);
  return status;
}

/* ---- strings that the engine uses where they lie ---- */

struct strings {
  char *text; /* the list's file */
  size_t size;
  const jerry_char_t **texts;
  jerry_length_t *sizes;
  uint32_t count;
};

static bool read_strings(const char *name, struct strings *strings) {
  memset(strings, 0, sizeof *strings);
  strings->text = read_file(name, &strings->size);
  if (!strings->text || (strings->size && strings->text[strings->size - 1])) {
    return false;
  }
  strings->texts = calloc(strings->size + 1, sizeof *strings->texts);
  strings->sizes = calloc(strings->size + 1, sizeof *strings->sizes);
  if (!strings->texts || !strings->sizes) {
    return false;
  }
  for (const char *at = strings->text; at < strings->text + strings->size; at += strlen(at) + 1) {
    strings->texts[strings->count] = (const jerry_char_t *)at;
    strings->sizes[strings->count++] = (jerry_length_t)strlen(at);
  }
  return true;
}

static void free_strings(struct strings *strings) {
  free(strings->text);
  free(strings->texts);
  free(strings->sizes);
}

#ifndef JERRY_QUICKJS_VERSION_MAJOR

/* A text that is a literal of string: a constant script exists only where the engine has the string itself. */
static bool engine_has(const char *string) {
  static uint32_t code[256];
  size_t room = 4 * strlen(string) + 3, size = 0;
  char *literal = malloc(room);
  if (!literal) {
    return false;
  }
  literal[size++] = '"';
  for (const char *at = string; *at; at++) {
    if (strchr("\"\\\n\r", *at)) {
      size += (size_t)snprintf(literal + size, room - size, "\\x%02x", (unsigned)*at);
    } else {
      literal[size++] = *at;
    }
  }
  literal[size++] = '"';
  jerry_value_t script = jerry_parse((const jerry_char_t *)literal, size, NULL);
  jerry_value_t written = jerry_generate_snapshot(script, JERRY_SNAPSHOT_SAVE_STATIC, code, sizeof code);
  bool has = !jerry_value_is_exception(written);
  jerry_value_free(written);
  jerry_value_free(script);
  free(literal);
  return has;
}

static int list_missing(const char *list) {
  struct strings strings;
  if (!read_strings(list, &strings)) {
    free_strings(&strings);
    return compile_fail(list, "cannot be read as a list");
  }
  jerry_init(JERRY_INIT_EMPTY);
  for (uint32_t i = 0; i < strings.count; i++) {
    if (!engine_has((const char *)strings.texts[i])) {
      fwrite(strings.texts[i], 1, strings.sizes[i] + 1, stdout);
    }
  }
  jerry_cleanup();
  free_strings(&strings);
  return 0;
}

static bool has_global(const char *name) {
  jerry_value_t global = jerry_current_realm();
  jerry_value_t key = jerry_string_sz(name);
  jerry_value_t has = jerry_object_has(global, key);
  bool result = jerry_value_is_true(has);
  jerry_value_free(has);
  jerry_value_free(key);
  jerry_value_free(global);
  return result;
}

static int list_parts(void) {
  jerry_init(JERRY_INIT_EMPTY);
#define TELL_GLOBAL(option, name) printf("%s=%d\n", #option, has_global(name));
  PARTS_BY_GLOBAL(TELL_GLOBAL)
#define TELL_NAMED(option, feature) printf("%s=%d\n", #option, jerry_feature_enabled(feature));
  PARTS_BY_NAME(TELL_NAMED)
  jerry_cleanup();
  return 0;
}

#endif

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "--version")) {
    printf("{\"engine\":\"%s\",\"version\":\"%d.%d.%d\",\"codeFormat\":%u}\n", ENGINE_NAME, ENGINE_VERSION >> 16,
           ENGINE_VERSION >> 8 & 0xff, ENGINE_VERSION & 0xff, (unsigned)ENGINE_CODE_FORMAT);
    return 0;
  }
#ifndef JERRY_QUICKJS_VERSION_MAJOR
  if (argc == 3 && !strcmp(argv[1], "--missing")) {
    return list_missing(argv[2]);
  }
  if (argc == 2 && !strcmp(argv[1], "--features")) {
    return list_parts();
  }
#endif
  int at = 1;
  struct wish wish = {0};
  wish.heap = at < argc && !strcmp(argv[at], "--heap");
  at += wish.heap;
  wish.strip = at < argc && !strcmp(argv[at], "--strip");
  at += wish.strip;
  const char *list = at + 1 < argc && !strcmp(argv[at], "--strings") ? argv[at + 1] : NULL;
  at += list ? 2 : 0;
  if (argc != at + 3) {
    fprintf(stderr, "usage: tinygram-compile [--heap] [--strip] [--strings <list>] <in.js> <source-name> <out.bin>"
                    " | --missing <list> | --features | --version\n");
    return FAILED;
  }
  struct strings strings = {0};
  if (list && !read_strings(list, &strings)) {
    free_strings(&strings);
    return compile_fail(list, "cannot be read as a list");
  }
  struct engine_strings given = {strings.texts, strings.sizes, strings.count};
  engine_start(&given);
  wish.constant = list != NULL;
  int status = compile_file(argv[at], argv[at + 1], argv[at + 2], wish);
  jerry_cleanup();
  free_strings(&strings);
  return status;
}
