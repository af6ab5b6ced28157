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
/* An array's elements are one block of words, which is moved as it grows, beside itself and beside where it was before;
 * with more holes than this each is a property of its own, in pairs of 16 bytes. A fraction has a cell. */
#define WORD 4
#define ARRAY_BLOCKS 3
#define HOLES_MAX 65536
#define ELEMENT 8
#define CELL 8
/* A short string beside its bytes. */
#define TEXT_EXTRA 15
/* What will be allocated in many pieces is tried in blocks of this size. */
#define PIECE 1024
/* A text that is longer is not searched for: it is assumed to stand wherever there is room for it. */
#define SOUGHT_MAX 16

/* Of String.prototype, Array.prototype and Array, one after the other. */
enum method {
  METHOD_REPEAT,
  METHOD_PAD_START,
  METHOD_PAD_END,
  METHOD_CONCAT,
  METHOD_UPPER,
  METHOD_LOWER,
  METHOD_SPLIT,
  METHOD_REPLACE_ALL,
  METHOD_FILL,
  METHOD_JOIN,
  METHOD_ARRAY_CONCAT,
  METHOD_FROM,
  METHOD_COUNT
};

/* The engine's own; they hang on an object of the realm's, so that they live and end with it. */
static jerry_value_t originals[METHOD_COUNT];

static void originals_free(void *native, jerry_object_native_info_t *info) { jerry_native_ptr_free(native, info); }

static const jerry_object_native_info_t originals_info = {
    .free_cb = originals_free,
    .number_of_references = METHOD_COUNT,
    .offset_of_references = 0,
};

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

/* Whether the heap has room for so many blocks of size bytes each at once, after a collection where one is needed, and
 * for as many bytes in pieces beside them. */
static bool has_room(double size, int blocks, double pieces) {
  if (blocks == 0) {
    return has_pieces(pieces);
  }
  void *block = size <= INT32_MAX ? jerry_heap_alloc((jerry_size_t)size) : NULL;
  bool has = block != NULL && has_room(size, blocks - 1, pieces);
  if (block != NULL) {
    jerry_heap_free(block, (jerry_size_t)size);
  }
  return has;
}

bool large_string_fits(size_t size) { return size <= SMALL || has_room((double)size + STRING_EXTRA, 1, 0); }

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

static jerry_value_t large_refuse(double size, const char *what) {
  char text[96];
  if (size > UINT32_MAX) {
    snprintf(text, sizeof text, "Out of memory: no room for %s of over 4 GiB", what);
  } else {
    snprintf(text, sizeof text, "Out of memory: no room for %s of %lu bytes", what, (unsigned long)size);
  }
  return jerry_throw_sz(JERRY_ERROR_RANGE, text);
}

/* The method, where a string of size bytes has room. Wrong types of arguments
 * are left to the engine, which throws. */
static jerry_value_t make_string(enum method method, double size, const jerry_call_info_t *call,
                                 const jerry_value_t args[], jerry_length_t count) {
  if (size > SMALL && size < (double)UINT64_MAX && !has_room(size + STRING_EXTRA, STRING_BLOCKS, 0)) {
    return large_refuse(size, "a string");
  }
  return call_original(method, call, args, count);
}

static jerry_value_t large_repeat(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  return make_string(METHOD_REPEAT, string_size(call->this_value) * number_at(args, count, 0), call, args, count);
}

/* Each unit of the filling has at most as many bytes as the filling, which is seldom more than one. */
static jerry_value_t large_pad(enum method method, const jerry_call_info_t *call, const jerry_value_t args[],
                               jerry_length_t count) {
  return make_string(method, string_size(call->this_value) + number_at(args, count, 0), call, args, count);
}

static jerry_value_t pad_start(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  return large_pad(METHOD_PAD_START, call, args, count);
}

static jerry_value_t pad_end(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  return large_pad(METHOD_PAD_END, call, args, count);
}

/* What measure gives for this and all arguments together. */
static double large_total(double (*measure)(jerry_value_t), const jerry_call_info_t *call, const jerry_value_t args[],
                          jerry_length_t count) {
  double sum = measure(call->this_value);
  for (jerry_length_t i = 0; i < count; i++) {
    sum += measure(args[i]);
  }
  return sum;
}

static jerry_value_t string_concat(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  return make_string(METHOD_CONCAT, large_total(string_size, call, args, count), call, args, count);
}

/* Not exact: a few characters, such as U+00DF, take more bytes in the other case, which is not counted. */
static jerry_value_t large_upper(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  return make_string(METHOD_UPPER, string_size(call->this_value), call, args, count);
}

static jerry_value_t large_lower(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  return make_string(METHOD_LOWER, string_size(call->this_value), call, args, count);
}

/* The shift-and (bitap) search: bit i of begun is set when the last i + 1 bytes are the first i + 1 of the text. */
struct search {
  jerry_char_t sought[SOUGHT_MAX];
  jerry_size_t size;
  uint32_t begun;
  double found;
};

static void search_byte(uint32_t byte, void *user) {
  struct search *search = user;
  uint32_t begun = 0;
  for (jerry_size_t i = 0; i < search->size; i++) {
    if (search->sought[i] == byte) {
      begun |= (search->begun << 1 | 1) & 1U << i;
    }
  }
  if ((begun >> (search->size - 1)) != 0) {
    search->found++;
    begun = 0;
  }
  search->begun = begun;
}

/* How often sought is in text, both strings; the empty one is around each unit. */
static double count_occurrences(jerry_value_t text, jerry_value_t sought) {
  struct search search = {.size = jerry_string_size(sought, JERRY_ENCODING_CESU8)};
  if (search.size == 0) {
    return (double)jerry_string_length(text) + 1;
  }
  if (search.size > SOUGHT_MAX) {
    return string_size(text) / search.size;
  }
  jerry_string_to_buffer(sought, JERRY_ENCODING_CESU8, search.sought, search.size);
  jerry_string_iterate(text, JERRY_ENCODING_CESU8, search_byte, &search);
  return search.found;
}

/* split() by a string. Its second argument, the most pieces, is not counted: room for all of them is asked for. */
static jerry_value_t large_split(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  double size = string_size(call->this_value);
  if (size > SMALL && count > 0 && jerry_value_is_string(args[0])) {
    double parts = count_occurrences(call->this_value, args[0]) + 1;
    if (!has_room(parts * WORD, ARRAY_BLOCKS, size + parts * TEXT_EXTRA)) {
      return large_refuse(size + parts * (WORD + TEXT_EXTRA), "the parts of a string");
    }
  }
  return call_original(METHOD_SPLIT, call, args, count);
}

/* replaceAll() of a string by a string; patterns such as $& in the replacement count as they are written. */
static jerry_value_t replace_all(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  double size = string_size(call->this_value);
  if (size > 0 && count > 1 && jerry_value_is_string(args[0]) && jerry_value_is_string(args[1])) {
    double more = string_size(args[1]) - string_size(args[0]);
    if (size > SMALL || size * more > SMALL) {
      size += more > 0 ? more * count_occurrences(call->this_value, args[0]) : 0;
    }
  }
  return make_string(METHOD_REPLACE_ALL, size, call, args, count);
}

static double array_length(jerry_value_t value) { return jerry_value_is_array(value) ? jerry_array_length(value) : 0; }

static jerry_value_t large_fill(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  double size = ELEMENT * array_length(call->this_value);
  if (size > SMALL && !has_pieces(size)) {
    return large_refuse(size, "an array's elements");
  }
  return call_original(METHOD_FILL, call, args, count);
}

/* join(): the separators alone are counted. The text of each element is made by the engine while it joins. */
static jerry_value_t large_join(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  double separator = count > 0 && jerry_value_is_string(args[0]) ? string_size(args[0]) : 1;
  return make_string(METHOD_JOIN, array_length(call->this_value) * separator, call, args, count);
}

/* The method, where an array of so many elements has room, and each has more bytes of its own. */
static jerry_value_t make_array(enum method method, double length, double more, const jerry_call_info_t *call,
                                const jerry_value_t args[], jerry_length_t count) {
  if (length * WORD > SMALL && !has_room(length * WORD, ARRAY_BLOCKS, length * more)) {
    return large_refuse(length * (WORD + more), "an array's elements");
  }
  return call_original(method, call, args, count);
}

static jerry_value_t array_concat(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  return make_array(METHOD_ARRAY_CONCAT, large_total(array_length, call, args, count), CELL, call, args, count);
}

/* The length that an object has as a property of its own, read without a getter. */
static double own_length(jerry_value_t object) {
  double length = 0;
  jerry_value_t name = jerry_string_sz("length");
  jerry_property_descriptor_t property;
  if (!jerry_value_is_proxy(object) && jerry_value_is_true(jerry_object_get_own_prop(object, name, &property))) {
    if ((property.flags & JERRY_PROP_IS_VALUE_DEFINED) != 0) {
      length = number_at(&property.value, 1, 0);
    }
    jerry_property_descriptor_free(&property);
  }
  jerry_value_free(name);
  return length;
}

/* Array.from() of what has a length beforehand; what a generator or another iterator will give is not known. */
static jerry_value_t large_from(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  const jerry_value_t source = count > 0 ? args[0] : jerry_undefined();
  double length = 0;
  double more = CELL;
  if (jerry_value_is_string(source)) {
    length = jerry_string_length(source);
    more = 1 + TEXT_EXTRA;
  } else if (jerry_value_is_typedarray(source)) {
    length = jerry_typedarray_length(source);
  } else if (jerry_value_is_array(source)) {
    length = jerry_array_length(source);
  } else if (jerry_value_is_object(source)) {
    length = own_length(source);
  }
  if (length > HOLES_MAX && !has_pieces(length * ELEMENT)) {
    return large_refuse(length * ELEMENT, "an array's elements");
  }
  return make_array(METHOD_FROM, length > HOLES_MAX ? 0 : length, more, call, args, count);
}

/* Replaces owner's methods from first to before end. */
static void replace_methods(jerry_value_t owner, enum method first, enum method end) {
  static const struct {
    const char *name;
    jerry_external_handler_t handler;
  } methods[METHOD_COUNT] = {
      [METHOD_REPEAT] = {"repeat", large_repeat},
      [METHOD_PAD_START] = {"padStart", pad_start},
      [METHOD_PAD_END] = {"padEnd", pad_end},
      [METHOD_CONCAT] = {"concat", string_concat},
      [METHOD_UPPER] = {"toUpperCase", large_upper},
      [METHOD_LOWER] = {"toLowerCase", large_lower},
      [METHOD_SPLIT] = {"split", large_split},
      [METHOD_REPLACE_ALL] = {"replaceAll", replace_all},
      [METHOD_FILL] = {"fill", large_fill},
      [METHOD_JOIN] = {"join", large_join},
      [METHOD_ARRAY_CONCAT] = {"concat", array_concat},
      [METHOD_FROM] = {"from", large_from},
  };
  for (enum method method = first; method < end; method++) {
    jerry_value_t name = jerry_string_sz(methods[method].name);
    jerry_value_t original = jerry_object_get(owner, name);
    jerry_value_t replacement = jerry_function_external(methods[method].handler);
    jerry_native_ptr_set(&originals[method], original);
    jerry_value_free(jerry_object_set(owner, name, replacement));
    jerry_value_free(replacement);
    jerry_value_free(original);
    jerry_value_free(name);
  }
}

void large_start(void) {
  jerry_native_ptr_init(originals, &originals_info);
  jerry_value_t realm = jerry_current_realm();
  jerry_value_t string = jerry_object_get_sz(realm, "String");
  jerry_value_t string_prototype = jerry_object_get_sz(string, "prototype");
  jerry_value_t array = jerry_object_get_sz(realm, "Array");
  jerry_value_t array_prototype = jerry_object_get_sz(array, "prototype");
  replace_methods(string_prototype, METHOD_REPEAT, METHOD_FILL);
  replace_methods(array_prototype, METHOD_FILL, METHOD_FROM);
  replace_methods(array, METHOD_FROM, METHOD_COUNT);
  jerry_object_set_native_ptr(realm, &originals_info, originals);
  jerry_value_free(array_prototype);
  jerry_value_free(array);
  jerry_value_free(string_prototype);
  jerry_value_free(string);
  jerry_value_free(realm);
}
