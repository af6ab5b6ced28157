/* guard_private.h: what the files guard*.c share: guard.c judges what comes in, guard_errors.c errors that go out. */
#ifndef NET_GUARD_PRIVATE_H
#define NET_GUARD_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "net/guard.h"

#define ETHERNET_HEADER 14
#define IPV6_HEADER 40
#define HEADERS_MAX 8 /* extension headers; more have no use (RFC 8504 5.3) */

/* The frame that is being handled, from its Ethernet header on; bytes is NULL while none is. */
struct guard_frame {
  const uint8_t *bytes;
  size_t size;
};

/* In the order of the wire, for comparing. */
static inline uint16_t wire16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint32_t wire32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline bool is_zero(const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] != 0) {
      return false;
    }
  }
  return true;
}

/* Before the first error. */
void guard_errors_start(void);

/* Of ICMP's types. */
bool guard_is_error_v4(uint8_t type);

/* Whether an ICMP error of this host, size bytes from its IP header on, may leave: what it is about asks for one, and
 * its receiver has credit. What may not is counted. */
bool guard_may_send_error_v4(const uint8_t *ip, size_t size, const struct guard_frame *handled,
                             const struct netif *netif);
bool guard_may_send_error_v6(const uint8_t *ip, size_t size, const struct guard_frame *handled);

#endif
