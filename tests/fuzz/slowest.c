#include "slowest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define INPUT_MAX 4096

/* The names that --wrap makes. */
int __real_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t slowest[INPUT_MAX];
static size_t slowest_size;
static uint64_t slowest_ns, stopped_ns;

static uint64_t processor_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

void slowest_stop(void) { stopped_ns = processor_ns(); }

static void tell(void) {
  const char *name = getenv("FUZZ_SLOWEST");
  FILE *file = name == NULL ? NULL : fopen(name, "wb");
  if (file != NULL) {
    fwrite(slowest, 1, slowest_size, file);
    fclose(file);
  }
  fprintf(stderr, "slowest: %llu\n", (unsigned long long)(slowest_ns / 1000));
}

int __wrap_LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static bool counts;
  if (!counts) {
    counts = true;
    atexit(tell);
    return __real_LLVMFuzzerTestOneInput(data, size);
  }
  stopped_ns = 0;
  uint64_t start_ns = processor_ns();
  int result = __real_LLVMFuzzerTestOneInput(data, size);
  uint64_t took_ns = (stopped_ns != 0 ? stopped_ns : processor_ns()) - start_ns;
  if (took_ns > slowest_ns && size <= sizeof slowest) {
    slowest_ns = took_ns;
    slowest_size = size;
    memcpy(slowest, data, size);
  }
  return result;
}
