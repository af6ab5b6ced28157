#include "app_slots.h"

#include <stdio.h>
#include <string.h>

#include "core/image.h"

static struct app_slots board;
static struct port_slot running;

static const char *slot_problem(void *context, unsigned slot) {
  (void)context;
  static const uint8_t erased[] = {0xff, 0xff, 0xff, 0xff};
  const struct port_image *image = &board.images[slot];
  if (image->data == NULL) {
    return board.problems[slot];
  }
  if (image->size >= sizeof erased && memcmp(image->data, erased, sizeof erased) == 0) {
    return "it is empty";
  }
  struct image opened;
  return image_open(image->data, image->size, &opened);
}

bool app_slots_start(const struct app_slots *slots, struct port_image *out) {
  static struct slots_start start;
  board = *slots;
  running = (struct port_slot){.name = 0};
  slots_boot(&board.flash, slot_problem, NULL, &start);
  port_console_error(start.report);
  if (start.slot == SLOTS_NONE) {
    return false;
  }
  running = (struct port_slot){(char)('a' + start.slot), start.trial, board.confirm_after_ms};
  *out = board.images[start.slot];
  return true;
}

void port_slot(struct port_slot *out) { *out = running; }

int port_slot_confirm(void) {
  if (!running.trial) {
    return 0;
  }
  char text[96];
  int done = slots_confirm(&board.flash);
  running.trial = done < 0;
  snprintf(text, sizeof text,
           done < 0 ? "tinygram: slot %c cannot be confirmed: its record could not be written.\n"
                    : "tinygram: slot %c is confirmed.\n",
           running.name);
  port_console_error(text);
  return done;
}
