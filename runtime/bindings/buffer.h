/* buffer.h: Buffers for other bindings, made by bindings/buffer.c. */
#ifndef BUFFER_H
#define BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "jerryscript.h"

/*
 * A new Buffer of size bytes over an ArrayBuffer of its own: a Uint8Array with the prototype that modules/buffer.ts
 * gives to setup(). The first call loads that module. *data is the Buffer's memory, not NULL, zeroed, valid while the
 * value is held and until script runs. The caller frees the value. Gives an exception when the engine has no memory for
 * it or for the module; *data is then untouched. Script thread, net lock not held.
 */
jerry_value_t buffer_from_c(size_t size, uint8_t **data);

#endif
