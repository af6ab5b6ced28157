/* jerryscript.h: what units of runtime/core that hold script values need of the engine, small enough to mock. */
#ifndef JERRYSCRIPT_H
#define JERRYSCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#define JERRY_API_MAJOR_VERSION 3
#define JERRY_API_MINOR_VERSION 0
#define JERRY_API_PATCH_VERSION 0
#define JERRY_SNAPSHOT_VERSION 70u

typedef uint32_t jerry_value_t;
typedef uint32_t jerry_length_t;
typedef uint32_t jerry_size_t;
typedef uint8_t jerry_char_t;
typedef enum { JERRY_ENCODING_CESU8, JERRY_ENCODING_UTF8 } jerry_encoding_t;

jerry_value_t jerry_value_copy(jerry_value_t value);
void jerry_value_free(jerry_value_t value);
jerry_size_t jerry_string_to_buffer(jerry_value_t value, jerry_encoding_t encoding, jerry_char_t *buffer,
                                    jerry_size_t size);
jerry_value_t jerry_string_sz(const char *text);
jerry_value_t jerry_source_name(jerry_value_t value);
void jerry_register_magic_strings(const jerry_char_t *const *strings, uint32_t count, const jerry_length_t *sizes);

#endif
