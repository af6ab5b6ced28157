/*
 * large.h: one large request of script's is a RangeError that it can catch. Script thread.
 *
 * JerryScript 3.0 throws where an ArrayBuffer, an array literal or a BigInt finds no memory, and ends the program where
 * anything else does. So the methods of its built-in objects that make one large thing of a small call are replaced by
 * ones that first see whether the heap has room for it: String.prototype.repeat, padStart and padEnd,
 * Array.prototype.fill and join. What grows step by step ('+' on strings, push()) still ends the program, with exit
 * code 70, as does all that is not one large request.
 */
#ifndef LARGE_H
#define LARGE_H

/* After jerry_init(), before script runs. The replacements last as long as the engine. */
void large_start(void);

#endif
