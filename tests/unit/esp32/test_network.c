/* The network's start and its addresses: waiting for one, DHCP's renewal with another, loss, and what fails. */
#include <string.h>

#include "unity.h"

#include "fake_console.h"
#include "idf_lwip.h"
#include "mock_esp_err.h"
#include "mock_esp_event.h"
#include "mock_esp_netif.h"

#include "../../../ports/esp32/network.c"

esp_event_base_t const IP_EVENT = "IP_EVENT";

static struct settings stored;
static struct netif loopback;
static uint64_t now_us;
static int locked;
static unsigned waits;
static unsigned checks;
static unsigned tellings;
static int wifi_result;
static unsigned wifi_addressed;
static struct netevent events[16];
static unsigned event_count;
static esp_event_handler_t handler;
static unsigned address_after_waits; /* 0: never */

uint64_t port_time_us(void) { return now_us; }

void port_net_lock(void) { locked++; }

void port_net_unlock(void) { locked--; }

struct netif *netif_find(const char *name) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(1, locked, "lwIP's interfaces are under its lock");
  TEST_ASSERT_EQUAL_STRING("lo0", name);
  return &loopback;
}

static netif_ext_callback_fn interface_changed;
static struct netif *guarded;
static struct netif *handed_to;
static err_t handing_over;

static unsigned lost;

void netif_add_ext_callback(netif_ext_callback_t *callback, netif_ext_callback_fn function) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(1, locked, "lwIP's interfaces are under its lock");
  TEST_ASSERT_NOT_NULL(callback);
  interface_changed = function;
}

void net_guard_attach(struct netif *netif) { guarded = netif; }

void net_guard_lost(void) { lost++; }

err_t net_guard_input(struct pbuf *p, struct netif *netif) {
  TEST_FAIL_MESSAGE("the guard is called in lwIP's task");
  return ERR_OK;
}

err_t tcpip_inpkt(struct pbuf *p, struct netif *netif, netif_input_fn function) {
  TEST_ASSERT_NULL(p);
  TEST_ASSERT_TRUE(function == net_guard_input);
  handed_to = netif;
  return handing_over;
}

void netcheck_start(void) { checks++; }

bool netevents_put(const struct netevent *event) {
  events[event_count++ % 16] = *event;
  return true;
}

void netevents_tell(void) { tellings++; }

int netif_wifi_start(void) { return wifi_result; }

void netif_wifi_addressed(void) { wifi_addressed++; }

int netif_ethernet_start(void) {
  TEST_FAIL_MESSAGE("Kconfig says Wi-Fi");
  return 0;
}

const struct settings *settings_get(void) { return &stored; }

/* ---- IDF's event task ----------------------------------------------------- */

static esp_err_t keep_handler(esp_event_base_t base, int32_t id, esp_event_handler_t function, void *arg, int calls) {
  (void)arg;
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(IP_EVENT, base);
  TEST_ASSERT_EQUAL_INT32(ESP_EVENT_ANY_ID, id);
  handler = function;
  return ESP_OK;
}

static void give_address(uint8_t last, bool changed) {
  const uint8_t bytes[4] = {10, 0, 0, last};
  ip_event_got_ip_t got = {.ip_changed = changed};
  memcpy(&got.ip_info.ip.addr, bytes, sizeof bytes);
  handler(NULL, IP_EVENT, IP_EVENT_STA_GOT_IP, &got);
}

void port_wait(uint32_t timeout_ms) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(0, locked, "waits with the net lock");
  now_us += timeout_ms * 1000U;
  waits++;
  if (waits == address_after_waits) {
    give_address(5, true);
  }
}

static const char *name_of(esp_err_t error, int calls) {
  (void)calls;
  return error == ESP_ERR_NO_MEM ? "ESP_ERR_NO_MEM" : "ESP_FAIL";
}

void setUp(void) {
  fake_console_start();
  memset(&loopback, 0, sizeof loopback);
  strcpy(stored.hostname, "lamp");
  now_us = 77;
  lost = waits = checks = tellings = event_count = wifi_addressed = 0;
  wifi_result = 1;
  address_after_waits = 3;
  handing_over = ERR_OK;
  handler = NULL;
  esp_err_to_name_Stub(name_of);
  esp_event_handler_register_Stub(keep_handler);
}

void tearDown(void) { TEST_ASSERT_EQUAL_INT(0, locked); }

static int start(void) {
  esp_netif_init_ExpectAndReturn(ESP_OK);
  esp_event_loop_create_default_ExpectAndReturn(ESP_OK);
  return port_net_start();
}

/* ---- start ---------------------------------------------------------------- */

void test_interfaces_get_the_guard_as_they_are_made(void) {
  struct netif station = {.flags = NETIF_FLAG_ETHARP};
  struct netif other = {0};
  start();
  guarded = handed_to = NULL;
  interface_changed(&other, LWIP_NSC_NETIF_ADDED, NULL);
  interface_changed(&station, LWIP_NSC_LINK_CHANGED, NULL);
  TEST_ASSERT_NULL(guarded);
  interface_changed(&station, LWIP_NSC_NETIF_ADDED, NULL);
  TEST_ASSERT_EQUAL_PTR(&station, guarded);
  TEST_ASSERT_EQUAL_INT(ERR_OK, station.input(NULL, &station));
  TEST_ASSERT_EQUAL_PTR(&station, handed_to);
}

void test_a_frame_that_lwips_mailbox_has_no_room_for_is_the_drivers(void) {
  struct netif station = {.flags = NETIF_FLAG_ETHARP};
  start();
  interface_changed(&station, LWIP_NSC_NETIF_ADDED, NULL);
  TEST_ASSERT_EQUAL_INT(ERR_OK, station.input(NULL, &station));
  TEST_ASSERT_EQUAL_UINT(0, lost);
  handing_over = ERR_MEM;
  TEST_ASSERT_EQUAL_INT(ERR_MEM, station.input(NULL, &station));
  TEST_ASSERT_EQUAL_UINT(1, lost);
}

void test_the_start_waits_for_an_address(void) {
  TEST_ASSERT_EQUAL_INT(0, start());
  TEST_ASSERT_EQUAL_UINT(3, waits);
  TEST_ASSERT_EQUAL_UINT(1, checks);
  TEST_ASSERT_TRUE_MESSAGE(tellings >= 4, "events are told while it waits, and those that came last");
  fake_console_expect("");
}

void test_without_an_address_it_goes_on_after_kconfigs_seconds(void) {
  address_after_waits = 0;
  TEST_ASSERT_EQUAL_INT(0, start());
  TEST_ASSERT_EQUAL_UINT64(77 + CONFIG_TINYGRAM_NET_WAIT_S * 1000000ULL, now_us);
  fake_console_expect("network: no IPv4 address yet; going on without one\n");
  TEST_ASSERT_EQUAL_UINT(1, checks);
}

void test_without_credentials_there_is_nothing_to_wait_for(void) {
  wifi_result = 0;
  TEST_ASSERT_EQUAL_INT(0, start());
  TEST_ASSERT_EQUAL_UINT(0, waits);
  TEST_ASSERT_EQUAL_UINT(1, checks);
}

void test_an_event_loop_that_is_there_already_will_do(void) {
  esp_netif_init_ExpectAndReturn(ESP_OK);
  esp_event_loop_create_default_ExpectAndReturn(ESP_ERR_INVALID_STATE);
  TEST_ASSERT_EQUAL_INT(0, port_net_start());
}

void test_the_loopback_learns_ipv6_groups(void) {
  start();
  TEST_ASSERT_TRUE((loopback.flags & NETIF_FLAG_MLD6) != 0);
}

void test_a_driver_that_fails_is_the_programs_end(void) {
  wifi_result = ERR_CODE_ENOMEM;
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, start());
  TEST_ASSERT_EQUAL_UINT(0, waits);
  TEST_ASSERT_EQUAL_UINT(0, checks);
}

void test_out_of_memory_in_lwips_start(void) {
  esp_netif_init_ExpectAndReturn(ESP_ERR_NO_MEM);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, port_net_start());
  fake_console_expect("network: esp_netif_init: ESP_ERR_NO_MEM\n");
}

void test_out_of_memory_for_the_event_loop(void) {
  esp_netif_init_ExpectAndReturn(ESP_OK);
  esp_event_loop_create_default_ExpectAndReturn(ESP_ERR_NO_MEM);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, port_net_start());
  fake_console_expect("network: esp_event_loop_create_default: ESP_ERR_NO_MEM\n");
}

void test_errors_become_the_runtimes(void) {
  TEST_ASSERT_EQUAL_INT(0, network_code("x", ESP_OK));
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENODEV, network_code("x", ESP_ERR_NOT_FOUND));
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENODEV, network_code("x", ESP_ERR_TIMEOUT));
  TEST_ASSERT_EQUAL_INT(ERR_CODE_EIO, network_code("x", ESP_FAIL));
}

void test_the_hostname_is_the_settings(void) {
  esp_netif_t *netif = (esp_netif_t *)&stored;
  esp_netif_set_hostname_ExpectAndReturn(netif, "lamp", ESP_OK);
  network_name(netif);
  fake_console_expect("");
}

/* ---- addresses ------------------------------------------------------------ */

static const struct netevent *last_event(void) {
  TEST_ASSERT_TRUE(event_count > 0);
  return &events[(event_count - 1) % 16];
}

void test_the_first_address_is_not_instead_of_another(void) {
  start();
  TEST_ASSERT_EQUAL_INT(NETEVENT_GOT_IP4, last_event()->kind);
  TEST_ASSERT_FALSE(last_event()->changed);
  TEST_ASSERT_EQUAL_UINT(1, wifi_addressed);
}

void test_dhcp_renews_with_another_address(void) {
  start();
  give_address(99, true);
  TEST_ASSERT_EQUAL_INT(NETEVENT_GOT_IP4, last_event()->kind);
  TEST_ASSERT_TRUE(last_event()->changed);
  TEST_ASSERT_EQUAL_UINT8(99, ((const uint8_t *)last_event()->address)[3]);
}

void test_dhcp_renews_the_same_address(void) {
  start();
  give_address(5, false);
  TEST_ASSERT_FALSE(last_event()->changed);
}

void test_after_a_loss_the_next_address_is_a_first_one(void) {
  start();
  handler(NULL, IP_EVENT, IP_EVENT_STA_LOST_IP, NULL);
  TEST_ASSERT_EQUAL_INT(NETEVENT_LOST_IP4, last_event()->kind);
  give_address(6, true);
  TEST_ASSERT_FALSE(last_event()->changed);
}

void test_ethernets_addresses_are_addresses_too(void) {
  start();
  handler(NULL, IP_EVENT, IP_EVENT_ETH_LOST_IP, NULL);
  TEST_ASSERT_FALSE(addressed);
  ip_event_got_ip_t got = {.ip_changed = true};
  handler(NULL, IP_EVENT, IP_EVENT_ETH_GOT_IP, &got);
  TEST_ASSERT_TRUE(addressed);
}

void test_an_ipv6_address_is_told_and_ends_no_wait(void) {
  start();
  handler(NULL, IP_EVENT, IP_EVENT_STA_LOST_IP, NULL);
  ip_event_got_ip6_t got = {.ip6_info.ip.addr = {1, 2, 3, 4}};
  handler(NULL, IP_EVENT, IP_EVENT_GOT_IP6, &got);
  TEST_ASSERT_EQUAL_INT(NETEVENT_GOT_IP6, last_event()->kind);
  TEST_ASSERT_EQUAL_UINT32_ARRAY(got.ip6_info.ip.addr, last_event()->address, 4);
  TEST_ASSERT_FALSE(addressed);
}

void test_other_events_are_none_of_ours(void) {
  start();
  unsigned before = event_count;
  handler(NULL, IP_EVENT, IP_EVENT_AP_STAIPASSIGNED, NULL);
  TEST_ASSERT_EQUAL_UINT(before, event_count);
}
