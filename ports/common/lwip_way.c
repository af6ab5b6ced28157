/*
 * lwip_way.c: the files of lwIP, unchanged, that a UDP datagram over IPv4 passes through, as one unit: the compiler
 * then puts the small ones of their functions into those that call them, which saves a tenth of the way. Of the other
 * functions in these files the large ones are made for size.
 */
#include "lwip/etharp.h"
#include "lwip/priv/memp_priv.h"
#include "lwip/priv/raw_priv.h"
#include "lwip/mem.h"
#include "lwip/raw.h"
#include "lwip/udp.h"
#include "lwip_way.h"

#define COLD(name) __typeof__(name) name __attribute__((cold));
COLD(etharp_input)
COLD(etharp_query)
COLD(etharp_request)
COLD(etharp_tmr)
COLD(etharp_cleanup_netif)
COLD(mem_init)
COLD(mem_trim)
COLD(memp_init)
COLD(raw_bind)
COLD(raw_connect)
COLD(raw_disconnect)
COLD(raw_netif_ip_addr_changed)
COLD(raw_new)
COLD(raw_new_ip_type)
COLD(raw_remove)
COLD(raw_sendto)
COLD(raw_sendto_if_src)
COLD(udp_bind)
COLD(udp_connect)
COLD(udp_disconnect)
COLD(udp_netif_ip_addr_changed)
COLD(udp_new)
COLD(udp_new_ip_type)
COLD(udp_remove)
#undef COLD

#include "core/inet_chksum.c"
#include "core/ip.c"
#include "core/ipv4/etharp.c"
#include "core/ipv4/ip4.c"
#include "core/ipv4/ip4_addr.c"
#include "core/mem.c"
#include "core/memp.c"
#include "core/pbuf.c"
#include "core/raw.c"
#include "core/udp.c"
#include "netif/ethernet.c"

void lwip_way_set_ip_id(u16_t id) { ip_id = id; }
