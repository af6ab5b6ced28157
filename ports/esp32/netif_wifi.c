/* netif_wifi.c: the Wi-Fi station. The driver's events come in IDF's event task, the next try in its timer task. */
#include "netif_wifi.h"

#include <string.h>

#include "backoff.h"
#include "console.h"
#include "esp_event.h"
#include "esp_random.h"
#include "esp_timer.h"
#include "esp_wifi.h"
#include "netevents.h"
#include "network.h"
#include "port.h"
#include "sdkconfig.h"
#include "settings.h"

/* Under the critical section: both tasks ask it. */
static struct backoff retry = {
    .first_ms = CONFIG_TINYGRAM_WIFI_RETRY_FIRST_MS,
    .max_ms = CONFIG_TINYGRAM_WIFI_RETRY_MAX_S * 1000,
};
static esp_timer_handle_t retry_timer;
static esp_netif_t *station;

void netif_wifi_addressed(void) {
  uint32_t state = port_critical_enter();
  backoff_reset(&retry);
  port_critical_exit(state);
}

/* Queues what happened, with the wait to the next try. One that is due already stays as it is. */
static void try_again(struct netevent *event) {
  uint32_t random = esp_random();
  uint32_t state = port_critical_enter();
  event->retry_ms = backoff_next(&retry, random);
  port_critical_exit(state);
  esp_timer_start_once(retry_timer, event->retry_ms * 1000ULL);
  netevents_put(event);
}

static void wifi_connect(void *arg) {
  (void)arg;
  esp_err_t error = esp_wifi_connect();
  if (error != ESP_OK) {
    struct netevent event = {.kind = NETEVENT_FAILED, .code = error};
    try_again(&event);
  }
}

static void on_wifi(void *arg, esp_event_base_t base, int32_t id, void *data) {
  (void)base;
  struct netevent event = {.kind = NETEVENT_LINK_UP};
  switch (id) {
  case WIFI_EVENT_STA_START:
    wifi_connect(arg);
    break;
  case WIFI_EVENT_STA_CONNECTED:
    /* Anew each time: addresses go with the link. IPv6 beyond the link comes from routers. */
    esp_netif_create_ip6_linklocal(station);
    netevents_put(&event);
    break;
  case WIFI_EVENT_STA_DISCONNECTED:
    event.kind = NETEVENT_LINK_DOWN;
    event.reason = ((const wifi_event_sta_disconnected_t *)data)->reason;
    try_again(&event);
    break;
  default:
    break;
  }
}

/* The arrays of the driver's structure end in a zero only where there is room for one. */
static void fill_field(uint8_t *out, size_t room, const char *text) {
  size_t size = strlen(text);
  memset(out, 0, room);
  memcpy(out, text, size < room ? size : room);
}

static esp_err_t wifi_configure(const struct settings *settings) {
  wifi_config_t config;
  memset(&config, 0, sizeof config);
  fill_field(config.sta.ssid, sizeof config.sta.ssid, settings->ssid);
  fill_field(config.sta.password, sizeof config.sta.password, settings->password);
  /* Nothing weaker than WPA2 gets to see a password. */
  config.sta.threshold.authmode = settings->password[0] != '\0' ? WIFI_AUTH_WPA2_PSK : WIFI_AUTH_OPEN;
  return esp_wifi_set_config(WIFI_IF_STA, &config);
}

/* Each step with its name; the first that fails ends it. */
static int start_driver(const struct settings *settings) {
  const wifi_init_config_t init = WIFI_INIT_CONFIG_DEFAULT();
  int code = network_code("esp_wifi_init", esp_wifi_init(&init));
  if (code == 0) {
    /* Settings are kept in one place, and that is ours. */
    code = network_code("esp_wifi_set_storage", esp_wifi_set_storage(WIFI_STORAGE_RAM));
  }
  if (code == 0) {
    code = network_code("esp_wifi_set_mode", esp_wifi_set_mode(WIFI_MODE_STA));
  }
  if (code == 0) {
    code = network_code("esp_wifi_set_config", wifi_configure(settings));
  }
#ifndef CONFIG_TINYGRAM_WIFI_POWER_SAVE
  if (code == 0) {
    code = network_code("esp_wifi_set_ps", esp_wifi_set_ps(WIFI_PS_NONE));
  }
#endif
  return code == 0 ? network_code("esp_wifi_start", esp_wifi_start()) : code;
}

int netif_wifi_start(void) {
  const struct settings *settings = settings_get();
  if (settings->ssid[0] == '\0') {
    console_line("network: no Wi-Fi network is set (setting \"ssid\"): loopback only");
    return 0;
  }
  const esp_timer_create_args_t timer = {.callback = wifi_connect, .dispatch_method = ESP_TIMER_TASK, .name = "wifi"};
  int code = network_code("esp_timer_create", esp_timer_create(&timer, &retry_timer));
  if (code != 0) {
    return code;
  }
  station = esp_netif_create_default_wifi_sta();
  if (station == NULL) {
    return network_code("esp_netif_create_default_wifi_sta", ESP_ERR_NO_MEM);
  }
  network_name(station);
  esp_err_t error = esp_event_handler_register(WIFI_EVENT, ESP_EVENT_ANY_ID, on_wifi, NULL);
  code = network_code("esp_event_handler_register", error);
  if (code == 0) {
    code = start_driver(settings);
  }
  return code == 0 ? 1 : code;
}
