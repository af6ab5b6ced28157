/* Slot records and starts: every line of slots.vectors, what a start decides in each state, flash that fails. */
#include <stdio.h>
#include <string.h>

#include "core/errors.h"
#include "core/image.h"
#include "nor_flash.h"
#include "slots.h"
#include "unity.h"

TEST_SOURCE_FILE("image.c")

#define VECTORS "tests/unit/ports/slots.vectors"

static struct nor nor;
static struct slots_flash flash;
static struct slots_start start;
static const char *problems[2];
static unsigned looks[2];

void setUp(void) {
  nor_start(&nor);
  flash = nor_slots(&nor);
  memset(looks, 0, sizeof looks);
  problems[0] = problems[1] = NULL;
}

void tearDown(void) {
  TEST_ASSERT_LESS_OR_EQUAL(1, looks[0]);
  TEST_ASSERT_LESS_OR_EQUAL(1, looks[1]);
}

static const char *problem(void *context, unsigned slot) {
  TEST_ASSERT_EQUAL_PTR(&nor, context);
  looks[slot]++;
  return problems[slot];
}

static void put(uint32_t sequence, uint8_t active, uint8_t trial, uint8_t starts) {
  struct slots_record record = {sequence, active, trial, starts, SLOTS_STARTS};
  slots_encode(&record, nor.data[sequence % 2]);
}

static void boot(const char *slot_a, const char *slot_b) {
  problems[0] = slot_a;
  problems[1] = slot_b;
  memset(looks, 0, sizeof looks);
  nor_power(&nor, NOR_NO_CUT, 0);
  slots_boot(&flash, problem, &nor, &start);
}

static void expect_start(uint8_t slot, bool trial, const char *report) {
  TEST_ASSERT_EQUAL_STRING(report, start.report);
  TEST_ASSERT_EQUAL(slot, start.slot);
  TEST_ASSERT_EQUAL(trial, start.trial);
}

static void expect_record(uint32_t sequence, uint8_t active, uint8_t trial, uint8_t starts) {
  struct slots_record record;
  TEST_ASSERT_TRUE(slots_read(&flash, &record));
  TEST_ASSERT_EQUAL_UINT32(sequence, record.sequence);
  TEST_ASSERT_EQUAL_HEX8(active, record.active);
  TEST_ASSERT_EQUAL_HEX8(trial, record.trial);
  TEST_ASSERT_EQUAL(starts, record.starts);
  TEST_ASSERT_EQUAL(SLOTS_STARTS, record.allowed);
}

/* ---- vectors ---- */

static void sector_of(const char *text, uint8_t *data) {
  memset(data, 0xff, SLOTS_RECORD);
  if (strcmp(text, "-") == 0) {
    return;
  }
  TEST_ASSERT_EQUAL_MESSAGE(2 * SLOTS_RECORD, strlen(text), text);
  for (int i = 0; i < SLOTS_RECORD; i++) {
    unsigned value;
    TEST_ASSERT_EQUAL(1, sscanf(text + 2 * i, "%2x", &value));
    data[i] = (uint8_t)value;
  }
}

/* A record and its sector as "SECTOR SEQUENCE ACTIVE TRIAL STARTS ALLOWED", or "none". */
static void show_reading(char *out, size_t room) {
  struct slots_record record, second;
  if (!slots_read(&flash, &record)) {
    snprintf(out, room, "none");
    return;
  }
  bool in_second = slots_decode(nor.data[1], &second) && memcmp(&second, &record, sizeof record) == 0;
  snprintf(out, room, "%d %lu %u %u %u %u", in_second ? 1 : 0, (unsigned long)record.sequence, record.active,
           record.trial, record.starts, record.allowed);
}

/* What an update writes is made by slots_write() here, and by the host's tool there. */
static void show_update(char *out, size_t room) {
  struct slots_record record = {0, SLOTS_NONE, SLOTS_NONE, 0, SLOTS_STARTS};
  slots_read(&flash, &record);
  record.active = record.active != SLOTS_NONE ? record.active : record.trial;
  uint8_t slot = record.active != SLOTS_NONE ? record.active ^ 1 : SLOTS_A;
  record.trial = slot;
  record.starts = 0;
  record.allowed = SLOTS_STARTS;
  struct nor before = nor;
  TEST_ASSERT_TRUE(slots_write(&flash, &record));
  int sector = memcmp(before.data[0], nor.data[0], NOR_KEPT) != 0 ? 0 : 1;
  int used = snprintf(out, room, "%u %d ", slot, sector);
  for (int i = 0; i < SLOTS_RECORD; i++) {
    used += snprintf(out + used, room - (size_t)used, "%02x", nor.data[sector][i]);
  }
}

void test_vectors(void) {
  FILE *file = fopen(VECTORS, "r");
  TEST_ASSERT_NOT_NULL_MESSAGE(file, VECTORS);
  char line[256], kind[8], first[80], second[80], expected[128], got[128];
  unsigned reads = 0, updates = 0;
  while (fgets(line, sizeof line, file) != NULL) {
    if (line[0] == '#' || line[0] == '\n') {
      continue;
    }
    TEST_ASSERT_EQUAL_MESSAGE(4, sscanf(line, "%7s %79s %79s %127[^\n]", kind, first, second, expected), line);
    nor_start(&nor);
    sector_of(first, nor.data[0]);
    sector_of(second, nor.data[1]);
    if (strcmp(kind, "read") == 0) {
      show_reading(got, sizeof got);
      reads++;
    } else {
      TEST_ASSERT_EQUAL_STRING("update", kind);
      show_update(got, sizeof got);
      updates++;
    }
    TEST_ASSERT_EQUAL_STRING_MESSAGE(expected, got, line);
  }
  fclose(file);
  TEST_ASSERT_GREATER_THAN(20, reads);
  TEST_ASSERT_GREATER_THAN(15, updates);
}

void test_every_wrong_bit_is_seen(void) {
  uint8_t data[SLOTS_RECORD];
  struct slots_record record = {7, SLOTS_A, SLOTS_B, 1, SLOTS_STARTS};
  slots_encode(&record, data);
  TEST_ASSERT_TRUE(slots_decode(data, &record));
  for (int bit = 0; bit < SLOTS_RECORD * 8; bit++) {
    data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    TEST_ASSERT_FALSE(slots_decode(data, &record));
    data[bit / 8] ^= (uint8_t)(1 << bit % 8);
  }
}

/* ---- starts ---- */

void test_active_slot_starts_silently_and_writes_nothing(void) {
  put(4, SLOTS_B, SLOTS_NONE, 0);
  boot("unused", NULL);
  expect_start(SLOTS_B, false, "");
  TEST_ASSERT_EQUAL(0, nor.done);
  TEST_ASSERT_EQUAL(0, looks[SLOTS_A]);
}

void test_trial_is_counted_then_withdrawn(void) {
  put(4, SLOTS_A, SLOTS_B, 0);
  boot(NULL, NULL);
  expect_start(SLOTS_B, true, "tinygram: slot b is on trial: start 1 of 3.\n");
  expect_record(5, SLOTS_A, SLOTS_B, 1);
  boot(NULL, NULL);
  boot(NULL, NULL);
  expect_start(SLOTS_B, true, "tinygram: slot b is on trial: start 3 of 3.\n");
  boot(NULL, NULL);
  expect_start(SLOTS_A, false,
               "tinygram: slot b is withdrawn: it did not confirm in 3 starts.\ntinygram: slot a runs.\n");
  expect_record(8, SLOTS_A, SLOTS_NONE, 0);
  boot(NULL, NULL);
  expect_start(SLOTS_A, false, "");
}

void test_confirmed_trial_is_active(void) {
  put(4, SLOTS_A, SLOTS_B, 0);
  boot(NULL, NULL);
  TEST_ASSERT_EQUAL(1, slots_confirm(&flash));
  expect_record(6, SLOTS_B, SLOTS_NONE, 0);
  TEST_ASSERT_EQUAL(0, slots_confirm(&flash));
  boot("unused", NULL);
  expect_start(SLOTS_B, false, "");
}

void test_trial_that_cannot_run_is_withdrawn(void) {
  put(4, SLOTS_B, SLOTS_A, 0);
  boot("its CRC is wrong", NULL);
  expect_start(SLOTS_B, false, "tinygram: slot a cannot run: its CRC is wrong.\ntinygram: slot b runs.\n");
  expect_record(5, SLOTS_B, SLOTS_NONE, 0);
}

void test_damaged_active_slot_gives_way_to_the_other(void) {
  put(4, SLOTS_A, SLOTS_NONE, 0);
  boot("it is damaged", NULL);
  expect_start(SLOTS_B, false, "tinygram: slot a cannot run: it is damaged.\ntinygram: slot b runs.\n");
  expect_record(5, SLOTS_B, SLOTS_NONE, 0);
}

void test_withdrawn_app_runs_when_the_active_one_is_damaged(void) {
  put(4, SLOTS_A, SLOTS_B, SLOTS_STARTS);
  boot("it is damaged", NULL);
  expect_start(SLOTS_B, false,
               "tinygram: slot b is withdrawn: it did not confirm in 3 starts.\n"
               "tinygram: slot a cannot run: it is damaged.\n"
               "tinygram: slot b runs all the same, there is no other app.\n");
  expect_record(5, SLOTS_B, SLOTS_NONE, 0);
}

void test_first_app_stays_when_it_does_not_confirm(void) {
  put(1, SLOTS_NONE, SLOTS_A, SLOTS_STARTS);
  boot(NULL, "it is empty");
  expect_start(SLOTS_A, false,
               "tinygram: slot a is withdrawn: it did not confirm in 3 starts.\n"
               "tinygram: slot b cannot run: it is empty.\n"
               "tinygram: slot a runs all the same, there is no other app.\n");
  expect_record(2, SLOTS_A, SLOTS_NONE, 0);
}

void test_without_a_record_the_first_app_that_can_run(void) {
  boot(NULL, NULL);
  expect_start(SLOTS_A, false, "tinygram: slot a runs, there is no slot record.\n");
  expect_record(1, SLOTS_A, SLOTS_NONE, 0);
  nor_start(&nor);
  boot("it is empty", NULL);
  expect_start(SLOTS_B, false,
               "tinygram: slot a cannot run: it is empty.\ntinygram: slot b runs, there is no slot record.\n");
  expect_record(1, SLOTS_B, SLOTS_NONE, 0);
}

void test_no_app_at_all_says_how_to_flash_one_and_keeps_the_record(void) {
  put(4, SLOTS_A, SLOTS_B, 1);
  boot("it is empty", "it is damaged");
  expect_start(SLOTS_NONE, false,
               "tinygram: slot b cannot run: it is damaged.\ntinygram: slot a cannot run: it is empty.\n"
               "tinygram: no slot holds an app that can run: flash one (tinygram flash --app app.tgi).\n");
  TEST_ASSERT_EQUAL(0, nor.done);
}

void test_longest_reasons_stay_within_the_report(void) {
  char longest[400];
  memset(longest, 'x', sizeof longest - 1);
  longest[sizeof longest - 1] = '\0';
  put(4, SLOTS_A, SLOTS_B, 0);
  boot(longest, longest);
  TEST_ASSERT_EQUAL(sizeof start.report - 1, strlen(start.report));
}

/* ---- flash that fails ---- */

void test_trial_that_cannot_be_counted_is_not_started(void) {
  put(4, SLOTS_A, SLOTS_B, 0);
  nor.broken = true;
  boot(NULL, NULL);
  expect_start(SLOTS_A, false,
               "tinygram: slot b is not tried: its start could not be counted in flash.\ntinygram: slot a runs.\n");
  expect_record(4, SLOTS_A, SLOTS_B, 0);
}

void test_choice_that_cannot_be_kept_holds_for_this_start(void) {
  put(4, SLOTS_A, SLOTS_NONE, 0);
  nor.broken = true;
  boot("it is damaged", NULL);
  expect_start(SLOTS_B, false,
               "tinygram: slot a cannot run: it is damaged.\ntinygram: slot b runs.\n"
               "tinygram: the slot record could not be written: the flash failed.\n");
}

void test_confirm_says_when_flash_fails(void) {
  put(4, SLOTS_A, SLOTS_B, 0);
  boot(NULL, NULL);
  nor.broken = true;
  TEST_ASSERT_EQUAL(ERR_CODE_EIO, slots_confirm(&flash));
  expect_record(5, SLOTS_A, SLOTS_B, 1);
}

/* A flash that says that it wrote, and did not. */
static bool forgetful_write(void *context, uint32_t offset, const void *data, size_t size) {
  (void)context, (void)offset, (void)data, (void)size;
  return true;
}

void test_a_write_that_does_not_take_is_seen(void) {
  put(4, SLOTS_A, SLOTS_B, 0);
  flash.write = forgetful_write;
  TEST_ASSERT_EQUAL(ERR_CODE_EIO, slots_confirm(&flash));
  expect_record(4, SLOTS_A, SLOTS_B, 0);
}
