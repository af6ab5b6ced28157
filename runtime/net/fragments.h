/*
 * fragments.h: who may use the room in which lwIP puts datagrams together. lwIP makes room for a new fragment by
 * forgetting the oldest datagram, whosever it is, so that a host whose datagrams never become whole could keep all
 * others from it. In lwIP's context.
 */
#ifndef NET_FRAGMENTS_H
#define NET_FRAGMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A fragment of one of two or more, as its IP header has it. */
struct net_fragment {
  const uint8_t *source; /* 4 or 16 bytes */
  size_t source_size;
  uint32_t id;
  uint32_t offset; /* bytes */
  uint32_t size;   /* bytes of payload */
  bool more;
};

/* Draws the salt of what is known of hosts, who are forgotten with the old one. */
void net_fragments_start(void);

/* Whether lwIP shall have it; then it counts. False: there is no room but that of another host's datagram whose last
 * fragment has just come, and this host has lately wasted what it had. */
bool net_fragments_admit(const struct net_fragment *fragment);

#endif
