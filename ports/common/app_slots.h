/* app_slots.h: the app that runs on a board with two slots, and port_slot() and port_slot_confirm() of port.h. */
#ifndef APP_SLOTS_H
#define APP_SLOTS_H

#include "port.h"
#include "slots.h"

struct app_slots {
  struct slots_flash flash;    /* the partition `slots` */
  struct port_image images[2]; /* what the slots hold, as port_app_image() gives it; data NULL where a slot cannot be
                                * read, and then: */
  const char *problems[2];     /* why, as a part of a sentence */
  uint32_t confirm_after_ms;   /* of struct port_slot */
};

/* Decides which slot runs and counts the start of a trial (slots_boot()), says on the console what is out of the
 * ordinary, and gives the app; false when no slot holds one that can run. Once, script thread, console usable; what
 * slots points to stays as it is for the program's life, the structure itself is copied. */
bool app_slots_start(const struct app_slots *slots, struct port_image *out);

#endif
