/*
 * windows.c: windows of known length for the recorder of ports/qemu-arm/bench.c, made with BENCH=1: one without a loop
 * and one for each number of ROUNDS, two instructions a round, and all of them again.
 */
#include <stdio.h>

#include "bench.h"
#include "port_start.h"

static const uint32_t rounds[] = {1, 10, 1000, 123457};

static void loop(uint32_t count) { __asm__ volatile("1: subs %0, %0, #1\n\tbne 1b" : "+r"(count) : : "cc"); }

int main(int argc, char **argv) {
  port_start(argc, argv);
  uint32_t state = board_irq_save();
  bench_sleeps(); /* the first starts the recorder */
  for (unsigned time = 0; time < 2; time++) {
    bench_woken(false);
    bench_sleeps();
    for (unsigned i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
      bench_woken(false);
      loop(rounds[i]);
      bench_sleeps();
    }
  }
  board_irq_restore(state);
  puts("done");
  return 0;
}
