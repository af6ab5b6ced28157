/*
 * bench.h: instructions from a frame's arrival to the next sleep, for firmware built with -DCONFIG_BENCH=1 and run with
 * -icount shift=6, where an instruction takes 1.6 ticks of the clock. Without CONFIG_BENCH it costs nothing.
 */
#ifndef BENCH_H
#define BENCH_H

#include "board.h"

#ifdef CONFIG_BENCH

/* The processor has woken; frames waited when it did. Interrupts masked. */
void bench_woken(bool frames);
/* It is about to sleep. */
void bench_sleeps(void);
/* Prints count, mean, least, median and most instructions of the last windows, oldest left out. */
void bench_report(void);

#else

static inline void bench_woken(bool frames) {
  (void)frames;
}
static inline void bench_sleeps(void) {
}
static inline void bench_report(void) {
}

#endif
#endif
