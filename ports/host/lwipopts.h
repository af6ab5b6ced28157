/* lwipopts.h: lwIP in a Linux process. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#define MEM_ALIGNMENT 8
#define MEM_SIZE (2 * 1024 * 1024)
#define PBUF_POOL_SIZE 512
/* lwIP's bookkeeping of an IPv6 fragment does not fit in the header it overwrites where pointers have 64 bits. */
#define IPV6_FRAG_COPYHEADER 1

/* Under the address sanitizer every block comes from malloc(), which it watches; pools then have no limit. The list of
 * timers is there to be looked at, so that netcheck.c can leave their blocks out. */
#ifdef __SANITIZE_ADDRESS__
#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#define LWIP_TESTMODE 1
#endif

#include "lwipopts_common.h"

#endif
