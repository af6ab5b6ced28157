/* netif_frames.h: what the host's Ethernet interfaces share. Script thread, net lock held. */
#ifndef NETIF_FRAMES_H
#define NETIF_FRAMES_H

#include <stddef.h>
#include <stdint.h>

#include "hal.h"

#define NETIF_FRAMES_MAX 1514 /* bytes of a frame, without its checksum */
#define NETIF_FRAMES_MIN 14

/* Name, MTU, flags and lwIP's output functions; the MAC address of the boot options or a random one. */
void netif_frames_setup(struct netif *netif, netif_linkoutput_fn linkoutput);

/* Hands a copy of a received frame to netif; one that is too short or long, or finds no memory, is dropped and
 * counted. */
void netif_frames_input(struct netif *netif, const uint8_t *frame, size_t size);

/* Copies a frame that lwIP sends (without its padding) to out; its size, or 0 when it is longer than
 * NETIF_FRAMES_MAX. */
size_t netif_frames_gather(const struct pbuf *p, uint8_t out[NETIF_FRAMES_MAX]);

#endif
