/* Network events on their way to the console: in order, bounded, counted, and never waiting. */
#include <string.h>

#include "unity.h"

#include "fake_console.h"
#include "mock_esp_err.h"

#include "../../../ports/esp32/netevents.c"

static unsigned posts;
static struct loop_event *last_posted;
static int depth;
static bool storming;

void loop_post(struct loop_event *event) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(0, depth, "posted inside the critical section");
  posts++;
  last_posted = event;
}

uint32_t port_critical_enter(void) {
  depth++;
  return 0;
}

void port_critical_exit(uint32_t state) {
  (void)state;
  depth--;
  /* Another event comes each time that one is taken. */
  if (storming && count == NETEVENTS_QUEUE - 1) {
    queue[(first + count) % NETEVENTS_QUEUE] = (struct netevent){.kind = NETEVENT_LINK_UP};
    count++;
  }
}

void setUp(void) {
  fake_console_start();
  posts = 0;
  first = count = 0;
  storming = false;
  dropped = dropped_told = 0;
}

void tearDown(void) { TEST_ASSERT_EQUAL_INT(0, depth); }

static bool put(enum netevent_kind kind) {
  struct netevent event = {.kind = kind};
  return netevents_put(&event);
}

static bool put_address(uint8_t last, bool changed) {
  const uint8_t bytes[4] = {192, 168, 1, last};
  struct netevent event = {.kind = NETEVENT_GOT_IP4, .changed = changed};
  memcpy(event.address, bytes, sizeof bytes);
  return netevents_put(&event);
}

void test_events_are_told_in_order_by_the_loop(void) {
  TEST_ASSERT_TRUE(put(NETEVENT_LINK_UP));
  TEST_ASSERT_TRUE(put_address(7, false));
  fake_console_expect(""); /* not in the task that noticed */
  TEST_ASSERT_EQUAL_UINT(2, posts);
  last_posted->run(last_posted);
  fake_console_expect("network: the link is up\nnetwork: address 192.168.1.7\n");
  last_posted->run(last_posted);
  fake_console_expect("");
}

void test_a_new_address_says_so(void) {
  put_address(8, true);
  netevents_tell();
  fake_console_expect("network: address 192.168.1.8 instead of the one before\n");
}

void test_an_ipv6_address(void) {
  static const uint8_t bytes[16] = {0xfe, 0x80, [15] = 1};
  struct netevent event = {.kind = NETEVENT_GOT_IP6};
  memcpy(event.address, bytes, sizeof bytes);
  netevents_put(&event);
  put(NETEVENT_LOST_IP4);
  netevents_tell();
  fake_console_expect("network: address fe80:0:0:0:0:0:0:1\nnetwork: the IPv4 address is lost\n");
}

void test_a_lost_link_names_reason_and_next_try(void) {
  static const struct {
    uint8_t reason;
    const char *text;
  } reasons[] = {
      {WIFI_REASON_NO_AP_FOUND, "no such network in reach (setting \"ssid\") (reason 201)"},
      {WIFI_REASON_AUTH_FAIL, "the access point refused the password (setting \"password\") (reason 202)"},
      {WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT, "the access point refused the password (setting \"password\") (reason 15)"},
      {WIFI_REASON_BEACON_TIMEOUT, "the access point is not heard any more (reason 200)"},
      {WIFI_REASON_ASSOC_FAIL, "the access point ended or refused the connection (reason 203)"},
      {0, "the link is down"},
  };
  for (unsigned i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
    char expected[160];
    struct netevent event = {.kind = NETEVENT_LINK_DOWN, .reason = reasons[i].reason, .retry_ms = 750};
    netevents_put(&event);
    netevents_tell();
    snprintf(expected, sizeof expected, "network: %s; next try in 750 ms\n", reasons[i].text);
    fake_console_expect(expected);
  }
}

void test_a_cable_is_not_tried_again(void) {
  put(NETEVENT_LINK_DOWN);
  netevents_tell();
  fake_console_expect("network: the link is down\n");
}

void test_a_driver_that_fails_is_named(void) {
  struct netevent event = {.kind = NETEVENT_FAILED, .code = ESP_ERR_NO_MEM, .retry_ms = 500};
  netevents_put(&event);
  esp_err_to_name_ExpectAndReturn(ESP_ERR_NO_MEM, "ESP_ERR_NO_MEM");
  netevents_tell();
  fake_console_expect("network: ESP_ERR_NO_MEM; next try in 500 ms\n");
}

void test_a_full_queue_drops_the_newest_and_counts(void) {
  for (unsigned i = 0; i < NETEVENTS_QUEUE; i++) {
    TEST_ASSERT_TRUE(put_address((uint8_t)i, false));
  }
  TEST_ASSERT_FALSE(put(NETEVENT_LINK_DOWN));
  TEST_ASSERT_FALSE(put(NETEVENT_LINK_DOWN));
  TEST_ASSERT_EQUAL_UINT32(2, netevents_dropped());
  netevents_tell();
  fake_console_expect("network: address 192.168.1.0\nnetwork: address 192.168.1.1\nnetwork: address 192.168.1.2\n"
                      "network: address 192.168.1.3\nnetwork: address 192.168.1.4\nnetwork: address 192.168.1.5\n"
                      "network: address 192.168.1.6\nnetwork: address 192.168.1.7\n"
                      "network: 2 events came faster than they could be told\n");
  netevents_tell();
  fake_console_expect("");
}

void test_a_storm_is_bounded_and_counted_once(void) {
  for (int i = 0; i < 10000; i++) {
    put(NETEVENT_LINK_UP);
  }
  TEST_ASSERT_EQUAL_UINT(NETEVENTS_QUEUE, count);
  TEST_ASSERT_EQUAL_UINT32(10000 - NETEVENTS_QUEUE, netevents_dropped());
  netevents_tell();
  TEST_ASSERT_NOT_NULL(strstr(fake_console_text(), "network: 9992 events came faster than they could be told\n"));
  fake_console_start();
  TEST_ASSERT_TRUE(put_address(9, false));
  netevents_tell();
  fake_console_expect("network: address 192.168.1.9\n");
}

void test_one_telling_is_bounded_while_events_go_on(void) {
  for (unsigned i = 0; i < NETEVENTS_QUEUE; i++) {
    put(NETEVENT_LINK_UP);
  }
  storming = true;
  netevents_tell();
  storming = false;
  TEST_ASSERT_EQUAL_UINT(NETEVENTS_QUEUE, count);
  TEST_ASSERT_EQUAL_UINT32(0, netevents_dropped());
}

void test_places_are_used_again_and_again(void) {
  for (unsigned i = 0; i < 5 * NETEVENTS_QUEUE + 3; i++) {
    char expected[64];
    put_address((uint8_t)i, false);
    snprintf(expected, sizeof expected, "network: address 192.168.1.%u\n", i);
    netevents_tell();
    fake_console_expect(expected);
  }
}
