/* hash.h: a short number of an address, for tables that are smaller than the number of hosts. */
#ifndef NET_HASH_H
#define NET_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a of size bytes, from start on: a salt, where nobody may know who shares a place with whom. */
static inline uint32_t net_hash(uint32_t start, const void *data, size_t size) {
  const uint8_t *bytes = data;
  uint32_t value = start;
  for (size_t i = 0; i < size; i++) {
    value = (value ^ bytes[i]) * 0x01000193U;
  }
  return value;
}

#endif
