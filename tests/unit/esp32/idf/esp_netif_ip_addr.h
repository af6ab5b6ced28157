/* esp_netif_ip_addr.h: addresses in network byte order. */
#ifndef ESP_NETIF_IP_ADDR_H
#define ESP_NETIF_IP_ADDR_H

#include <stdint.h>

typedef struct {
  uint32_t addr;
} esp_ip4_addr_t;

typedef struct {
  uint32_t addr[4];
  uint8_t zone;
} esp_ip6_addr_t;

#endif
