/* network.c: the network's start, and its addresses. IDF's event loop calls the handlers in its own task; they only
 * store and queue. */
#include "network.h"

#include <stdbool.h>
#include <string.h>

#include "console.h"
#include "core/errors.h"
#include "esp_event.h"
#include "lwip/netif.h"
#include "lwip/tcpip.h"
#include "net/guard.h"
#include "netcheck.h"
#include "netevents.h"
#include "sdkconfig.h"
#ifdef CONFIG_TINYGRAM_NET_ETHERNET
#include "netif_ethernet.h"
#endif
#ifdef CONFIG_TINYGRAM_NET_WIFI
#include "netif_wifi.h"
#endif
#include "port.h"
#include "settings.h"

#define LOOK_MS 100U

/* An IPv4 address is there. Written by the event task, read by the script's. */
static volatile bool addressed;

int network_code(const char *what, esp_err_t error) {
  if (error == ESP_OK) {
    return 0;
  }
  console_line("network: %s: %s", what, esp_err_to_name(error));
  switch (error) {
  case ESP_ERR_NO_MEM:
    return ERR_CODE_ENOMEM;
  case ESP_ERR_NOT_FOUND:
  case ESP_ERR_TIMEOUT:
    return ERR_CODE_ENODEV;
  default:
    return ERR_CODE_EIO;
  }
}

void network_name(esp_netif_t *netif) {
  network_code("esp_netif_set_hostname", esp_netif_set_hostname(netif, settings_get()->hostname));
}

/* ---- addresses ------------------------------------------------------------ */

static void got_ip4(const ip_event_got_ip_t *got) {
  struct netevent event = {.kind = NETEVENT_GOT_IP4, .changed = addressed && got->ip_changed};
  event.address[0] = got->ip_info.ip.addr;
  addressed = true;
  netevents_put(&event);
}

static void on_address(void *arg, esp_event_base_t base, int32_t id, void *data) {
  (void)arg;
  (void)base;
  struct netevent event = {.kind = NETEVENT_LOST_IP4};
  switch (id) {
  case IP_EVENT_STA_GOT_IP:
  case IP_EVENT_ETH_GOT_IP:
#ifdef CONFIG_TINYGRAM_NET_WIFI
    netif_wifi_addressed();
#endif
    got_ip4(data);
    break;
  case IP_EVENT_STA_LOST_IP:
  case IP_EVENT_ETH_LOST_IP:
    addressed = false;
    netevents_put(&event);
    break;
  case IP_EVENT_GOT_IP6:
    event.kind = NETEVENT_GOT_IP6;
    memcpy(event.address, ((const ip_event_got_ip6_t *)data)->ip6_info.ip.addr, sizeof event.address);
    netevents_put(&event);
    break;
  default:
    break;
  }
}

/* ---- start ---------------------------------------------------------------- */

/* Drivers hand frames over in tasks of their own; the guard works in lwIP's, which looks at them next. Where that is
 * behind, its mailbox is full, and the driver frees the frame. */
static err_t guarded_input(struct pbuf *p, struct netif *netif) {
  err_t error = tcpip_inpkt(p, netif, net_guard_input);
  if (error != ERR_OK) {
    net_guard_lost();
  }
  return error;
}

/* IDF makes an interface when its driver starts, and anew after each stop. */
static void guard_netif(struct netif *netif, netif_nsc_reason_t reason, const netif_ext_callback_args_t *args) {
  (void)args;
  if ((reason & LWIP_NSC_NETIF_ADDED) != 0 && (netif->flags & (NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET)) != 0) {
    net_guard_attach(netif);
    netif->input = guarded_input;
  }
}

static netif_ext_callback_t guarding;

/* lwIP's own loopback knows IPv4 groups only. */
static void prepare_interfaces(void) {
  port_net_lock();
  netif_add_ext_callback(&guarding, guard_netif);
  struct netif *loopback = netif_find("lo0");
  if (loopback != NULL) {
    loopback->flags |= NETIF_FLAG_MLD6;
  }
  port_net_unlock();
}

/* Starts Kconfig's interface. Returns 1 when an address may come, 0 when there is none to wait for, or a negative
 * code. */
static int start_interface(void) {
#if defined CONFIG_TINYGRAM_NET_WIFI
  return netif_wifi_start();
#elif defined CONFIG_TINYGRAM_NET_ETHERNET
  return netif_ethernet_start();
#else
  return 0;
#endif
}

static void wait_for_address(void) {
  uint64_t until = port_time_us() + CONFIG_TINYGRAM_NET_WAIT_S * 1000000ULL;
  while (!addressed) {
    netevents_tell();
    if (port_time_us() >= until) {
      console_line("network: no IPv4 address yet; going on without one");
      return;
    }
    port_wait(LOOK_MS);
  }
  netevents_tell();
}

static int start_events(void) {
  int code = network_code("esp_netif_init", esp_netif_init());
  if (code != 0) {
    return code;
  }
  esp_err_t error = esp_event_loop_create_default();
  code = error == ESP_ERR_INVALID_STATE ? 0 : network_code("esp_event_loop_create_default", error);
  if (code != 0) {
    return code;
  }
  error = esp_event_handler_register(IP_EVENT, ESP_EVENT_ANY_ID, on_address, NULL);
  return network_code("esp_event_handler_register", error);
}

int port_net_start(void) {
  addressed = false;
  int code = start_events();
  if (code != 0) {
    return code;
  }
  prepare_interfaces();
  code = start_interface();
  if (code < 0) {
    return code;
  }
  if (code > 0) {
    wait_for_address();
  }
  netcheck_start();
  return 0;
}
