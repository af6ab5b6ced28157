/* The Wi-Fi station: credentials, a lost network and its return, growing waits, and what fails at the start. */
#include <string.h>

#include "unity.h"

#include "core/errors.h"
#include "fake_console.h"
#include "mock_esp_err.h"
#include "mock_esp_event.h"
#include "mock_esp_netif.h"
#include "mock_esp_random.h"
#include "mock_esp_timer.h"
#include "mock_esp_wifi.h"

#include "../../../ports/esp32/backoff.c"
#include "../../../ports/esp32/netif_wifi.c"

esp_event_base_t const WIFI_EVENT = "WIFI_EVENT";

static struct settings stored;
static struct netevent events[64];
static unsigned event_count;
static esp_event_handler_t handler;
static esp_timer_cb_t timer_callback;
static uint64_t timer_us; /* 0: not running */
static unsigned timer_starts;
static wifi_config_t config;
static unsigned linklocals;
static esp_netif_t *const interface = (esp_netif_t *)&stored;
static esp_timer_handle_t const timer = (esp_timer_handle_t)&config;

uint32_t port_critical_enter(void) { return 0; }

void port_critical_exit(uint32_t state) { (void)state; }

bool netevents_put(const struct netevent *event) {
  events[event_count++ % 64] = *event;
  return true;
}

const struct settings *settings_get(void) { return &stored; }

static const char *failed;
int network_code(const char *what, esp_err_t error) {
  if (error != ESP_OK) {
    failed = what;
  }
  return error == ESP_OK ? 0 : error == ESP_ERR_NO_MEM ? ERR_CODE_ENOMEM : ERR_CODE_EIO;
}

static esp_netif_t *named;
void network_name(esp_netif_t *netif) { named = netif; }

/* ---- IDF ------------------------------------------------------------------ */

static esp_err_t make_timer(const esp_timer_create_args_t *args, esp_timer_handle_t *out, int calls) {
  (void)calls;
  timer_callback = args->callback;
  *out = timer;
  return ESP_OK;
}

static esp_err_t start_timer(esp_timer_handle_t which, uint64_t us, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(timer, which);
  if (timer_us != 0) {
    return ESP_ERR_INVALID_STATE;
  }
  timer_us = us;
  timer_starts++;
  return ESP_OK;
}

static esp_err_t keep_handler(esp_event_base_t base, int32_t id, esp_event_handler_t function, void *arg, int calls) {
  (void)arg;
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(WIFI_EVENT, base);
  TEST_ASSERT_EQUAL_INT32(ESP_EVENT_ANY_ID, id);
  handler = function;
  return ESP_OK;
}

static esp_err_t keep_config(wifi_interface_t which, wifi_config_t *given, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_INT(WIFI_IF_STA, which);
  config = *given;
  return ESP_OK;
}

static esp_err_t link_local(esp_netif_t *netif, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_PTR(interface, netif);
  linklocals++;
  return ESP_OK;
}

void setUp(void) {
  fake_console_start();
  memset(&stored, 0, sizeof stored);
  memset(&config, 0xff, sizeof config);
  strcpy(stored.ssid, "workshop");
  strcpy(stored.password, "correct horse");
  event_count = timer_starts = linklocals = 0;
  timer_us = 0;
  failed = NULL;
  named = NULL;
  handler = NULL;
  backoff_reset(&retry);
  esp_random_IgnoreAndReturn(0);
  esp_timer_create_Stub(make_timer);
  esp_timer_start_once_Stub(start_timer);
  esp_event_handler_register_Stub(keep_handler);
  esp_wifi_set_config_Stub(keep_config);
  esp_netif_create_ip6_linklocal_Stub(link_local);
}

void tearDown(void) {}

static int start(void) {
  esp_netif_create_default_wifi_sta_ExpectAndReturn(interface);
  esp_wifi_init_ExpectAnyArgsAndReturn(ESP_OK);
  esp_wifi_set_storage_ExpectAndReturn(WIFI_STORAGE_RAM, ESP_OK);
  esp_wifi_set_mode_ExpectAndReturn(WIFI_MODE_STA, ESP_OK);
  esp_wifi_set_ps_ExpectAndReturn(WIFI_PS_NONE, ESP_OK);
  esp_wifi_start_ExpectAndReturn(ESP_OK);
  return netif_wifi_start();
}

static const struct netevent *last_event(void) {
  TEST_ASSERT_TRUE(event_count > 0);
  return &events[(event_count - 1) % 64];
}

static void station_starts(void) {
  esp_wifi_connect_ExpectAndReturn(ESP_OK);
  handler(NULL, WIFI_EVENT, WIFI_EVENT_STA_START, NULL);
}

static void connected(void) { handler(NULL, WIFI_EVENT, WIFI_EVENT_STA_CONNECTED, NULL); }

static void disconnected(uint8_t reason) {
  wifi_event_sta_disconnected_t event = {.reason = reason};
  handler(NULL, WIFI_EVENT, WIFI_EVENT_STA_DISCONNECTED, &event);
}

/* The wait is over. Returns how long it was, in milliseconds. */
static uint32_t timer_fires(esp_err_t result) {
  uint32_t ms = (uint32_t)(timer_us / 1000);
  TEST_ASSERT_TRUE_MESSAGE(timer_us > 0, "no next try is due");
  timer_us = 0;
  esp_wifi_connect_ExpectAndReturn(result);
  timer_callback(NULL);
  return ms;
}

/* ---- credentials ---------------------------------------------------------- */

void test_the_driver_gets_the_stored_credentials(void) {
  TEST_ASSERT_EQUAL_INT(1, start());
  TEST_ASSERT_EQUAL_STRING("workshop", (const char *)config.sta.ssid);
  TEST_ASSERT_EQUAL_STRING("correct horse", (const char *)config.sta.password);
  TEST_ASSERT_EQUAL_INT(WIFI_AUTH_WPA2_PSK, config.sta.threshold.authmode);
  TEST_ASSERT_EQUAL_PTR(interface, named);
}

void test_an_open_network_needs_no_password(void) {
  stored.password[0] = '\0';
  start();
  TEST_ASSERT_EQUAL_INT(WIFI_AUTH_OPEN, config.sta.threshold.authmode);
  TEST_ASSERT_EQUAL_UINT8(0, config.sta.password[0]);
}

void test_the_longest_credentials_fill_their_fields(void) {
  memset(stored.ssid, 's', 32);
  memset(stored.password, 'a', 64);
  start();
  TEST_ASSERT_EACH_EQUAL_UINT8('s', config.sta.ssid, 32);
  TEST_ASSERT_EACH_EQUAL_UINT8('a', config.sta.password, 64);
}

void test_without_an_ssid_the_radio_stays_off(void) {
  stored.ssid[0] = '\0';
  TEST_ASSERT_EQUAL_INT(0, netif_wifi_start());
  fake_console_expect("network: no Wi-Fi network is set (setting \"ssid\"): loopback only\n");
}

/* ---- lost and found ------------------------------------------------------- */

void test_a_connection_gets_an_ipv6_link_local_address(void) {
  start();
  station_starts();
  connected();
  TEST_ASSERT_EQUAL_UINT(1, linklocals);
  TEST_ASSERT_EQUAL_INT(NETEVENT_LINK_UP, last_event()->kind);
}

void test_a_lost_network_is_tried_again_and_comes_back(void) {
  start();
  station_starts();
  connected();
  netif_wifi_addressed();
  disconnected(WIFI_REASON_BEACON_TIMEOUT);
  TEST_ASSERT_EQUAL_INT(NETEVENT_LINK_DOWN, last_event()->kind);
  TEST_ASSERT_EQUAL_UINT8(WIFI_REASON_BEACON_TIMEOUT, last_event()->reason);
  TEST_ASSERT_EQUAL_UINT32(375, last_event()->retry_ms);
  TEST_ASSERT_EQUAL_UINT32(375, timer_fires(ESP_OK));
  connected();
  TEST_ASSERT_EQUAL_INT(NETEVENT_LINK_UP, last_event()->kind);
  TEST_ASSERT_EQUAL_UINT_MESSAGE(2, linklocals, "addresses went with the link");
}

void test_a_wrong_password_is_tried_less_and_less_often(void) {
  static const uint32_t waits[] = {375, 750, 1500, 3000, 6000, 12000, 24000, 45000, 45000, 45000};
  start();
  station_starts();
  for (unsigned i = 0; i < sizeof waits / sizeof waits[0]; i++) {
    disconnected(WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT);
    TEST_ASSERT_EQUAL_UINT32(waits[i], last_event()->retry_ms);
    TEST_ASSERT_EQUAL_UINT32(waits[i], timer_fires(ESP_OK));
  }
}

void test_no_wait_is_above_kconfigs_limit(void) {
  esp_random_IgnoreAndReturn(UINT32_MAX);
  start();
  station_starts();
  for (int i = 0; i < 20; i++) {
    disconnected(WIFI_REASON_NO_AP_FOUND);
    TEST_ASSERT_TRUE(timer_fires(ESP_OK) <= CONFIG_TINYGRAM_WIFI_RETRY_MAX_S * 1000);
  }
}

void test_only_an_address_makes_the_waits_short_again(void) {
  start();
  station_starts();
  for (int i = 0; i < 4; i++) {
    connected(); /* an access point without DHCP: connects, and drops again */
    disconnected(WIFI_REASON_ASSOC_FAIL);
    timer_fires(ESP_OK);
  }
  disconnected(WIFI_REASON_ASSOC_FAIL);
  TEST_ASSERT_EQUAL_UINT32(6000, timer_fires(ESP_OK));
  connected();
  netif_wifi_addressed();
  disconnected(WIFI_REASON_BEACON_TIMEOUT);
  TEST_ASSERT_EQUAL_UINT32(375, timer_fires(ESP_OK));
}

void test_a_driver_that_does_not_even_try_is_asked_again(void) {
  start();
  station_starts();
  disconnected(WIFI_REASON_NO_AP_FOUND);
  timer_fires(ESP_FAIL);
  TEST_ASSERT_EQUAL_INT(NETEVENT_FAILED, last_event()->kind);
  TEST_ASSERT_EQUAL_INT(ESP_FAIL, last_event()->code);
  TEST_ASSERT_EQUAL_UINT32(750, timer_fires(ESP_OK));
}

void test_a_storm_of_losses_has_one_next_try(void) {
  start();
  station_starts();
  for (int i = 0; i < 1000; i++) {
    disconnected(WIFI_REASON_ASSOC_FAIL);
  }
  TEST_ASSERT_EQUAL_UINT(1, timer_starts);
  TEST_ASSERT_EQUAL_UINT(1000, event_count);
  timer_fires(ESP_OK);
}

void test_other_events_change_nothing(void) {
  start();
  handler(NULL, WIFI_EVENT, WIFI_EVENT_STA_STOP, NULL);
  TEST_ASSERT_EQUAL_UINT(0, event_count);
  TEST_ASSERT_EQUAL_UINT(0, timer_starts);
}

/* ---- what fails ----------------------------------------------------------- */

static esp_err_t no_timer(const esp_timer_create_args_t *args, esp_timer_handle_t *out, int calls) {
  (void)args;
  (void)out;
  (void)calls;
  return ESP_ERR_NO_MEM;
}

void test_out_of_memory_for_the_timer(void) {
  esp_timer_create_Stub(no_timer);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, netif_wifi_start());
  TEST_ASSERT_EQUAL_STRING("esp_timer_create", failed);
}

void test_out_of_memory_for_the_interface(void) {
  esp_netif_create_default_wifi_sta_ExpectAndReturn(NULL);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, netif_wifi_start());
  TEST_ASSERT_EQUAL_STRING("esp_netif_create_default_wifi_sta", failed);
}

void test_out_of_memory_for_the_driver(void) {
  esp_netif_create_default_wifi_sta_ExpectAndReturn(interface);
  esp_wifi_init_ExpectAnyArgsAndReturn(ESP_ERR_NO_MEM);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_ENOMEM, netif_wifi_start());
  TEST_ASSERT_EQUAL_STRING("esp_wifi_init", failed);
}

void test_a_radio_that_does_not_start(void) {
  esp_netif_create_default_wifi_sta_ExpectAndReturn(interface);
  esp_wifi_init_ExpectAnyArgsAndReturn(ESP_OK);
  esp_wifi_set_storage_ExpectAndReturn(WIFI_STORAGE_RAM, ESP_OK);
  esp_wifi_set_mode_ExpectAndReturn(WIFI_MODE_STA, ESP_OK);
  esp_wifi_set_ps_ExpectAndReturn(WIFI_PS_NONE, ESP_OK);
  esp_wifi_start_ExpectAndReturn(ESP_FAIL);
  TEST_ASSERT_EQUAL_INT(ERR_CODE_EIO, netif_wifi_start());
  TEST_ASSERT_EQUAL_STRING("esp_wifi_start", failed);
}
