/* features.h: whether an installed JerryScript was built with what the runtime and the built-in modules need. */
#ifndef JERRYSCRIPT_FEATURES_H
#define JERRYSCRIPT_FEATURES_H

#include <stdbool.h>

/* False after a line, given to say in parts, that names what is missing. Callable before jerry_init(). */
bool features_present(void (*say)(const char *text));

#endif
