/* hooks.h: lwIP's LWIP_HOOK_FILENAME. */
#ifndef HOOKS_H
#define HOOKS_H

#include "loopback.h"
#include "sharedlo.h"

#define LWIP_HOOK_UNKNOWN_ETH_PROTOCOL(p, netif) sharedlo_input((p), (netif))
#define LWIP_HOOK_IP4_INPUT(p, netif) (ip4_addr_isloopback(netif_ip4_addr(netif)) && loopback_input((p), (netif)))

#endif
