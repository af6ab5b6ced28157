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
  void (*run)(struct loop_event *event); /* called on the script thread, taken off the list; may free the owner */
  struct loop_event *next;               /* the loop's */
  bool posted;                           /* the loop's */
};

/* Queues event once; posting it again before it has run changes nothing. The only call that may cross
 * threads: any thread, lwIP's context and interrupts. event stays the caller's and must stay alive
 * until it has run or was cancelled. A posted event alone does not keep the program running (a socket that was
 * unref'd posts too): what must happen before the end is counted with loop_ref(). Events that are posted while
 * events run wait for the next turn, so that no flood of them starves the timers. */
void loop_post(struct loop_event *event);

/* Whether posted events have had their time of this turn, 2 ms. What they have left, and those that wait behind, come
 * first in the next turn. Reads the clock. Script thread. */
bool loop_turn_over(void);

/* Takes event back so that run is not called. Script thread. */
void loop_cancel(struct loop_event *event);

/* Counts a handle that keeps the program running. Script thread; calls balance. */
void loop_ref(void);
void loop_unref(void);

/* Milliseconds of port_time_us(), never going back; read anew at each call, cheaply. Script thread. */
uint64_t loop_now_ms(void);

/*
 * Immediates are kept by script; this is what the loop must know of them. run_one() runs the oldest and takes it
 * off. The loop adds 1 to turn when a phase of immediates begins and sets runnable to waiting; script counts
 * waiting and referenced, gives each new immediate the present turn, and lowers runnable when an immediate of an
 * earlier turn is run or cleared. So those queued during the phase wait for the next.
 */
struct loop_immediates {
  uint32_t waiting;
  uint32_t referenced; /* keep the loop alive */
  uint32_t turn;
  uint32_t runnable;
};
/* immediates stays the caller's, as long as the program; NULL takes it back. Script thread. */
void loop_set_immediates(volatile struct loop_immediates *immediates, void (*run_one)(void));

/* Calls poll in every turn after the wait, for what wakes the loop without an event of its own (the channel); one
 * poller, NULL takes it back. Script thread. */
void loop_set_poll(void (*poll)(void));

/* Calls idle once, before the loop sleeps for the first time. Script thread. */
void loop_set_first_idle(void (*idle)(void));

/* Runs turns until nothing referenced is left. May be called again when something has been added since. Script
 * thread. */
void loop_run(void);

/* Whether something referenced is left. Script thread. */
bool loop_alive(void);

#endif
