/*
 * alloc.c: see alloc.h.
 *
 * The arena is a row of blocks without gaps, ended by a block of size 0 that counts as used. Each begins with a
 * header word: the block's size in bytes, header included, and two flags. Invariants:
 *  - USED is set while the block is the caller's or lies on a small list: its neighbours see no difference.
 *  - A block without USED is free: it holds links of its bin, its last word repeats its size, the block after it
 *    has no BEFORE_USED, and no neighbour of it is free.
 *  - BEFORE_USED is set while the block before has USED, or there is none.
 *  - alloc_lists[n] links free blocks of exactly n * ALLOC_ALIGN bytes.
 *  - bins[row][column] links free blocks of one range of sizes; its bit in columns[row], and rows' bit for the row,
 *    is set exactly while it is not empty.
 */
#include "engine/alloc.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

enum { USED = 1, BEFORE_USED = 2 };

#define MINIMUM (4 * sizeof(size_t)) /* header, two links, the size at the end */
#define SMALL_COUNT (ALLOC_SMALL / ALLOC_ALIGN + 1)

/* Bins: a row per power of two from MINIMUM on, four columns in each. */
#define COLUMN_BITS 2
#define COLUMNS (1u << COLUMN_BITS)
#define ROWS 28

struct alloc_block *alloc_lists[SMALL_COUNT];
static struct alloc_block *bins[ROWS][COLUMNS];
static uint8_t columns[ROWS];
static uint32_t rows;
static struct alloc_block *first;
static size_t usable;

static size_t size_of(const struct alloc_block *block) { return block->header & ~ALLOC_FLAGS; }

static struct alloc_block *block_at(const struct alloc_block *block, size_t offset) {
  return (struct alloc_block *)((char *)block + offset);
}

static struct alloc_block *block_after(const struct alloc_block *block) { return block_at(block, size_of(block)); }

static void *block_payload(struct alloc_block *block) { return (char *)block + ALLOC_OVERHEAD; }

/* The word at the end of a free block of size bytes. */
static size_t *block_tail(struct alloc_block *block, size_t size) {
  return (size_t *)((char *)block + size - sizeof(size_t));
}

static unsigned log2_of(size_t value) {
  return (unsigned)(sizeof(unsigned long) * CHAR_BIT) - 1u - (unsigned)__builtin_clzl((unsigned long)value);
}

/* The bin that a block of size bytes lies in. */
static void bin_of(size_t size, unsigned *row, unsigned *column) {
  unsigned log2 = log2_of(size);
  *row = log2 - log2_of(MINIMUM);
  *column = (unsigned)(size >> (log2 - COLUMN_BITS)) & (COLUMNS - 1);
  if (*row >= ROWS) {
    *row = ROWS - 1;
    *column = COLUMNS - 1;
  }
}

static void bin_insert(struct alloc_block *block, size_t size) {
  unsigned row, column;
  bin_of(size, &row, &column);
  block->next = bins[row][column];
  block->previous = NULL;
  if (block->next) {
    block->next->previous = block;
  }
  bins[row][column] = block;
  columns[row] |= (uint8_t)(1u << column);
  rows |= 1u << row;
}

static void bin_remove(struct alloc_block *block) {
  if (block->next) {
    block->next->previous = block->previous;
  }
  if (block->previous) {
    block->previous->next = block->next;
    return;
  }
  unsigned row, column;
  bin_of(size_of(block), &row, &column);
  bins[row][column] = block->next;
  if (block->next) {
    return;
  }
  columns[row] &= (uint8_t) ~(1u << column);
  if (!columns[row]) {
    rows &= ~(1u << row);
  }
}

/* Makes size bytes from block on one free block; its neighbours are in use. before_used: of the block before. */
static void block_release(struct alloc_block *block, size_t size, size_t before_used) {
  block->header = size | before_used;
  *block_tail(block, size) = size;
  block_at(block, size)->header &= ~(size_t)BEFORE_USED;
  bin_insert(block, size);
}

/* Joins block, which is leaving its owner, with free neighbours and puts the result into a bin. */
void alloc_put_large(struct alloc_block *block) {
  size_t size = size_of(block);
  struct alloc_block *next = block_at(block, size);
  if (!(next->header & USED)) {
    bin_remove(next);
    size += size_of(next);
  }
  size_t before_used = block->header & BEFORE_USED;
  if (!before_used) {
    size_t before_size = *((size_t *)block - 1);
    block = (struct alloc_block *)((char *)block - before_size);
    bin_remove(block);
    before_used = block->header & BEFORE_USED;
    size += before_size;
  }
  block_release(block, size, before_used);
}

/* Joins what is on the small lists, until a bin of a row beyond that of size bytes has a block; false where there was
 * nothing. */
static bool flush_small(size_t size) {
  unsigned row, column;
  bool joined = false;
  bin_of(size, &row, &column);
  for (size_t i = SMALL_COUNT; i-- > 0;) {
    while (alloc_lists[i] && !(rows >> row >> 1)) {
      struct alloc_block *block = alloc_lists[i];
      alloc_lists[i] = block->next;
      alloc_put_large(block);
      joined = true;
    }
  }
  return joined;
}

/* Takes a free block of at least size bytes out of its bin, or NULL. */
static struct alloc_block *block_find(size_t size) {
  unsigned row, column;
  bin_of(size, &row, &column);
  /* The bin of size itself also holds smaller blocks: look through a few of it before taking a larger one. */
  struct alloc_block *block = bins[row][column];
  for (int looks = 0; block && size_of(block) < size && looks < 8; looks++) {
    block = block->next;
  }
  if (!block || size_of(block) < size) {
    unsigned mask = columns[row] & ~((2u << column) - 1);
    if (!mask) {
      uint32_t larger = row + 1 < 32 ? rows & ~((2u << row) - 1) : 0;
      if (larger) {
        row = (unsigned)__builtin_ctz(larger);
        mask = columns[row];
      }
    }
    if (mask) {
      block = bins[row][__builtin_ctz(mask)];
    } else {
      while (block && size_of(block) < size) {
        block = block->next;
      }
    }
  }
  if (block) {
    bin_remove(block);
  }
  return block;
}

/* Gives the end of a block that is about to be the caller's back when it is longer than size. */
static void block_trim(struct alloc_block *block, size_t size) {
  size_t rest = size_of(block) - size;
  if (rest < MINIMUM) {
    return;
  }
  block->header -= rest;
  struct alloc_block *end = block_at(block, size);
  end->header = rest | USED | BEFORE_USED;
  alloc_put_large(end);
}

static struct alloc_block *get_large(size_t size) {
  struct alloc_block *block = block_find(size);
  if (!block && flush_small(size)) {
    block = block_find(size);
  }
  if (!block) {
    return NULL;
  }
  block->header |= USED;
  block_after(block)->header |= BEFORE_USED;
  block_trim(block, size);
  return block;
}

/* The block size for a request, or 0 for one that is larger than any arena. */
static size_t block_size(size_t request) {
  if (request > usable) {
    return 0;
  }
  size_t size = (request + ALLOC_OVERHEAD + ALLOC_ALIGN - 1) & ~(ALLOC_ALIGN - 1);
  return size < MINIMUM ? MINIMUM : size;
}

size_t alloc_init(void *arena, size_t size) {
  memset(alloc_lists, 0, sizeof alloc_lists);
  memset(bins, 0, sizeof bins);
  memset(columns, 0, sizeof columns);
  rows = 0;
  usable = 0;
  first = NULL;
  /* Payloads are aligned, so headers lie one word before a multiple of ALLOC_ALIGN. */
  uintptr_t begin = ((uintptr_t)arena + ALLOC_OVERHEAD + ALLOC_ALIGN - 1) & ~(uintptr_t)(ALLOC_ALIGN - 1);
  uintptr_t end = ((uintptr_t)arena + size) & ~(uintptr_t)(ALLOC_ALIGN - 1);
  if (size < 16 * MINIMUM || size > UINT32_MAX) {
    return 0;
  }
  usable = end - begin;
  first = alloc_block_of((void *)begin);
  block_at(first, usable)->header = USED;
  block_release(first, usable, BEFORE_USED);
  return usable;
}

void *alloc_get_slowly(size_t request) {
  size_t size = block_size(request);
  if (!size) {
    return NULL;
  }
  if (size == MINIMUM && alloc_lists[MINIMUM / ALLOC_ALIGN]) { /* also for requests that need less */
    struct alloc_block *block = alloc_lists[MINIMUM / ALLOC_ALIGN];
    alloc_lists[MINIMUM / ALLOC_ALIGN] = block->next;
    return block_payload(block);
  }
  struct alloc_block *block = get_large(size);
  return block ? block_payload(block) : NULL;
}

/*
 * Whether a block of old bytes may become a small one of size bytes where it is, of whole bytes there. It will be put
 * on the list of its new size, while the one that it came from is one short: where the new one's list has a block
 * already, who makes blocks of one size and resizes each to a second, as QuickJS does for every Error with a few
 * properties, would put the whole arena on the second's list. Nor is one left with a rest that would bring it to a
 * third list.
 */
static bool block_may_become(size_t old, size_t whole, size_t size) {
  if (size <= old && old - size < MINIMUM) {
    return true; /* it stays as it is */
  }
  return !alloc_lists[size / ALLOC_ALIGN] && (whole == size || whole - size >= MINIMUM);
}

void *alloc_resize(void *memory, size_t request) {
  if (!memory) {
    return alloc_get(request);
  }
  size_t size = block_size(request);
  if (!size) {
    return NULL;
  }
  struct alloc_block *block = alloc_block_of(memory);
  size_t old = size_of(block);
  struct alloc_block *next = block_at(block, old);
  size_t whole = size > old && !(next->header & USED) ? old + size_of(next) : old;
  if (size <= ALLOC_SMALL && whole >= size && !block_may_become(old, whole, size)) {
    void *copy = alloc_get(request);
    if (copy) {
      memcpy(copy, memory, (size < old ? size : old) - ALLOC_OVERHEAD);
      alloc_put(memory);
      return copy;
    }
  }
  if (size > old && whole >= size) {
    bin_remove(next);
    block->header += size_of(next);
    block_after(block)->header |= BEFORE_USED;
  }
  if (size_of(block) >= size) {
    block_trim(block, size);
    return memory;
  }
  void *copy = alloc_get(request);
  if (!copy) {
    return NULL;
  }
  memcpy(copy, memory, old - ALLOC_OVERHEAD);
  alloc_put(memory);
  return copy;
}
