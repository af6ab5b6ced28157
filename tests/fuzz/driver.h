/*
 * driver.h: what a fuzz target of one function has beside LLVMFuzzerTestOneInput(). A target includes it and defines
 * fuzz_sample() and fuzz_repair(); inputs then begin with valid ones, and half of them are mended after each mutation.
 * (tests/fuzz/frames.c makes its inputs itself.)
 */
#ifndef FUZZ_DRIVER_H
#define FUZZ_DRIVER_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fills data (room bytes) with valid input and returns its size. */
size_t fuzz_sample(uint8_t *data, size_t room);

/* Repairs what a mutation always breaks (a checksum). */
void fuzz_repair(uint8_t *data, size_t size);

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed) {
  if (seed % 16 == 0) {
    size = fuzz_sample(data, room);
  }
  size = LLVMFuzzerMutate(data, size, room);
  if ((seed & 16) != 0) {
    fuzz_repair(data, size);
  }
  return size;
}

#endif
