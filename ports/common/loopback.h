/* loopback.h: all of 127/8 is this host, as on Linux; to lwIP it is the one address of its loopback interface. */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include "lwip/netif.h"
#include "lwip/pbuf.h"

/* lwIP's LWIP_HOOK_IP4_INPUT: takes what came over the loopback interface for another address of 127/8 than its own,
 * and feeds it to lwIP as if it were that one. 1 when p was taken. lwIP's context. */
int loopback_input(struct pbuf *p, struct netif *netif);

#endif
