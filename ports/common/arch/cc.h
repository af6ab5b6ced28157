/* cc.h: what lwIP asks of compiler and port on the NO_SYS ports (lwIP includes it by this name). */
#ifndef ARCH_CC_H
#define ARCH_CC_H

#include <stdint.h>
#include <stdio.h>

#include "panic.h"

#define LWIP_PLATFORM_ASSERT(message) panic_assertion((message), __FILE__, __LINE__)
#define LWIP_PLATFORM_DIAG(message) do { printf message; } while (0)

/* Ids, ports and DHCP transactions must not be guessed: the port's unpredictable source. */
uint32_t random_u32(void);
#define LWIP_RAND() random_u32()

/* Internet checksum of len bytes at data, not inverted, in the machine's byte order; see checksum.h. */
uint16_t checksum_sum(const void *data, int len);
#define LWIP_CHKSUM checksum_sum

#endif
