/*
 * heap.h: the engine's memory: the hooks that QuickJS allocates with, when its collector runs, a full heap.
 *
 * One array of CONFIG_ENGINE_HEAP bytes (twice that where pointers have 64 bits). A request that it cannot serve:
 *  - of HEAP_LARGE bytes or more is refused. QuickJS throws, and script can catch what by error.c is a RangeError. Such
 *    requests leave HEAP_RESERVE bytes, so that there is room for the error;
 *  - a smaller one ends the program by jerry_port_fatal(), here and at once, so that neither QuickJS nor C ever goes on
 *    with half of what it asked for.
 */
#ifndef QUICKJS_HEAP_H
#define QUICKJS_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#include "quickjs.h"

/* Above all that QuickJS asks for on its own account: its blocks for small objects (4 KiB in releases from 2026 on). */
#define HEAP_LARGE ((size_t)8192)
#define HEAP_RESERVE (1024 * sizeof(void *))

extern const JSMallocFunctions heap_functions;

/* An empty heap; before the runtime is made. */
void heap_start(void);
/* The first collection is due at a quarter of the heap. When the runtime is there. */
void heap_watch(JSRuntime *runtime);
/* To be called while a collection runs, once or more. */
void heap_collected(void);
/* Collects where QuickJS would with the next new object. Only where no C of QuickJS holds half-made things: at C's
 * entries into script, and in the interrupt handler. */
void heap_collect_if_due(void);

#endif
