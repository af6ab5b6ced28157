#include "net/raw_pair.h"

static struct raw_pcb *raw_pair_half(u8_t type, u8_t protocol, raw_recv_fn receive) {
  struct raw_pcb *pcb = raw_new_ip_type(type, protocol);
  if (pcb != NULL) {
    raw_recv(pcb, receive, NULL);
  }
  return pcb;
}

static void raw_pair_close_half(struct raw_pcb **pcb) {
  if (*pcb != NULL) {
    raw_remove(*pcb);
    *pcb = NULL;
  }
}

bool net_raw_pair_open(struct net_raw_pair *pair, u8_t protocol4, raw_recv_fn receive4, u8_t protocol6,
                       raw_recv_fn receive6) {
  if (pair->v4 == NULL) {
    pair->v4 = raw_pair_half(IPADDR_TYPE_V4, protocol4, receive4);
    pair->v6 = pair->v4 == NULL ? NULL : raw_pair_half(IPADDR_TYPE_V6, protocol6, receive6);
    if (pair->v6 == NULL) {
      net_raw_pair_close(pair);
    }
  }
  return pair->v6 != NULL;
}

void net_raw_pair_close(struct net_raw_pair *pair) {
  raw_pair_close_half(&pair->v4);
  raw_pair_close_half(&pair->v6);
}
