#include "bench.h"

#ifdef CONFIG_BENCH

#include <stdio.h>
#include <stdlib.h>

#define WINDOWS 1000U

static uint32_t windows[WINDOWS];
static uint32_t count; /* windows so far */
static uint32_t start;
static bool open;

void bench_woken(bool frames) {
  open = frames;
  start = clock_ticks();
}

void bench_sleeps(void) {
  if (open) {
    windows[count++ % WINDOWS] = clock_ticks() - start;
    open = false;
  }
}

static int compare(const void *a, const void *b) {
  uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
  return left < right ? -1 : left > right;
}

static unsigned long instructions(uint64_t ticks) {
  return (unsigned long)(ticks * 10U / 16U);
}

void bench_report(void) {
  uint32_t kept = count < WINDOWS ? count : WINDOWS;
  uint64_t sum = 0;
  if (kept == 0) {
    return;
  }
  qsort(windows, kept, sizeof windows[0], compare);
  for (uint32_t i = 0; i < kept; i++) {
    sum += windows[i];
  }
  printf("bench: %lu windows, last %lu: mean %lu, least %lu, median %lu, most %lu instructions\n",
         (unsigned long)count, (unsigned long)kept, instructions(sum / kept), instructions(windows[0]),
         instructions(windows[kept / 2]), instructions(windows[kept - 1]));
  fflush(stdout);
}

#endif
