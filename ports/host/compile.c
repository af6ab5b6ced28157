/*
 * compile.c: the program tinygram-compile, which turns ES5 text into the precompiled code of the engine that it is
 * built with.
 *
 *   tinygram-compile [--strip] <in.js> <source-name> <out.bin>
 *                                the text is one expression, a function: running the code gives that function;
 *                                frames carry the source name. --strip: they keep the functions' names only, and the
 *                                code is smaller, in flash and in the engine's heap (QuickJS; JerryScript's code
 *                                has no positions anyway)
 *   tinygram-compile --version                         engine, its version and code format, as one line of JSON
 *
 * Exit code 0; 1 for a text that the engine refuses, with "source-name:line:column: message" on stderr; 2 for a
 * wrong call, a file that cannot be read or written, or an engine out of memory, with a message.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/engine.h"
#include "jerryscript.h"

/* Bytes of the largest code: an app image is at most 1 MiB, and this program has room. */
#define CODE_SIZE (8u << 20)

enum { REFUSED = 1, FAILED = 2 };

/* ---- files ---- */

static int fail(const char *name, const char *what) {
  fprintf(stderr, "tinygram-compile: %s: ", name);
  perror(what);
  return FAILED;
}

/* The whole file in memory of its own, or NULL. */
static char *read_file(const char *name, size_t *size) {
  FILE *file = fopen(name, "rb");
  char *text = NULL;
  *size = 0;
  if (!file)
    return NULL;
  for (size_t room = 1 << 16;; room *= 2) {
    char *larger = realloc(text, room);
    if (!larger)
      break;
    text = larger;
    *size += fread(text + *size, 1, room - *size, file);
    if (*size < room) {
      if (ferror(file))
        break;
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
  if (!file)
    return false;
  bool written = fwrite(data, 1, size, file) == size;
  return !fclose(file) && written;
}

/* ---- compiling ---- */

/* A string value as text of its own, or NULL. */
static char *text_of(jerry_value_t value) {
  jerry_size_t size = jerry_string_size(value, JERRY_ENCODING_UTF8);
  char *text = jerry_value_is_string(value) ? malloc((size_t)size + 1) : NULL;
  if (text)
    text[jerry_string_to_buffer(value, JERRY_ENCODING_UTF8, (jerry_char_t *)text, size)] = 0;
  return text;
}

static unsigned number_property(jerry_value_t object, const char *name) {
  jerry_value_t value = jerry_object_get_sz(object, name);
  unsigned number = jerry_value_as_uint32(value);
  jerry_value_free(value);
  return number;
}

/* QuickJS has the position in properties of the error, JerryScript in its message: "text [name:line:column]". */
static void report(const char *source_name, jerry_value_t exception) {
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

static int compile(const char *input, const char *source_name, const char *output, bool strip) {
  size_t size;
  char *text = read_file(input, &size);
  if (!text)
    return fail(input, "cannot be read");
  jerry_parse_options_t options;
  memset(&options, 0, sizeof options);
  options.options = JERRY_PARSE_HAS_SOURCE_NAME;
#ifdef JERRY_PARSE_STRIP_DEBUG
  if (strip)
    options.options |= JERRY_PARSE_STRIP_DEBUG;
#else
  (void)strip;
#endif
  options.source_name =
    jerry_string((const jerry_char_t *)source_name, (jerry_size_t)strlen(source_name), JERRY_ENCODING_UTF8);
  jerry_value_t script = jerry_parse((const jerry_char_t *)text, size, &options);
  jerry_value_free(options.source_name);
  free(text);

  int status = 0;
  uint32_t *code = malloc(CODE_SIZE);
  jerry_value_t written = jerry_undefined();
  if (jerry_value_is_exception(script)) {
    report(source_name, script);
    status = REFUSED;
  } else if (!code) {
    status = fail(output, "no memory");
  } else {
    written = jerry_generate_snapshot(script, 0, code, CODE_SIZE);
    if (jerry_value_is_exception(written)) {
      report(source_name, written);
      status = REFUSED;
    } else if (!write_file(output, code, (size_t)jerry_value_as_number(written))) {
      status = fail(output, "cannot be written");
    }
  }
  jerry_value_free(written);
  jerry_value_free(script);
  free(code);
  return status;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "--version")) {
    printf("{\"engine\":\"%s\",\"version\":\"%d.%d.%d\",\"codeFormat\":%u}\n", ENGINE_NAME, ENGINE_VERSION >> 16,
           ENGINE_VERSION >> 8 & 0xff, ENGINE_VERSION & 0xff, (unsigned)ENGINE_CODE_FORMAT);
    return 0;
  }
  bool strip = argc > 1 && !strcmp(argv[1], "--strip");
  if (argc != 4 + strip) {
    fprintf(stderr, "usage: tinygram-compile [--strip] <in.js> <source-name> <out.bin> | --version\n");
    return FAILED;
  }
  jerry_init(JERRY_INIT_EMPTY);
  int status = compile(argv[1 + strip], argv[2 + strip], argv[3 + strip], strip);
  jerry_cleanup();
  return status;
}
