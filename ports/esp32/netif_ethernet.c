/* netif_ethernet.c: Ethernet. The cable's coming and going is the driver's; its events come in IDF's event task. */
#include "netif_ethernet.h"

#include <stddef.h>

#include "driver/gpio.h"
#include "driver/spi_master.h"
#include "esp_eth.h"
#include "esp_event.h"
#include "esp_mac.h"
#include "esp_netif.h"
#include "netevents.h"
#include "network.h"
#include "sdkconfig.h"

static esp_netif_t *netif;

static void on_ethernet(void *arg, esp_event_base_t base, int32_t id, void *data) {
  (void)arg;
  (void)base;
  (void)data;
  struct netevent event = {.kind = NETEVENT_LINK_UP};
  if (id == ETHERNET_EVENT_CONNECTED) {
    esp_netif_create_ip6_linklocal(netif);
    netevents_put(&event);
  } else if (id == ETHERNET_EVENT_DISCONNECTED) {
    event.kind = NETEVENT_LINK_DOWN;
    netevents_put(&event);
  }
}

#ifdef CONFIG_TINYGRAM_ETH_INTERNAL

static int make_driver(esp_eth_mac_t **mac, esp_eth_phy_t **phy) {
  const eth_mac_config_t mac_config = ETH_MAC_DEFAULT_CONFIG();
  eth_esp32_emac_config_t emac_config = ETH_ESP32_EMAC_DEFAULT_CONFIG();
  eth_phy_config_t phy_config = ETH_PHY_DEFAULT_CONFIG();
  emac_config.smi_gpio.mdc_num = CONFIG_TINYGRAM_ETH_MDC_GPIO;
  emac_config.smi_gpio.mdio_num = CONFIG_TINYGRAM_ETH_MDIO_GPIO;
  phy_config.phy_addr = CONFIG_TINYGRAM_ETH_PHY_ADDR;
  phy_config.reset_gpio_num = CONFIG_TINYGRAM_ETH_PHY_RESET_GPIO;
  *mac = esp_eth_mac_new_esp32(&emac_config, &mac_config);
  *phy = esp_eth_phy_new_generic(&phy_config);
  return 0;
}

/* The chip has an address for it. */
static int set_address(esp_eth_handle_t driver) {
  (void)driver;
  return 0;
}

#else

/* Neither a W5500 nor QEMU's MAC has one; the chip has one for Ethernet. */
static int set_address(esp_eth_handle_t driver) {
  uint8_t mac[6];
  int code = network_code("esp_read_mac", esp_read_mac(mac, ESP_MAC_ETH));
  return code == 0 ? network_code("esp_eth_ioctl", esp_eth_ioctl(driver, ETH_CMD_S_MAC_ADDR, mac)) : code;
}

#ifdef CONFIG_TINYGRAM_ETH_OPENCORES

static int make_driver(esp_eth_mac_t **mac, esp_eth_phy_t **phy) {
  const eth_mac_config_t mac_config = ETH_MAC_DEFAULT_CONFIG();
  eth_phy_config_t phy_config = ETH_PHY_DEFAULT_CONFIG();
  phy_config.phy_addr = 1;
  phy_config.reset_gpio_num = -1;
  phy_config.autonego_timeout_ms = 100;
  *mac = esp_eth_mac_new_openeth(&mac_config);
  *phy = esp_eth_phy_new_dp83848(&phy_config);
  return 0;
}

#else

static int start_bus(void) {
  if (CONFIG_TINYGRAM_ETH_SPI_INT_GPIO >= 0) {
    esp_err_t error = gpio_install_isr_service(0);
    int code = error == ESP_ERR_INVALID_STATE ? 0 : network_code("gpio_install_isr_service", error);
    if (code != 0) {
      return code;
    }
  }
  const spi_bus_config_t bus = {
      .mosi_io_num = CONFIG_TINYGRAM_ETH_SPI_MOSI_GPIO,
      .miso_io_num = CONFIG_TINYGRAM_ETH_SPI_MISO_GPIO,
      .sclk_io_num = CONFIG_TINYGRAM_ETH_SPI_SCLK_GPIO,
      .quadwp_io_num = -1,
      .quadhd_io_num = -1,
  };
  return network_code("spi_bus_initialize", spi_bus_initialize(CONFIG_TINYGRAM_ETH_SPI_HOST, &bus, SPI_DMA_CH_AUTO));
}

static int make_driver(esp_eth_mac_t **mac, esp_eth_phy_t **phy) {
  int code = start_bus();
  if (code != 0) {
    return code;
  }
  spi_device_interface_config_t device = {
      .mode = 0,
      .clock_speed_hz = CONFIG_TINYGRAM_ETH_SPI_CLOCK_MHZ * 1000 * 1000,
      .spics_io_num = CONFIG_TINYGRAM_ETH_SPI_CS_GPIO,
      .queue_size = 20,
  };
  const eth_mac_config_t mac_config = ETH_MAC_DEFAULT_CONFIG();
  eth_w5500_config_t w5500 = ETH_W5500_DEFAULT_CONFIG(CONFIG_TINYGRAM_ETH_SPI_HOST, &device);
  eth_phy_config_t phy_config = ETH_PHY_DEFAULT_CONFIG();
  w5500.int_gpio_num = CONFIG_TINYGRAM_ETH_SPI_INT_GPIO;
  w5500.poll_period_ms = CONFIG_TINYGRAM_ETH_SPI_INT_GPIO >= 0 ? 0 : 5;
  phy_config.reset_gpio_num = CONFIG_TINYGRAM_ETH_PHY_RESET_GPIO;
  *mac = esp_eth_mac_new_w5500(&w5500, &mac_config);
  *phy = esp_eth_phy_new_w5500(&phy_config);
  return 0;
}

#endif
#endif

static int ethernet_install(esp_eth_handle_t *driver) {
  esp_eth_mac_t *mac = NULL;
  esp_eth_phy_t *phy = NULL;
  int code = make_driver(&mac, &phy);
  if (code != 0) {
    return code;
  }
  if (mac == NULL || phy == NULL) {
    return network_code(mac == NULL ? "the Ethernet MAC" : "the Ethernet PHY", ESP_ERR_NOT_FOUND);
  }
  const esp_eth_config_t config = ETH_DEFAULT_CONFIG(mac, phy);
  code = network_code("esp_eth_driver_install", esp_eth_driver_install(&config, driver));
  return code == 0 ? set_address(*driver) : code;
}

static int ethernet_attach(esp_eth_handle_t driver) {
  const esp_netif_config_t config = ESP_NETIF_DEFAULT_ETH();
  netif = esp_netif_new(&config);
  esp_eth_netif_glue_handle_t glue = netif != NULL ? esp_eth_new_netif_glue(driver) : NULL;
  if (glue == NULL) {
    return network_code("esp_netif_new", ESP_ERR_NO_MEM);
  }
  return network_code("esp_netif_attach", esp_netif_attach(netif, glue));
}

int netif_ethernet_start(void) {
  esp_eth_handle_t driver = NULL;
  int code = ethernet_install(&driver);
  if (code == 0) {
    code = ethernet_attach(driver);
  }
  if (code != 0) {
    return code;
  }
  network_name(netif);
  esp_err_t error = esp_event_handler_register(ETH_EVENT, ESP_EVENT_ANY_ID, on_ethernet, NULL);
  code = network_code("esp_event_handler_register", error);
  if (code == 0) {
    code = network_code("esp_eth_start", esp_eth_start(driver));
  }
  return code == 0 ? 1 : code;
}
