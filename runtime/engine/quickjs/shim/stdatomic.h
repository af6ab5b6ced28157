/*
 * stdatomic.h as QuickJS's Atomics wants it, for an engine that has one thread: plain reads and writes, so that
 * no library for 64-bit atomics is needed on 32-bit processors. Seen by QuickJS only.
 */
#ifndef ENGINE_SHIM_STDATOMIC_H
#define ENGINE_SHIM_STDATOMIC_H

#define _Atomic(type) type

#define ATOMIC_CHANGE(cell, expression)   \
  __extension__({                         \
    __typeof__(*(cell)) before = *(cell); \
    *(cell) = (expression);               \
    before;                               \
  })

#define atomic_load(cell) (*(cell))
#define atomic_store(cell, value) (*(cell) = (value))
#define atomic_exchange(cell, value) ATOMIC_CHANGE(cell, value)
#define atomic_fetch_add(cell, value) ATOMIC_CHANGE(cell, before + (value))
#define atomic_fetch_sub(cell, value) ATOMIC_CHANGE(cell, before - (value))
#define atomic_fetch_and(cell, value) ATOMIC_CHANGE(cell, before &(value))
#define atomic_fetch_or(cell, value) ATOMIC_CHANGE(cell, before | (value))
#define atomic_fetch_xor(cell, value) ATOMIC_CHANGE(cell, before ^ (value))
#define atomic_compare_exchange_strong(cell, expected, value) \
  (*(cell) == *(expected) ? (*(cell) = (value), 1) : (*(expected) = *(cell), 0))

#endif
