/*
 * alloc.h: the engine's memory: one arena, small blocks on free lists by exact size, everything else in blocks
 * that are split and joined. The engine makes and drops many small objects for each datagram, so that a block
 * of up to ALLOC_SMALL bytes costs a pop and a push; freed small blocks are joined with their neighbours only
 * when a request finds no block otherwise. One arena per program, one thread.
 */
#ifndef ALLOC_H
#define ALLOC_H

#include <stddef.h>
#include <stdint.h>

/* What a block is aligned to, and its size a multiple of, in bytes. */
#define ALLOC_ALIGN (2 * sizeof(size_t))
/* Bytes in front of each block that hold its size. */
#define ALLOC_OVERHEAD sizeof(size_t)
/* Largest block, overhead included, that goes to a free list of its exact size. */
#define ALLOC_SMALL (32 * ALLOC_ALIGN)

/* Forgets every block and starts with size bytes at arena, which stay the caller's and must not move. Less than
 * a few hundred bytes hold nothing; at most UINT32_MAX count. */
void alloc_init(void *arena, size_t size);

/* size bytes, aligned to ALLOC_ALIGN, contents undefined; NULL where there is no room. Zero bytes are a block too. */
void *alloc_get(size_t size);
/* Gives a block back; NULL is nothing. */
void alloc_put(void *block);
/* Makes block hold size bytes, where it is or elsewhere with its contents; NULL leaves it as it was. */
void *alloc_resize(void *block, size_t size);
/* Bytes that block may be used for: at least what was asked for. */
size_t alloc_size(const void *block);

/* Bytes that a block takes from the arena. */
static inline size_t alloc_cost(const void *block) {
  return alloc_size(block) + ALLOC_OVERHEAD;
}

/* Bytes in blocks and their overhead: now, and most ever since alloc_init(). And the arena's usable size. */
struct alloc_stats {
  size_t size, used, peak;
  size_t largest; /* the largest block that alloc_get() could give, after joining what can be joined */
};
void alloc_stats(struct alloc_stats *out);

/* Walks the whole arena and checks every invariant: 0, or the number of the check that failed. For tests. */
int alloc_check(void);

#endif
