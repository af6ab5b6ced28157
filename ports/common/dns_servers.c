/*
 * dns_servers.c: lwIP's table of DNS servers (lwip/dns.h), which DHCP fills, without lwIP's resolver, since net/dns.c
 * asks. Net lock held.
 */
#include "lwip/dns.h"

static ip_addr_t servers[DNS_MAX_SERVERS];

/* lwip_init() calls it. */
void dns_init(void) {
  for (u8_t i = 0; i < DNS_MAX_SERVERS; i++) {
    dns_setserver(i, NULL);
  }
}

/* Once a second from lwIP's timers. A table without queries has nothing that falls due. */
void dns_tmr(void) {}

void dns_setserver(u8_t index, const ip_addr_t *server) {
  if (index < DNS_MAX_SERVERS) {
    servers[index] = server != NULL ? *server : *IP_ADDR_ANY;
  }
}

const ip_addr_t *dns_getserver(u8_t index) { return index < DNS_MAX_SERVERS ? &servers[index] : IP_ADDR_ANY; }
