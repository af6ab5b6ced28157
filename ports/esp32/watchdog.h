/* watchdog.h: IDF's task watchdog over the script task: script that does not come back to the event loop within
 * CONFIG_TINYGRAM_WATCHDOG_S seconds, or that waits as long for lwIP's lock (port_wait() asks for it too), ends in a
 * panic and a restart. 0 seconds: no watchdog. Script task. */
#ifndef WATCHDOG_H
#define WATCHDOG_H

#include <stdint.h>

/* Subscribes the calling task. A watchdog that cannot be had is told on the console, and the program goes on. */
void watchdog_start(void);

/* The loop turns. */
void watchdog_feed(void);

/* Takes the calling task off, for good. */
void watchdog_stop(void);

/* Milliseconds that the loop may sleep at most between two feeds. */
uint32_t watchdog_patience_ms(void);

#endif
