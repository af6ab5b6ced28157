#include "nor_flash.h"

#include <string.h>

#include "unity.h"

void nor_start(struct nor *nor) {
  memset(nor, 0, sizeof *nor);
  memset(nor->data, 0xff, sizeof nor->data);
  nor->cut = NOR_NO_CUT;
}

void nor_power(struct nor *nor, unsigned cut, unsigned tear) {
  nor->done = 0;
  nor->cut = cut;
  nor->tear = tear;
  nor->off = false;
}

/* The bits of byte `at` that a torn operation gets to. */
static uint8_t reached(unsigned tear, size_t at) {
  if (tear <= NOR_TEARS_ALL) {
    size_t stages = tear > NOR_STAGES * at ? tear - NOR_STAGES * at : 0;
    return stages == 0 ? 0x00 : stages == 1 ? 0xf0 : stages == 2 ? 0x0f : 0xff;
  }
  if (tear < NOR_TEARS_RANDOM) {
    return at == tear - NOR_TEARS_ALL - 1 ? 0x00 : 0xff;
  }
  uint32_t mix = (tear + 1) * 2654435761u + (uint32_t)at * 40503u;
  mix ^= mix >> 15;
  mix *= 2246822519u;
  return (uint8_t)(mix >> 24);
}

/* Moves the bits of a sector towards wanted; a write never sets one. */
static bool change(struct nor *nor, unsigned sector, const uint8_t *wanted) {
  TEST_ASSERT_LESS_THAN(NOR_SECTORS, sector);
  if (nor->off || nor->broken) {
    return false;
  }
  nor->off = nor->done++ == nor->cut;
  for (size_t i = 0; i < NOR_KEPT; i++) {
    uint8_t bits = nor->off ? reached(nor->tear, i) : 0xff;
    nor->data[sector][i] = (uint8_t)((nor->data[sector][i] & ~bits) | (wanted[i] & bits));
  }
  return !nor->off;
}

bool nor_erase(struct nor *nor, unsigned sector) {
  uint8_t erased[NOR_KEPT];
  memset(erased, 0xff, sizeof erased);
  return change(nor, sector, erased);
}

bool nor_write(struct nor *nor, unsigned sector, const uint8_t *data, size_t size) {
  uint8_t wanted[NOR_KEPT];
  TEST_ASSERT_LESS_OR_EQUAL(NOR_KEPT, size);
  for (size_t i = 0; i < NOR_KEPT; i++) {
    wanted[i] = nor->data[sector][i] & (i < size ? data[i] : 0xff);
  }
  return change(nor, sector, wanted);
}

/* ---- the partition `slots` ---- */

static bool read_slots(void *context, uint32_t offset, void *data, size_t size) {
  struct nor *nor = context;
  TEST_ASSERT_EQUAL(0, offset % SLOTS_SECTOR);
  TEST_ASSERT_LESS_OR_EQUAL(NOR_KEPT, size);
  TEST_ASSERT_LESS_THAN(SLOTS_SECTORS, offset / SLOTS_SECTOR);
  memcpy(data, nor->data[offset / SLOTS_SECTOR], size);
  return !nor->off;
}

static bool erase_slots(void *context, uint32_t offset) {
  TEST_ASSERT_EQUAL(0, offset % SLOTS_SECTOR);
  TEST_ASSERT_LESS_THAN(SLOTS_SECTORS, offset / SLOTS_SECTOR);
  return nor_erase(context, offset / SLOTS_SECTOR);
}

static bool write_slots(void *context, uint32_t offset, const void *data, size_t size) {
  TEST_ASSERT_EQUAL(0, offset % SLOTS_SECTOR);
  TEST_ASSERT_LESS_THAN(SLOTS_SECTORS, offset / SLOTS_SECTOR);
  return nor_write(context, offset / SLOTS_SECTOR, data, size);
}

struct slots_flash nor_slots(struct nor *nor) {
  return (struct slots_flash){read_slots, erase_slots, write_slots, nor};
}
