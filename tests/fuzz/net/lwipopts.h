/* lwipopts.h: lwIP's settings when it is fuzzed: pools of a small board, so that each is used up; the heap is the C
 * library's, so that the address sanitizer watches every block, up to what a board would have. */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#include <stddef.h>

#define MEM_ALIGNMENT 8
#define MEMP_OVERFLOW_CHECK 1
#define IPV6_FRAG_COPYHEADER 1 /* pointers of 64 bits */
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS 1
#define LWIP_DHCP_DOES_ACD_CHECK 0

#define PBUF_POOL_SIZE 24
#define MEMP_NUM_PBUF 16
#define IP_REASS_MAX_PBUFS 6
#define MEMP_NUM_REASSDATA 2
#define MEMP_NUM_FRAG_PBUF 8
#define ARP_QUEUE_LEN 3
#define MEMP_NUM_ARP_QUEUE 8
#define MEMP_NUM_ND6_QUEUE 8
#define ARP_TABLE_SIZE 8
#define LWIP_ND6_NUM_NEIGHBORS 8
#define LWIP_ND6_NUM_DESTINATIONS 8

void *world_malloc(size_t size);
void *world_calloc(size_t count, size_t size);
void world_free(void *block);
#define MEM_CUSTOM_ALLOCATOR 1
#define MEM_CUSTOM_MALLOC world_malloc
#define MEM_CUSTOM_CALLOC world_calloc
#define MEM_CUSTOM_FREE world_free

#include "lwipopts_common.h"

#endif
