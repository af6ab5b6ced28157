/*
 * args.h: declarative checks of the arguments of a native function. Never compiled out: a wrong argument
 * throws a TypeError (wrong type) or RangeError (value or size out of bounds) that names function, position,
 * parameter, limit and what was found, and nothing has happened.
 *
 *   static jerry_value_t udp_bind(const jerry_call_info_t *call, const jerry_value_t args[],
 *                                 const jerry_length_t count) {
 *     struct udp *self;
 *     ARGS_TEXT(address, 64);
 *     uint16_t port;
 *     uint32_t flags = 0;
 *     ARGS("bind", call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT(&address), ARG_U16(&port),
 *          ARG_OPTIONAL, ARG_U32(&flags));
 *     return jerry_number(udp_do_bind(self, address.data, port, flags));
 *   }
 *
 * ARGS reads the arguments in order into the variables and returns the exception from the calling function
 * when one does not fit; variables before the wrong one have then been written, and nothing needs freeing in
 * any case: every value is borrowed from the caller for the length of the call. Surplus arguments are ignored,
 * as in script. Costs one table on the stack and one loop; no allocation unless it throws. Script thread only.
 */
#ifndef ARGS_H
#define ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jerryscript.h"

/*
 * A native class: what a native pointer's owner is. `native` comes first and is what jerry_object_set_native_ptr()
 * and jerry_object_get_native_ptr() take; name is for messages and for props_class().
 */
struct args_class {
  jerry_object_native_info_t native;
  const char *name;
};

/*
 * Text of an argument as zero-terminated UTF-8 in a buffer of the caller's stack. size is the full text's size in
 * bytes without the zero, also when it did not fit. fits: data holds all of it, and no zero byte is inside it
 * (one could hide a tail from C); where it does not fit data is "".
 */
struct args_text {
  char *data;
  uint32_t capacity;
  uint32_t size;
  bool fits;
};
/* Declares `struct args_text name` with room for max bytes of text. */
#define ARGS_TEXT(name, max)      \
  char name##_buffer_[(max) + 1]; \
  struct args_text name = {name##_buffer_, sizeof name##_buffer_, 0, false}

/*
 * Bytes of a typed array, DataView or ArrayBuffer. data is valid until script runs or a value is freed, and is
 * not NULL (size 0 gives a pointer that must not be read).
 */
struct args_bytes {
  uint8_t *data;
  size_t size;
};

enum args_kind {
  ARGS_KIND_OPTIONAL,
  ARGS_KIND_THIS,
  ARGS_KIND_NATIVE,
  ARGS_KIND_BOOL,
  ARGS_KIND_U8,
  ARGS_KIND_U16,
  ARGS_KIND_U32,
  ARGS_KIND_I32,
  ARGS_KIND_DOUBLE,
  ARGS_KIND_TEXT,
  ARGS_KIND_TEXT_IF_FITS,
  ARGS_KIND_BYTES,
  ARGS_KIND_STRING,
  ARGS_KIND_FUNCTION,
  ARGS_KIND_OBJECT,
  ARGS_KIND_ARRAY,
  ARGS_KIND_ANY
};

/* One row of the table; made by the ARG_ macros only. The union's members keep the macros type-safe. */
struct args_spec {
  enum args_kind kind;
  const char *name; /* the variable as written, "&port" */
  union {
    void *pointer; /* of a variable of any pointer type: written as bytes */
    bool *boolean;
    uint8_t *u8;
    uint16_t *u16;
    uint32_t *u32;
    int32_t *i32;
    double *number;
    struct args_text *text;
    struct args_bytes *bytes;
    jerry_value_t *value;
  } out;
  const struct args_class *class;
};

#define ARGS_ROW(kind_, member, p, of) \
  { .kind = ARGS_KIND_##kind_, .name = #p, .out.member = (p), .class = (of) }

/* Everything after it may be undefined or absent; its variable then keeps the value it had. */
#define ARG_OPTIONAL ARGS_ROW(OPTIONAL, value, NULL, NULL)
/* `this` must be an object of class; *out (any pointer type) gets its native pointer. Takes no argument. */
#define ARG_THIS(of, p) ARGS_ROW(THIS, pointer, p, of)
/* An object of class; *out gets its native pointer. */
#define ARG_NATIVE(of, p) ARGS_ROW(NATIVE, pointer, p, of)
/* true or false, nothing else. */
#define ARG_BOOL(p) ARGS_ROW(BOOL, boolean, p, NULL)
/* Integers in the type's range; a fraction, NaN or a value beyond it throws a RangeError. */
#define ARG_U8(p) ARGS_ROW(U8, u8, p, NULL)
#define ARG_U16(p) ARGS_ROW(U16, u16, p, NULL)
#define ARG_U32(p) ARGS_ROW(U32, u32, p, NULL)
#define ARG_I32(p) ARGS_ROW(I32, i32, p, NULL)
/* Any number. */
#define ARG_DOUBLE(p) ARGS_ROW(DOUBLE, number, p, NULL)
/* A string into a struct args_text; one that does not fit throws a RangeError that names the limit. */
#define ARG_TEXT(p) ARGS_ROW(TEXT, text, p, NULL)
/* The same, but one that does not fit is told by text.fits, for texts that are then just not valid. */
#define ARG_TEXT_IF_FITS(p) ARGS_ROW(TEXT_IF_FITS, text, p, NULL)
/* A typed array of any type, a DataView or an ArrayBuffer. */
#define ARG_BYTES(p) ARGS_ROW(BYTES, bytes, p, NULL)
/* Borrowed values: a string, a function, an object (functions too), an array, anything. Copy to keep. */
#define ARG_STRING(p) ARGS_ROW(STRING, value, p, NULL)
#define ARG_FUNCTION(p) ARGS_ROW(FUNCTION, value, p, NULL)
#define ARG_OBJECT(p) ARGS_ROW(OBJECT, value, p, NULL)
#define ARG_ARRAY(p) ARGS_ROW(ARRAY, value, p, NULL)
#define ARG_ANY(p) ARGS_ROW(ANY, value, p, NULL)

#define ARGS(function, call, args, count, ...)                                                                   \
  do {                                                                                                           \
    const struct args_spec args_specs_[] = {__VA_ARGS__};                                                        \
    jerry_value_t args_exception_;                                                                               \
    if (!args_read((function), (call), (args), (count), args_specs_, sizeof args_specs_ / sizeof args_specs_[0], \
                   &args_exception_)) {                                                                          \
      return args_exception_;                                                                                    \
    }                                                                                                            \
  } while (0)

/* What ARGS does; true when every argument fitted, else *exception (the caller's to return or free) is set. */
bool args_read(const char *function, const jerry_call_info_t *call, const jerry_value_t args[], jerry_length_t count,
               const struct args_spec *specs, size_t spec_count, jerry_value_t *exception);

/* Single conversions, for values that are not arguments (list elements, properties). False: not of that kind. */
bool args_bytes(jerry_value_t value, struct args_bytes *out);
/* text: zero-terminated UTF-8 in text->data (capacity bytes), as ARG_TEXT_IF_FITS; false when not a string. */
bool args_text(jerry_value_t value, struct args_text *text);
/* A whole number from 0 to 4294967295 (-0 is 0). */
bool args_whole(jerry_value_t value, uint32_t *out);
/* value's native pointer when it is an object of class, else NULL. */
static inline void *args_native(jerry_value_t value, const struct args_class *class) {
  return jerry_value_is_object(value) ? jerry_object_get_native_ptr(value, &class->native) : NULL;
}

/* Whether a === b. Inline, since each datagram asks. */
static inline bool args_same(jerry_value_t a, jerry_value_t b) {
  jerry_value_t answer = jerry_binary_op(JERRY_BIN_OP_STRICT_EQUAL, a, b);
  bool equal = jerry_value_is_true(answer);
  jerry_value_free(answer);
  return equal;
}

#endif
