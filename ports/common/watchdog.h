/*
 * watchdog.h: ends a program whose loop does not turn any more, since script or lwIP does not return. port_wait() says
 * that it turns; a timer of the port, which runs beside the program, looks. Boot option watchdog=SECONDS; 0 for none.
 */
#ifndef WATCHDOG_H
#define WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

/* Set by every turn. */
extern volatile bool watchdog_fed;

/* The port's timer calls this at least so often. */
#define WATCHDOG_LOOK_MS 1000U

/* Says on the console that the loop has not turned for as long as the boot option allows, and where the program is (0:
 * not known), and ends it with RUNTIME_EXIT_WATCHDOG. now_ms is any clock that goes on in milliseconds. Interrupts and
 * signal handlers. */
void watchdog_look(uint32_t now_ms, uintptr_t at);

#endif
