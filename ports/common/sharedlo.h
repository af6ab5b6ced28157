/*
 * sharedlo.h: a loopback that several boards share (boot option lo=link), so that they stand for the processes of one
 * machine: what one sends to 127.0.0.1, ::1, a group on lo0, or its own address reaches the others as well.
 *
 * UDP packets of up to SHAREDLO_MAX bytes (IP header included) go out on the link as broadcast frames of EtherType
 * 0x88b5 (for local experiments), after 4 bytes that say which interface they belong to; received ones enter that
 * interface. No board knows which sockets the others have, so no port is "unreachable" here: those ICMP
 * messages are dropped on the way through the loopback.
 */
#ifndef SHAREDLO_H
#define SHAREDLO_H

#include "lwip/netif.h"

#define SHAREDLO_MAX 1496
/* The index of the loopback, shared or not: lwip_init() adds it as the first interface. */
#define SHAREDLO_INDEX 1

/* Shares from now on over nic. */
void sharedlo_start(struct netif *nic);
/* Does netif_poll()'s work, and sends copies of what script's sockets sent. Net lock held. */
void sharedlo_poll(struct netif *netif);
/* Takes a received frame of the shared loopback's EtherType, pbuf included; any other answers ERR_VAL and is not
 * touched. lwIP's LWIP_HOOK_UNKNOWN_ETH_PROTOCOL. */
err_t sharedlo_input(struct pbuf *p, struct netif *netif);

#endif
