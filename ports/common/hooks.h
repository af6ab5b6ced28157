/* hooks.h: lwIP's LWIP_HOOK_FILENAME. */
#ifndef HOOKS_H
#define HOOKS_H

#include "sharedlo.h"

#define LWIP_HOOK_UNKNOWN_ETH_PROTOCOL(p, netif) sharedlo_input((p), (netif))

#endif
