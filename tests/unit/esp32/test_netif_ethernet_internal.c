/* Ethernet through the chip's own MAC: the pins of its PHY, and a PHY that is not there. */
#define CONFIG_TINYGRAM_ETH_INTERNAL 1
#include "unity.h"

#include "mock_esp_eth.h"
#include "mock_esp_event.h"
#include "mock_esp_mac.h"
#include "mock_esp_netif.h"
#include "mock_gpio.h"
#include "mock_spi_master.h"

#include "ethernet_cases.c"

static eth_esp32_emac_config_t emac;
static eth_phy_config_t phy;
static esp_eth_phy_t *phy_result;

static esp_eth_mac_t *new_mac(const eth_esp32_emac_config_t *config, const eth_mac_config_t *mac, int calls) {
  (void)mac;
  (void)calls;
  emac = *config;
  return made_mac;
}

static esp_eth_phy_t *new_phy(const eth_phy_config_t *config, int calls) {
  (void)calls;
  phy = *config;
  return phy_result;
}

void setUp(void) {
  ethernet_set_up();
  phy_result = made_phy;
  esp_eth_mac_new_esp32_Stub(new_mac);
  esp_eth_phy_new_generic_Stub(new_phy);
}

void tearDown(void) {}

void test_the_phy_is_where_kconfig_says(void) {
  expect_interface();
  TEST_ASSERT_EQUAL_INT(1, netif_ethernet_start());
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_MDC_GPIO, emac.smi_gpio.mdc_num);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_MDIO_GPIO, emac.smi_gpio.mdio_num);
  TEST_ASSERT_EQUAL_INT32(CONFIG_TINYGRAM_ETH_PHY_ADDR, phy.phy_addr);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_PHY_RESET_GPIO, phy.reset_gpio_num);
}

void test_a_phy_that_is_not_there_ends_the_start(void) {
  phy_result = NULL;
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENODEV, netif_ethernet_start());
  TEST_ASSERT_EQUAL_STRING("the Ethernet PHY", failed);
}

void test_a_phy_that_does_not_answer_ends_the_start(void) {
  install_result = ESP_ERR_TIMEOUT;
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENODEV, netif_ethernet_start());
  TEST_ASSERT_EQUAL_STRING("esp_eth_driver_install", failed);
}
