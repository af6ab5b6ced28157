#include "netstart.h"

#include <string.h>

#include "bootargs.h"
#include "linkclock.h"
#include "lwip/dhcp.h"
#include "lwip/dns.h"
#include "lwip/ethip6.h"
#include "lwip/init.h"
#include "lwip/mld6.h"
#include "lwip/netif.h"
#include "lwip/sys.h"
#include "lwip_way.h"
#include "net/guard.h"
#include "netcheck.h"
#include "port.h"
#include "random.h"
#include "sharedlo.h"
#include "wait.h"

static struct netif nic_netif;

static void to_ip4(const struct bootargs_addr *from, ip4_addr_t *to) { memcpy(&to->addr, from->bytes, 4); }

static void to_ip6(const struct bootargs_addr *from, ip6_addr_t *to) {
  ip6_addr_set_zero(to);
  memcpy(to->addr, from->bytes, 16);
}

static void set_dns_servers(const struct bootargs *args) {
  for (size_t i = 0; i < args->dns_count; i++) {
    ip_addr_t server;
    memset(&server, 0, sizeof server);
    if (args->dns[i].family == 4) {
      to_ip4(&args->dns[i], ip_2_ip4(&server));
      IP_SET_TYPE_VAL(server, IPADDR_TYPE_V4);
    } else {
      to_ip6(&args->dns[i], ip_2_ip6(&server));
      IP_SET_TYPE_VAL(server, IPADDR_TYPE_V6);
    }
    dns_setserver((u8_t)i, &server);
  }
}

/* Addresses and groups may now be used on it: lwIP's own loopback knows IPv4 groups only. */
static void prepare_loopback(const struct bootargs *args) {
  struct netif *loopback = netif_get_by_index(SHAREDLO_INDEX);
  netif_set_hostname(loopback, args->host != NULL ? args->host : "tinygram");
  loopback->flags |= NETIF_FLAG_MLD6;
}

static int start_nic(const struct bootargs *args, const struct hal_nic *nic) {
  ip4_addr_t address, mask, gateway;
  ip4_addr_set_zero(&address);
  ip4_addr_set_zero(&mask);
  ip4_addr_set_zero(&gateway);
  if (args->ip4.family != 0) {
    to_ip4(&args->ip4, &address);
    uint32_t bits = args->ip4.prefix == 0 ? 0 : UINT32_MAX << (32U - args->ip4.prefix);
    mask.addr = lwip_htonl(bits);
  }
  if (args->gw.family != 0) {
    to_ip4(&args->gw, &gateway);
  }
  if (netif_add(&nic_netif, &address, &mask, &gateway, NULL, nic->init, net_guard_input) == NULL) {
    return NETSTART_ENODEV;
  }
  net_guard_attach(&nic_netif);
  port_net_unlock();
  linkclock_start(&nic_netif, nic);
  port_net_lock();
  netif_set_hostname(&nic_netif, args->host != NULL ? args->host : "tinygram");
  netif_set_default(&nic_netif);
  netif_create_ip6_linklocal_address(&nic_netif, 1);
  netif_set_link_up(&nic_netif);
  netif_set_up(&nic_netif);
  for (size_t i = 0; i < args->ip6_count; i++) {
    ip6_addr_t ip6;
    s8_t index;
    to_ip6(&args->ip6[i], &ip6);
    if (netif_add_ip6_address(&nic_netif, &ip6, &index) != ERR_OK) {
      return NETSTART_ENOMEM;
    }
#if LWIP_IPV6_DUP_DETECT_ATTEMPTS == 0
    /* Nothing is probed, so it can be used at once; by itself it would be tentative until lwIP's next tick. */
    netif_ip6_addr_set_state(&nic_netif, index, IP6_ADDR_PREFERRED);
#endif
  }
  if (args->dhcp && dhcp_start(&nic_netif) != ERR_OK) {
    return NETSTART_ENOMEM;
  }
  return 0;
}

static void wait_for_lease(void) {
  static const char warning[] = "tinygram: no DHCP lease yet; going on without an address\n";
  uint32_t start = sys_now();
  for (;;) {
    port_net_lock();
    bool leased = dhcp_supplied_address(&nic_netif) != 0;
    port_net_unlock();
    if (leased) {
      return;
    }
    if (sys_now() - start >= NETSTART_DHCP_WAIT_MS) {
      port_console_write(PORT_STDERR, warning, sizeof warning - 1);
      return;
    }
    port_wait(20);
  }
}

int port_net_start(void) {
  const struct bootargs *args = bootargs_get();
  const struct hal_nic *nic = hal_nic();
  if (nic == NULL) {
    linkclock_start(NULL, NULL); /* refuses an option that needs one */
  }
  port_net_lock();
  lwip_init();
  lwip_way_set_ip_id((u16_t)random_u32());
  prepare_loopback(args);
  int status = nic != NULL ? start_nic(args, nic) : 0;
  if (status == 0 && nic != NULL && args->lo_link) {
    sharedlo_start(&nic_netif);
  }
  set_dns_servers(args);
  port_net_unlock();
  if (status != 0) {
    return status;
  }
  wait_start(&nic_netif, nic);
  if (nic != NULL && args->dhcp) {
    wait_for_lease();
  }
  netcheck_start();
  return 0;
}
