#include "engine/jerryscript/large.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "jerryscript.h"

/* Less is no large request, and need not be looked for. */
#define SMALL 2048
/* A string is made in one block of memory and moved to another; each has a few bytes around it. */
#define STRING_BLOCKS 2
#define STRING_EXTRA 32
/* Bytes of an array's element when each is a property of its own, in pairs of 16 bytes; and how they are looked for. */
#define ELEMENT 8
#define PIECE 1024

enum method { METHOD_REPEAT, METHOD_PAD_START, METHOD_PAD_END, METHOD_FILL, METHOD_JOIN, METHOD_COUNT };

/* The engine's own; they hang on an object of the realm's, so that they live and end with it. */
static jerry_value_t originals[METHOD_COUNT];

static void originals_free(void *native, jerry_object_native_info_t *info) { jerry_native_ptr_free(native, info); }

static const jerry_object_native_info_t originals_info = {
    .free_cb = originals_free,
    .number_of_references = METHOD_COUNT,
    .offset_of_references = 0,
};

/* Whether the heap has room for so many blocks of size bytes each at once, after a collection where one is needed. */
static bool has_blocks(double size, int blocks) {
  if (size > INT32_MAX) {
    return false;
  }
  if (blocks == 0) {
    return true;
  }
  void *block = jerry_heap_alloc((jerry_size_t)size);
  bool has = block != NULL && has_blocks(size, blocks - 1);
  if (block != NULL) {
    jerry_heap_free(block, (jerry_size_t)size);
  }
  return has;
}

/* Whether it has size bytes in pieces. */
static bool has_pieces(double size) {
  struct piece {
    struct piece *next;
  } *pieces = NULL;
  bool has = size <= INT32_MAX;
  for (double found = 0; has && found < size; found += PIECE) {
    struct piece *piece = jerry_heap_alloc(PIECE);
    has = piece != NULL;
    if (has) {
      piece->next = pieces;
      pieces = piece;
    }
  }
  while (pieces != NULL) {
    struct piece *next = pieces->next;
    jerry_heap_free(pieces, PIECE);
    pieces = next;
  }
  return has;
}

static double number_at(const jerry_value_t args[], jerry_length_t count, jerry_length_t index) {
  return index < count && jerry_value_is_number(args[index]) ? jerry_value_as_number(args[index]) : 0;
}

static double string_size(jerry_value_t value) {
  return jerry_value_is_string(value) ? jerry_string_size(value, JERRY_ENCODING_CESU8) : 0;
}

static jerry_value_t call_original(enum method method, const jerry_call_info_t *call, const jerry_value_t args[],
                                   jerry_length_t count) {
  return jerry_call(originals[method], call->this_value, args, count);
}

static jerry_value_t refuse(double size, const char *what) {
  char text[96];
  if (size > UINT32_MAX) {
    snprintf(text, sizeof text, "Out of memory: no room for %s of over 4 GiB", what);
  } else {
    snprintf(text, sizeof text, "Out of memory: no room for %s of %lu bytes", what, (unsigned long)size);
  }
  return jerry_throw_sz(JERRY_ERROR_RANGE, text);
}

/* The method, where a string of size bytes has room. What is no number or no string is the engine's to tell. */
static jerry_value_t make_string(enum method method, double size, const jerry_call_info_t *call,
                                 const jerry_value_t args[], jerry_length_t count) {
  if (size > SMALL && size < (double)UINT64_MAX && !has_blocks(size + STRING_EXTRA, STRING_BLOCKS)) {
    return refuse(size, "a string");
  }
  return call_original(method, call, args, count);
}

static jerry_value_t repeat(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  return make_string(METHOD_REPEAT, string_size(call->this_value) * number_at(args, count, 0), call, args, count);
}

/* Each unit of the filling has at most as many bytes as the filling, which is seldom more than one. */
static jerry_value_t pad(enum method method, const jerry_call_info_t *call, const jerry_value_t args[],
                         jerry_length_t count) {
  return make_string(method, string_size(call->this_value) + number_at(args, count, 0), call, args, count);
}

static jerry_value_t pad_start(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  return pad(METHOD_PAD_START, call, args, count);
}

static jerry_value_t pad_end(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  return pad(METHOD_PAD_END, call, args, count);
}

static double array_length(jerry_value_t value) { return jerry_value_is_array(value) ? jerry_array_length(value) : 0; }

static jerry_value_t fill(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  double size = ELEMENT * array_length(call->this_value);
  if (size > SMALL && !has_pieces(size)) {
    return refuse(size, "an array's elements");
  }
  return call_original(METHOD_FILL, call, args, count);
}

/* The elements' own text is not looked at: it has been made already. */
static jerry_value_t join(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  double separator = count > 0 && jerry_value_is_string(args[0]) ? string_size(args[0]) : 1;
  return make_string(METHOD_JOIN, array_length(call->this_value) * separator, call, args, count);
}

void large_start(void) {
  static const struct {
    const char *of;
    const char *name;
    jerry_external_handler_t handler;
  } methods[METHOD_COUNT] = {
      [METHOD_REPEAT] = {"String", "repeat", repeat},   [METHOD_PAD_START] = {"String", "padStart", pad_start},
      [METHOD_PAD_END] = {"String", "padEnd", pad_end}, [METHOD_FILL] = {"Array", "fill", fill},
      [METHOD_JOIN] = {"Array", "join", join},
  };
  jerry_native_ptr_init(originals, &originals_info);
  jerry_value_t realm = jerry_current_realm();
  for (int i = 0; i < METHOD_COUNT; i++) {
    jerry_value_t constructor = jerry_object_get_sz(realm, methods[i].of);
    jerry_value_t prototype = jerry_object_get_sz(constructor, "prototype");
    jerry_value_t original = jerry_object_get_sz(prototype, methods[i].name);
    jerry_value_t replacement = jerry_function_external(methods[i].handler);
    jerry_native_ptr_set(&originals[i], original);
    jerry_value_free(jerry_object_set_sz(prototype, methods[i].name, replacement));
    jerry_value_free(replacement);
    jerry_value_free(original);
    jerry_value_free(prototype);
    jerry_value_free(constructor);
  }
  jerry_object_set_native_ptr(realm, &originals_info, originals);
  jerry_value_free(realm);
}
