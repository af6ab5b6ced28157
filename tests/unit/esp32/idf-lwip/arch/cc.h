/* arch/cc.h: lwIP's compiler and assertions as ESP-IDF has them. */
#ifndef ARCH_CC_H
#define ARCH_CC_H

#include <stdint.h>

#include "arch/sys_arch.h"
#include "esp_random.h"
#include "sdkconfig.h"

#ifndef BYTE_ORDER
#define BYTE_ORDER LITTLE_ENDIAN
#endif
#define LWIP_RAND() esp_random()

/* IDF's is newlib's assertion, which panics. */
_Noreturn void abort(void);
#define LWIP_PLATFORM_ASSERT(message) abort()
#define LWIP_PLATFORM_DIAG(message)

#endif
