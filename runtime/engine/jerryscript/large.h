/*
 * large.h: one large request of script's is a RangeError that it can catch. Script thread.
 *
 * JerryScript 3.0 throws where an ArrayBuffer, an array literal or a BigInt finds no memory, and ends the program where
 * anything else does. So the methods of its built-in objects that make one large thing of a small call, or of another
 * large one, are replaced by ones that first see whether the heap has room for it; README.md lists them, and what
 * stays. They look for what they may need at most, where blocks have to be moved as they grow: rather a request is
 * refused than the program ended.
 */
#ifndef LARGE_H
#define LARGE_H

#include <stdbool.h>
#include <stddef.h>

/* After jerry_init(), before script runs. The replacements last as long as the engine. */
void large_start(void);

/* Whether jerry_string() of so many bytes finds room, after a collection where one is needed. */
bool large_string_fits(size_t size);

#endif
