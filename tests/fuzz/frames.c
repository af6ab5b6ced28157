/*
 * Fuzz target: whole frames, into the driver's seam of a device with sockets of every kind. An input is a list of
 * orders: a frame of some kind with bytes changed, a frame of any bytes, time, what an app does, the peer's answers.
 * After every thousand frames both echo servers must answer (world_check()); a hang ends with libFuzzer's -timeout.
 *
 * The device lives on from one input to the next, as a device does: what one input leaves behind, the next one meets.
 * When it dies, the inputs before are needed too, so the last HISTORY of them are written beside the crash, and the
 * program runs them again in order: frames history-*. With FUZZ_SUBJECT (dhcp, igmp, mld, quotes) frames are about that
 * alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/packets.h"
#include "net/world.h"
#include "slowest.h"

#define CHECK_FRAMES 1000
#define HISTORY 64
#define INPUT_MAX 4096

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void frames_write_history(void);
__attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)(void));

static struct {
  uint8_t bytes[INPUT_MAX];
  size_t size;
} history[HISTORY];
static size_t inputs;

void frames_write_history(void) {
  const char *folder = getenv("FUZZ_HISTORY");
  for (size_t i = inputs < HISTORY ? 0 : inputs - HISTORY; folder != NULL && i < inputs; i++) {
    char name[512];
    snprintf(name, sizeof name, "%s/history-%06zu", folder, i);
    FILE *file = fopen(name, "wb");
    if (file != NULL) {
      fwrite(history[i % HISTORY].bytes, 1, history[i % HISTORY].size, file);
      fclose(file);
    }
  }
}

/* What the frames that are made are about: packets_kind_of(). */
static const char *subject = "";

static void write_frames(void) { fprintf(stderr, "frames: %llu\n", (unsigned long long)world_frames()); }

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  if (getenv("FUZZ_SUBJECT") != NULL) {
    subject = getenv("FUZZ_SUBJECT");
  }
  world_start();
  atexit(write_frames);
  if (__sanitizer_set_death_callback != NULL) {
    __sanitizer_set_death_callback(frames_write_history);
  }
  world_on_failure(frames_write_history);
  return 0;
}

/* ---- orders ---- */

static const uint8_t *input;
static size_t left;

static uint8_t next(void) {
  if (left == 0) {
    return 0;
  }
  left--;
  return *input++;
}

static const uint8_t *take(size_t *size) {
  const uint8_t *at = input;
  *size = *size < left ? *size : left;
  input += *size;
  left -= *size;
  return at;
}

/* Kind, addresses, how many bytes are changed and how: place from the front or the end, value. */
static void made_frame(uint8_t order) {
  uint8_t frame[WORLD_FRAME_MAX];
  unsigned kind = packets_kind_of(subject, next());
  uint8_t from = next();
  uint8_t to = next();
  size_t size = packets_make(kind, from, to, frame);
  for (unsigned changes = order >> 5; changes > 0 && left >= 2; changes--) {
    uint8_t place = next();
    size_t at = (place & 0x80) != 0 ? size - 1 - (place & 0x7f) % size : 12 + (place & 0x7f);
    if (at < size) {
      frame[at] = next();
    }
  }
  if ((order & 0x10) != 0) {
    size_t cut = next();
    size = size - 14 > cut ? size - cut : size;
  }
  if ((order & 8) == 0) {
    packets_repair(frame, size);
  }
  world_frame(frame, size, (order & 0x10) == 0);
}

static void any_frame(bool repaired) {
  uint8_t frame[WORLD_FRAME_MAX];
  size_t size = 14U + next() * 4U;
  const uint8_t *bytes = take(&size);
  if (size == 0) {
    return;
  }
  memcpy(frame, bytes, size);
  memcpy(frame, packets_device_mac, size < 6 ? size : 6);
  if (repaired) {
    packets_repair(frame, size);
  }
  world_frame(frame, size, false);
}

static void obey(void) {
  uint8_t order = next();
  switch (order & 7) {
  case 0:
    any_frame((order & 8) != 0);
    break;
  case 1:
    world_advance(next() * ((order & 8) != 0 ? 40U : 4U));
    break;
  case 2: {
    uint8_t what = next();
    world_act(what, next());
    break;
  }
  case 3: {
    size_t size = order >> 3;
    const uint8_t *bytes = take(&size);
    world_answer(bytes, size);
    break;
  }
  default:
    made_frame(order);
    break;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint64_t checked;
  if (size > INPUT_MAX) {
    return -1;
  }
  memcpy(history[inputs % HISTORY].bytes, data, size);
  history[inputs % HISTORY].size = size;
  inputs++;
  input = data;
  left = size;
  if (strcmp(subject, "dhcp") == 0) {
    world_act(WORLD_ACT_DHCP, 1);
  }
  while (left > 0) {
    obey();
  }
  world_advance(5);
  if (world_frames() - checked >= CHECK_FRAMES) {
    if (slowest_stop != NULL) {
      slowest_stop();
    }
    world_check();
    checked = world_frames();
  }
  return 0;
}
