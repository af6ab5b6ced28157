/* Ethernet through a W5500: pins, bus and address, the cable's coming and going, and what fails at the start. */
#include "unity.h"

#include "mock_esp_eth.h"
#include "mock_esp_event.h"
#include "mock_esp_mac.h"
#include "mock_esp_netif.h"
#include "mock_gpio.h"
#include "mock_spi_master.h"

#include "ethernet_cases.c"

static spi_bus_config_t bus;
static spi_device_interface_config_t device;
static eth_w5500_config_t chip;
static uint8_t address_set[6];

static esp_err_t keep_bus(spi_host_device_t host, const spi_bus_config_t *config, spi_dma_chan_t dma, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_SPI_HOST, host);
  TEST_ASSERT_EQUAL_INT(SPI_DMA_CH_AUTO, dma);
  bus = *config;
  return ESP_OK;
}

static esp_eth_mac_t *new_mac(const eth_w5500_config_t *w5500, const eth_mac_config_t *mac, int calls) {
  (void)mac;
  (void)calls;
  chip = *w5500;
  device = *w5500->spi_devcfg;
  return made_mac;
}

static esp_err_t read_mac(uint8_t *mac, esp_mac_type_t type, int calls) {
  static const uint8_t own[6] = {2, 0, 0, 1, 2, 3};
  (void)calls;
  TEST_ASSERT_EQUAL_INT(ESP_MAC_ETH, type);
  memcpy(mac, own, sizeof own);
  return ESP_OK;
}

static esp_err_t ioctl(esp_eth_handle_t driver, esp_eth_io_cmd_t command, void *data, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(made_driver, driver);
  TEST_ASSERT_EQUAL_INT(ETH_CMD_S_MAC_ADDR, command);
  memcpy(address_set, data, sizeof address_set);
  return ESP_OK;
}

void setUp(void) {
  ethernet_set_up();
  memset(address_set, 0, sizeof address_set);
  spi_bus_initialize_Stub(keep_bus);
  esp_eth_mac_new_w5500_Stub(new_mac);
  esp_read_mac_Stub(read_mac);
  esp_eth_ioctl_Stub(ioctl);
}

void tearDown(void) {}

static int start(void) {
  gpio_install_isr_service_ExpectAndReturn(0, ESP_OK);
  esp_eth_phy_new_w5500_ExpectAnyArgsAndReturn(made_phy);
  expect_interface();
  return netif_ethernet_start();
}

void test_the_chip_is_on_the_pins_of_kconfig(void) {
  TEST_ASSERT_EQUAL_INT(1, start());
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_SPI_SCLK_GPIO, bus.sclk_io_num);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_SPI_MOSI_GPIO, bus.mosi_io_num);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_SPI_MISO_GPIO, bus.miso_io_num);
  TEST_ASSERT_EQUAL_INT(-1, bus.quadwp_io_num);
  TEST_ASSERT_EQUAL_INT(-1, bus.quadhd_io_num);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_SPI_CS_GPIO, device.spics_io_num);
  TEST_ASSERT_EQUAL_INT(20000000, device.clock_speed_hz);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_ETH_SPI_INT_GPIO, chip.int_gpio_num);
  TEST_ASSERT_EQUAL_UINT32(0, chip.poll_period_ms);
}

void test_the_chip_gets_the_boards_address(void) {
  static const uint8_t own[6] = {2, 0, 0, 1, 2, 3};
  start();
  TEST_ASSERT_EQUAL_HEX8_ARRAY(own, address_set, 6);
}

void test_the_interface_has_the_boards_name(void) {
  start();
  TEST_ASSERT_EQUAL_PTR(interface, named);
}

void test_an_interrupt_service_that_is_there_already_will_do(void) {
  gpio_install_isr_service_ExpectAndReturn(0, ESP_ERR_INVALID_STATE);
  esp_eth_phy_new_w5500_ExpectAnyArgsAndReturn(made_phy);
  expect_interface();
  TEST_ASSERT_EQUAL_INT(1, netif_ethernet_start());
}

void test_the_cable_comes_goes_and_comes_back(void) {
  start();
  handler(NULL, ETH_EVENT, ETHERNET_EVENT_START, NULL);
  TEST_ASSERT_EQUAL_UINT(0, event_count);
  handler(NULL, ETH_EVENT, ETHERNET_EVENT_CONNECTED, NULL);
  TEST_ASSERT_EQUAL_INT(NETEVENT_LINK_UP, last_event.kind);
  TEST_ASSERT_EQUAL_UINT(1, linklocals);
  handler(NULL, ETH_EVENT, ETHERNET_EVENT_DISCONNECTED, NULL);
  TEST_ASSERT_EQUAL_INT(NETEVENT_LINK_DOWN, last_event.kind);
  TEST_ASSERT_EQUAL_UINT32_MESSAGE(0, last_event.retry_ms, "the driver looks for the cable itself");
  handler(NULL, ETH_EVENT, ETHERNET_EVENT_CONNECTED, NULL);
  TEST_ASSERT_EQUAL_UINT(2, linklocals);
  TEST_ASSERT_EQUAL_UINT(3, event_count);
}

/* ---- what fails ----------------------------------------------------------- */

static esp_eth_mac_t *no_mac(const eth_w5500_config_t *w5500, const eth_mac_config_t *mac, int calls) {
  (void)w5500;
  (void)mac;
  (void)calls;
  return NULL;
}

void test_no_memory_for_the_mac(void) {
  gpio_install_isr_service_ExpectAndReturn(0, ESP_OK);
  esp_eth_mac_new_w5500_Stub(no_mac);
  esp_eth_phy_new_w5500_ExpectAnyArgsAndReturn(made_phy);
  TEST_ASSERT_TRUE(netif_ethernet_start() < 0);
  TEST_ASSERT_EQUAL_STRING("the Ethernet MAC", failed);
}

void test_a_chip_that_does_not_answer_is_no_such_device(void) {
  gpio_install_isr_service_ExpectAndReturn(0, ESP_OK);
  esp_eth_phy_new_w5500_ExpectAnyArgsAndReturn(made_phy);
  install_result = ESP_ERR_NOT_FOUND;
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENODEV, netif_ethernet_start());
  TEST_ASSERT_EQUAL_STRING("esp_eth_driver_install", failed);
}

static esp_err_t no_bus(spi_host_device_t host, const spi_bus_config_t *config, spi_dma_chan_t dma, int calls) {
  (void)host;
  (void)config;
  (void)dma;
  (void)calls;
  return ESP_ERR_NO_MEM;
}

void test_a_bus_that_fails_ends_the_start(void) {
  gpio_install_isr_service_ExpectAndReturn(0, ESP_OK);
  spi_bus_initialize_Stub(no_bus);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, netif_ethernet_start());
  TEST_ASSERT_EQUAL_STRING("spi_bus_initialize", failed);
}

void test_no_memory_for_the_interface(void) {
  gpio_install_isr_service_ExpectAndReturn(0, ESP_OK);
  esp_eth_phy_new_w5500_ExpectAnyArgsAndReturn(made_phy);
  esp_netif_new_ExpectAnyArgsAndReturn(NULL);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, netif_ethernet_start());
}
