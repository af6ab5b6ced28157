/*
 * tidy.h: keeps the engine's heap quick to allocate from. Script thread.
 *
 * JerryScript 3.0 looks for memory in a list of free regions, from the lowest address on, and collects when its heap
 * grows past a multiple of 8 KiB (a 32nd of the heap when that is less). What a program's start leaves behind then
 * costs it for the rest of its life: each allocation passes the holes that are too small for it (64 sockets leave a
 * hundred: 3,000 instructions a datagram), and where the memory in use ends a little below such a multiple, every few
 * datagrams bring a collection, not every hundred. So the heap is filled with the smallest objects past the next
 * multiples, once the program has started and seldom after that. They are garbage at once; the engine keeps their
 * cells for objects of their size, and makes one region of what lies free when memory is short.
 *
 * QuickJS needs none of this.
 */
#ifndef TIDY_H
#define TIDY_H

#include <stdint.h>

#include "core/engine.h"

/* Turns until tidy_heap(). */
extern uint32_t tidy_wait;

/* After jerry_init(). */
void tidy_start(void);

/* Costs as much as two or three collections. No script may be on the stack. */
void tidy_heap(void);

/* To be called after each of the loop's calls into script. */
static inline void tidy_turn(void) {
  if (ENGINE_HEAP_FRAGMENTS && --tidy_wait == 0) {
    tidy_heap();
  }
}

#endif
