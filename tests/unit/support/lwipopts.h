/* lwipopts.h: lwIP's settings in unit tests. Its heap is the C library's, so that the address sanitizer watches
 * every block and a test can let allocation fail; its pools stay, so that their use can be counted. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#include <stddef.h>

#define MEM_ALIGNMENT 8
#define MEMP_OVERFLOW_CHECK 1 /* at each element given back; 2 looks at all of them, and takes most of the time */
#define LWIP_IPV6_SCOPES_DEBUG 1
#define IPV6_FRAG_COPYHEADER 1 /* pointers of 64 bits */

void *stack_malloc(size_t size);
void *stack_calloc(size_t count, size_t size);
void stack_free(void *block);
#define MEM_CUSTOM_ALLOCATOR 1
#define MEM_CUSTOM_MALLOC stack_malloc
#define MEM_CUSTOM_CALLOC stack_calloc
#define MEM_CUSTOM_FREE stack_free

#define CONFIG_LOOPBACK_NET 0 /* no hooks */

#include "lwipopts_common.h"

#endif
