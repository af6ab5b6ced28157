/*
 * linkword.h: what a board of the network laboratory and its switch say to each other beside the frames of programs:
 * Ethernet frames of type 0x88b5 (for local experiments, IEEE 802) and 60 bytes, which no switch of the laboratory
 * passes on. After the header a kind in 2 bytes, then numbers, big-endian:
 *   asleep   to the switch  1, step (4), own time (8), time of waking (8; all ones: no time)      linkclock.h
 *   time     to the board   2, step (4), time (8); then come the frames
 *   run      to the board   3, step (4): that was all
 *   figures  to the switch  4, bytes of the script heap in use (4), its size (4), microseconds awake (8)   figures.h
 * To the switch they go to 01:80:c2:00:00:01. Times are microseconds since the board's start.
 */
#ifndef LINKWORD_H
#define LINKWORD_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/netif.h"

enum linkword_kind { LINKWORD_ASLEEP = 1, LINKWORD_TIME = 2, LINKWORD_RUN = 3, LINKWORD_FIGURES = 4 };

/* Bytes of numbers that a word has room for. */
#define LINKWORD_NUMBERS 40U

/* Sends a word whose numbers were written to it (linkword_put()). Lock held. */
void linkword_send(struct netif *netif, enum linkword_kind kind, const uint8_t numbers[LINKWORD_NUMBERS]);

/* Writes a number of size bytes; the place behind it. */
uint8_t *linkword_put(uint8_t *at, uint64_t value, unsigned size);
/* Reads one. */
uint64_t linkword_get(const uint8_t *at, unsigned size);

/* The numbers of the word that a frame is, and its kind; NULL when it is none. p stays the caller's. */
const uint8_t *linkword_read(const struct pbuf *p, unsigned *kind);

#endif
