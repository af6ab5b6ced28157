/* memory.h: the C heap: how much there is (port_memory()), and what could not be had. */
#ifndef MEMORY_H
#define MEMORY_H

/* Watches for allocations that fail. Once, at boot. */
void memory_start(void);

/* Names on the console what failed since the last time, at most once a second. Script task, each turn of the loop. */
void memory_report(void);

#endif
