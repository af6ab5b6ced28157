/* Ethernet through QEMU's OpenCores MAC: no reset, the PHY's fixed address, and the chip's address for Ethernet. */
#define CONFIG_TINYGRAM_ETH_OPENCORES 1
#include "unity.h"

#include "mock_esp_eth.h"
#include "mock_esp_event.h"
#include "mock_esp_mac.h"
#include "mock_esp_netif.h"
#include "mock_gpio.h"
#include "mock_spi_master.h"

#include "ethernet_cases.c"

static eth_phy_config_t phy;
static esp_err_t address_result;

static esp_eth_phy_t *new_phy(const eth_phy_config_t *config, int calls) {
  (void)calls;
  phy = *config;
  return made_phy;
}

static esp_err_t ioctl(esp_eth_handle_t driver, esp_eth_io_cmd_t command, void *data, int calls) {
  (void)data;
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(made_driver, driver);
  TEST_ASSERT_EQUAL_INT(ETH_CMD_S_MAC_ADDR, command);
  return address_result;
}

void setUp(void) {
  ethernet_set_up();
  address_result = ESP_OK;
  esp_eth_mac_new_openeth_IgnoreAndReturn(made_mac);
  esp_eth_phy_new_dp83848_Stub(new_phy);
  esp_read_mac_IgnoreAndReturn(ESP_OK);
  esp_eth_ioctl_Stub(ioctl);
}

void tearDown(void) {}

void test_the_phy_is_the_emulators(void) {
  expect_interface();
  TEST_ASSERT_EQUAL_INT(1, netif_ethernet_start());
  TEST_ASSERT_EQUAL_INT32(1, phy.phy_addr);
  TEST_ASSERT_EQUAL_INT(-1, phy.reset_gpio_num);
}

void test_an_address_that_is_not_taken_ends_the_start(void) {
  address_result = ESP_ERR_NOT_FOUND;
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENODEV, netif_ethernet_start());
  TEST_ASSERT_EQUAL_STRING("esp_eth_ioctl", failed);
}
