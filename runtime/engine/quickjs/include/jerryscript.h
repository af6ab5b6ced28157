/*
 * jerryscript.h: the part of the JerryScript 3.0 C API that Tinygram's native code is written to, as offered
 * by the QuickJS adapter in this folder. Names, signatures and enum values are JerryScript's, so that the same
 * source also builds against JerryScript's own headers; the words and the implementation are ours.
 *
 * Values. A jerry_value_t is a counted reference. What a function returns belongs to the caller, who ends it
 * with jerry_value_free(); arguments stay the caller's unless the comment says "takes". Never compare, cast or
 * print one: on 64-bit machines it is a struct, on 32-bit ones a number, and in JerryScript another number.
 * An all-zero jerry_value_t is the number 0 and may be freed.
 *
 * Exceptions. What can run script returns either a plain value or an exception, which holds the thrown value, told
 * apart by jerry_value_is_exception(). Passing one as an argument where a plain value is expected gives a TypeError.
 *
 * Threads. One engine per program; every call comes from the thread that called jerry_init().
 *
 * Differences from JerryScript itself are listed in README.md beside this folder.
 */
#ifndef JERRYSCRIPT_H
#define JERRYSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Version of the C API that is implemented here; the engine's own version is in engine/engine.h. */
#define JERRY_API_MAJOR_VERSION 3
#define JERRY_API_MINOR_VERSION 0
#define JERRY_API_PATCH_VERSION 0

/* QuickJS release behind this header, as year, month, day. */
#define JERRY_QUICKJS_VERSION_MAJOR 2025
#define JERRY_QUICKJS_VERSION_MINOR 4
#define JERRY_QUICKJS_VERSION_PATCH 26

#define JERRY_ATTR_NORETURN __attribute__((noreturn))

/* ---- basic types ---------------------------------------------------------- */

/* One byte of a string in UTF-8 or CESU-8. */
typedef uint8_t jerry_char_t;
/* Bytes. */
typedef uint32_t jerry_size_t;
/* Elements, or UTF-16 code units of a string. */
typedef uint32_t jerry_length_t;

/* QuickJS's own value type, spelled out where its header is not in sight: 16 bytes on 64-bit machines, 8 on others. */
#ifdef QUICKJS_H
typedef JSValue jerry_value_t;
#elif UINTPTR_MAX > UINT32_MAX
typedef struct JSValue {
  union JSValueUnion {
    int32_t int32;
    double float64;
    void *ptr;
    int64_t short_big_int;
  } u;
  int64_t tag;
} jerry_value_t;
#else
typedef uint64_t jerry_value_t;
#endif

/* A literal as the two arguments (pointer, size) of jerry_string(), jerry_eval() and the like. */
#define JERRY_ZSTR_ARG(str) ((const jerry_char_t *)(str)), ((jerry_size_t)(sizeof(str) - 1))

/* ---- life of the engine --------------------------------------------------- */

typedef enum { JERRY_INIT_EMPTY = 0 } jerry_init_flag_t;

/* Starts the engine on an empty heap. Calls jerry_port_fatal() when the heap cannot even hold the built-ins. */
void jerry_init(jerry_init_flag_t flags);
/* Runs the free callbacks of all native pointers and ends the engine. Values that were
 * not freed before must not be used after. jerry_init() may follow. */
void jerry_cleanup(void);

/* The global object of the program. */
jerry_value_t jerry_current_realm(void);

/* ---- heap ----------------------------------------------------------------- */

typedef struct {
  size_t version;              /* of this struct: 1 */
  size_t size;                 /* bytes the engine may use */
  size_t allocated_bytes;      /* bytes in use, bookkeeping included */
  size_t peak_allocated_bytes; /* most bytes ever in use */
  size_t reserved[4];
} jerry_heap_stats_t;

/* Fills out_stats_p; false for NULL. */
bool jerry_heap_stats(jerry_heap_stats_t *out_stats_p);

typedef enum {
  JERRY_GC_PRESSURE_LOW,
  JERRY_GC_PRESSURE_HIGH /* the same here */
} jerry_gc_mode_t;

/* Frees unreachable cycles now. What no cycle holds was freed with its last reference. */
void jerry_heap_gc(jerry_gc_mode_t mode);

/* size bytes of the engine's heap (not script's to see), freed with jerry_heap_free() and the same size. NULL when more
 * than a few KiB are asked for and not there; less ends the program then (jerry_port_fatal()). */
void *jerry_heap_alloc(jerry_size_t size);
void jerry_heap_free(void *mem_p, jerry_size_t size);
/* Not of JerryScript's API: bytes of all array buffers, which are in the heap too. Looks at every object. */
size_t jerry_quickjs_buffer_bytes(void);

/* ---- running script ------------------------------------------------------- */

typedef enum { JERRY_PARSE_NO_OPTS = 0, JERRY_PARSE_HAS_SOURCE_NAME = 1 << 3 } jerry_parse_option_enable_feature_t;
/* Not in JerryScript, so a macro that can be asked for: the code keeps the names of functions, but no positions, file
 * name or names of variables. Smaller in a snapshot and in the heap. */
#define JERRY_PARSE_STRIP_DEBUG (1 << 15)

typedef struct {
  uint32_t options;          /* jerry_parse_option_enable_feature_t bits: which fields count */
  jerry_value_t source_name; /* string: the file name in stack frames and messages */
} jerry_parse_options_t;

/* Compiles source_size bytes of UTF-8. Returns a script for jerry_run(), or an exception (SyntaxError). source_p
 * is not kept; options_p may be NULL. */
jerry_value_t jerry_parse(const jerry_char_t *source_p, size_t source_size, const jerry_parse_options_t *options_p);
/* Runs a script of jerry_parse() and returns the value of its last expression statement. */
jerry_value_t jerry_run(const jerry_value_t script);
/* Runs promise jobs until none is left. Returns undefined or the exception that stopped it (then jobs remain). */
jerry_value_t jerry_run_jobs(void);

/* ---- references ----------------------------------------------------------- */

/* One more reference to value, also to an exception. */
jerry_value_t jerry_value_copy(const jerry_value_t value);
/* Ends one reference; any value, also an exception. */
void jerry_value_free(jerry_value_t value);

/* ---- kinds of values ------------------------------------------------------ */

typedef enum {
  JERRY_TYPE_NONE = 0,
  JERRY_TYPE_UNDEFINED,
  JERRY_TYPE_NULL,
  JERRY_TYPE_BOOLEAN,
  JERRY_TYPE_NUMBER,
  JERRY_TYPE_STRING,
  JERRY_TYPE_OBJECT,
  JERRY_TYPE_FUNCTION,
  JERRY_TYPE_EXCEPTION,
  JERRY_TYPE_SYMBOL,
  JERRY_TYPE_BIGINT
} jerry_type_t;

jerry_type_t jerry_value_type(const jerry_value_t value);
/* Every other jerry_value_is_*() is false for them. */
bool jerry_value_is_exception(const jerry_value_t value);
bool jerry_value_is_undefined(const jerry_value_t value);
bool jerry_value_is_null(const jerry_value_t value);
bool jerry_value_is_boolean(const jerry_value_t value);
bool jerry_value_is_true(const jerry_value_t value);
bool jerry_value_is_number(const jerry_value_t value);
bool jerry_value_is_string(const jerry_value_t value);
/* Functions are objects too. */
bool jerry_value_is_object(const jerry_value_t value);
bool jerry_value_is_array(const jerry_value_t value);
bool jerry_value_is_promise(const jerry_value_t value);
bool jerry_value_is_proxy(const jerry_value_t value);
bool jerry_value_is_arraybuffer(const jerry_value_t value);
bool jerry_value_is_dataview(const jerry_value_t value);
bool jerry_value_is_typedarray(const jerry_value_t value);
bool jerry_value_is_function(const jerry_value_t value);

/* ---- conversions ---------------------------------------------------------- */

/* ECMAScript's ToNumber and ToString; may run script. */
jerry_value_t jerry_value_to_number(const jerry_value_t value);
jerry_value_t jerry_value_to_string(const jerry_value_t value);

/* The number itself, no conversion: 0 for everything but numbers (jerry_value_as_number: NaN stays NaN). */
double jerry_value_as_number(const jerry_value_t value);
/* Modulo 2^32, as script's `value | 0` and `value >>> 0`. */
int32_t jerry_value_as_int32(const jerry_value_t value);
uint32_t jerry_value_as_uint32(const jerry_value_t value);

typedef enum { JERRY_BIN_OP_STRICT_EQUAL = 1 } jerry_binary_op_t;

/* Whether lhs === rhs. */
jerry_value_t jerry_binary_op(jerry_binary_op_t operation, const jerry_value_t lhs, const jerry_value_t rhs);

/* ---- exceptions and errors ------------------------------------------------ */

typedef enum { JERRY_ERROR_COMMON = 1, JERRY_ERROR_RANGE = 3, JERRY_ERROR_TYPE = 6 } jerry_error_t;

/* A new error object as an exception. message_p: as in jerry_string_sz(). */
jerry_value_t jerry_throw_sz(jerry_error_t type, const char *message_p);
/* An exception around value, or value where it is one; takes it if take_ownership. */
jerry_value_t jerry_throw_value(jerry_value_t value, bool take_ownership);
/* The value that was thrown; a plain value is returned as it is. Frees value if free_exception. */
jerry_value_t jerry_exception_value(jerry_value_t value, bool free_exception);

/* Called for every error object as it is made, by script or by the engine, before anyone else sees it: the place
 * to give it its stack. Where the callback leaves no own property "stack", the engine's text is put there. */
typedef void (*jerry_error_object_created_cb_t)(const jerry_value_t error_object, void *user_p);
void jerry_error_on_created(jerry_error_object_created_cb_t callback, void *user_p);

/* ---- backtraces ----------------------------------------------------------- */

typedef struct {
  jerry_value_t source_name; /* string; the frame's, do not free */
  jerry_size_t line;         /* 1-based */
  jerry_size_t column;       /* 1-based */
} jerry_frame_location_t;

typedef struct jerry_frame_internal_t jerry_frame_t;
/* true: go on to the caller's frame. */
typedef bool (*jerry_backtrace_cb_t)(jerry_frame_t *frame_p, void *user_p);

/* Walks the frames of running script from the innermost out; frames of native functions are left out. */
void jerry_backtrace_capture(jerry_backtrace_cb_t callback, void *user_p);
/* Valid inside the callback; what it points to belongs to the frame. NULL where it is not known. */
const jerry_frame_location_t *jerry_frame_location(jerry_frame_t *frame_p);
/* Not of JerryScript's API: the function's name, "" where it has none. The caller frees it. */
jerry_value_t jerry_quickjs_frame_name(const jerry_frame_t *frame_p);

/* ---- primitives ----------------------------------------------------------- */

jerry_value_t jerry_undefined(void);
jerry_value_t jerry_null(void);
jerry_value_t jerry_boolean(bool value);
jerry_value_t jerry_number(double value);

/* ---- strings -------------------------------------------------------------- */

typedef enum {
  JERRY_ENCODING_CESU8, /* characters beyond U+FFFF as two three-byte surrogates */
  JERRY_ENCODING_UTF8   /* as one four-byte sequence; a lone surrogate is three bytes in both */
} jerry_encoding_t;

/* buffer_size bytes that must be valid in encoding (jerry_validate_string() tells). */
jerry_value_t jerry_string(const jerry_char_t *buffer_p, jerry_size_t buffer_size, jerry_encoding_t encoding);
/* A zero-terminated string in CESU-8: no four-byte sequences (JerryScript takes the bytes as they are). */
jerry_value_t jerry_string_sz(const char *str_p);
/* Whether the bytes are well formed: shortest forms only, complete sequences, no four-byte form in CESU-8. A lone
 * surrogate in three bytes is accepted in both, a pair of them only in CESU-8. */
bool jerry_validate_string(const jerry_char_t *buffer_p, jerry_size_t buffer_size, jerry_encoding_t encoding);
/* Bytes that the string takes in encoding; 0 for all that is no string. */
jerry_size_t jerry_string_size(const jerry_value_t value, jerry_encoding_t encoding);
/* UTF-16 code units, script's .length; 0 for all that is no string. */
jerry_length_t jerry_string_length(const jerry_value_t value);
/* Writes as many whole characters as fit, without a final zero. Returns the bytes written. */
jerry_size_t jerry_string_to_buffer(const jerry_value_t value, jerry_encoding_t encoding, jerry_char_t *buffer_p,
                                    jerry_size_t buffer_size);
/* Calls back with each byte of the encoded string. */
typedef void (*jerry_string_iterate_cb_t)(uint32_t value, void *user_data_p);
void jerry_string_iterate(const jerry_value_t value, jerry_encoding_t encoding, jerry_string_iterate_cb_t callback,
                          void *user_p);

/* ---- objects and properties ----------------------------------------------- */

/* {} */
jerry_value_t jerry_object(void);
/* Not of JerryScript's API: an object with the names and the order of the properties of example, an object as a literal
 * of count properties makes it, and with these values. A TypeError when example is another kind of object. */
jerry_value_t jerry_quickjs_object_like(const jerry_value_t example, const jerry_value_t values_p[],
                                        jerry_length_t count);
/* proto: an object or null. Returns true or an exception. */
jerry_value_t jerry_object_set_proto(jerry_value_t object, const jerry_value_t proto);
/* The property's value (getters run), undefined where there is none. key: string, number or symbol;
 * key_p: as in jerry_string_sz(). */
jerry_value_t jerry_object_get(const jerry_value_t object, const jerry_value_t key);
jerry_value_t jerry_object_get_sz(const jerry_value_t object, const char *key_p);
jerry_value_t jerry_object_get_index(const jerry_value_t object, uint32_t index);
/* Assigns as strict script does (setters run). Returns true or an exception. */
jerry_value_t jerry_object_set(jerry_value_t object, const jerry_value_t key, const jerry_value_t value);
jerry_value_t jerry_object_set_sz(jerry_value_t object, const char *key_p, const jerry_value_t value);
jerry_value_t jerry_object_set_index(jerry_value_t object, uint32_t index, const jerry_value_t value);

typedef enum {
  JERRY_PROP_IS_CONFIGURABLE = 1 << 0,
  JERRY_PROP_IS_ENUMERABLE = 1 << 1,
  JERRY_PROP_IS_WRITABLE = 1 << 2,
  JERRY_PROP_IS_CONFIGURABLE_DEFINED = 1 << 3,
  JERRY_PROP_IS_ENUMERABLE_DEFINED = 1 << 4,
  JERRY_PROP_IS_WRITABLE_DEFINED = 1 << 5,
  JERRY_PROP_IS_VALUE_DEFINED = 1 << 6,
  JERRY_PROP_IS_GET_DEFINED = 1 << 7,
  JERRY_PROP_IS_SET_DEFINED = 1 << 8,
  JERRY_PROP_SHOULD_THROW = 1 << 9
} jerry_property_descriptor_flags_t;

typedef struct {
  uint16_t flags; /* jerry_property_descriptor_flags_t: which of the rest are given, and the attributes */
  jerry_value_t value, getter, setter;
} jerry_property_descriptor_t;

/* An empty descriptor: no flags, values undefined. */
jerry_property_descriptor_t jerry_property_descriptor(void);
/* Frees its values. */
void jerry_property_descriptor_free(jerry_property_descriptor_t *prop_desc_p);
/* Object.defineProperty. True; false or (with SHOULD_THROW) a TypeError when refused; or an exception.
 * The descriptor's values stay the caller's. */
jerry_value_t jerry_object_define_own_prop(jerry_value_t object, const jerry_value_t key,
                                           const jerry_property_descriptor_t *prop_desc_p);
/* ---- native pointers ------------------------------------------------------ */

struct jerry_object_native_info_t;
/* The object is gone (collected, or jerry_cleanup()): free native_p. No engine call that makes values or runs
 * script may be made here; jerry_native_ptr_free() and jerry_value_free() may. */
typedef void (*jerry_object_native_free_cb_t)(void *native_p, struct jerry_object_native_info_t *info_p);

typedef struct jerry_object_native_info_t {
  jerry_object_native_free_cb_t free_cb; /* may be NULL */
  uint16_t number_of_references;         /* jerry_value_t's in the native struct that the collector follows */
  uint16_t offset_of_references;         /* bytes from the struct's start to the first of them */
} jerry_object_native_info_t;

/* Ties native_pointer_p to object under native_info_p (one pointer per info and object; the address of the info is
 * the key and must outlive the object). Setting again replaces the pointer without calling free_cb. */
void jerry_object_set_native_ptr(jerry_value_t object, const jerry_object_native_info_t *native_info_p,
                                 void *native_pointer_p);
/* NULL where there is none under this info. */
void *jerry_object_get_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p);
/* Unties it without calling free_cb; false where there was none. */
bool jerry_object_delete_native_ptr(const jerry_value_t object, const jerry_object_native_info_t *native_info_p);

/* For structs with collected references: init sets them all to undefined (before jerry_object_set_native_ptr()),
 * free releases them all (in free_cb or before the struct is given up), set stores a copy of value in one. */
void jerry_native_ptr_init(void *native_pointer_p, const jerry_object_native_info_t *native_info_p);
void jerry_native_ptr_free(void *native_pointer_p, const jerry_object_native_info_t *native_info_p);
void jerry_native_ptr_set(jerry_value_t *reference_p, const jerry_value_t value);

/* ---- arrays --------------------------------------------------------------- */

/* new Array(length) */
jerry_value_t jerry_array(jerry_length_t length);
/* 0 for all that is no array. */
jerry_length_t jerry_array_length(const jerry_value_t value);

/* ---- array buffers, typed arrays, data views ------------------------------ */

/* Bytes; 0 for all that is no array buffer and for a detached one. */
jerry_size_t jerry_arraybuffer_size(const jerry_value_t value);
/* The first byte, valid while the buffer lives and is not detached; NULL as above. */
uint8_t *jerry_arraybuffer_data(const jerry_value_t value);

typedef enum {
  JERRY_TYPEDARRAY_INVALID = 0,
  JERRY_TYPEDARRAY_UINT8 = 1,
  JERRY_TYPEDARRAY_OTHER /* not of JerryScript's API, which has each type */
} jerry_typedarray_type_t;

/* length zeroed bytes, type UINT8, on a buffer of their own. RangeError when memory is short. */
jerry_value_t jerry_typedarray(jerry_typedarray_type_t type, jerry_length_t length);
/* Not of JerryScript's API: length zeroed bytes as a Uint8Array with this prototype, quickest for one and the same. */
jerry_value_t jerry_quickjs_bytes(jerry_length_t length, const jerry_value_t prototype);
/* A view, type UINT8, of length bytes from byte_offset. RangeError when they do not fit. */
jerry_value_t jerry_typedarray_with_buffer_span(jerry_typedarray_type_t type, const jerry_value_t arraybuffer,
                                                jerry_size_t byte_offset, jerry_size_t length);
jerry_typedarray_type_t jerry_typedarray_type(const jerry_value_t value);
/* The array buffer below (a new reference), and where in it the view lies; the pointers may be NULL. */
jerry_value_t jerry_typedarray_buffer(const jerry_value_t value, jerry_size_t *byte_offset, jerry_size_t *byte_length);
jerry_value_t jerry_dataview_buffer(const jerry_value_t dataview, jerry_size_t *byte_offset, jerry_size_t *byte_length);

/* ---- functions ------------------------------------------------------------ */

typedef struct jerry_call_info_t {
  jerry_value_t function;   /* the function that was called */
  jerry_value_t this_value; /* under `new`: the fresh object */
  jerry_value_t new_target; /* undefined unless called by `new` */
} jerry_call_info_t;

/* Arguments and call info stay the engine's. The result is the engine's; an exception is thrown. Under `new` the
 * fresh object is the result unless the handler returns another object. */
typedef jerry_value_t (*jerry_external_handler_t)(const jerry_call_info_t *call_info_p, const jerry_value_t args_p[],
                                                  const jerry_length_t args_count);

/* A function (also a constructor) that runs handler. It has no own name until given one. */
jerry_value_t jerry_function_external(jerry_external_handler_t handler);
/* Calls function. What is no function gives a TypeError. */
jerry_value_t jerry_call(const jerry_value_t function, const jerry_value_t this_value, const jerry_value_t *args_p,
                         jerry_size_t args_count);

/* ---- promises ------------------------------------------------------------- */

typedef enum {
  JERRY_PROMISE_STATE_NONE = 0,
  JERRY_PROMISE_STATE_PENDING,
  JERRY_PROMISE_STATE_FULFILLED,
  JERRY_PROMISE_STATE_REJECTED
} jerry_promise_state_t;

/* The value or reason; undefined while pending; TypeError for all that is no promise. */
jerry_value_t jerry_promise_result(const jerry_value_t promise);
jerry_promise_state_t jerry_promise_state(const jerry_value_t promise);

typedef enum {
  JERRY_PROMISE_EVENT_REJECT_WITHOUT_HANDLER = 5, /* object: the promise, value: the reason */
  JERRY_PROMISE_EVENT_CATCH_HANDLER_ADDED = 6     /* object: such a promise, value: undefined */
} jerry_promise_event_type_t;

typedef enum {
  JERRY_PROMISE_EVENT_FILTER_DISABLE = 0,
  JERRY_PROMISE_EVENT_FILTER_ERROR = 1 << 3 /* both events */
} jerry_promise_event_filter_t;

/* Called at once when the event happens, inside script's call; object and value stay the engine's. */
typedef void (*jerry_promise_event_cb_t)(jerry_promise_event_type_t event_type, const jerry_value_t object,
                                         const jerry_value_t value, void *user_p);
void jerry_promise_on_event(jerry_promise_event_filter_t filters, jerry_promise_event_cb_t callback, void *user_p);

#include "jerryscript-snapshot.h"

#endif
