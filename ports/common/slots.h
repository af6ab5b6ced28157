/*
 * slots.h: which of two app slots a board boots, kept in flash so that power may fail at any moment.
 *
 * The partition `slots` has two sectors of SLOTS_SECTOR bytes, each with a record in its first SLOTS_RECORD bytes:
 *    0  u8[4]  magic "TGS1"
 *    4  u32    sequence: of two valid records the later one holds; wraps around
 *    8  u8     active slot: 0 a, 1 b, 0xff none
 *    9  u8     slot on trial: 0, 1, 0xff none; never the active one
 *   10  u8     starts of the trial so far
 *   11  u8     starts it may have
 *   12  u8[16] zero
 *   28  u32    CRC-32 (IEEE 802.3, reflected) of bytes 0 to 27
 * All little-endian. Invariant: a new record goes to the sector that does not hold, so that the last valid one stays
 * until the new one is whole. toolchain/src/boards/slots.ts writes the same; tests/unit/ports/slots.vectors holds for
 * both.
 *
 * An update writes the app to the slot that is not active, verifies it, and names it as the trial; where nothing is
 * active yet, what was on trial becomes so. Each start of a
 * trial is counted before the app runs. A trial that confirms is the active slot from then on; one that is out of
 * starts, or whose image cannot run, is withdrawn.
 */
#ifndef SLOTS_H
#define SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SLOTS_SECTOR 4096
#define SLOTS_SECTORS 2
#define SLOTS_RECORD 32
#define SLOTS_STARTS 3 /* that a trial has unless its record says otherwise */

enum slots_slot { SLOTS_A = 0, SLOTS_B = 1, SLOTS_NONE = 0xff };

/* The partition `slots`. Offsets and sizes in bytes from its start; every function answers whether it worked. */
struct slots_flash {
  bool (*read)(void *context, uint32_t offset, void *data, size_t size);
  /* Sets a sector of SLOTS_SECTOR bytes to 0xff. */
  bool (*erase)(void *context, uint32_t offset);
  bool (*write)(void *context, uint32_t offset, const void *data, size_t size);
  void *context;
};

struct slots_record {
  uint32_t sequence;
  uint8_t active; /* enum slots_slot, as trial */
  uint8_t trial;
  uint8_t starts;
  uint8_t allowed;
};

/* The record of size SLOTS_RECORD in data; false when it is not valid, out is then untouched. */
bool slots_decode(const uint8_t *data, struct slots_record *out);
/* Writes all SLOTS_RECORD bytes of data. */
void slots_encode(const struct slots_record *record, uint8_t *data);

/* The record that holds; false when there is none. */
bool slots_read(const struct slots_flash *flash, struct slots_record *out);

/* Makes record hold, its sequence set to the next. False when the flash failed: the one before still holds. */
bool slots_write(const struct slots_flash *flash, struct slots_record *record);

/* What a start came to. */
struct slots_start {
  uint8_t slot;     /* to run, or SLOTS_NONE: no app can run */
  bool trial;       /* it runs on trial */
  char report[640]; /* lines for the console, each with its newline; empty when there is nothing to tell */
};

/*
 * Decides what runs and, for a trial, counts the start: call it once a boot, before the app runs. problem(context,
 * slot) answers NULL when slot holds an app that can run, else why not (the text is used until its next call); it is
 * called at most once for a slot. What had to be decided without or against the record is written to it, so that the
 * next start and the next update find it; where that fails the report says so and the choice holds for this start.
 */
void slots_boot(const struct slots_flash *flash, const char *(*problem)(void *context, unsigned slot), void *context,
                struct slots_start *out);

/* Makes the slot on trial the active one. Returns 1, or 0 when there was no trial, or ERR_CODE_EIO. */
int slots_confirm(const struct slots_flash *flash);

#endif
