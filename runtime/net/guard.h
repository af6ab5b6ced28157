/*
 * guard.h: what never reaches lwIP, and what it may not send because of it. A port puts these functions where lwIP
 * has ethernet_input(), etharp_output() and ethip6_output() in a struct netif. lwIP's context; nothing allocates.
 */
#ifndef NET_GUARD_H
#define NET_GUARD_H

#include "lwip/netif.h"
#include "lwip/pbuf.h"

/* Once netif has its output functions: puts the guard before them. */
void net_guard_attach(struct netif *netif);

/* A frame as the driver received it, in one pbuf: hands it to ethernet_input(), or frees it and counts why not. Always
 * takes p; returns what ethernet_input() does, ERR_OK for a dropped frame. For netif_add(), or, where drivers run in
 * tasks of their own, for tcpip_inpkt(). */
err_t net_guard_input(struct pbuf *p, struct netif *netif);

/* Counts a frame that a driver in a task of its own could not hand over. In that task, of which there is one: without a
 * lock, which the driver would have to wait for. */
void net_guard_lost(void);

/* Called after a frame that may be a neighbour's answer, if not NULL; lwIP's context. */
extern void (*net_guard_on_answer)(void);

/* For boards that share one IP address (the shared loopback of ports/common): frames whose source is the board's own
 * address are let in. */
void net_guard_share_address(void);

/* Counts an ICMP error to the host with this address (any bytes of it) against its rate: six at once, then one a
 * second, as Linux has it. False when it may not be sent. */
bool net_guard_may_send_error(const void *address, size_t size);

#endif
