/*
 * lwip_way.c: the files of lwIP, unchanged, that a UDP datagram over IPv4 passes through, as one unit: the compiler
 * then puts the small ones of their functions into those that call them, which saves a tenth of the way.
 */
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
