/* ethernet_cases.c: ports/esp32/netif_ethernet.c with a driver that keeps what it is given, for the tests of both kinds
 * of hardware. The test includes unity and the mocks, where Ceedling looks for them. */
#include <string.h>

#include "core/errors.h"

#include "../../../ports/esp32/netif_ethernet.c"

esp_event_base_t const ETH_EVENT = "ETH_EVENT";

static esp_netif_t *const interface = (esp_netif_t *)&netif;
static esp_eth_mac_t *const made_mac = (esp_eth_mac_t *)"mac";
static esp_eth_phy_t *const made_phy = (esp_eth_phy_t *)"phy";
static char made_driver[] = "driver";
static esp_eth_netif_glue_handle_t const made_glue = (esp_eth_netif_glue_handle_t) "glue";

static struct netevent last_event;
static unsigned event_count;
static unsigned linklocals;
static esp_event_handler_t handler;
static const char *failed;
static esp_netif_t *named;
static esp_err_t install_result;

bool netevents_put(const struct netevent *event) {
  last_event = *event;
  event_count++;
  return true;
}

int network_code(const char *what, esp_err_t error) {
  if (error != ESP_OK) {
    failed = what;
  }
  return error == ESP_OK ? 0 : error == ESP_ERR_NO_MEM ? ERR_CODE_ENOMEM : ERR_CODE_ENODEV;
}

void network_name(esp_netif_t *which) { named = which; }

static esp_err_t keep_handler(esp_event_base_t base, int32_t id, esp_event_handler_t function, void *arg, int calls) {
  (void)arg;
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(ETH_EVENT, base);
  TEST_ASSERT_EQUAL_INT32(ESP_EVENT_ANY_ID, id);
  handler = function;
  return ESP_OK;
}

static esp_err_t link_local(esp_netif_t *which, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(interface, which);
  linklocals++;
  return ESP_OK;
}

static esp_err_t install_driver(const esp_eth_config_t *config, esp_eth_handle_t *out, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(made_mac, config->mac);
  TEST_ASSERT_EQUAL_PTR(made_phy, config->phy);
  *out = made_driver;
  return install_result;
}

static void ethernet_set_up(void) {
  event_count = linklocals = 0;
  handler = NULL;
  failed = NULL;
  named = NULL;
  netif = NULL;
  install_result = ESP_OK;
  esp_event_handler_register_Stub(keep_handler);
  esp_netif_create_ip6_linklocal_Stub(link_local);
  esp_eth_driver_install_Stub(install_driver);
}

/* After the driver: interface, glue, name, events, start. */
static void expect_interface(void) {
  esp_netif_new_ExpectAnyArgsAndReturn(interface);
  esp_eth_new_netif_glue_ExpectAndReturn(made_driver, made_glue);
  esp_netif_attach_ExpectAndReturn(interface, made_glue, ESP_OK);
  esp_eth_start_ExpectAndReturn(made_driver, ESP_OK);
}
