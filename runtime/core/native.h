/* native.h: the list of modules behind include/native.h, for script.c. */
#ifndef CORE_NATIVE_H
#define CORE_NATIVE_H

#include "jerryscript.h"

/* The module's object, made at the first call; undefined where there is no such module; an exception of its init.
 * Script thread. */
jerry_value_t native_require(const char *name);

/* Frees the objects. Before the engine stops. */
void native_stop(void);

#endif
