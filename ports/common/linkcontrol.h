/*
 * linkcontrol.h: control frames between a board of the network laboratory and its switch: Ethernet frames of type
 * 0x88b5 (for local experiments, IEEE 802) and 60 bytes, which the switch does not forward. After the header a kind in
 * 2 bytes, then numbers, big-endian:
 *   asleep   to the switch  1, step (4), own time (8), time of waking (8; all ones: no time)      linkclock.h
 *   time     to the board   2, step (4), time (8); then come the frames
 *   run      to the board   3, step (4): that was all
 *   figures  to the switch  4, bytes of the script heap in use (4), its size (4), microseconds awake (8)   figures.h
 * To the switch they go to 01:80:c2:00:00:01. Times are microseconds since the board's start.
 */
#ifndef LINKCONTROL_H
#define LINKCONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/netif.h"

enum linkcontrol_kind { LINKCONTROL_ASLEEP = 1, LINKCONTROL_TIME = 2, LINKCONTROL_RUN = 3, LINKCONTROL_FIGURES = 4 };

/* Bytes of numbers that a control frame has room for. */
#define LINKCONTROL_NUMBERS 40U

/* Sends a control frame with these numbers. Lock held. */
void linkcontrol_send(struct netif *netif, enum linkcontrol_kind kind, const uint8_t numbers[LINKCONTROL_NUMBERS]);

/* The numbers of a control frame, and its kind; NULL for every other frame. p stays the caller's. */
const uint8_t *linkcontrol_read(const struct pbuf *p, unsigned *kind);

#endif
