/* ram.h: what a board without an operating system has in use of its RAM; its C library must have mallinfo(). */
#ifndef RAM_H
#define RAM_H

#include <stddef.h>

/* Fills the unused part of the script's stack with the pattern that ram_stack_used() looks for. At start, before any
 * deeper call. */
void ram_stack_fill(void);
/* Most bytes of the script's stack that were ever in use. */
size_t ram_stack_used(void);

#endif
