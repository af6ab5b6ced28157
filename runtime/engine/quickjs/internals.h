/*
 * internals.h: what the adapter needs of QuickJS beyond quickjs.h. Implemented in internals.c, the one file that
 * sees QuickJS's own structs; it compiles the unchanged quickjs.c as part of itself.
 */
#ifndef INTERNALS_H
#define INTERNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "quickjs.h"

#include "jerryscript.h"

/* ---- errors and frames ---- */

/* Called for each new error object instead of QuickJS's own stack text, with no exception pending. Where it leaves
 * no own property "stack", QuickJS writes its text after all. NULL: QuickJS alone. */
void internals_on_error(JSContext *context, void (*callback)(JSContext *context, JSValueConst error));

/* A new error with the prototype for type; message is undefined or a string (stays the caller's). */
JSValue internals_error(JSContext *context, jerry_error_t type, JSValueConst message);
/* Which error prototype object's own prototype is; NONE for all else. */
jerry_error_t internals_error_type(JSContext *context, JSValueConst object);
bool internals_uncatchable(JSContext *context, JSValueConst value);
/* Makes script that runs look at the interrupt handler at its next call or loop turn. */
void internals_interrupt_soon(JSContext *context);

/* One frame of running script, innermost first. source and callee are borrowed. */
struct internals_frame {
  const void *next;    /* where to go on; NULL at the end */
  JSValueConst callee; /* function, or undefined */
  JSAtom source;       /* file name */
  int line, column;    /* 1-based; 0 where unknown */
};
/* Fills out with the innermost frame, then with the one that out->next points to; false at the end. An error in
 * the text that is being parsed comes first, as a frame without callee. */
bool internals_first_frame(JSContext *context, struct internals_frame *out);
bool internals_next_frame(JSContext *context, struct internals_frame *out);

/* ---- values ---- */

/* One of JerryScript's object kinds; NONE for what is no object. */
jerry_object_type_t internals_object_type(JSContext *context, JSValueConst value);
jerry_function_type_t internals_function_type(JSContext *context, JSValueConst value);
jerry_container_type_t internals_container_type(JSValueConst value);
bool internals_is_async_function(JSValueConst value);

/* The code units of a string: 8 bits each (Latin-1) or 16. hold keeps them alive; free it after. */
struct internals_string {
  JSValue hold;
  const uint8_t *narrow;
  const uint16_t *wide; /* NULL where narrow is set */
  uint32_t length;
};
/* False with an exception pending: no string, or out of memory while a rope is joined. */
bool internals_string(JSContext *context, JSValueConst value, struct internals_string *out);
/* Length in code units, 0 for what is no string. */
uint32_t internals_string_length(JSValueConst value);

/* Code units start to end of a string; both are brought into its range. */
JSValue internals_substring(JSContext *context, JSValueConst string, uint32_t start, uint32_t end);

JSValue internals_well_known_symbol(JSContext *context, jerry_well_known_symbol_t symbol);
JSValue internals_symbol_description(JSContext *context, JSValueConst symbol);
/* Symbol(description), and its text "Symbol(description)". */
JSValue internals_symbol(JSContext *context, JSValueConst description);
JSValue internals_symbol_text(JSContext *context, JSValueConst symbol);
JSValue internals_to_primitive(JSContext *context, JSValueConst value);
JSValue internals_to_object(JSContext *context, JSValueConst value);
JSValue internals_to_number(JSContext *context, JSValueConst value);
JSValue internals_to_bigint(JSContext *context, JSValueConst value);
JSValue internals_bigint(JSContext *context, const uint64_t *digits, uint32_t count, bool negative);
/* True for the name of an array index. */
bool internals_atom_index(JSAtom name, uint32_t *out);
/* Object.prototype and Function.prototype, as new references. */
JSValue internals_object_prototype(JSContext *context);
JSValue internals_function_prototype(JSContext *context);
JSValue internals_keys(JSContext *context, JSValueConst object);
/* Map or Set as a flat array of keys and values or of values. */
JSValue internals_container_array(JSContext *context, JSValueConst container, bool *pairs);

/* ---- shapes ---- */

/*
 * QuickJS drops the description of an object's properties with its last object. One that C makes over and over, each
 * time dropped before the next, would get all of it anew: these keep the last few descriptions that C's objects had.
 */
/* Keeps object's shape if no other object has it and it is small. */
void internals_keep_shape(JSContext *context, JSValueConst object);
/* Lets go of all. */
void internals_drop_shapes(JSContext *context);
/* object[key] = value as script does, by the short way where object and its prototypes are plain and the property is
 * new or simple. Takes value; TRUE, FALSE, or -1 with an exception pending. */
int internals_set(JSContext *context, JSValueConst object, JSAtom key, JSValue value);
/* An object with the properties that the object example has, in their order, and these count values. A TypeError when
 * example is not as a literal of count properties makes it. */
JSValue internals_object_like(JSContext *context, JSValueConst example, const JSValue *values, uint32_t count);
/* Sets the prototype of an object, sharing the shape of others that have no properties of their own. */
int internals_set_prototype(JSContext *context, JSValueConst object, JSValueConst prototype);

/* ---- hidden properties: a private name per purpose, unseen by script, allowed on frozen objects ---- */

JSAtom internals_private_name(JSContext *context, const char *description);
/* The value (borrowed), or undefined. Any value for object. */
JSValueConst internals_private_get(JSValueConst object, JSAtom name);
/* Takes value. False with an exception pending. */
bool internals_private_set(JSContext *context, JSValueConst object, JSAtom name, JSValue value);
bool internals_private_delete(JSContext *context, JSValueConst object, JSAtom name);

/* ---- buffers ---- */

struct internals_buffer {
  uint8_t *data;
  uint32_t size;
};
/* False for what is no array buffer. A detached one has data NULL and size 0. */
bool internals_arraybuffer(JSValueConst value, struct internals_buffer *out);
bool internals_arraybuffer_detached(JSValueConst value);
/* The view below a typed array or data view; buffer is borrowed. False for what is neither. */
struct internals_view {
  JSValueConst buffer;
  uint32_t offset, length; /* bytes; 0 when detached */
};
bool internals_view(JSValueConst value, struct internals_view *out);
jerry_typedarray_type_t internals_typedarray_type(JSValueConst value);
/* Bytes per element of type, 0 for INVALID. */
uint32_t internals_typedarray_element(jerry_typedarray_type_t type);
/* A view of length elements from offset bytes on; both must fit and be aligned. */
JSValue internals_typedarray(JSContext *context, jerry_typedarray_type_t type, JSValueConst buffer, uint32_t offset,
                             uint32_t length);
JSValue internals_dataview(JSContext *context, JSValueConst buffer, uint32_t offset, uint32_t length);

/* ---- code ---- */

/* Before the first function is made other than those of the engine, and before the context is freed. False with an
 * exception pending. */
bool internals_start_functions(JSContext *context);
/* Mixes seed into what Math.random() begins with, which QuickJS takes from the clock alone. */
void internals_mix_random(JSContext *context, uint64_t seed);
void internals_stop_functions(JSContext *context);
/* A function object of class, which is callable, with this opaque pointer and a property "prototype" that is made when
 * it is first asked for. */
JSValue internals_native_function(JSContext *context, JSClassID class, void *opaque);
/* Resolves or rejects promise as its executor would, once more if it was done before. */
JSValue internals_settle(JSContext *context, JSValueConst promise, JSValueConst value, bool reject);
/* A function that runs code (JS_TAG_FUNCTION_BYTECODE; takes it) as a script when it is called. */
JSValue internals_code_function(JSContext *context, JSValue code);

/* In front of precompiled code, so that foreign and cut-off data is told before anything reads it. What follows is
 * described in lazy.c; without root it is QuickJS's own format. */
struct lazy_header {
  uint32_t magic, version;
  uint32_t size;   /* bytes, the header included */
  uint32_t root;   /* offset of the outermost function */
  uint32_t names;  /* offset of the first name */
  uint32_t listed; /* how many names were listed when the code was made, 0 where it has none of them */
};
/* Writes code (JS_TAG_FUNCTION_BYTECODE) behind header, whose last fields it fills in; js_free() frees the result.
 * NULL, without an exception, where the format does not hold it or memory is short. */
uint8_t *internals_write_lazy(JSContext *context, JSValueConst code, struct lazy_header *header, size_t *size);
/* The code that begins with the header at start, which has a root; every function in it is read when it is first
 * called, so that start stays readable and unchanged as long as the engine runs. */
JSValue internals_read_lazy(JSContext *context, const uint8_t *start);
/* Before the first internals_read_lazy(), and before the context is freed. False with an exception pending. */
bool internals_start_lazy(JSContext *context);
void internals_stop_lazy(JSContext *context);

/* ---- names that lie in flash (names.c) ---- */

/* Between the end of the context and of the runtime. The rest of names.c is of the API itself. */
void internals_stop_names(JSRuntime *runtime);
/* How many there are. */
uint32_t internals_names_listed(void);
void internals_heap_names(JSRuntime *runtime, void (*callback)(const char *text, void *user), void *user);

/* ---- memory ---- */

/* Bytes in use as QuickJS counts them against its collection threshold; the allocator's hooks keep them. */
struct internals_memory {
  size_t *used, *threshold;
};
void internals_memory(JSRuntime *runtime, struct internals_memory *out);
/* The state that the allocator's hooks are called with. */
JSMallocState *internals_malloc_state(JSRuntime *runtime);
/* Bytes at block when that is no block of the allocator's but the properties that all functions begin with; 0 for all
 * else. QuickJS may resize it, which leaves it as it is, and does not free it. */
size_t internals_shared_size(const void *block);
/* True when objects are left that only C still holds: freeing the runtime would abort. Runs a collection. */
bool internals_leaks(JSRuntime *runtime);

#endif
