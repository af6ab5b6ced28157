/* neterr.h: lwIP's err_t to the codes of core/errors.h. lwIP has a dozen values for everything, so the code
 * depends on what was asked. Any thread. */
#ifndef NET_NETERR_H
#define NET_NETERR_H

#include "lwip/err.h"

enum net_call { NET_CALL_OPEN, NET_CALL_BIND, NET_CALL_SEND, NET_CALL_JOIN };

/* 0 for ERR_OK, else a negative code. */
int net_error(enum net_call call, err_t err);

#endif
