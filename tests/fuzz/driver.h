/*
 * driver.h: for compilers without libFuzzer. A target includes it last; it then is a program
 *
 *   <target> [iterations] [seed]
 *
 * that mutates the target's sample a fixed number of times, the same way for the same seed. Built by clang with
 * -fsanitize=fuzzer and -DLIBFUZZER it is left out. Sanitizers find what is wrong; the exit code is theirs.
 */
#ifndef FUZZ_DRIVER_H
#define FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fills data (room bytes) with valid input and returns its size. */
size_t fuzz_sample(uint8_t *data, size_t room);

/* Repairs what a mutation always breaks (a checksum), in half of the rounds, so that they get further. */
void fuzz_repair(uint8_t *data, size_t size);

#ifndef LIBFUZZER
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUZZ_ROOM 4096

static uint32_t fuzz_state;

static uint32_t fuzz_random(uint32_t below) {
  fuzz_state ^= fuzz_state << 13;
  fuzz_state ^= fuzz_state >> 17;
  fuzz_state ^= fuzz_state << 5;
  return fuzz_state % below;
}

static size_t fuzz_mutate(uint8_t *data, size_t size) {
  static const uint8_t edges[] = {0, 1, 0x7f, 0x80, 0xff};
  switch (fuzz_random(5)) {
  case 0:
    data[fuzz_random((uint32_t)size)] ^= (uint8_t)(1u << fuzz_random(8));
    return size;
  case 1:
    data[fuzz_random((uint32_t)size)] = edges[fuzz_random(sizeof edges)];
    return size;
  case 2: { /* a 32-bit field near an edge */
    size_t at = fuzz_random((uint32_t)(size / 4)) * 4;
    uint32_t value = (fuzz_random(2) ? 0u : UINT32_MAX) + fuzz_random(128) - 64u;
    memcpy(data + at, &value, size - at < 4 ? size - at : 4);
    return size;
  }
  case 3:
    return 1 + fuzz_random((uint32_t)size);
  default: {
    size_t more = fuzz_random(64);
    more = more < FUZZ_ROOM - size ? more : FUZZ_ROOM - size;
    memset(data + size, (int)fuzz_random(256), more);
    return size + more;
  }
  }
}

int main(int argc, char **argv) {
  unsigned long iterations = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
  fuzz_state = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 1;
  fuzz_state |= fuzz_state == 0;
  unsigned long accepted = 0;
  for (unsigned long i = 0; i < iterations; i++) {
    uint8_t data[FUZZ_ROOM];
    size_t size = fuzz_sample(data, sizeof data);
    for (uint32_t steps = fuzz_random(6); steps > 0 && size > 4; steps--) {
      size = fuzz_mutate(data, size);
    }
    if (fuzz_random(2)) {
      fuzz_repair(data, size);
    }
    /* An exact block, so that a read beyond its end is seen. */
    uint8_t *exact = malloc(size);
    if (exact == NULL) {
      return 2;
    }
    memcpy(exact, data, size);
    accepted += LLVMFuzzerTestOneInput(exact, size) == 0;
    free(exact);
  }
  printf("%lu inputs, %lu of them accepted\n", iterations, accepted);
  return accepted > 0 && accepted < iterations ? 0 : 1;
}
#endif

#endif
