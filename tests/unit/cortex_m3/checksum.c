/*
 * compare.c: checksum_sum() of this processor's own kind (checksum_m3.S) against the portable one (checksum.c) and
 * against RFC 1071 read literally, in one program: every length to 300 at every alignment, with zeros, with ones that
 * carry at each step, and with random bytes; then long blocks. What lies around the bytes must not count.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "checksum.h"

uint16_t portable_sum(const void *data, int len); /* checksum.c under another name */

#define LONGEST 2048

static uint32_t memory[(LONGEST + 64) / 4];
static unsigned long tried, failed;

static uint32_t random_bits(void) {
  static uint32_t state = 2463534242U;
  state ^= state << 13;
  state ^= state >> 17;
  return state ^= state << 5;
}

/* RFC 1071: 16-bit words one by one; little-endian, as this processor is. */
static uint16_t literal_sum(const uint8_t *data, int len) {
  uint32_t sum = 0;
  for (int i = 0; i < len; i++) {
    sum += (uint32_t)data[i] << (i % 2 * 8);
    sum = (sum & 0xffffU) + (sum >> 16);
  }
  return (uint16_t)sum;
}

static void compare(unsigned offset, int len) {
  const uint8_t *data = (const uint8_t *)memory + offset;
  unsigned own = checksum_sum(data, len), portable = portable_sum(data, len), literal = literal_sum(data, len);
  tried++;
  /* Both forms of zero are right for bytes that are not all 0. */
  if (own % 0xffffU != literal % 0xffffU || portable % 0xffffU != literal % 0xffffU || (own == 0) != (literal == 0) ||
      (portable == 0) != (literal == 0)) {
    failed++;
    printf("%d bytes at offset %u: own %04x, portable %04x, right %04x\n", len, offset, own, portable, literal);
  }
}

/* The bytes between, with others before and behind. */
static void fill(unsigned offset, int len, int kind) {
  uint8_t *bytes = (uint8_t *)memory;
  for (size_t i = 0; i < sizeof memory; i++) {
    bool inside = i >= offset && i < offset + (size_t)len;
    bytes[i] = !inside || kind == 2 ? (uint8_t)random_bits() : kind == 0 ? 0 : 0xff;
  }
}

int main(void) {
  for (int len = 0; len <= 300; len++) {
    for (unsigned offset = 0; offset < 8; offset++) {
      for (int kind = 0; kind < 3; kind++) {
        fill(offset, len, kind);
        compare(offset, len);
      }
    }
  }
  for (int i = 0; i < 300; i++) {
    unsigned offset = random_bits() % 32U;
    int len = (int)(random_bits() % (LONGEST + 1U));
    fill(offset, len, 2);
    compare(offset, len);
  }
  compare(0, -1);
  printf("%lu sums compared, %lu wrong\n", tried, failed);
  return failed != 0;
}
