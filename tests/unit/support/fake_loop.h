/*
 * fake_loop.h: loop.h's queue of posted events for programs that move time themselves. It defines loop_post() and
 * loop_cancel(), so one file of a program includes it.
 */
#ifndef FAKE_LOOP_H
#define FAKE_LOOP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/loop.h"

static struct loop_event *fake_loop_first;

void loop_post(struct loop_event *event) {
  struct loop_event **link = &fake_loop_first;
  if (event->posted) {
    return;
  }
  while (*link != NULL) {
    link = &(*link)->next;
  }
  event->posted = true;
  event->next = NULL;
  *link = event;
}

void loop_cancel(struct loop_event *event) {
  for (struct loop_event **link = &fake_loop_first; *link != NULL; link = &(*link)->next) {
    if (*link == event) {
      *link = event->next;
      event->posted = false;
      return;
    }
  }
}

/* Runs the oldest event; false when there was none. */
static inline bool fake_loop_run_one(void) {
  struct loop_event *event = fake_loop_first;
  if (event == NULL) {
    return false;
  }
  fake_loop_first = event->next;
  event->posted = false;
  event->run(event);
  return true;
}

#endif
