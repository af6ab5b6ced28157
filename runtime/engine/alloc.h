/*
 * alloc.h: memory for an engine that has no heap of its own: one arena, small blocks on free lists by exact size,
 * everything else in blocks that are split and joined. An engine makes and drops many small objects for each datagram,
 * so a block of up to ALLOC_SMALL bytes costs a pop and a push; freed small blocks are joined with their neighbours
 * only when a request finds no block otherwise, and no more of them than it needs: all of a large heap's at once would
 * keep timers waiting. So that there are not many, a list gets about as many blocks as were in use of its size at one
 * time, however long a program runs: what alloc_resize() makes small is taken from it too, if it has one. One arena per
 * program, one thread.
 */
#ifndef ALLOC_H
#define ALLOC_H

#include <stddef.h>
#include <stdint.h>

/* A block; the caller's memory begins at next. The header holds the size in bytes, header included, and flags. */
struct alloc_block {
  size_t header;
  struct alloc_block *next, *previous; /* while free */
};
#define ALLOC_FLAGS ((size_t)3)

/* What a block is aligned to, and its size a multiple of, in bytes. The processors with 32 bits that this runs on want
 * no more than a word's alignment for any access, double words included, and most of the engine's objects are an even
 * number of words: with the header in front, each would lose a word to more. */
#define ALLOC_ALIGN (sizeof(size_t) == 4 ? sizeof(size_t) : 2 * sizeof(size_t))
/* Bytes in front of each block that hold its size. */
#define ALLOC_OVERHEAD sizeof(size_t)
/* Largest block, overhead included, that goes to a free list of its exact size. */
#define ALLOC_SMALL (64 * sizeof(size_t))

/* Forgets every block and starts with size bytes at arena, which stay the caller's and must not move. Less than
 * a few hundred bytes hold nothing; at most UINT32_MAX count. Returns the bytes that blocks can take in all. */
size_t alloc_init(void *arena, size_t size);

/* The free small blocks, a list for each size in units of ALLOC_ALIGN; and what the functions below do where no
 * list serves. For them alone. */
extern struct alloc_block *alloc_lists[];
void *alloc_get_slowly(size_t size);
void alloc_put_large(struct alloc_block *block);

static inline struct alloc_block *alloc_block_of(const void *block) {
  return (struct alloc_block *)((char *)block - ALLOC_OVERHEAD);
}

/* Bytes that a block takes from the arena. */
static inline size_t alloc_cost(const void *block) { return alloc_block_of(block)->header & ~ALLOC_FLAGS; }

/* Bytes that block may be used for: at least what was asked for. */
static inline size_t alloc_size(const void *block) { return alloc_cost(block) - ALLOC_OVERHEAD; }

/* size bytes, aligned to ALLOC_ALIGN, contents undefined; NULL where there is no room. Zero bytes are a block too. */
static inline void *alloc_get(size_t size) {
  if (size <= ALLOC_SMALL - ALLOC_OVERHEAD) {
    struct alloc_block **list = &alloc_lists[(size + ALLOC_OVERHEAD + ALLOC_ALIGN - 1) / ALLOC_ALIGN];
    struct alloc_block *block = *list;
    if (block) {
      *list = block->next;
      return (char *)block + ALLOC_OVERHEAD;
    }
  }
  return alloc_get_slowly(size);
}

/* Gives a block back; NULL is nothing. */
static inline void alloc_put(void *memory) {
  if (!memory) {
    return;
  }
  struct alloc_block *block = alloc_block_of(memory);
  size_t size = alloc_cost(memory);
  if (size > ALLOC_SMALL) {
    alloc_put_large(block);
    return;
  }
  block->next = alloc_lists[size / ALLOC_ALIGN];
  alloc_lists[size / ALLOC_ALIGN] = block;
}

/* Makes block hold size bytes, where it is or elsewhere with its contents; NULL leaves it as it was. */
void *alloc_resize(void *block, size_t size);

#endif
