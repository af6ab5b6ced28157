/* Fuzz target: net_addr_parse() takes exactly what inet_pton() takes, gives the same bytes, and what
 * net_addr_format() writes reads back. Zones are left out. Needs runtime/net/addr.c. */
#define LWIP_DONT_PROVIDE_BYTEORDER_FUNCTIONS /* the C library's are here too */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/addr.h"
#include "net/stack.h"
#include "port.h"
#include "driver.h"

/* What addr.c asks for zones: there is no interface. */
void port_net_lock(void) {}
void port_net_unlock(void) {}
struct netif *netif_get_by_index(u8_t index) {
  (void)index;
  return NULL;
}
struct netif *net_netif_by_name(const char *name, size_t size) {
  (void)name;
  (void)size;
  return NULL;
}

static void check(int holds, const char *what, const char *text) {
  if (!holds) {
    fprintf(stderr, "net_addr: %s: '%s'\n", what, text);
    abort();
  }
}

static int expected_family(const char *text, uint8_t *bytes) {
  return inet_pton(AF_INET, text, bytes) == 1 ? 4 : inet_pton(AF_INET6, text, bytes) == 1 ? 6 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char text[128] = {0};
  uint8_t bytes[16] = {0};
  struct net_addr addr = {0};
  struct net_addr again;
  char out[NET_ADDR_TEXT];
  int code = net_addr_parse((const char *)data, size, &addr);
  if (size >= sizeof text || memchr(data, 0, size) != NULL || memchr(data, '%', size) != NULL) {
    return -1;
  }
  memcpy(text, data, size);
  int family = expected_family(text, bytes);
  check((code == 0) == (family != 0), "inet_pton() thinks otherwise", text);
  if (code != 0) {
    return -1;
  }
  check(addr.family == family && memcmp(addr.bytes, bytes, family == 4 ? 4 : 16) == 0, "other bytes", text);
  size_t length = net_addr_format(&addr, out);
  check(length == strlen(out) && length < sizeof out, "wrong length", text);
  check(net_addr_parse(out, length, &again) == 0 && net_addr_equal(&addr, &again), "does not read back", out);
  return 0;
}

/* One of several texts in turn, so that mutations start from every form. */
size_t fuzz_sample(uint8_t *data, size_t room) {
  static const char *const texts[] = {"192.168.77.2",
                                      "2001:db8::1:0:0:1",
                                      "::ffff:10.20.30.40",
                                      "1:2:3:4:5:6:7:8",
                                      "1:2:3:4:5:6:1.2.3.4",
                                      "fe80::",
                                      "::1",
                                      "0.0.0.0"};
  static size_t turn;
  const char *text = texts[turn++ % (sizeof texts / sizeof *texts)];
  size_t size = strlen(text);
  if (size > room) {
    return 0;
  }
  memcpy(data, text, size);
  return size;
}

/* Letters that addresses are made of in the place of others. */
void fuzz_repair(uint8_t *data, size_t size) {
  static const char letters[] = "0123456789abcdefABCDEF:.::";
  for (size_t i = 0; i < size; i++) {
    if (data[i] == 0 || memchr(letters, data[i], sizeof letters - 1) == NULL) {
      data[i] = (uint8_t)letters[data[i] % (sizeof letters - 1)];
    }
  }
}
