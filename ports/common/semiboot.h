/*
 * semiboot.h: port_start() of a board whose boot options, wall clock and random seed come from the debugger
 * (semihost.h), and what it calls of the board.
 */
#ifndef SEMIBOOT_H
#define SEMIBOOT_H

#include <stdint.h>

/* Ticks of the board's clock, counting up and wrapping. Any context. */
uint32_t clock_ticks(void);
/* Tells the Unix time of now, in milliseconds. */
void clock_set_wall(double wall_ms);
/* The boot options are known: the channel may be used from now on. */
void channel_start(void);

#endif
