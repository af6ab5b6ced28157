/*
 * bench.h: exact instruction counts for firmware built with -DCONFIG_BENCH=1 and run with -icount shift=6. Without
 * CONFIG_BENCH it costs nothing. What it reports on UART 1 is read by tests/bench/board.ts:
 *
 *   boot N              ticks (1.6 an instruction) from reset to clock_start()
 *   w K R S C N T       a window, from the processor's wake to its next sleep: K is f when a frame had woken it, t when
 *                       not; R frames received in it, S sent; C is 1 when no timer of lwIP's ran in it; N instructions;
 *                       T the time in milliseconds
 *   r                   it sleeps, and no timer of lwIP's is due for BENCH_QUIET_MS: a good time to send a frame
 *   memory S H          at the end: most bytes of the script's stack ever used; bytes that malloc() holds
 *   idle N              at the end: ticks from sleeps to wakes, with what the reports took
 *
 * The clock's ticks are coarser than an instruction's 64 ns or finer, as the phase falls; five readings at the start
 * of a window tell its phase, so that N is exact. The cost of looking is measured once and taken off.
 */
#ifndef BENCH_H
#define BENCH_H

#include "board.h"

#define BENCH_QUIET_MS 20U

#ifdef CONFIG_BENCH

/* The first thing after reset, before static data are there: starts timer 0. */
void bench_reset(void);
/* The clock is about to start anew. */
void bench_booted(void);
/* The processor has woken; frames waited when it did. Interrupts masked. */
void bench_woken(bool frames);
/* It is about to sleep. Interrupts masked. */
void bench_sleeps(void);
/* The program ends. */
void bench_report(void);

#else

static inline void bench_reset(void) {}
static inline void bench_booted(void) {}
static inline void bench_woken(bool frames) { (void)frames; }
static inline void bench_sleeps(void) {}
static inline void bench_report(void) {}

#endif
#endif
