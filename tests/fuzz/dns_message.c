/* Fuzz target: a DNS answer from anywhere never makes dns_message_read() read outside it or write beyond its room.
 * Needs runtime/net/dns_message.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/dns_message.h"
#include "driver.h"

#define ID 0x1234
#define ROOM 3

static const char name[] = "www.example.org";

static void check(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "dns_message_read: %s\n", what);
    abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct net_addr *addrs = malloc(ROOM * sizeof *addrs);
  size_t count = SIZE_MAX;
  uint32_t ttl;
  if (addrs == NULL) {
    return 0;
  }
  int code = dns_message_read(data, size, ID, name, sizeof name - 1, DNS_MESSAGE_A, addrs, ROOM, &count, &ttl);
  check(code >= -1 && code <= 15, "unknown code");
  check((code == -1) == (count == SIZE_MAX), "filled without an answer, or not filled with one");
  check(code == -1 || count <= ROOM, "more addresses than room");
  for (size_t i = 0; code >= 0 && i < count; i++) {
    check(addrs[i].family == 4, "not an address");
  }
  free(addrs);
  return code >= 0 && count > 0 ? 0 : -1;
}

/* An answer with an alias and two addresses, names compressed. */
size_t fuzz_sample(uint8_t *data, size_t room) {
  static const uint8_t records[] = {
      0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 6, 3,  'w', 'e', 'b', 0xc0, 16, /* www is web.example.org */
      0xc0, 45, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0,   0,   1,             /* web is 10.0.0.1 */
      0xc0, 45, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0,   0,   2,
  };
  uint8_t query[DNS_MESSAGE_QUERY];
  size_t size = dns_message_query(query, ID, name, sizeof name - 1, DNS_MESSAGE_A, false);
  if (size + sizeof records > room) {
    return 0;
  }
  memcpy(data, query, size);
  memcpy(data + size, records, sizeof records);
  data[2] = 0x81;
  data[3] = 0x80;
  data[7] = 3;
  return size + sizeof records;
}

/* Head and question, which a mutation spoils most often. */
void fuzz_repair(uint8_t *data, size_t size) {
  uint8_t sample[256];
  size_t whole = fuzz_sample(sample, sizeof sample);
  size_t question = whole - 50;
  if (size >= question) {
    memcpy(data, sample, question);
  }
}
