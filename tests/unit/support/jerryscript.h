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

jerry_value_t jerry_value_copy(jerry_value_t value);
void jerry_value_free(jerry_value_t value);

#endif
