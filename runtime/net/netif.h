/* netif.h: the network interfaces, for os.networkInterfaces(), zones, and the choice of an interface. Script
 * thread; takes the net lock. */
#ifndef NET_NETIF_H
#define NET_NETIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/addr.h"

/* One address of one interface. */
struct net_netif_address {
  char name[8];  /* "lo0", "en1" */
  uint8_t index; /* zone number */
  bool internal; /* loopback */
  bool up;       /* interface and link */
  uint8_t mac[6];
  struct net_addr addr;
  uint8_t prefix; /* bits */
};
/* Fills out with at most capacity entries of usable addresses (no tentative IPv6), loopback first;
 * returns how many there are. */
size_t net_netif_addresses(struct net_netif_address *out, size_t capacity);

/* Copies the board's name (of its first interface that has one, else "tinygram"), cut to capacity - 1 bytes, and a
 * zero into out; returns its length. */
size_t net_netif_hostname(char *out, size_t capacity);
#endif
