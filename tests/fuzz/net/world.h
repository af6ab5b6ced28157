/*
 * world.h: a device without a processor: lwIP, net/ and the guard on a virtual clock, one Ethernet interface whose
 * frames come from and go to a test, and sockets of every kind that script could have open. Two of them are echo
 * servers: world_check() asks both, and all else that must hold, and aborts where it does not.
 */
#ifndef WORLD_H
#define WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORLD_FRAME_MAX 1514

/* Addresses: en1 has MAC 02:00:00:00:00:01, 192.168.77.2/24, gateway .1, fe80::ff:fe00:1, fd77::2. The peer is at MAC
 * 02:00:00:00:00:09. */
void world_start(void);

/* Hands a frame to the driver's seam. in_pool: as drivers do; else in a block of exactly its size, beyond which the
 * address sanitizer sees every read. */
void world_frame(const uint8_t *bytes, size_t size, bool in_pool);

/* Moves the clock; timers, loopback, events and the sockets' receivers run. */
void world_advance(uint32_t ms);

/* The peer answers what has gone out since the last call: ARP, neighbour solicitations, DHCP and DNS. Each byte of its
 * answers is changed by noise (size bytes, used up from the front): one in 64 of them, whatever its value. */
void world_answer(const uint8_t *noise, size_t size);

/* Something that an app or its surroundings may do: opens, closes, connects, joins, leaves, sends, looks a name up,
 * starts DHCP, pulls the cable. */
#define WORLD_ACT_DHCP 10
void world_act(uint8_t what, uint8_t detail);

/* Frames handed over so far. */
uint64_t world_frames(void);

/* Aborts unless both echo servers answer, nothing is kept that nobody owns, and the address is as it was. */
void world_check(void);

/* Called once before the world ends by abort(). */
void world_on_failure(void (*function)(void));

#endif
