/* checksum.c: the Internet checksum over 64-bit sums of machine words; little-endian and big-endian alike. */
#include "checksum.h"

#include <stddef.h>
#include <string.h>

uint16_t checksum_sum(const void *data, int len) {
  const uint8_t *at = data;
  size_t left = len > 0 ? (size_t)len : 0;
  uint64_t sum = 0;
  uint32_t a, b, c, d;
  /* memcpy() lets the compiler load words from any address; a sum of 32-bit words is one of 16-bit words. */
  for (; left >= 16; left -= 16, at += 16) {
    memcpy(&a, at, 4);
    memcpy(&b, at + 4, 4);
    memcpy(&c, at + 8, 4);
    memcpy(&d, at + 12, 4);
    sum += (uint64_t)a + b + c + d;
  }
  for (; left >= 4; left -= 4, at += 4) {
    memcpy(&a, at, 4);
    sum += a;
  }
  if (left > 0) {
    a = 0;
    memcpy(&a, at, left);
    sum += a;
  }
  sum = (sum & 0xffffffffU) + (sum >> 32);
  sum = (sum & 0xffffffffU) + (sum >> 32);
  sum = (sum & 0xffffU) + (sum >> 16);
  sum = (sum & 0xffffU) + (sum >> 16);
  return (uint16_t)sum;
}
