/* The generator against RFC 8439's vectors, and that it never repeats what it gave. */
#include <string.h>

#include "random.h"
#include "unity.h"

void setUp(void) {
  static const uint8_t zeros[RANDOM_SEED_SIZE];
  random_start(zeros);
}

void tearDown(void) {}

void test_first_block_is_that_of_rfc_8439(void) {
  /* Appendix A.1, vector 1, bytes 32 to 63: the first 32 become the next key and are not given out. */
  static const uint8_t expected[32] = {0xda, 0x41, 0x59, 0x7c, 0x51, 0x57, 0x48, 0x8d, 0x77, 0x24, 0xe0,
                                       0x3f, 0xb8, 0xd8, 0x4a, 0x37, 0x6a, 0x43, 0xb8, 0xf4, 0x15, 0x18,
                                       0xa1, 0x1c, 0xc3, 0x87, 0xb6, 0x69, 0xb2, 0xee, 0x65, 0x86};
  uint8_t got[32];
  random_fill(got, sizeof got);
  TEST_ASSERT_EQUAL_HEX8_ARRAY(expected, got, 32);
}

void test_pieces_are_the_same_stream(void) {
  uint8_t whole[200], pieces[200];
  random_fill(whole, sizeof whole);
  setUp();
  for (size_t at = 0, size = 1; at < sizeof pieces; at += size, size = size % 37 + 1) {
    if (size > sizeof pieces - at) {
      size = sizeof pieces - at;
    }
    random_fill(pieces + at, size);
  }
  TEST_ASSERT_EQUAL_HEX8_ARRAY(whole, pieces, sizeof whole);
}

void test_blocks_and_seeds_differ(void) {
  uint8_t first[32], second[32], other[32], seed[RANDOM_SEED_SIZE] = {1};
  random_fill(first, sizeof first);
  random_fill(second, sizeof second);
  random_start(seed);
  random_fill(other, sizeof other);
  TEST_ASSERT_NOT_EQUAL_INT(0, memcmp(first, second, sizeof first));
  TEST_ASSERT_NOT_EQUAL_INT(0, memcmp(first, other, sizeof first));
}
