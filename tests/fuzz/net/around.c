#include "around.h"

#include <string.h>

#include "config.h"
#include "core/loop.h"
#include "net/addr.h"
#include "net/counters.h"
#include "net/dns.h"
#include "net/netif.h"
#include "net/udp.h"

#define SOCKETS 3
#define LOOKUPS 4

static struct net_udp *sockets[SOCKETS];
static struct loop_event ready[SOCKETS];

static struct net_dns_request lookups[LOOKUPS];
static bool looking[LOOKUPS];

static const char *const texts[] = {"192.168.77.2",
                                    "192.168.77.9",
                                    "192.168.77.255",
                                    "10.9.9.9",
                                    "239.1.2.3",
                                    "127.0.0.1",
                                    "0.0.0.0",
                                    "fd77::2",
                                    "fd77::9",
                                    "fe80::9%en1",
                                    "fe80::9%2",
                                    "FF02::1%lo0",
                                    "ff05::123",
                                    "ff3e::1234%en1",
                                    "::1",
                                    "::",
                                    "::ffff:192.168.77.9",
                                    "2001:db8:0:1::ABCD"};
#define TEXTS (sizeof texts / sizeof *texts)

static bool parse(unsigned which, struct net_addr *addr) {
  const char *text = texts[which % TEXTS];
  return net_addr_parse(text, strlen(text), addr) == 0;
}

static void no_one_looks(struct loop_event *event) { (void)event; }

static void looked_up(struct loop_event *event) { looking[(struct net_dns_request *)(void *)event - lookups] = false; }

/* Names that need no server, names that share a question, and names that are none. */
static void look_up(uint8_t detail) {
  static const char *const names[] = {"localhost", "a.example.", "a.example", "fd77::9", "fe80::9%9", "0x7f.1",
                                      "010.1",     "1.2.3.4.5",  "a.invalid", "a..b",    "a b",       "b.example"};
  static const uint8_t families[] = {NET_DNS_ANY, NET_DNS_V4, NET_DNS_V6};
  unsigned i = detail % LOOKUPS;
  const char *name = names[detail / LOOKUPS % (sizeof names / sizeof *names)];
  if (looking[i]) {
    net_dns_cancel(&lookups[i]);
    looking[i] = false;
    return;
  }
  lookups[i].event.run = looked_up;
  looking[i] = net_dns_lookup(&lookups[i], name, strlen(name), families[detail % 3]) == 0;
}

static void open_bound(unsigned i, uint8_t detail) {
  static const uint16_t ports[] = {0, 7, 9000, 9001, 5353};
  if (sockets[i] != NULL) {
    net_udp_close(sockets[i]);
    sockets[i] = NULL;
    return;
  }
  struct net_addr addr;
  int family = (detail & 1) != 0 ? 6 : 4;
  ready[i].run = no_one_looks;
  if (net_udp_open(family, (detail & 2) != 0 ? NET_UDP_REUSEADDR : 0, &ready[i], &sockets[i]) != 0) {
    sockets[i] = NULL;
  } else if (parse(detail >> 2, &addr)) {
    (void)net_udp_bind(sockets[i], &addr, ports[detail % 5], (detail & 16) != 0 ? NET_UDP_V6ONLY : 0);
  }
}

static void name_addresses(void) {
  struct net_netif_address list[8];
  size_t count = net_netif_addresses(list, 8);
  char text[NET_ADDR_TEXT];
  for (size_t i = 0; i < count && i < 8; i++) {
    net_addr_format(&list[i].addr, text);
  }
  for (unsigned i = 0; i < TEXTS; i++) {
    struct net_addr addr;
    if (parse(i, &addr)) {
      net_addr_format(&addr, text);
    }
  }
  uint32_t counters[NET_COUNTER_COUNT];
  net_counters_read(counters);
}

static void member(unsigned i, uint8_t detail) {
  struct net_addr group, other;
  if (sockets[i] == NULL || !parse(detail, &group) || !parse(detail >> 4, &other)) {
    return;
  }
  switch (detail & 3) {
  case 0:
    (void)net_udp_join(sockets[i], &group, &other, NULL);
    break;
  case 1:
    (void)net_udp_leave(sockets[i], &group, &other, NULL);
    break;
  case 2:
    (void)net_udp_join(sockets[i], &group, NULL, &other);
    break;
  default:
    (void)net_udp_leave(sockets[i], &group, NULL, &other);
    break;
  }
}

static void set_options(unsigned i, uint8_t detail) {
  struct net_addr addr;
  if (sockets[i] == NULL || !parse(detail, &addr)) {
    return;
  }
  (void)net_udp_set_multicast_interface(sockets[i], &addr);
  (void)net_udp_set_ttl(sockets[i], detail - 1);
  (void)net_udp_buffer_size(sockets[i], (detail & 1) != 0, detail * 64U);
  (void)net_udp_set_broadcast(sockets[i], (detail & 2) != 0);
}

static void send(unsigned i, uint8_t detail) {
  static const uint8_t data[70000];
  struct net_addr addr;
  if (sockets[i] == NULL) {
    return;
  }
  const struct net_udp_slice slices[2] = {{data, detail}, {data, (detail & 15) == 0 ? sizeof data - detail : 8}};
  bool named = parse(detail >> 2, &addr);
  (void)net_udp_send(sockets[i], slices, 2, named && (detail & 1) != 0 ? &addr : NULL, (detail & 31) == 1 ? 0 : 9);
}

static void receive(unsigned i) {
  struct net_udp_info info;
  static uint8_t data[65536];
  while (sockets[i] != NULL) {
    struct net_udp_outcome outcome;
    int found = net_udp_peek(sockets[i], &info);
    if (found == 0) {
      return;
    }
    if (found == NET_UDP_OUTCOME) {
      while (net_udp_outcome(sockets[i], &outcome)) {
      }
    } else if (found > 0) {
      (void)net_udp_take(sockets[i], data);
    }
  }
}

void around_act(uint8_t what, uint8_t detail) {
  unsigned i = what / 16U % SOCKETS;
  struct net_addr addr;
  switch (what % 9) {
  case 0:
    open_bound(i, detail);
    break;
  case 1:
    if (sockets[i] != NULL && parse(detail, &addr)) {
      (void)net_udp_connect(sockets[i], &addr, detail < 250 ? 1234 : 0);
    }
    break;
  case 2:
    if (sockets[i] != NULL) {
      (void)net_udp_disconnect(sockets[i]);
    }
    break;
  case 3:
    member(i, detail);
    break;
  case 4:
    set_options(i, detail);
    break;
  case 5:
    send(i, detail);
    break;
  case 6:
    receive(i);
    break;
  case 7:
    look_up(detail);
    break;
  default:
    if (detail < 16) {
      (void)net_udp_flush(detail);
    } else {
      name_addresses();
    }
    break;
  }
}

void around_close(void) {
  for (unsigned i = 0; i < SOCKETS; i++) {
    if (sockets[i] != NULL) {
      net_udp_close(sockets[i]);
    }
    sockets[i] = NULL;
  }
  for (unsigned i = 0; i < LOOKUPS; i++) {
    if (looking[i]) {
      net_dns_cancel(&lookups[i]);
    }
    looking[i] = false;
  }
}
