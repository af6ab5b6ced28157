/* esp_eth.h: the Ethernet driver: the chip's own MAC with a PHY beside it, or a W5500 on SPI. */
#ifndef ESP_ETH_H
#define ESP_ETH_H

#include <stdint.h>

#include "driver/spi_master.h"
#include "esp_err.h"
#include "esp_event_base.h"

typedef struct esp_eth_mac_s esp_eth_mac_t;
typedef struct esp_eth_phy_s esp_eth_phy_t;
typedef void *esp_eth_handle_t;
typedef struct esp_eth_netif_glue_t *esp_eth_netif_glue_handle_t;

typedef struct {
  uint32_t sw_reset_timeout_ms;
} eth_mac_config_t;
#define ETH_MAC_DEFAULT_CONFIG() \
  { .sw_reset_timeout_ms = 100 }
typedef struct {
  int32_t phy_addr;   /* -1: look for it */
  int reset_gpio_num; /* -1: none */
  uint32_t autonego_timeout_ms;
} eth_phy_config_t;
#define ETH_PHY_DEFAULT_CONFIG() \
  { .phy_addr = -1, .reset_gpio_num = 5 }
typedef struct {
  struct {
    int mdc_num;
    int mdio_num;
  } smi_gpio;
} eth_esp32_emac_config_t;
#define ETH_ESP32_EMAC_DEFAULT_CONFIG()          \
  {                                              \
    .smi_gpio = {.mdc_num = 23, .mdio_num = 18 } \
  }
typedef struct {
  int int_gpio_num; /* -1: none, poll */
  uint32_t poll_period_ms;
  spi_host_device_t spi_host_id;
  spi_device_interface_config_t *spi_devcfg;
} eth_w5500_config_t;
#define ETH_W5500_DEFAULT_CONFIG(host, device) \
  { .int_gpio_num = 4, .poll_period_ms = 0, .spi_host_id = host, .spi_devcfg = device }
typedef struct {
  esp_eth_mac_t *mac;
  esp_eth_phy_t *phy;
} esp_eth_config_t;
#define ETH_DEFAULT_CONFIG(emac, ephy) \
  { .mac = emac, .phy = ephy }

typedef enum { ETH_CMD_G_MAC_ADDR, ETH_CMD_S_MAC_ADDR } esp_eth_io_cmd_t;
extern esp_event_base_t const ETH_EVENT;
typedef enum {
  ETHERNET_EVENT_START,
  ETHERNET_EVENT_STOP,
  ETHERNET_EVENT_CONNECTED,
  ETHERNET_EVENT_DISCONNECTED
} eth_event_t;

esp_eth_mac_t *esp_eth_mac_new_esp32(const eth_esp32_emac_config_t *esp32_config, const eth_mac_config_t *config);
esp_eth_mac_t *esp_eth_mac_new_openeth(const eth_mac_config_t *config);
esp_eth_phy_t *esp_eth_phy_new_dp83848(const eth_phy_config_t *config);
esp_eth_mac_t *esp_eth_mac_new_w5500(const eth_w5500_config_t *w5500_config, const eth_mac_config_t *mac_config);
esp_eth_phy_t *esp_eth_phy_new_generic(const eth_phy_config_t *config);
esp_eth_phy_t *esp_eth_phy_new_w5500(const eth_phy_config_t *config);
esp_err_t esp_eth_driver_install(const esp_eth_config_t *config, esp_eth_handle_t *out_hdl);
esp_err_t esp_eth_ioctl(esp_eth_handle_t hdl, esp_eth_io_cmd_t cmd, void *data);
esp_eth_netif_glue_handle_t esp_eth_new_netif_glue(esp_eth_handle_t eth_hdl);
esp_err_t esp_eth_start(esp_eth_handle_t hdl);

#endif
