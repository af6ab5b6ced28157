/*
 * backing.h: where the bytes of script's ArrayBuffers are. Script thread.
 *
 * JerryScript 3.0 has them in its own heap, in which each 8 KiB (less on a small heap) of new memory bring a
 * collection, and that costs more than ten datagrams. They are put into the C heap instead, and bounded there by
 * CONFIG_ENGINE_BUFFERS: a collection comes at each quarter of it, and a buffer beyond it is the RangeError of an
 * ArrayBuffer that has no memory.
 */
#ifndef BACKING_H
#define BACKING_H

#include <stddef.h>

/* After jerry_init(). */
void backing_start(void);

/* Bytes of all ArrayBuffers. */
size_t backing_bytes(void);

#endif
