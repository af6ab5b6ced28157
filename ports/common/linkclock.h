/*
 * linkclock.h: time that comes over the link (boot option clock=link:MS), so that a run can be had again.
 *
 * A board then has no clock of its own. When it would sleep it tells the switch until when, and sleeps until the switch
 * lets it go on, with the time of now and with what has arrived for it. While it runs, time goes on by a microsecond
 * whenever somebody looks, so that a program that waits for a time in a loop comes to an end. What the board does
 * depends on nothing else, so neither the machine's speed nor its load can be seen.
 *
 * What both say is in linkcontrol.h.
 */
#ifndef LINKCLOCK_H
#define LINKCLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "bootargs.h"
#include "hal.h"

/* Whether the boot options ask for it; then the functions below stand for the board's own clock. */
static inline bool linkclock_on(void) { return bootargs_get()->clock_link; }

/* Microseconds since the start, a microsecond more at each call. Script thread. */
uint64_t linkclock_time_us(void);
/* Milliseconds since 1970, as the boot option set it. Script thread. */
double linkclock_wall_time_ms(void);

/* From now on the frames of netif, which is nic's and not up yet, are looked at for the switch's control frames; waits
 * for the first. Nothing without the option. Ends the program with PANIC_EXIT_BOOT where the option was given and there
 * is no nic (NULL). Once, script thread, lock not held. */
void linkclock_start(struct netif *netif, const struct hal_nic *nic);

/* In place of hal_sleep(): until timeout_ms have passed on the link's clock (UINT32_MAX: without end), or frames have
 * come; these are lwIP's already when it returns. Script thread, lock not held. */
void linkclock_sleep(uint32_t timeout_ms);

/* A program that never sleeps lets others run now and then: to be called at each turn of the loop. */
void linkclock_breathe(void);

#endif
