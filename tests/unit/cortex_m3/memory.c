/* memcpy() and memset() of memory_m3.S: every length up to 100, every alignment of both ends, and what lies around. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LENGTHS 101
#define ROOM (LENGTHS + 16)
#define AROUND 0xa5

static uint8_t from[ROOM], to[ROOM];
static unsigned long failures;

static void expect(const char *what, size_t at, size_t length, uint8_t (*byte)(size_t)) {
  for (size_t i = 0; i < ROOM; i++) {
    uint8_t wanted = i >= at && i < at + length ? byte(i - at) : AROUND;
    if (to[i] != wanted) {
      printf("%s of %u bytes to %u: byte %u is %02x, not %02x\n", what, (unsigned)length, (unsigned)at, (unsigned)i,
             (unsigned)to[i], (unsigned)wanted);
      failures++;
      return;
    }
  }
}

static size_t source_at;

static uint8_t copied(size_t i) { return from[source_at + i]; }
static uint8_t filled(size_t i) {
  (void)i;
  return 0x3c;
}

int main(void) {
  for (size_t i = 0; i < ROOM; i++) {
    from[i] = (uint8_t)(i * 7U + 1U);
  }
  unsigned long cases = 0;
  for (size_t length = 0; length < LENGTHS; length++) {
    for (size_t at = 0; at < 8; at++) {
      for (source_at = 0; source_at < 8; source_at++) {
        memset(to, AROUND, sizeof to);
        failures += memcpy(to + at, from + source_at, length) != to + at;
        expect("memcpy", at, length, copied);
        cases++;
      }
      for (size_t i = 0; i < ROOM; i++) {
        to[i] = AROUND;
      }
      failures += memset(to + at, 0x13c, length) != to + at;
      expect("memset", at, length, filled);
      cases++;
    }
  }
  printf("%lu cases, %lu failures\n", cases, failures);
  return failures != 0 || cases == 0;
}
