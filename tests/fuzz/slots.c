/*
 * Fuzz target: the slots' record in flash that is written, and fails. An input is what lies in the two sectors at
 * first, then a device's life: starts, confirmations, updates, each with apps that can run or not and with flash that
 * works, loses its power on the way, or keeps what it should not. Whatever comes: what is read is a record that was
 * written, a record that held is followed by a record that holds, an app that runs can run, a trial is counted before
 * it runs.
 */
#include "../../ports/common/slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/errors.h"
#include "driver.h"

#define LIFE 64 /* orders of an input that count */
#define PARTITION (SLOTS_SECTORS * SLOTS_SECTOR)

static void check(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "slots: %s\n", what);
    abort();
  }
}

/* ---- flash ---- */

static uint8_t partition[PARTITION];
static enum fault { WORKS, ERASE_ENDS, WRITE_ENDS, WORN } fault;

static bool read_bytes(void *context, uint32_t offset, void *data, size_t size) {
  (void)context;
  check(offset + size <= PARTITION, "a read beyond the partition");
  memcpy(data, partition + offset, size);
  return true;
}

static bool erase(void *context, uint32_t offset) {
  (void)context;
  check(offset % SLOTS_SECTOR == 0 && offset < PARTITION, "no sector is erased");
  memset(partition + offset, 0xff, fault == ERASE_ENDS ? SLOTS_RECORD / 2 : SLOTS_SECTOR);
  return fault != ERASE_ENDS;
}

static bool write_bytes(void *context, uint32_t offset, const void *data, size_t size) {
  (void)context;
  check(offset + size <= PARTITION, "a write beyond the partition");
  for (size_t i = 0; i < (fault == WRITE_ENDS ? size / 2 : size); i++) {
    check(partition[offset + i] == 0xff, "a write to what is not erased");
    partition[offset + i] = ((const uint8_t *)data)[i];
  }
  if (fault == WORN) {
    partition[offset] ^= 1;
  }
  return fault != WRITE_ENDS;
}

static const struct slots_flash flash = {read_bytes, erase, write_bytes, NULL};

static bool holding(struct slots_record *record) {
  uint8_t again[SLOTS_RECORD];
  *record = (struct slots_record){0, SLOTS_NONE, SLOTS_NONE, 0, 0};
  if (!slots_read(&flash, record)) {
    return false;
  }
  slots_encode(record, again);
  check(memcmp(again, partition, SLOTS_RECORD) == 0 || memcmp(again, partition + SLOTS_SECTOR, SLOTS_RECORD) == 0,
        "a record that nobody wrote");
  check(record->active == SLOTS_NONE || record->active <= SLOTS_B, "an active slot that is none");
  check(record->trial == SLOTS_NONE || (record->trial <= SLOTS_B && record->trial != record->active),
        "a trial that is none");
  return true;
}

/* ---- what a device does ---- */

static unsigned good_apps; /* a bit for each slot */
static unsigned asked;

static bool is_good(unsigned slot) { return slot <= SLOTS_B && (good_apps >> slot & 1) != 0; }

static const char *problem(void *context, unsigned slot) {
  (void)context;
  check(slot <= SLOTS_B && (asked >> slot & 1) == 0, "a slot is looked at twice");
  asked |= 1U << slot;
  return is_good(slot) ? NULL : "it is for another engine";
}

static void boot(void) {
  struct slots_record before, after;
  struct slots_start start;
  bool known = holding(&before);
  bool may_try = before.starts < before.allowed && is_good(before.trial);
  asked = 0;
  slots_boot(&flash, problem, NULL, &start);
  bool known_after = holding(&after);
  size_t length = strnlen(start.report, sizeof start.report);
  check(length < sizeof start.report && (length == 0 || start.report[length - 1] == '\n'), "a report without its end");
  check(!known || known_after, "a start loses the record");
  check(start.slot == SLOTS_NONE ? !is_good(SLOTS_A) && !is_good(SLOTS_B) : is_good(start.slot),
        "another app runs than can");
  if (start.trial) {
    check(may_try && start.slot == before.trial, "a trial that is not due");
    check(after.trial == before.trial && after.active == before.active && after.starts == before.starts + 1,
          "a trial is not counted");
    return;
  }
  check(!may_try || fault != WORKS, "a trial that is due does not run");
  check(!is_good(before.active) || start.slot == before.active, "the active app can run, and does not");
  if (start.slot == SLOTS_NONE) {
    check(after.sequence == before.sequence, "the record changes though nothing runs");
  } else if (fault == WORKS) {
    check(known_after && after.active == start.slot && after.trial == SLOTS_NONE, "what runs is not kept as active");
  }
}

static void confirm(void) {
  struct slots_record before, after;
  bool known = holding(&before);
  int status = slots_confirm(&flash);
  bool known_after = holding(&after);
  check(known == known_after, "a confirmation loses the record");
  if (before.trial == SLOTS_NONE) {
    check(status == 0 && after.sequence == before.sequence, "a confirmation of nothing");
  } else if (status == 1) {
    check(after.active == before.trial && after.trial == SLOTS_NONE, "what is confirmed is not active");
  } else {
    check(status == ERR_CODE_EIO && fault != WORKS, "a confirmation that fails");
    check(after.sequence == before.sequence, "a confirmation that failed counts");
  }
}

/* As the toolchain does once the app is in the slot that is not active. */
static void update(uint8_t allowed) {
  struct slots_record before, after;
  bool known = holding(&before);
  struct slots_record record = before;
  record.trial = before.active == SLOTS_A ? SLOTS_B : SLOTS_A;
  record.starts = 0;
  record.allowed = allowed;
  bool written = slots_write(&flash, &record);
  bool known_after = holding(&after);
  check(written == (fault == WORKS), "a write says not what it has done");
  check(written ? known_after && after.trial == record.trial && after.sequence == before.sequence + 1
                : known == known_after && after.sequence == before.sequence,
        "a record that was written does not hold");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  memset(partition, 0xff, sizeof partition);
  for (size_t sector = 0; sector < SLOTS_SECTORS && size > 0; sector++) {
    size_t count = size < SLOTS_RECORD ? size : SLOTS_RECORD;
    memcpy(partition + sector * SLOTS_SECTOR, data, count);
    data += count;
    size -= count;
  }
  for (size_t i = 0; i < size && i < LIFE; i++) {
    good_apps = data[i] >> 2 & 3;
    fault = (enum fault)(data[i] >> 4 & 3);
    switch (data[i] & 3) {
    case 0:
    case 1:
      boot();
      break;
    case 2:
      confirm();
      break;
    default:
      update(data[i] >> 6);
      break;
    }
  }
  struct slots_record record;
  (void)holding(&record);
  return 0;
}

size_t fuzz_sample(uint8_t *data, size_t room) {
  const struct slots_record records[SLOTS_SECTORS] = {{41, SLOTS_A, SLOTS_NONE, 0, SLOTS_STARTS},
                                                      {42, SLOTS_A, SLOTS_B, 1, SLOTS_STARTS}};
  /* Three starts, confirmed; an update, started and never confirmed; one on flash that fails. */
  static const uint8_t life[] = {0x0c, 0x0c, 0x0c, 0x02, 0xcf, 0x0c, 0x0c, 0x0c, 0x0c, 0x4f, 0x1c, 0x2c, 0x3c, 0x22};
  if (room < SLOTS_SECTORS * SLOTS_RECORD + sizeof life) {
    return 0;
  }
  for (size_t i = 0; i < SLOTS_SECTORS; i++) {
    slots_encode(&records[i], data + i * SLOTS_RECORD);
  }
  memcpy(data + SLOTS_SECTORS * SLOTS_RECORD, life, sizeof life);
  return SLOTS_SECTORS * SLOTS_RECORD + sizeof life;
}

void fuzz_repair(uint8_t *data, size_t size) {
  for (size_t at = 0; at < SLOTS_SECTORS * SLOTS_RECORD && at + SLOTS_RECORD <= size; at += SLOTS_RECORD) {
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
