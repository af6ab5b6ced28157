/* The Internet checksum against RFC 1071's definition, summed 16 bits at a time. */
#include <stdlib.h>
#include <string.h>

#include "checksum.h"
#include "unity.h"

static uint8_t memory[4096 + 8];

void setUp(void) {
  srand(1);
  for (size_t i = 0; i < sizeof memory; i++) {
    memory[i] = (uint8_t)rand();
  }
}

void tearDown(void) {}

static uint16_t by_definition(const uint8_t *data, int len) {
  uint32_t sum = 0;
  for (int i = 0; i < len; i += 2) {
    uint8_t pair[2] = {data[i], i + 1 < len ? data[i + 1] : 0};
    uint16_t word;
    memcpy(&word, pair, 2);
    sum += word;
  }
  while (sum > 0xffff) {
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (uint16_t)sum;
}

void test_every_alignment_and_every_short_length(void) {
  for (int offset = 0; offset < 8; offset++) {
    for (int len = 0; len <= 200; len++) {
      TEST_ASSERT_EQUAL_HEX16(by_definition(memory + offset, len), checksum_sum(memory + offset, len));
    }
  }
}

void test_random_places_in_a_large_block(void) {
  for (int i = 0; i < 2000; i++) {
    int offset = rand() % 64, len = rand() % 4000;
    TEST_ASSERT_EQUAL_HEX16(by_definition(memory + offset, len), checksum_sum(memory + offset, len));
  }
}

void test_the_longest_packet_of_ones_carries_all_the_way(void) {
  uint8_t *ones = malloc(65535);
  TEST_ASSERT_NOT_NULL(ones);
  memset(ones, 0xff, 65535);
  TEST_ASSERT_EQUAL_HEX16(by_definition(ones, 65535), checksum_sum(ones, 65535));
  TEST_ASSERT_EQUAL_HEX16(0xffff, checksum_sum(ones, 65534));
  free(ones);
}

void test_reads_nothing_outside(void) {
  for (size_t len = 1; len < 40; len++) {
    uint8_t *exact = malloc(len); /* the address sanitizer watches its ends */
    TEST_ASSERT_NOT_NULL(exact);
    memcpy(exact, memory, len);
    TEST_ASSERT_EQUAL_HEX16(by_definition(exact, (int)len), checksum_sum(exact, (int)len));
    free(exact);
  }
}

void test_nothing_and_less_sum_to_zero(void) {
  TEST_ASSERT_EQUAL_HEX16(0, checksum_sum(memory, 0));
  TEST_ASSERT_EQUAL_HEX16(0, checksum_sum(memory, -1));
}
