/*
 * fake_wire.h: beside fake_net.h's interfaces an Ethernet one, et2 or later, that is the default route: frames that
 * leave are kept, and tests inject others, which come by the guard as a driver's do.
 */
#ifndef FAKE_WIRE_H
#define FAKE_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "lwip/netif.h"

extern struct netif fake_wire;

/* Frames that left, oldest first. */
struct fake_frame {
  uint8_t bytes[1600];
  size_t size;
};
extern struct fake_frame fake_frames[1024];
extern size_t fake_frame_count;

/* In setUp() and tearDown(), in place of fake_net_start() and fake_net_end(). flags: NETIF_FLAG_IGMP and the like. */
void fake_wire_start(uint8_t flags);
void fake_wire_end(void);
/* 10.1.0.2/16 behind 10.1.0.1, and fd78::2. */
void fake_wire_set_addresses(void);
/* Removes the interface; fake_wire_end() does it too. */
void fake_wire_remove(void);

void fake_wire_inject(const uint8_t *frame, size_t size);
/* An ARP answer: 10.1.0.last is at 02:00:00:00:00:last. */
void fake_wire_answer(uint8_t last);
/* An IPv4 datagram of UDP from 10.1.0.1, port 67, as a frame to everyone. */
void fake_wire_from_server(uint16_t to_port, const uint8_t *data, size_t size);
/* An ICMPv6 message, its checksum filled in, from an address whose last byte is that of the sender's MAC. */
void fake_wire_icmp6(const char *from, const char *to, uint8_t *icmp, size_t size);

#endif
