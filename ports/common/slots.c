#include "slots.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "core/errors.h"
#include "core/image.h"

/* Where each field lies, see slots.h. */
enum { AT_SEQUENCE = 4, AT_ACTIVE = 8, AT_TRIAL = 9, AT_STARTS = 10, AT_ALLOWED = 11, AT_ZERO = 12, AT_CRC = 28 };

static const uint8_t magic[AT_SEQUENCE] = {'T', 'G', 'S', '1'};

/* ---- one record ---- */

static bool is_slot(uint8_t value) { return value == SLOTS_A || value == SLOTS_B || value == SLOTS_NONE; }

bool slots_decode(const uint8_t *data, struct slots_record *out) {
  static const uint8_t zero[AT_CRC - AT_ZERO];
  uint8_t active = data[AT_ACTIVE];
  uint8_t trial = data[AT_TRIAL];
  if (memcmp(data, magic, sizeof magic) != 0 || bytes_le32(data + AT_CRC) != image_crc32(data, AT_CRC) ||
      memcmp(data + AT_ZERO, zero, sizeof zero) != 0 || !is_slot(active) || !is_slot(trial) ||
      (active == trial && active != SLOTS_NONE)) {
    return false;
  }
  *out = (struct slots_record){bytes_le32(data + AT_SEQUENCE), active, trial, data[AT_STARTS], data[AT_ALLOWED]};
  return true;
}

void slots_encode(const struct slots_record *record, uint8_t *data) {
  memset(data, 0, SLOTS_RECORD);
  memcpy(data, magic, sizeof magic);
  bytes_put_le32(data + AT_SEQUENCE, record->sequence);
  data[AT_ACTIVE] = record->active;
  data[AT_TRIAL] = record->trial;
  data[AT_STARTS] = record->starts;
  data[AT_ALLOWED] = record->allowed;
  bytes_put_le32(data + AT_CRC, image_crc32(data, AT_CRC));
}

/* ---- the two sectors ---- */

/* The sector whose record holds, or -1. */
static int half_holding(const struct slots_flash *flash, struct slots_record *out) {
  int found = -1;
  for (int sector = 0; sector < SLOTS_SECTORS; sector++) {
    uint8_t data[SLOTS_RECORD];
    struct slots_record record;
    if (flash->read(flash->context, (uint32_t)sector * SLOTS_SECTOR, data, sizeof data) &&
        slots_decode(data, &record) && (found < 0 || (int32_t)(record.sequence - out->sequence) > 0)) {
      *out = record;
      found = sector;
    }
  }
  return found;
}

bool slots_read(const struct slots_flash *flash, struct slots_record *out) { return half_holding(flash, out) >= 0; }

bool slots_write(const struct slots_flash *flash, struct slots_record *record) {
  struct slots_record before = {.sequence = 0};
  uint32_t offset = half_holding(flash, &before) == 0 ? SLOTS_SECTOR : 0;
  uint8_t data[SLOTS_RECORD], found[SLOTS_RECORD];
  record->sequence = before.sequence + 1;
  slots_encode(record, data);
  return flash->erase(flash->context, offset) && flash->write(flash->context, offset, data, sizeof data) &&
         flash->read(flash->context, offset, found, sizeof found) && memcmp(data, found, sizeof data) == 0;
}

/* ---- a start ---- */

struct boot {
  const char *(*problem)(void *context, unsigned slot);
  void *context;
  enum { UNKNOWN, GOOD, BAD } app[2];
  struct slots_start *out;
};

static void __attribute__((format(printf, 2, 3))) report(struct slots_start *out, const char *format, ...) {
  size_t used = strlen(out->report);
  va_list args;
  va_start(args, format);
  vsnprintf(out->report + used, sizeof out->report - used, format, args);
  va_end(args);
}

static char slot_letter(unsigned slot) { return (char)('a' + slot); }

static bool can_run(struct boot *boot, unsigned slot) {
  if (boot->app[slot] == UNKNOWN) {
    const char *problem = boot->problem(boot->context, slot);
    boot->app[slot] = problem == NULL ? GOOD : BAD;
    if (problem != NULL) {
      report(boot->out, "tinygram: slot %c cannot run: %s.\n", slot_letter(slot), problem);
    }
  }
  return boot->app[slot] == GOOD;
}

/* Starts the trial of record when it may: has it counted, and true. */
static bool start_trial(struct boot *boot, const struct slots_flash *flash, struct slots_record *record,
                        bool *flash_failed) {
  struct slots_start *out = boot->out;
  unsigned slot = record->trial;
  if (record->starts >= record->allowed) {
    report(out, "tinygram: slot %c is withdrawn: it did not confirm in %u starts.\n", slot_letter(slot),
           (unsigned)record->allowed);
    return false;
  }
  if (!can_run(boot, slot)) {
    return false;
  }
  record->starts++;
  if (!slots_write(flash, record)) {
    report(out, "tinygram: slot %c is not tried: its start could not be counted in flash.\n", slot_letter(slot));
    *flash_failed = true;
    return false;
  }
  report(out, "tinygram: slot %c is on trial: start %u of %u.\n", slot_letter(slot), (unsigned)record->starts,
         (unsigned)record->allowed);
  out->slot = (uint8_t)slot;
  out->trial = true;
  return true;
}

void slots_boot(const struct slots_flash *flash, const char *(*problem)(void *context, unsigned slot), void *context,
                struct slots_start *out) {
  struct boot boot = {problem, context, {UNKNOWN, UNKNOWN}, out};
  struct slots_record record = {0, SLOTS_NONE, SLOTS_NONE, 0, SLOTS_STARTS};
  bool known = slots_read(flash, &record);
  bool flash_failed = false;
  unsigned withdrawn = record.trial;
  *out = (struct slots_start){.slot = SLOTS_NONE};
  if (withdrawn != SLOTS_NONE && start_trial(&boot, flash, &record, &flash_failed)) {
    return;
  }
  /* The active slot; then whatever can run, of two without a record slot a, and a withdrawn one last. */
  unsigned first = record.active != SLOTS_NONE ? record.active : withdrawn == SLOTS_A ? SLOTS_B : SLOTS_A;
  unsigned slot = can_run(&boot, first) ? first : first ^ 1U;
  if (slot != first && !can_run(&boot, slot)) {
    /* The record stays: with another firmware the apps may be able to run. */
    report(out, "tinygram: no slot holds an app that can run: flash one (tinygram flash --app app.tgi).\n");
    return;
  }
  out->slot = (uint8_t)slot;
  if (out->report[0] != '\0' || !known) {
    report(out, "tinygram: slot %c runs%s.\n", slot_letter(slot),
           slot == withdrawn ? " all the same, there is no other app"
           : known           ? ""
                             : ", there is no slot record");
  }
  if (!flash_failed && (slot != record.active || withdrawn != SLOTS_NONE)) {
    record = (struct slots_record){record.sequence, (uint8_t)slot, SLOTS_NONE, 0, SLOTS_STARTS};
    if (!slots_write(flash, &record)) {
      report(out, "tinygram: the slot record could not be written: the flash failed.\n");
    }
  }
}

int slots_confirm(const struct slots_flash *flash) {
  struct slots_record record = {.sequence = 0};
  if (!slots_read(flash, &record) || record.trial == SLOTS_NONE) {
    return 0;
  }
  record = (struct slots_record){record.sequence, record.trial, SLOTS_NONE, 0, SLOTS_STARTS};
  return slots_write(flash, &record) ? 1 : ERR_CODE_EIO;
}
