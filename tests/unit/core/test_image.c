/* Every field of an app image is checked, and the message says what was found and what was expected. */
#include "unity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/engine.h"
#include "core/image.h"

TEST_SOURCE_FILE("image.c")

#define CODE "(function () {})"
#define ENTRY_AT 80
#define TOTAL 88

static uint8_t good[TOTAL];
static struct image image;

static void put16(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)value;
  at[1] = (uint8_t)(value >> 8);
}

static void put32(uint8_t *at, uint32_t value) {
  put16(at, value);
  put16(at + 2, value >> 16);
}

/* The polynomial itself, bit by bit. */
static uint32_t crc32(const uint8_t *data, size_t size) {
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < size; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
  }
  return ~crc;
}

static void seal(void) { put32(good + 12, crc32(good + 16, TOTAL - 16)); }

void setUp(void) {
  memset(good, 0, sizeof good);
  memset(&image, 0, sizeof image);
  memcpy(good, "TGI1", 4);
  put16(good + 4, IMAGE_VERSION);
  put16(good + 6, IMAGE_HEADER_SIZE);
  put32(good + 8, TOTAL);
  memcpy(good + 16, ENGINE_NAME, strlen(ENGINE_NAME));
  put32(good + 32, ENGINE_VERSION);
  put32(good + 36, ENGINE_CODE_FORMAT);
  put32(good + 40, IMAGE_KIND_SOURCE);
  put32(good + 44, IMAGE_HEADER_SIZE);
  put32(good + 48, strlen(CODE));
  put32(good + 52, ENTRY_AT);
  memcpy(good + IMAGE_HEADER_SIZE, CODE, strlen(CODE));
  memcpy(good + ENTRY_AT, "app.js", 7);
  seal();
}

void tearDown(void) {}

/* Opens an exact copy, so that the sanitizer sees a read beyond its end. */
static const char *open_size(size_t size) {
  uint8_t *copy = malloc(size + 1);
  TEST_ASSERT_NOT_NULL(copy);
  memcpy(copy, good, size);
  uint8_t *exact = realloc(copy, size != 0 ? size : 1);
  TEST_ASSERT_NOT_NULL(exact);
  const char *problem = image_open(exact, size, &image);
  if (problem == NULL) {
    TEST_ASSERT_EQUAL_PTR(exact + IMAGE_HEADER_SIZE, image.code);
  }
  free(exact);
  return problem;
}

static void refused(const char *part) {
  const char *problem = open_size(TOTAL);
  TEST_ASSERT_NOT_NULL(problem);
  TEST_ASSERT_NOT_NULL_MESSAGE(strstr(problem, part), problem);
  TEST_ASSERT_NULL(image.code);
}

void test_a_good_image_opens(void) {
  TEST_ASSERT_NULL(image_open(good, TOTAL, &image));
  TEST_ASSERT_EQUAL_INT(IMAGE_KIND_SOURCE, image.kind);
  TEST_ASSERT_EQUAL_PTR(good + IMAGE_HEADER_SIZE, image.code);
  TEST_ASSERT_EQUAL_UINT(strlen(CODE), image.code_size);
  TEST_ASSERT_EQUAL_STRING("app.js", image.entry);
}

void test_more_memory_than_image_is_fine(void) {
  uint8_t memory[TOTAL + 100];
  memset(memory, 0xff, sizeof memory);
  memcpy(memory, good, TOTAL);
  TEST_ASSERT_NULL(image_open(memory, sizeof memory, &image));
}

void test_cut_off_anywhere_is_refused(void) {
  for (size_t size = 0; size < TOTAL; size++) {
    TEST_ASSERT_NOT_NULL(open_size(size));
  }
  TEST_ASSERT_EQUAL_STRING("the app image is cut off: it has 63 bytes, its header alone takes 64", open_size(63));
  TEST_ASSERT_EQUAL_STRING("the app image is damaged or cut off: it says it has 88 bytes, 87 are there", open_size(87));
}

void test_any_flipped_bit_is_refused(void) {
  for (size_t at = 0; at < TOTAL; at++) {
    for (int bit = 0; bit < 8; bit++) {
      good[at] ^= (uint8_t)(1 << bit);
      TEST_ASSERT_NOT_NULL(open_size(TOTAL));
      good[at] ^= (uint8_t)(1 << bit);
    }
  }
}

void test_no_image(void) {
  memcpy(good,
         "\x7f"
         "ELF",
         4);
  refused("starts with 7f 45 4c 46 instead of 54 47 49 31");
}

void test_too_new(void) {
  put16(good + 4, 2);
  refused("format version 2, this firmware reads version 1: it is too new");
}

void test_too_old(void) {
  put16(good + 4, 0);
  refused("format version 0, this firmware reads version 1: it is too old");
}

void test_header_size(void) {
  put16(good + 6, 128);
  refused("128 bytes instead of 64");
}

void test_total_below_the_header(void) {
  put32(good + 8, 63);
  refused("it says it has 63 bytes, 88 are there");
}

void test_total_near_the_end_of_numbers(void) {
  put32(good + 8, UINT32_MAX);
  refused("it says it has 4294967295 bytes, 88 are there");
}

void test_damage_names_both_checksums(void) {
  char expected[64];
  uint32_t before = crc32(good + 16, TOTAL - 16);
  good[IMAGE_HEADER_SIZE] ^= 1;
  snprintf(expected, sizeof expected, "its CRC-32 is %08x, its header says %08x",
           (unsigned)crc32(good + 16, TOTAL - 16), (unsigned)before);
  refused(expected);
}

void test_foreign_engine_names_both(void) {
  memcpy(good + 16, "mujs\0\0\0\0\0\0\0\0\0\0\0\0", 16);
  seal();
  refused("for the engine mujs, this firmware has " ENGINE_NAME);
}

void test_engine_name_without_end_is_shown_safely(void) {
  memset(good + 16, 0x1b, 16);
  seal();
  refused("for the engine ????????????????, this firmware");
}

void test_kind(void) {
  put32(good + 40, 3);
  seal();
  refused("code of kind 3, this firmware runs kind 1 and 2");
}

void test_text_runs_on_any_version_of_its_engine(void) {
  put32(good + 32, 1);
  put32(good + 36, 1);
  seal();
  TEST_ASSERT_NULL(open_size(TOTAL));
}

void test_code_of_another_engine_version(void) {
  put32(good + 40, IMAGE_KIND_CODE);
  put32(good + 32, 9 << 16 | 8 << 8 | 7);
  seal();
  refused("9.8.7, this firmware has ");
}

void test_code_of_another_format(void) {
  put32(good + 40, IMAGE_KIND_CODE);
  put32(good + 36, 12345);
  seal();
  refused("format 12345, this firmware runs format ");
}

void test_code_of_this_engine(void) {
  put32(good + 40, IMAGE_KIND_CODE);
  seal();
  TEST_ASSERT_NULL(open_size(TOTAL));
  TEST_ASSERT_EQUAL_INT(IMAGE_KIND_CODE, image.kind);
}

static void code_at(uint32_t offset, uint32_t size) {
  put32(good + 44, offset);
  put32(good + 48, size);
  seal();
  refused("bytes of code at");
}

void test_code_outside(void) {
  code_at(0, 8);
  code_at(56, 8);
  code_at(68, 8);
  code_at(64, 0);
  code_at(64, 25);
  code_at(88, 1);
  code_at(96, 1);
  code_at(64, UINT32_MAX);
  code_at(UINT32_MAX - 7, 8);
  code_at(UINT32_MAX - 7, 16);
}

static void entry_at(uint32_t offset) {
  put32(good + 52, offset);
  seal();
  refused("there is no entry name at");
}

void test_entry_outside(void) {
  entry_at(0);
  entry_at(63);
  entry_at(TOTAL);
  entry_at(UINT32_MAX);
  entry_at(ENTRY_AT + 6);
}

void test_entry_without_end(void) {
  memset(good + ENTRY_AT, 'a', TOTAL - ENTRY_AT);
  entry_at(ENTRY_AT);
}

void test_reserved_bytes(void) {
  good[63] = 1;
  seal();
  refused("bytes 56 to 63 of its header are not zero");
}
