#include "netcheck.h"

#include <stdbool.h>
#include <stdio.h>

#include "lwip/etharp.h"
#include "lwip/igmp.h"
#include "lwip/ip4_frag.h"
#include "lwip/ip6_frag.h"
#include "lwip/memp.h"
#include "lwip/mld6.h"
#include "lwip/nd6.h"
#include "lwip/netif.h"
#include "lwip/stats.h"
#include "lwip/timeouts.h"
#include "port.h"

/*
 * What must be back where it was. Left out are pools that lwIP itself fills as time goes by: its timers, and the
 * groups that its own addresses need (groups_joined() counts those that only a socket can have joined).
 */
static const struct {
  memp_t pool;
  const char *name;
} checked[] = {
    {MEMP_UDP_PCB, "UDP_PCB"},
    {MEMP_RAW_PCB, "RAW_PCB"},
    {MEMP_PBUF, "PBUF"},
    {MEMP_PBUF_POOL, "PBUF_POOL"},
    {MEMP_REASSDATA, "REASSDATA"},
    {MEMP_FRAG_PBUF, "FRAG_PBUF"},
    {MEMP_IP6_REASSDATA, "IP6_REASSDATA"},
    {MEMP_ARP_QUEUE, "ARP_QUEUE"},
    {MEMP_ND6_QUEUE, "ND6_QUEUE"},
};
#define CHECKED (sizeof checked / sizeof checked[0])

static unsigned before[CHECKED];
static unsigned heap_before;
static unsigned groups_before;

static unsigned pool_used(size_t index) { return lwip_stats.memp[checked[index].pool]->used; }

/* Memberships, but for those that come and go with addresses. */
static unsigned groups_joined(void) {
  unsigned count = 0;
  struct netif *netif;
  NETIF_FOREACH(netif) {
    for (struct igmp_group *group = netif_igmp_data(netif); group != NULL; group = group->next) {
      count += group->group_address.addr != PP_HTONL(0xe0000001UL);
    }
    for (struct mld_group *group = netif_mld6_data(netif); group != NULL; group = group->next) {
      count +=
          !ip6_addr_issolicitednode(&group->group_address) && !ip6_addr_isallnodes_linklocal(&group->group_address);
    }
  }
  return count;
}

static unsigned heap_used(void) {
  unsigned bytes = (unsigned)lwip_stats.mem.used;
#if MEMP_MEM_MALLOC /* the timers are on it too: a leave is said again after the last socket is closed */
  for (const struct sys_timeo *timer = *sys_timeouts_get_next_timeout(); timer != NULL; timer = timer->next) {
    bytes -= LWIP_MEM_ALIGN_SIZE(sizeof *timer);
  }
#endif
  return bytes;
}

void netcheck_start(void) {
  for (size_t i = 0; i < CHECKED; i++) {
    before[i] = pool_used(i);
  }
  heap_before = heap_used();
  groups_before = groups_joined();
}

/* Lets go of packets that wait for a neighbour, for their other fragments, or for the next loopback poll: they
 * belong to nobody who could free them. */
static void flush_waiting(void) {
  for (int second = 0; second <= IP_REASS_MAXAGE; second++) {
    ip_reass_tmr();
  }
  for (int second = 0; second <= IPV6_REASS_MAXAGE; second++) {
    ip6_reass_tmr();
  }
  /* After reassembly: giving a datagram up sends an ICMP message, which may wait for its neighbour. */
  struct netif *netif;
  NETIF_FOREACH(netif) {
    if ((netif->flags & NETIF_FLAG_ETHARP) != 0) {
      etharp_cleanup_netif(netif);
    }
    nd6_cleanup_netif(netif);
  }
  NETIF_FOREACH(netif) {
    while (netif->loop_first != NULL) {
      netif_poll(netif);
    }
  }
}

static int report_pool(const char *what, unsigned now, unsigned expected) {
  char line[96];
  int size =
      snprintf(line, sizeof line, "tinygram: leak: %s holds %u at the end, %u at the start\n", what, now, expected);
  port_console_write(PORT_STDERR, line, (size_t)size);
  return 1;
}

int port_net_check(void) {
  int leaks = 0;
  port_net_lock();
  flush_waiting();
  for (size_t i = 0; i < CHECKED; i++) {
    if (pool_used(i) > before[i]) {
      leaks += report_pool(checked[i].name, pool_used(i), before[i]);
    }
  }
  if (heap_used() > heap_before) {
    leaks += report_pool("the heap", heap_used(), heap_before);
  }
  if (groups_joined() > groups_before) {
    leaks += report_pool("the membership list", groups_joined(), groups_before);
  }
  port_net_unlock();
  return leaks;
}
