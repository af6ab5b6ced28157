/*
 * random.c: a generator on the ChaCha20 block function (RFC 8439 2.3) with fast key erasure: each block's first
 * 32 bytes become the next key, so that numbers given out cannot be recomputed from a later state.
 */
#include "random.h"

#include <string.h>

#include "port.h"

#define BLOCK_WORDS 16
#define KEY_WORDS 8

static uint32_t key[KEY_WORDS];
static uint8_t pool[(BLOCK_WORDS - KEY_WORDS) * 4];
static size_t pool_left;

static uint32_t rotate_left(uint32_t value, unsigned bits) { return (value << bits) | (value >> (32U - bits)); }

static void quarter_round(uint32_t *x, unsigned a, unsigned b, unsigned c, unsigned d) {
  x[a] += x[b];
  x[d] = rotate_left(x[d] ^ x[a], 16);
  x[c] += x[d];
  x[b] = rotate_left(x[b] ^ x[c], 12);
  x[a] += x[b];
  x[d] = rotate_left(x[d] ^ x[a], 8);
  x[c] += x[d];
  x[b] = rotate_left(x[b] ^ x[c], 7);
}

static void next_block(void) {
  uint32_t start[BLOCK_WORDS] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  uint32_t x[BLOCK_WORDS];
  memcpy(start + 4, key, sizeof key);
  memcpy(x, start, sizeof x);
  for (unsigned i = 0; i < 10; i++) {
    for (unsigned k = 0; k < 4; k++) {
      quarter_round(x, k, k + 4, k + 8, k + 12);
    }
    for (unsigned k = 0; k < 4; k++) {
      quarter_round(x, k, (k + 1) % 4 + 4, (k + 2) % 4 + 8, (k + 3) % 4 + 12);
    }
  }
  for (unsigned i = 0; i < BLOCK_WORDS; i++) {
    x[i] += start[i];
  }
  memcpy(key, x, sizeof key);
  memcpy(pool, x + KEY_WORDS, sizeof pool);
  pool_left = sizeof pool;
}

void random_start(const uint8_t seed[RANDOM_SEED_SIZE]) {
  memcpy(key, seed, sizeof key);
  pool_left = 0;
}

void random_start_same(uint32_t number) {
  uint8_t seed[RANDOM_SEED_SIZE] = {0};
  memcpy(seed, &number, sizeof number); /* the same on every port: all are little-endian */
  random_start(seed);
}

void random_fill(void *data, size_t size) {
  uint8_t *out = data;
  while (size > 0) {
    if (pool_left == 0) {
      next_block();
    }
    size_t count = size < pool_left ? size : pool_left;
    uint8_t *from = pool + sizeof pool - pool_left;
    memcpy(out, from, count);
    memset(from, 0, count);
    pool_left -= count;
    out += count;
    size -= count;
  }
}
