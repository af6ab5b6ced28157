/* netevents.c: what happens to the network, told on the console. */
#include "netevents.h"

#include <stdio.h>
#include <string.h>

#include "console.h"
#include "core/bytes.h"
#include "core/loop.h"
#include "esp_err.h"
#include "esp_wifi.h"
#include "port.h"

/* Invariant: count events lie in queue from first on, around its end; all under the critical section. */
static struct netevent queue[NETEVENTS_QUEUE];
static unsigned first;
static unsigned count;
static uint32_t dropped;
static uint32_t dropped_told;

static void run_netevents(struct loop_event *event) {
  (void)event;
  netevents_tell();
}

static struct loop_event posted = {.run = run_netevents};

bool netevents_put(const struct netevent *event) {
  uint32_t state = port_critical_enter();
  bool room = count < NETEVENTS_QUEUE;
  if (room) {
    queue[(first + count) % NETEVENTS_QUEUE] = *event;
    count++;
  } else {
    dropped++;
  }
  port_critical_exit(state);
  loop_post(&posted);
  return room;
}

static bool netevent_take(struct netevent *out) {
  uint32_t state = port_critical_enter();
  bool found = count > 0;
  if (found) {
    *out = queue[first];
    first = (first + 1) % NETEVENTS_QUEUE;
    count--;
  }
  port_critical_exit(state);
  return found;
}

uint32_t netevents_dropped(void) {
  uint32_t state = port_critical_enter();
  uint32_t number = dropped;
  port_critical_exit(state);
  return number;
}

/* ---- words ---------------------------------------------------------------- */

/* For the reasons that an owner can do something about. */
static const char *reason_text(uint8_t reason) {
  switch (reason) {
  case 0:
    return "the link is down";
  case WIFI_REASON_NO_AP_FOUND:
    return "no such network in reach (setting \"ssid\")";
  case WIFI_REASON_AUTH_EXPIRE:
  case WIFI_REASON_AUTH_FAIL:
  case WIFI_REASON_4WAY_HANDSHAKE_TIMEOUT:
  case WIFI_REASON_HANDSHAKE_TIMEOUT:
    return "the access point refused the password (setting \"password\")";
  case WIFI_REASON_BEACON_TIMEOUT:
    return "the access point is not heard any more";
  default:
    return "the access point ended or refused the connection";
  }
}

static void tell_down(const struct netevent *event) {
  char again[32] = "";
  if (event->retry_ms > 0) {
    snprintf(again, sizeof again, "; next try in %u ms", (unsigned)event->retry_ms);
  }
  if (event->kind == NETEVENT_FAILED) {
    console_line("network: %s%s", esp_err_to_name(event->code), again);
  } else if (event->reason == 0) {
    console_line("network: %s%s", reason_text(0), again);
  } else {
    console_line("network: %s (reason %u)%s", reason_text(event->reason), event->reason, again);
  }
}

static void tell_ip4(const struct netevent *event) {
  uint8_t bytes[4];
  memcpy(bytes, event->address, sizeof bytes);
  console_line("network: address %u.%u.%u.%u%s", bytes[0], bytes[1], bytes[2], bytes[3],
               event->changed ? " instead of the one before" : "");
}

static void tell_ip6(const struct netevent *event) {
  uint8_t bytes[16];
  unsigned group[8];
  memcpy(bytes, event->address, sizeof bytes);
  for (int i = 0; i < 8; i++) {
    group[i] = bytes_be16(bytes + 2 * i);
  }
  console_line("network: address %x:%x:%x:%x:%x:%x:%x:%x", group[0], group[1], group[2], group[3], group[4], group[5],
               group[6], group[7]);
}

static void netevent_report(const struct netevent *event) {
  switch (event->kind) {
  case NETEVENT_LINK_UP:
    console_line("network: the link is up");
    break;
  case NETEVENT_LINK_DOWN:
  case NETEVENT_FAILED:
    tell_down(event);
    break;
  case NETEVENT_GOT_IP4:
    tell_ip4(event);
    break;
  case NETEVENT_LOST_IP4:
    console_line("network: the IPv4 address is lost");
    break;
  case NETEVENT_GOT_IP6:
    tell_ip6(event);
    break;
  }
}

void netevents_tell(void) {
  struct netevent event;
  /* As many as fit and no more: a storm that goes on must not keep script from its turn. */
  for (int i = 0; i < NETEVENTS_QUEUE && netevent_take(&event); i++) {
    netevent_report(&event);
  }
  uint32_t now = netevents_dropped();
  if (now != dropped_told) {
    console_line("network: %u events came faster than they could be told", (unsigned)(now - dropped_told));
    dropped_told = now;
  }
}
