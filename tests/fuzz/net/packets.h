/* packets.h: making, mending and answering Ethernet frames, for fuzzing. Frames have at most WORLD_FRAME_MAX bytes. */
#ifndef PACKETS_H
#define PACKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const uint8_t packets_device_mac[6];

/* The one's complement sum of big-endian words, not inverted, on top of sum. */
uint16_t packets_sum(uint32_t sum, const uint8_t *bytes, size_t size);

/* Makes lengths and checksums right where there is room for them, so that what reads the frame goes on. */
void packets_repair(uint8_t *frame, size_t size);

/* Writes a frame of one of PACKETS_KINDS kinds, from who to whom by their numbers (any), and returns its size. */
#define PACKETS_KINDS 31
size_t packets_make(unsigned kind, unsigned from, unsigned to, uint8_t *frame);

/* The number of a kind that is about a subject (dhcp, igmp, mld, quotes: errors of ICMP), of all for another name. */
unsigned packets_kind_of(const char *subject, unsigned number);

/* The peer's question for the device's address, and its datagram to the device's echo server. */
size_t packets_arp_or_ns(bool v6, uint8_t *frame);
size_t packets_echo(bool v6, uint8_t *frame);
/* 4 or 6 when the frame is the echo server's answer to packets_echo(), else 0. */
int packets_is_echo(const uint8_t *frame, size_t size);

/* What the peer answers to a frame of the device (ARP, neighbour solicitation, DHCP, DNS); 0 for nothing. */
size_t packets_reply(const uint8_t *asked, size_t size, uint8_t *frame);

#endif
