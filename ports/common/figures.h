/*
 * figures.h: what a board tells the laboratory's switch of itself (boot option figures): how full the script heap is
 * and how long the board was awake, some times a second while it works (linkcontrol.h). A board that sleeps says
 * nothing, and nothing has changed then. Not the app's packets, and nothing of them is seen by the app.
 */
#ifndef FIGURES_H
#define FIGURES_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/netif.h"

/* Gives the script heap's bytes in use and in all; false when there is none. runtime_heap() of runtime.h. */
typedef bool figures_heap_fn(uint32_t *used, uint32_t *size);

/* What heap figures come from; a program that does not say so has none to tell. Before wait_start(). */
void figures_of(figures_heap_fn *heap);

/* From now on figures go out through netif, where the boot options ask for it. Script thread. */
void figures_start(struct netif *netif);

/* Whether they do. */
extern bool figures_on;

/* At each turn of the loop: tells, if it is time to. Only while figures_on. Script thread, lock not held. */
void figures_tell(void);

/* Around each sleep of the board. Only while figures_on. Script thread, lock not held. */
void figures_asleep(void);
void figures_awake(void);

#endif
