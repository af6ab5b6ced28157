/* Fuzz target: whatever lies in the sectors of the slots' record, what is read is a record that was written. */
#include "../../ports/common/slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"

static void check(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "slots: %s\n", what);
    abort();
  }
}

static bool read_bytes(void *context, uint32_t offset, void *data, size_t size) {
  check(offset + size <= SLOTS_SECTORS * SLOTS_SECTOR, "a read beyond the partition");
  memcpy(data, (const uint8_t *)context + offset, size);
  return true;
}

static bool erase(void *context, uint32_t offset) {
  (void)context;
  (void)offset;
  return false;
}

static bool write_bytes(void *context, uint32_t offset, const void *data, size_t size) {
  (void)context;
  (void)offset;
  (void)data;
  (void)size;
  return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t partition[SLOTS_SECTORS * SLOTS_SECTOR];
  const struct slots_flash flash = {read_bytes, erase, write_bytes, partition};
  struct slots_record record;
  memset(partition, 0xff, sizeof partition);
  for (size_t sector = 0; sector < SLOTS_SECTORS; sector++) {
    size_t from = sector * SLOTS_RECORD;
    if (size > from) {
      size_t count = size - from < SLOTS_RECORD ? size - from : SLOTS_RECORD;
      memcpy(partition + sector * SLOTS_SECTOR, data + from, count);
    }
  }
  if (!slots_read(&flash, &record)) {
    return -1;
  }
  uint8_t again[SLOTS_RECORD];
  slots_encode(&record, again);
  check(memcmp(again, partition, SLOTS_RECORD) == 0 || memcmp(again, partition + SLOTS_SECTOR, SLOTS_RECORD) == 0,
        "a record that nobody wrote");
  check(record.active == SLOTS_NONE || record.active <= SLOTS_B, "an active slot that is none");
  check(record.trial == SLOTS_NONE || (record.trial <= SLOTS_B && record.trial != record.active),
        "a trial that is none");
  return 0;
}

size_t fuzz_sample(uint8_t *data, size_t room) {
  const struct slots_record records[SLOTS_SECTORS] = {{41, SLOTS_A, SLOTS_NONE, 0, SLOTS_STARTS},
                                                      {42, SLOTS_A, SLOTS_B, 1, SLOTS_STARTS}};
  if (room < sizeof records / sizeof *records * SLOTS_RECORD) {
    return 0;
  }
  for (size_t i = 0; i < SLOTS_SECTORS; i++) {
    slots_encode(&records[i], data + i * SLOTS_RECORD);
  }
  return SLOTS_SECTORS * SLOTS_RECORD;
}

void fuzz_repair(uint8_t *data, size_t size) {
  for (size_t at = 0; at + SLOTS_RECORD <= size; at += SLOTS_RECORD) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < 28; i++) {
      crc ^= data[at + i];
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
      }
    }
    for (size_t i = 0; i < 4; i++) {
      data[at + 28 + i] = (uint8_t)(~crc >> 8 * i);
    }
  }
}
