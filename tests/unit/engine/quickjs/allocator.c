/*
 * allocator.c: the engine's allocator (alloc.h) by itself: each rule once, then long random runs. It is compiled in
 * here once more, so that its lists can be looked at.
 */
#define alloc_lists allocator_test_lists
#define alloc_init allocator_test_init
#define alloc_get_slowly allocator_test_get_slowly
#define alloc_put_large allocator_test_put_large
#define alloc_resize allocator_test_resize
#include "engine/alloc.c"

#include "../check.h"

static _Alignas(16) uint8_t arena[64 * 1024];

struct stats {
  size_t size;    /* bytes that blocks and their overhead can take in all */
  size_t used;    /* that they take now */
  size_t largest; /* the largest request that alloc_get() could serve now */
};

/* Joins what can be joined, and looks. */
static struct stats stats(void) {
  struct stats out = {usable, usable, 0};
  flush_small(SIZE_MAX);
  for (unsigned row = 0; row < ROWS; row++) {
    for (unsigned column = 0; column < COLUMNS; column++) {
      for (const struct alloc_block *block = bins[row][column]; block; block = block->next) {
        out.used -= size_of(block);
        if (size_of(block) - ALLOC_OVERHEAD > out.largest) {
          out.largest = size_of(block) - ALLOC_OVERHEAD;
        }
      }
    }
  }
  return out;
}

/* Walks the whole arena and checks every invariant: 0, or the number of the check that failed. */
static int alloc_check(void) {
  size_t bytes_used = 0, bytes_free = 0, listed = 0;
  bool before_used = true;
  if (!usable) {
    return 0;
  }
  const struct alloc_block *end = block_at(first, usable);
  struct alloc_block *block;
  for (block = first; block < end; block = block_after(block)) {
    size_t size = size_of(block);
    if (size < MINIMUM || size % ALLOC_ALIGN || (uintptr_t)block_payload(block) % ALLOC_ALIGN) {
      return 1;
    }
    if (!(block->header & BEFORE_USED) != !before_used) {
      return 2;
    }
    if (block->header & USED) {
      bytes_used += size;
    } else {
      if (!before_used || *block_tail(block, size) != size) {
        return 3;
      }
      bytes_free += size;
    }
    before_used = block->header & USED;
  }
  if (block != end || (end->header & ~(size_t)BEFORE_USED) != USED || !(end->header & BEFORE_USED) != !before_used) {
    return 4;
  }
  if (bytes_used + bytes_free != usable) {
    return 5;
  }
  for (size_t i = 0; i < SMALL_COUNT; i++) {
    for (block = alloc_lists[i]; block; block = block->next) {
      if (size_of(block) != i * ALLOC_ALIGN || !(block->header & USED)) {
        return 6;
      }
      listed += size_of(block);
    }
  }
  if (listed > bytes_used) {
    return 7;
  }
  listed = 0;
  for (unsigned row = 0; row < ROWS; row++) {
    if (!columns[row] != !(rows & 1u << row)) {
      return 8;
    }
    for (unsigned column = 0; column < COLUMNS; column++) {
      if (!bins[row][column] != !(columns[row] & 1u << column)) {
        return 9;
      }
      for (block = bins[row][column]; block; block = block->next) {
        unsigned own_row, own_column;
        bin_of(size_of(block), &own_row, &own_column);
        if (own_row != row || own_column != column || (block->header & USED)) {
          return 10;
        }
        if (block->next && block->next->previous != block) {
          return 11;
        }
        listed += size_of(block);
      }
    }
  }
  return listed == bytes_free ? 0 : 12;
}

/* Blocks on the small lists: what a request that finds no other room may have to join. */
static size_t listed_count(void) {
  size_t count = 0;
  for (size_t i = 0; i < SMALL_COUNT; i++) {
    for (const struct alloc_block *block = alloc_lists[i]; block; block = block->next) {
      count++;
    }
  }
  return count;
}

static void blocks_are_aligned_and_apart(void) {
  uint8_t *blocks[64];
  alloc_init(arena, sizeof arena);
  for (size_t i = 0; i < 64; i++) {
    blocks[i] = alloc_get(i * 7);
    CHECK(blocks[i] != NULL);
    CHECK_INT(0, (uintptr_t)blocks[i] % ALLOC_ALIGN);
    CHECK(alloc_size(blocks[i]) >= i * 7);
    CHECK(blocks[i] >= arena && blocks[i] + alloc_size(blocks[i]) <= arena + sizeof arena);
    memset(blocks[i], (int)i, alloc_size(blocks[i]));
  }
  for (size_t i = 0; i < 64; i++) {
    for (size_t j = 0; j < alloc_size(blocks[i]); j++) {
      CHECK_INT(i, blocks[i][j]);
    }
  }
  CHECK_INT(0, alloc_check());
}

static void use_is_counted(void) {
  alloc_init(arena, sizeof arena);
  CHECK_INT(0, stats().used);
  void *small = alloc_get(10), *large = alloc_get(10000);
  size_t used = alloc_cost(small) + alloc_cost(large);
  CHECK_INT(used, stats().used);
  alloc_put(large);
  CHECK_INT(alloc_cost(small), stats().used);
  alloc_put(small);
  CHECK_INT(0, stats().used);
  CHECK(stats().size <= sizeof arena && stats().size > sizeof arena - 64);
}

static void all_freed_is_one_block_again(void) {
  void *blocks[200];
  alloc_init(arena, sizeof arena);
  size_t whole = stats().largest;
  CHECK(whole > sizeof arena - 64);
  for (size_t i = 0; i < 200; i++) {
    blocks[i] = alloc_get(i);
  }
  for (size_t i = 0; i < 200; i += 2) {
    alloc_put(blocks[i]);
  }
  for (size_t i = 1; i < 200; i += 2) {
    alloc_put(blocks[i]);
  }
  CHECK_INT(whole, stats().largest);
  CHECK(alloc_get(whole) != NULL);
  CHECK(alloc_get(0) == NULL);
  CHECK_INT(0, alloc_check());
}

#define SMALL_BLOCKS 4096

/* Takes small blocks until there is no more room; returns how many. */
static size_t fill_with_small(void *blocks[SMALL_BLOCKS]) {
  size_t count = 0;
  while (count < SMALL_BLOCKS && (blocks[count] = alloc_get(24))) {
    count++;
  }
  return count;
}

static void small_blocks_are_joined_when_room_is_short(void) {
  alloc_init(arena, sizeof arena);
  void *blocks[SMALL_BLOCKS];
  size_t count = fill_with_small(blocks);
  CHECK(count > 1000);
  for (size_t i = 0; i < count; i++) {
    alloc_put(blocks[i]);
  }
  CHECK(alloc_get(sizeof arena / 2) != NULL);
  CHECK_INT(0, alloc_check());
}

static void no_more_are_joined_than_the_request_needs(void) {
  alloc_init(arena, sizeof arena);
  void *blocks[SMALL_BLOCKS];
  size_t count = fill_with_small(blocks);
  for (size_t i = count; i-- > 0;) {
    alloc_put(blocks[i]);
  }
  CHECK_INT(count, listed_count());
  CHECK(alloc_get(1000) != NULL);
  CHECK(listed_count() > count - 100);
  CHECK_INT(0, alloc_check());
}

/* A program that goes on for years leaves as many small blocks as it once had in use, not one for each round. */
static void what_is_resized_is_used_again(void) {
  static const size_t rounds[][2] = {{40, 100}, {100, 40}, {400, 100}, {100, 400}, {40, 60}, {0, 250}, {3000, 8}};
  alloc_init(arena, sizeof arena);
  for (size_t i = 0; i < 2000; i++) {
    for (size_t kind = 0; kind < sizeof rounds / sizeof *rounds; kind++) {
      void *block = alloc_get(rounds[kind][0]);
      void *beside = alloc_get(rounds[kind][0] / 2);
      alloc_put(alloc_resize(block, rounds[kind][1]));
      alloc_put(beside);
    }
  }
  CHECK(listed_count() <= 4 * sizeof rounds / sizeof *rounds);
  CHECK_INT(0, alloc_check());
}

static void a_freed_small_block_is_given_next(void) {
  alloc_init(arena, sizeof arena);
  void *first = alloc_get(40), *second = alloc_get(40);
  alloc_put(first);
  CHECK(alloc_get(40) == first);
  alloc_put(second);
  CHECK(alloc_get(40) == second);
}

static void too_large_a_request_gets_nothing(void) {
  alloc_init(arena, sizeof arena);
  CHECK(alloc_get(sizeof arena) == NULL);
  CHECK(alloc_get(SIZE_MAX) == NULL);
  CHECK(alloc_get(SIZE_MAX - 15) == NULL);
  void *block = alloc_get(100);
  memset(block, 7, 100);
  CHECK(alloc_resize(block, SIZE_MAX) == NULL);
  CHECK(alloc_resize(block, sizeof arena) == NULL);
  CHECK_INT(7, ((uint8_t *)block)[99]);
  CHECK_INT(0, alloc_check());
}

static void nothing_is_a_fine_argument(void) {
  alloc_init(arena, sizeof arena);
  alloc_put(NULL);
  void *block = alloc_resize(NULL, 10);
  CHECK(block != NULL);
  alloc_put(block);
  CHECK_INT(0, stats().used);
}

static void resizing_keeps_contents(void) {
  alloc_init(arena, sizeof arena);
  uint8_t *block = alloc_get(10);
  for (uint8_t i = 0; i < 10; i++) {
    block[i] = i;
  }
  void *wall = alloc_get(10);
  for (size_t size = 20; size < 20000; size *= 3) {
    block = alloc_resize(block, size);
    for (uint8_t i = 0; i < 10; i++) {
      CHECK_INT(i, block[i]);
    }
    CHECK_INT(0, alloc_check());
  }
  block = alloc_resize(block, 10);
  for (uint8_t i = 0; i < 10; i++) {
    CHECK_INT(i, block[i]);
  }
  alloc_put(wall);
  alloc_put(block);
  CHECK_INT(0, stats().used);
  CHECK_INT(0, alloc_check());
}

static void resizing_stays_in_place_where_it_can(void) {
  alloc_init(arena, sizeof arena);
  void *block = alloc_get(1000);
  CHECK(alloc_resize(block, 5000) == block);
  CHECK(alloc_resize(block, 600) == block);
  CHECK_INT(alloc_cost(block), stats().used);
}

static void an_arena_too_small_gives_nothing(void) {
  for (size_t size = 0; size < 600; size += 7) {
    alloc_init(arena + size % 16, size);
    void *block = alloc_get(1);
    CHECK(!block || ((uint8_t *)block >= arena && (uint8_t *)block + alloc_size(block) <= arena + size % 16 + size));
    alloc_put(block);
    CHECK_INT(0, alloc_check());
  }
}

/* ---- random runs: every byte of every block is known, and all invariants are checked as they go ---- */

static uint32_t random_state;

static uint32_t next_random(uint32_t limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % limit;
}

static uint32_t random_size(void) {
  switch (next_random(8)) {
  case 0:
    return next_random(8);
  case 1:
    return next_random(3000);
  case 2:
    return next_random(20000);
  default:
    return next_random(600);
  }
}

enum { SLOTS = 256 };
static struct {
  uint8_t *data;
  uint32_t size;
  uint8_t fill;
} slots[SLOTS];

static bool filled(size_t slot, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (slots[slot].data[i] != slots[slot].fill) {
      return false;
    }
  }
  return true;
}

static void fill(size_t slot, uint8_t *data, uint32_t size) {
  slots[slot].data = data;
  slots[slot].size = size;
  slots[slot].fill = (uint8_t)next_random(256);
  memset(data, slots[slot].fill, size);
}

static void random_step(void) {
  size_t slot = next_random(SLOTS);
  uint32_t size = random_size();
  if (!slots[slot].data) {
    uint8_t *data = alloc_get(size);
    if (data) {
      fill(slot, data, size);
    }
  } else if (next_random(4)) {
    CHECK(filled(slot, slots[slot].size));
    alloc_put(slots[slot].data);
    slots[slot].data = NULL;
  } else {
    uint32_t kept = size < slots[slot].size ? size : slots[slot].size;
    uint8_t *data = alloc_resize(slots[slot].data, size);
    if (data) {
      slots[slot].data = data;
      CHECK(filled(slot, kept));
      fill(slot, data, size);
    } else {
      CHECK(filled(slot, slots[slot].size));
    }
  }
}

static void random_use_keeps_every_rule(void) {
  for (uint32_t seed = 1; seed <= 40; seed++) {
    random_state = seed;
    memset(slots, 0, sizeof slots);
    /* From nearly always full to roomy. */
    alloc_init(arena + seed % 16, sizeof arena - 16 - (seed % 4) * 15000);
    for (int step = 0; step < 4000; step++) {
      random_step();
      if (step % 61 == 0) {
        check_int(0, alloc_check(), "alloc_check()", __FILE__, (int)seed);
      }
    }
    for (size_t slot = 0; slot < SLOTS; slot++) {
      if (slots[slot].data) {
        CHECK(filled(slot, slots[slot].size));
        alloc_put(slots[slot].data);
      }
    }
    CHECK_INT(0, stats().used);
    CHECK_INT(stats().size - ALLOC_OVERHEAD, stats().largest);
    CHECK_INT(0, alloc_check());
  }
}

static const struct test tests[] = {
    {"blocks are aligned and apart", blocks_are_aligned_and_apart},
    {"use is counted", use_is_counted},
    {"all freed is one block again", all_freed_is_one_block_again},
    {"small blocks are joined when room is short", small_blocks_are_joined_when_room_is_short},
    {"no more are joined than the request needs", no_more_are_joined_than_the_request_needs},
    {"what is resized is used again", what_is_resized_is_used_again},
    {"a freed small block is given next", a_freed_small_block_is_given_next},
    {"too large a request gets nothing", too_large_a_request_gets_nothing},
    {"nothing is a fine argument", nothing_is_a_fine_argument},
    {"resizing keeps contents", resizing_keeps_contents},
    {"resizing stays in place where it can", resizing_stays_in_place_where_it_can},
    {"an arena too small gives nothing", an_arena_too_small_gives_nothing},
    {"random use keeps every rule", random_use_keeps_every_rule},
    {NULL, NULL},
};
const struct suite allocator = {"allocator", tests, true};
