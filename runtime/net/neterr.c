/* neterr.c: lwIP's err_t to the codes of core/errors.h. */
#include "net/neterr.h"

#include "core/errors.h"

/* Out of memory is said in the word that the call has for it on Linux. */
static int no_memory(enum net_call call) { return call == NET_CALL_OPEN ? ERR_CODE_ENOMEM : ERR_CODE_ENOBUFS; }

int net_error(enum net_call call, err_t err) {
  switch (err) {
  case ERR_OK:
    return 0;
  case ERR_MEM:
    return no_memory(call);
  case ERR_BUF:
    return ERR_CODE_ENOBUFS;
  case ERR_RTE:
    return ERR_CODE_ENETUNREACH;
  case ERR_USE:
    return ERR_CODE_EADDRINUSE;
  case ERR_VAL:
    /* udp_sendto: the broadcast filter. igmp_joingroup: no such interface, since the group was checked. */
    return call == NET_CALL_SEND ? ERR_CODE_EACCES : call == NET_CALL_JOIN ? ERR_CODE_ENODEV : ERR_CODE_EINVAL;
  case ERR_WOULDBLOCK:
    return ERR_CODE_EAGAIN;
  case ERR_TIMEOUT:
    return ERR_CODE_ETIMEDOUT;
  case ERR_INPROGRESS:
  case ERR_ALREADY:
    return ERR_CODE_EALREADY;
  case ERR_ISCONN:
    return ERR_CODE_EISCONN;
  case ERR_CONN:
  case ERR_CLSD:
    return ERR_CODE_ENOTCONN;
  case ERR_IF:
    return ERR_CODE_ENETDOWN;
  case ERR_ABRT:
    return ERR_CODE_ECONNABORTED;
  case ERR_RST:
    return ERR_CODE_ECONNRESET;
  case ERR_ARG:
    return ERR_CODE_EINVAL;
  default:
    return ERR_CODE_UNKNOWN;
  }
}
