/* netcheck.c: port_net_check(). IDF's lwIP takes its pools from the heap that all share and keeps no statistics of
 * them, so what can be counted is counted: UDP control blocks and group memberships. */
#include "netcheck.h"

#include "console.h"
#include "lwip/igmp.h"
#include "lwip/mld6.h"
#include "lwip/netif.h"
#include "lwip/udp.h"
#include "port.h"

#define DHCP_CLIENT_PORT 68

static struct counts {
  unsigned pcbs;
  unsigned groups;
} before;

/* Without those that come and go with addresses. Under the net lock. */
static struct counts count_pools(void) {
  struct counts counts = {0, 0};
  for (const struct udp_pcb *pcb = udp_pcbs; pcb != NULL; pcb = pcb->next) {
    counts.pcbs += pcb->local_port != DHCP_CLIENT_PORT;
  }
  struct netif *netif;
  NETIF_FOREACH(netif) {
    for (const struct igmp_group *group = netif_igmp_data(netif); group != NULL; group = group->next) {
      counts.groups += group->group_address.addr != PP_HTONL(0xe0000001UL);
    }
    for (const struct mld_group *group = netif_mld6_data(netif); group != NULL; group = group->next) {
      counts.groups +=
          !ip6_addr_issolicitednode(&group->group_address) && !ip6_addr_isallnodes_linklocal(&group->group_address);
    }
  }
  return counts;
}

void netcheck_start(void) {
  port_net_lock();
  before = count_pools();
  port_net_unlock();
}

static int report_pool(const char *what, unsigned now, unsigned expected) {
  if (now <= expected) {
    return 0;
  }
  console_line("leak: %s holds %u at the end, %u at the start", what, now, expected);
  return 1;
}

int port_net_check(void) {
  port_net_lock();
  struct counts now = count_pools();
  port_net_unlock();
  return report_pool("UDP_PCB", now.pcbs, before.pcbs) + report_pool("the membership list", now.groups, before.groups);
}
