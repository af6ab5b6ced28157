/*
 * Power fails at every single erase and write of an update, of starts and of a confirmation, and inside each: half-done
 * operations leave what half-done operations leave. After every one, and after every two, of these failures an app
 * that could run before or the new one, whole, starts, and the board comes to rest: it writes nothing more. Long
 * histories of failures, drawn from a fixed seed, come last.
 */
#include <stdio.h>
#include <string.h>

#include "core/image.h"
#include "nor_flash.h"
#include "slots.h"
#include "unity.h"

TEST_SOURCE_FILE("image.c")

#define NOTHING 0
/* Of the ways to tear an operation, the second of two failures has every so manieth, from none to all of it. */
#define COARSE 24
#define APP_SIZE (NOR_APP * NOR_KEPT)

/* Apps are numbered from 1. A board holds those that may start; invariant between steps: one of them can. */
struct board {
  struct nor nor;
  bool had_app;     /* before the update: some app must start, always */
  uint8_t base;     /* the app that could run before, or NOTHING */
  bool unproven;    /* base is a first app that has not confirmed: nothing to come back to for certain */
  uint8_t pending;  /* one that was on trial before the update */
  uint8_t next;     /* the app that the update brings */
  bool confirmed;   /* next has confirmed, wholly */
  bool may_be;      /* confirming was tried, and power failed */
  uint8_t on_trial; /* the app that runs on trial just now, or NOTHING */
};

enum step { UPDATE, START, CONFIRM, START_AGAIN, END };

static unsigned long settled;
static char place[160];

void setUp(void) { settled = 0; }

void tearDown(void) {}

/* ---- apps ---- */

static void app_bytes(uint8_t app, uint8_t *out) {
  for (unsigned i = 0; i < APP_SIZE; i++) {
    out[i] = (uint8_t)(app * 73u ^ i * 151u);
  }
}

static unsigned sector_of(unsigned slot) { return SLOTS_SECTORS + slot * NOR_APP; }

/* The app that slot holds whole, or NOTHING. */
static uint8_t app_in(const struct nor *nor, unsigned slot) {
  for (uint8_t app = 1; app < 8; app++) {
    uint8_t bytes[APP_SIZE];
    app_bytes(app, bytes);
    if (memcmp(nor->data[sector_of(slot)], bytes, APP_SIZE) == 0) {
      return app;
    }
  }
  return NOTHING;
}

static const char *problem(void *context, unsigned slot) {
  return app_in(context, slot) != NOTHING ? NULL : "it is damaged";
}

/* ---- what the host's tool does, step by step (toolchain/src/boards/slots.ts) ---- */

static bool update(struct nor *nor, uint8_t app) {
  struct slots_flash flash = nor_slots(nor);
  struct slots_record record = {0, SLOTS_NONE, SLOTS_NONE, 0, SLOTS_STARTS};
  slots_read(&flash, &record);
  record.active = record.active != SLOTS_NONE ? record.active : record.trial;
  uint8_t slot = record.active != SLOTS_NONE ? record.active ^ 1 : SLOTS_A;
  uint8_t bytes[APP_SIZE];
  app_bytes(app, bytes);
  for (unsigned i = 0; i < NOR_APP; i++) {
    if (!nor_erase(nor, sector_of(slot) + i)) {
      return false;
    }
  }
  for (unsigned i = 0; i < NOR_APP; i++) {
    if (!nor_write(nor, sector_of(slot) + i, bytes + i * NOR_KEPT, NOR_KEPT)) {
      return false;
    }
  }
  TEST_ASSERT_EQUAL(app, app_in(nor, slot)); /* the tool compares MD5 sums */
  record.trial = slot;
  record.starts = 0;
  record.allowed = SLOTS_STARTS;
  return slots_write(&flash, &record);
}

/* ---- what must hold ---- */

/* A start without power failure: the app that it runs, NOTHING only while the board never had one. */
static uint8_t start(struct board *board, bool *trial) {
  struct slots_flash flash = nor_slots(&board->nor);
  struct slots_start out;
  nor_power(&board->nor, NOR_NO_CUT, 0);
  slots_boot(&flash, problem, &board->nor, &out);
  *trial = out.trial;
  if (out.slot == SLOTS_NONE) {
    TEST_ASSERT_FALSE_MESSAGE(board->had_app || board->confirmed, place);
    return NOTHING;
  }
  uint8_t app = app_in(&board->nor, out.slot);
  TEST_ASSERT_TRUE_MESSAGE(app != NOTHING, place);
  TEST_ASSERT_TRUE_MESSAGE(app == board->next || app == board->base || app == board->pending, place);
  TEST_ASSERT_TRUE_MESSAGE(!board->confirmed || app == board->next, place);
  /* Until the new app has confirmed, the old one can still run. */
  TEST_ASSERT_TRUE_MESSAGE(board->base == NOTHING || board->unproven || board->confirmed || board->may_be ||
                               app_in(&board->nor, 0) == board->base || app_in(&board->nor, 1) == board->base,
                           place);
  return app;
}

/* Starts that all fail to confirm: in the end the same app starts without a trial, and nothing is written. */
static void settles_without_confirming(struct board board) {
  bool trial = false;
  uint8_t app = NOTHING;
  for (int i = 0; i <= SLOTS_STARTS; i++) {
    app = start(&board, &trial);
  }
  TEST_ASSERT_FALSE_MESSAGE(trial, place);
  bool sure = board.base != NOTHING && !board.unproven && !board.confirmed && !board.may_be;
  TEST_ASSERT_TRUE_MESSAGE(!sure || app == board.base, place);
  TEST_ASSERT_EQUAL_MESSAGE(app, start(&board, &trial), place);
  TEST_ASSERT_FALSE_MESSAGE(trial, place);
  TEST_ASSERT_EQUAL_MESSAGE(0, board.nor.done, place);
}

/* A start that confirms: the app that ran is the one that runs from then on. */
static void settles_by_confirming(struct board board) {
  struct slots_flash flash = nor_slots(&board.nor);
  bool trial;
  uint8_t app = start(&board, &trial);
  TEST_ASSERT_EQUAL_MESSAGE(trial ? 1 : 0, slots_confirm(&flash), place);
  TEST_ASSERT_EQUAL_MESSAGE(app, start(&board, &trial), place);
  TEST_ASSERT_FALSE_MESSAGE(trial, place);
  TEST_ASSERT_EQUAL_MESSAGE(0, board.nor.done, place);
}

static void check(const struct board *board) {
  settles_without_confirming(*board);
  settles_by_confirming(*board);
  settled++;
}

/* ---- steps with power failures ---- */

static void confirm(struct board *board) {
  struct slots_flash flash = nor_slots(&board->nor);
  int answer = slots_confirm(&flash);
  if (board->on_trial != board->next) {
    board->base = answer == 1 ? board->on_trial : board->base;
    board->unproven = board->unproven && answer != 1;
    board->may_be = board->may_be || answer != 1; /* which of both is the old app is open then */
    return;
  }
  board->confirmed = answer == 1;
  board->may_be = answer != 1;
}

/* Does step; false when power failed in it. Only an app that runs on trial confirms. */
static bool run(struct board *board, enum step step, unsigned cut, unsigned tear) {
  struct slots_flash flash = nor_slots(&board->nor);
  struct slots_start out = {.slot = SLOTS_NONE};
  nor_power(&board->nor, cut, tear);
  if (step == UPDATE) {
    update(&board->nor, board->next);
  } else if (step != CONFIRM) {
    slots_boot(&flash, problem, &board->nor, &out);
  } else if (board->on_trial != NOTHING) {
    confirm(board);
  }
  bool whole = !board->nor.off;
  board->on_trial = whole && out.trial ? app_in(&board->nor, out.slot) : NOTHING;
  nor_power(&board->nor, NOR_NO_CUT, 0);
  return whole;
}

static void explore(const struct board *board, enum step step, int cuts);

static void explore_cuts(const struct board *board, enum step step, int cuts, bool coarse) {
  for (unsigned cut = 0;; cut++) {
    for (unsigned tear = 0; tear < NOR_TEARS; tear += coarse ? COARSE : 1) {
      struct board torn = *board;
      if (run(&torn, step, cut, tear)) {
        return; /* the step has no more operations */
      }
      snprintf(place, sizeof place, "step %d, operation %u, tear %u, %d failures left", (int)step, cut, tear, cuts - 1);
      check(&torn);
      explore(&torn, START, cuts - 1);
      if (step == UPDATE) {
        explore(&torn, UPDATE, cuts - 1); /* the user tries again before the board starts */
      }
    }
  }
}

static void explore(const struct board *board, enum step step, int cuts) {
  static int deepest;
  deepest = cuts > deepest ? cuts : deepest;
  if (cuts == 0 || step == END) {
    return;
  }
  explore_cuts(board, step, cuts, cuts < deepest);
  struct board whole = *board;
  TEST_ASSERT_TRUE(run(&whole, step, NOR_NO_CUT, 0));
  check(&whole);
  explore(&whole, step + 1, cuts);
}

/* ---- boards to begin with ---- */

static void put_app(struct board *board, unsigned slot, uint8_t app) {
  app_bytes(app, board->nor.data[sector_of(slot)]);
}

static void put_record(struct board *board, unsigned sector, uint32_t sequence, uint8_t active, uint8_t trial,
                       uint8_t starts) {
  struct slots_record record = {sequence, active, trial, starts, SLOTS_STARTS};
  slots_encode(&record, board->nor.data[sector]);
}

static struct board board_with(uint8_t base, uint8_t next) {
  struct board board = {.had_app = base != NOTHING, .base = base, .next = next};
  nor_start(&board.nor);
  return board;
}

static struct board empty_board(void) { return board_with(NOTHING, 1); }

static struct board board_that_ran_its_first_app_once(void) {
  struct board board = board_with(1, 2);
  board.unproven = true;
  put_app(&board, 0, 1);
  put_record(&board, 0, 1, SLOTS_NONE, SLOTS_A, 0);
  put_record(&board, 1, 2, SLOTS_NONE, SLOTS_A, 1);
  return board;
}

static struct board board_with_a_confirmed(void) {
  struct board board = board_with(1, 2);
  put_app(&board, 0, 1);
  put_record(&board, 0, 3, SLOTS_A, SLOTS_NONE, 0);
  return board;
}

static struct board board_with_b_confirmed_and_wrapping_sequence(void) {
  struct board board = board_with(2, 3);
  put_app(&board, 0, 1);
  put_app(&board, 1, 2);
  put_record(&board, 1, UINT32_MAX, SLOTS_B, SLOTS_NONE, 0);
  put_record(&board, 0, UINT32_MAX - 1, SLOTS_A, SLOTS_B, 2);
  return board;
}

static struct board board_with_b_on_trial(void) {
  struct board board = board_with(1, 3);
  put_app(&board, 0, 1);
  put_app(&board, 1, 2);
  board.pending = 2;
  put_record(&board, 0, 5, SLOTS_A, SLOTS_B, 1);
  put_record(&board, 1, 4, SLOTS_A, SLOTS_B, 0);
  return board;
}

static struct board board_with_a_torn_record(void) {
  struct board board = board_with_a_confirmed();
  put_record(&board, 1, 4, SLOTS_A, SLOTS_B, 0);
  memset(board.nor.data[1] + 17, 0xff, NOR_KEPT - 17);
  return board;
}

static void fails(struct board board) {
  check(&board);
  explore(&board, UPDATE, 2);
  char text[80];
  snprintf(text, sizeof text, "%lu states after power failures", settled);
  TEST_MESSAGE(text);
  TEST_ASSERT_GREATER_THAN(10000, settled);
}

void test_first_flash_of_an_empty_board(void) { fails(empty_board()); }

void test_update_of_a_first_app_on_trial(void) { fails(board_that_ran_its_first_app_once()); }

void test_update_beside_slot_a(void) { fails(board_with_a_confirmed()); }

void test_update_beside_slot_b_while_the_sequence_wraps(void) { fails(board_with_b_confirmed_and_wrapping_sequence()); }

void test_update_over_an_app_on_trial(void) { fails(board_with_b_on_trial()); }

void test_update_beside_a_torn_record(void) { fails(board_with_a_torn_record()); }

/* Without a record the board settles on the app it has, and then an update is safe. */
void test_app_without_a_record(void) {
  struct board board = board_with(1, 1);
  put_app(&board, 0, 1);
  explore(&board, START, 2);
  TEST_ASSERT_TRUE(run(&board, START, NOR_NO_CUT, 0));
  board.next = 2;
  fails(board);
}

/* ---- long histories ---- */

static uint32_t seed;

static uint32_t draw(uint32_t below) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed % below;
}

void test_long_histories_of_failures(void) {
  seed = 1;
  for (int history = 0; history < 3000; history++) {
    struct board board = history % 2 == 0 ? board_with_a_confirmed() : board_with_b_on_trial();
    for (int i = 0; i < 12; i++) {
      enum step step = (enum step)draw(3);
      snprintf(place, sizeof place, "history %d, event %d, step %d", history, i, (int)step);
      run(&board, step, draw(8), draw(NOR_TEARS));
      check(&board);
      if (board.confirmed || board.may_be) {
        break;
      }
    }
  }
  TEST_ASSERT_GREATER_THAN(3000, settled);
}
