/* hold.c: makes lwIP accept a group's datagrams without reporting the group itself. */
#include "net/hold.h"

#include <string.h>

#include "core/errors.h"
#include "lwip/igmp.h"
#include "lwip/memp.h"
#include "lwip/mld6.h"
#include "lwip/prot/igmp.h"
#include "net/neterr.h"

/* mld6.c keeps its states to itself; they are IGMP's. */
#define NOT_A_MEMBER IGMP_GROUP_NON_MEMBER
#define IDLE_MEMBER IGMP_GROUP_IDLE_MEMBER

bool net_hold_is_all_nodes(const ip_addr_t *group) {
  if (IP_IS_V4_VAL(*group)) {
    return ip4_addr_get_u32(ip_2_ip4(group)) == PP_HTONL(0xe0000001UL);
  }
  return ip6_addr_isallnodes_iflocal(ip_2_ip6(group)) || ip6_addr_isallnodes_linklocal(ip_2_ip6(group));
}

/* ---- IPv4 ---- */

static int hold_v4(struct netif *netif, const ip4_addr_t *group) {
  struct igmp_group *entry = igmp_lookfor_group(netif, group);
  if (entry == NULL) {
    struct igmp_group *all_systems = netif_igmp_data(netif);
    entry = memp_malloc(MEMP_IGMP_GROUP);
    if (entry == NULL) {
      return ERR_CODE_ENOBUFS;
    }
    memset(entry, 0, sizeof *entry);
    ip4_addr_copy(entry->group_address, *group);
    entry->group_state = NOT_A_MEMBER;
    entry->next = all_systems->next; /* which lwIP wants to stay first */
    all_systems->next = entry;
    if (netif->igmp_mac_filter != NULL) {
      netif->igmp_mac_filter(netif, group, NETIF_ADD_MAC_FILTER);
    }
  }
  entry->use++;
  return 0;
}

static void release_v4(struct netif *netif, const ip4_addr_t *group) {
  struct igmp_group *before = netif_igmp_data(netif);
  struct igmp_group *entry = igmp_lookfor_group(netif, group);
  if (entry == NULL || --entry->use > 0) {
    return;
  }
  while (before->next != entry) {
    before = before->next;
  }
  before->next = entry->next;
  if (netif->igmp_mac_filter != NULL) {
    netif->igmp_mac_filter(netif, group, NETIF_DEL_MAC_FILTER);
  }
  memp_free(MEMP_IGMP_GROUP, entry);
}

/* ---- IPv6 ---- */

static struct mld_group *find_v6(struct netif *netif, const ip6_addr_t *group) {
  ip6_addr_t zoned = *group;
  ip6_addr_assign_zone(&zoned, IP6_MULTICAST, netif);
  return mld6_lookfor_group(netif, &zoned);
}

static int hold_v6(struct netif *netif, const ip6_addr_t *group) {
  struct mld_group *entry = find_v6(netif, group);
  if (entry == NULL) {
    entry = memp_malloc(MEMP_MLD6_GROUP);
    if (entry == NULL) {
      return ERR_CODE_ENOBUFS;
    }
    memset(entry, 0, sizeof *entry);
    ip6_addr_copy(entry->group_address, *group);
    ip6_addr_assign_zone(&entry->group_address, IP6_MULTICAST, netif);
    entry->group_state = NOT_A_MEMBER;
    entry->next = netif_mld6_data(netif);
    netif_set_client_data(netif, LWIP_NETIF_CLIENT_DATA_INDEX_MLD6, entry);
    if (netif->mld_mac_filter != NULL) {
      netif->mld_mac_filter(netif, &entry->group_address, NETIF_ADD_MAC_FILTER);
    }
  }
  entry->use++;
  return 0;
}

static void release_v6(struct netif *netif, const ip6_addr_t *group) {
  struct mld_group *entry = find_v6(netif, group);
  if (entry == NULL || --entry->use > 0) {
    return;
  }
  if (netif_mld6_data(netif) == entry) {
    netif_set_client_data(netif, LWIP_NETIF_CLIENT_DATA_INDEX_MLD6, entry->next);
  } else {
    struct mld_group *before = netif_mld6_data(netif);
    while (before->next != entry) {
      before = before->next;
    }
    before->next = entry->next;
  }
  if (netif->mld_mac_filter != NULL) {
    netif->mld_mac_filter(netif, &entry->group_address, NETIF_DEL_MAC_FILTER);
  }
  memp_free(MEMP_MLD6_GROUP, entry);
}

/* ---- both ---- */

int net_hold(struct netif *netif, const ip_addr_t *group) {
  return IP_IS_V4_VAL(*group) ? hold_v4(netif, ip_2_ip4(group)) : hold_v6(netif, ip_2_ip6(group));
}

void net_hold_release(struct netif *netif, const ip_addr_t *group) {
  if (IP_IS_V4_VAL(*group)) {
    release_v4(netif, ip_2_ip4(group));
  } else {
    release_v6(netif, ip_2_ip6(group));
  }
}

int net_hold_join(struct netif *netif, const ip_addr_t *group) {
  return net_error(NET_CALL_JOIN, IP_IS_V4_VAL(*group) ? igmp_joingroup_netif(netif, ip_2_ip4(group))
                                                       : mld6_joingroup_netif(netif, ip_2_ip6(group)));
}

void net_hold_leave(struct netif *netif, const ip_addr_t *group) {
  /* Not being a member any more (the interface was removed meanwhile) is what was wanted. */
  if (IP_IS_V4_VAL(*group)) {
    (void)igmp_leavegroup_netif(netif, ip_2_ip4(group));
  } else {
    (void)mld6_leavegroup_netif(netif, ip_2_ip6(group));
  }
}

void net_hold_answer(struct netif *netif, const ip_addr_t *group, bool answers) {
  if (IP_IS_V4_VAL(*group)) {
    struct igmp_group *entry = igmp_lookfor_group(netif, ip_2_ip4(group));
    if (entry != NULL) {
      entry->group_state = answers ? IDLE_MEMBER : NOT_A_MEMBER;
      entry->timer = 0;
    }
  } else {
    struct mld_group *entry = find_v6(netif, ip_2_ip6(group));
    if (entry != NULL) {
      entry->group_state = answers ? IDLE_MEMBER : NOT_A_MEMBER;
      entry->timer = 0;
    }
  }
}
