/*
 * memory.h: one contract for full memory, whatever the engine.
 *
 * Script that asks for one large thing (Buffer.alloc, new ArrayBuffer, a huge array or string) gets a RangeError that
 * it can catch. All else that finds memory full ends the program, with exit code 70 and a line that says which memory,
 * its size, what is in use and what to do. So C that asked the engine for an object, a string or a function has it, and
 * nothing goes on with a half-made one.
 *
 * An engine comes here by jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY), and by values that the runtime knows for this
 * (engine_out_of_memory()); its heap's own figures are those of jerry_heap_stats(). What a datagram or a name needs of
 * the network's pools is neither: it has an error code of its own (ENOBUFS, EAI_MEMORY).
 */
#ifndef MEMORY_H
#define MEMORY_H

#include <stddef.h>

/* The engine's heap is full: says so and ends the program. Script thread. */
_Noreturn void memory_script_heap_full(void);

/* The C heap has no size bytes for purpose ("a timer"): says so and ends the program. Script thread. */
_Noreturn void memory_full(size_t size, const char *purpose);

/* size bytes of the C heap, uninitialised, the caller's to free(); never NULL. Script thread. */
void *memory_alloc(size_t size, const char *purpose);

/* The same in zeros, for the native part of an object of script: where there is no room the engine collects first, as
 * objects that nobody holds have such parts too. For calls that come from script. */
void *memory_alloc_native(size_t size, const char *purpose);

/* Bytes from which on a request of script's counts as one large thing. Engines may refuse less, too. */
#define MEMORY_LARGE 8192

#endif
