#include "ethif.h"

#include <string.h>

#include "lwip/etharp.h"
#include "lwip/ethip6.h"

static ethif_filter *change; /* a program has one Ethernet interface */

static err_t filter_ip4(struct netif *netif, const ip4_addr_t *group, enum netif_mac_filter_action action) {
  const uint8_t *bytes = (const uint8_t *)&group->addr;
  uint8_t mac[6] = {0x01, 0x00, 0x5e, bytes[1] & 0x7fU, bytes[2], bytes[3]};
  (void)netif;
  change(mac, action == NETIF_ADD_MAC_FILTER);
  return ERR_OK;
}

static err_t filter_ip6(struct netif *netif, const ip6_addr_t *group, enum netif_mac_filter_action action) {
  uint8_t mac[6] = {0x33, 0x33};
  (void)netif;
  memcpy(mac + 2, &group->addr[3], 4);
  change(mac, action == NETIF_ADD_MAC_FILTER);
  return ERR_OK;
}

void ethif_setup(struct netif *netif, netif_linkoutput_fn linkoutput, ethif_filter *filter) {
  static const uint8_t all_nodes[6] = {0x33, 0x33, 0, 0, 0, 1};
  netif->hwaddr_len = 6;
  netif->name[0] = 'e';
  netif->name[1] = 'n';
  netif->mtu = 1500;
  netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6;
  netif->output = etharp_output;
  netif->output_ip6 = ethip6_output;
  netif->linkoutput = linkoutput;
  change = filter;
  if (filter != NULL) {
    netif_set_igmp_mac_filter(netif, filter_ip4);
    netif_set_mld_mac_filter(netif, filter_ip6);
    filter(all_nodes, true);
  }
}
