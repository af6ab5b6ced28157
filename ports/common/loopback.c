/* loopback.c: all of 127/8 is this host. */
#include "loopback.h"

#include "lwip/ip4.h"
#include "lwip/prot/ip4.h"

int loopback_input(struct pbuf *p, struct netif *netif) {
  if (!ip4_addr_isloopback(netif_ip4_addr(netif)) || p->len < IP_HLEN) {
    return 0;
  }
  ip4_addr_t to;
  ip4_addr_t own = *netif_ip4_addr(netif);
  ip4_addr_copy(to, ((const struct ip_hdr *)p->payload)->dest);
  if (!ip4_addr_isloopback(&to) || ip4_addr_eq(&to, &own)) {
    return 0;
  }
  /* For as long as this packet takes the interface has its address. Nothing is told of it: netif_set_ipaddr() would
   * reset what is bound to the old one. */
  *ip_2_ip4(&netif->ip_addr) = to;
  ip4_input(p, netif);
  *ip_2_ip4(&netif->ip_addr) = own;
  return 1;
}
