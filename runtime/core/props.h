/*
 * props.h: making the objects that bindings hand to script. A binding ends in one static table of its methods.
 * Everything is for the script thread. A full engine heap ends the program inside the engine, so none of these
 * reports a failure.
 */
#ifndef PROPS_H
#define PROPS_H

#include <stddef.h>

#include "core/args.h"
#include "jerryscript.h"

struct props_method {
  const char *name;
  jerry_external_handler_t handler;
};
#define PROPS_COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Adds each method to object. */
void props_methods(jerry_value_t object, const struct props_method *methods, size_t count);

/* Sets object[name] to value, and frees value. */
void props_set(jerry_value_t object, const char *name, jerry_value_t value);
void props_number(jerry_value_t object, const char *name, double value);
void props_boolean(jerry_value_t object, const char *name, bool value);
/* text is zero-terminated UTF-8 and is copied. */
void props_text(jerry_value_t object, const char *name, const char *text);

/* array[index] = value, and frees value. */
void props_index(jerry_value_t array, uint32_t index, jerry_value_t value);

/* A string of zero-terminated UTF-8; text that is not UTF-8 (from outside) has
 * '?' for every byte that is not ASCII, and is cut to 256 bytes. The caller frees it. */
jerry_value_t props_string(const char *text);
jerry_value_t props_string_sized(const char *text, size_t size);

/*
 * References: values of script that a binding's C holds, in a static struct of nothing but jerry_value_t. It hangs on
 * the binding's object, so that the collector sees them and they go before the engine does. PROPS_REFS(refs, freed)
 * stands behind the struct; freed is props_refs_free, or what calls it.
 */
#define PROPS_REFS(refs, freed)                                     \
  static const jerry_object_native_info_t refs##_info = {           \
      .free_cb = (freed),                                           \
      .number_of_references = sizeof(refs) / sizeof(jerry_value_t), \
      .offset_of_references = 0,                                    \
  };
void props_refs_free(void *native, jerry_object_native_info_t *info);
/* Makes every reference undefined and hangs them on binding; jerry_native_ptr_set() fills them. */
void props_refs_attach(jerry_value_t binding, void *refs, const jerry_object_native_info_t *info);

/*
 * Sets object[class->name] to a constructor whose prototype has the methods. handler sees call->new_target
 * (undefined when called without new) and ends with props_construct().
 */
void props_class(jerry_value_t object, const struct args_class *class, jerry_external_handler_t handler,
                 const struct props_method *methods, size_t count);

/*
 * In a constructor's handler: the fresh instance with its native pointer set; the handler returns it.
 * class->native.free_cb is called with native when the instance is collected, which may be at the program's end.
 * Gives an exception, and leaves native the caller's, when called without new.
 */
jerry_value_t props_construct(const jerry_call_info_t *call, const struct args_class *class, void *native);

#endif
