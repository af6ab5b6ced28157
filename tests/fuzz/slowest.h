/*
 * slowest.h: the slowest input of a libFuzzer program. slowest.c stands between libFuzzer and the target (linked with
 * --wrap); at the program's end it prints "slowest: N" (microseconds of the processor, so that a busy machine does not
 * count) and writes the input to the file that FUZZ_SLOWEST names. The first input of a program, at which tables are
 * set up, does not count.
 */
#ifndef FUZZ_SLOWEST_H
#define FUZZ_SLOWEST_H

/* What this input does from here on is a check of the target's own, and does not count. NULL without slowest.c. */
__attribute__((weak)) void slowest_stop(void);

#endif
