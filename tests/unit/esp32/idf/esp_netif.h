/* esp_netif.h: network interfaces, and what the IP_EVENT events carry. */
#ifndef ESP_NETIF_H
#define ESP_NETIF_H

#include <stdbool.h>

#include "esp_err.h"
#include "esp_event_base.h"
#include "esp_netif_ip_addr.h"

typedef struct esp_netif_obj esp_netif_t;
typedef struct {
  int unused;
} esp_netif_inherent_config_t;
typedef struct {
  const esp_netif_inherent_config_t *base;
  const void *driver;
  const void *stack;
} esp_netif_config_t;
#define ESP_NETIF_DEFAULT_ETH() \
  { .base = 0, .driver = 0, .stack = 0 }

extern esp_event_base_t const IP_EVENT;
typedef enum {
  IP_EVENT_STA_GOT_IP,
  IP_EVENT_STA_LOST_IP,
  IP_EVENT_AP_STAIPASSIGNED,
  IP_EVENT_GOT_IP6,
  IP_EVENT_ETH_GOT_IP,
  IP_EVENT_ETH_LOST_IP
} ip_event_t;

typedef struct {
  esp_ip4_addr_t ip;
  esp_ip4_addr_t netmask;
  esp_ip4_addr_t gw;
} esp_netif_ip_info_t;
typedef struct {
  esp_netif_t *esp_netif;
  esp_netif_ip_info_t ip_info;
  bool ip_changed;
} ip_event_got_ip_t;
typedef struct {
  esp_ip6_addr_t ip;
} esp_netif_ip6_info_t;
typedef struct {
  esp_netif_t *esp_netif;
  esp_netif_ip6_info_t ip6_info;
  int ip_index;
} ip_event_got_ip6_t;

esp_err_t esp_netif_init(void);
esp_netif_t *esp_netif_new(const esp_netif_config_t *esp_netif_config);
/* Made for drivers' glue, as esp_eth_new_netif_glue() is. */
esp_err_t esp_netif_attach(esp_netif_t *esp_netif, void *driver_handle);
esp_err_t esp_netif_set_hostname(esp_netif_t *esp_netif, const char *hostname);
esp_err_t esp_netif_create_ip6_linklocal(esp_netif_t *esp_netif);

#endif
