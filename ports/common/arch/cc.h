/* cc.h: what lwIP asks of compiler and port on the NO_SYS ports (lwIP includes it by this name). */
#ifndef ARCH_CC_H
#define ARCH_CC_H

#include <stdint.h>
#include <stdio.h>

#include "config.h"
#include "panic.h"

/* lwIP's 300 assertions stay in; their texts are 15 KiB, which a board may leave out: then a failed one gives its line
 * and its address, which addr2line turns into a file. */
#ifndef CONFIG_ASSERTION_TEXTS
#define CONFIG_ASSERTION_TEXTS 1
#endif
#if CONFIG_ASSERTION_TEXTS
#define LWIP_PLATFORM_ASSERT(message) panic_assertion((message), __FILE__, __LINE__)
#else
#define LWIP_PLATFORM_ASSERT(message) panic_assertion_at(__LINE__)
#endif
#define LWIP_PLATFORM_DIAG(message) \
  do {                              \
    printf message;                 \
  } while (0)

/* One instruction where lwIP would call a function. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define lwip_htons(x) ((uint16_t)__builtin_bswap16((uint16_t)(x)))
#define lwip_htonl(x) ((uint32_t)__builtin_bswap32((uint32_t)(x)))
#endif

/* Ids, ports and DHCP transactions must not be guessed: the port's unpredictable source. */
uint32_t random_u32(void);
#define LWIP_RAND() random_u32()

/* Internet checksum of len bytes at data, not inverted, in the machine's byte order; see checksum.h. */
uint16_t checksum_sum(const void *data, int len);
#define LWIP_CHKSUM checksum_sum

#endif
