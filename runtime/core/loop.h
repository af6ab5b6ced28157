/*
 * loop.h: the event loop. A turn runs what is due in Node's order: timers, posted events, immediates;
 * after each callback into script, script_drain() runs nextTick callbacks and promise jobs. The loop ends
 * when no referenced timer, immediate or handle is left. It knows no lwIP and no port but port.h.
 */
#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Work that another context asks the script thread to do. Embedded in its owner, so that posting
 * allocates nothing and cannot fail. Invariant: on the loop's list exactly while posted is true.
 */
struct loop_event {
  void (*run)(struct loop_event *event); /* called on the script thread; may free the owner */
  struct loop_event *next;               /* the loop's */
  bool posted;                           /* the loop's */
};

/* Queues event once; posting it again before it has run changes nothing. The only call that may cross
 * threads: any thread, lwIP's context and interrupts. event stays the caller's and must stay alive
 * until it has run or was cancelled. */
void loop_post(struct loop_event *event);

/* Takes event back so that run is not called. Script thread. */
void loop_cancel(struct loop_event *event);

/* Counts a handle that keeps the program running. Script thread; calls balance. */
void loop_ref(void);
void loop_unref(void);

/* Time of the present turn in milliseconds (port_time_us() / 1000 at the turn's start). Script thread. */
uint64_t loop_now_ms(void);

/* Runs turns until nothing referenced is left or loop_stop() was called. Script thread, once. */
void loop_run(void);

/* Makes loop_run() return after the present callback. Script thread. */
void loop_stop(void);

#endif
