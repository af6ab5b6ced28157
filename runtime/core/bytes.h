/* bytes.h: numbers in bytes that need not be aligned (be is the network's order, le that of files and of flash), and
 * characters of ASCII. */
#ifndef CORE_BYTES_H
#define CORE_BYTES_H

#include <stdint.h>

static inline uint16_t bytes_be16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static inline uint32_t bytes_be32(const uint8_t *at) { return (uint32_t)bytes_be16(at) << 16 | bytes_be16(at + 2); }

/* Writes the low 16 bits. Returns where the next byte goes. */
static inline uint8_t *bytes_put_be16(uint8_t *at, uint32_t value) {
  at[0] = (uint8_t)(value >> 8);
  at[1] = (uint8_t)value;
  return at + 2;
}

static inline uint8_t *bytes_put_be32(uint8_t *at, uint32_t value) {
  return bytes_put_be16(bytes_put_be16(at, value >> 16), value);
}

static inline uint64_t bytes_be64(const uint8_t *at) { return (uint64_t)bytes_be32(at) << 32 | bytes_be32(at + 4); }

static inline uint8_t *bytes_put_be64(uint8_t *at, uint64_t value) {
  return bytes_put_be32(bytes_put_be32(at, (uint32_t)(value >> 32)), (uint32_t)value);
}

static inline uint32_t bytes_le16(const uint8_t *at) { return (uint32_t)at[0] | (uint32_t)at[1] << 8; }

static inline uint32_t bytes_le32(const uint8_t *at) { return bytes_le16(at) | bytes_le16(at + 2) << 16; }

static inline void bytes_put_le32(uint8_t *at, uint32_t value) {
  for (int i = 0; i < 4; i++) {
    at[i] = (uint8_t)(value >> 8 * i);
  }
}

/* Of a hexadecimal digit in ASCII; -1 for any other character. */
static inline int bytes_hex_digit(uint32_t c) {
  if (c >= '0' && c <= '9') {
    return (int)(c - '0');
  }
  uint32_t letter = c | 0x20;
  return letter >= 'a' && letter <= 'f' ? (int)(letter - 'a') + 10 : -1;
}

/* ASCII alone, whatever the locale: names of hosts (RFC 4343). */
static inline uint8_t bytes_lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c; }

#endif
