/* lwip_way.h: what lwip_way.c adds to lwIP's files. */
#ifndef LWIP_WAY_H
#define LWIP_WAY_H

#include "lwip/arch.h"

/* Where the identifications of IPv4 packets go on from; lwIP begins at 0. After lwip_init(), with a random number: a
 * peer may still hold fragments from before a restart, and would put old and new ones together. */
void lwip_way_set_ip_id(u16_t id);

#endif
