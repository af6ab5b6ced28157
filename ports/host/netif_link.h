/* netif_link.h: an Ethernet interface on the virtual link (net=link:PATH). Script thread. */
#ifndef NETIF_LINK_H
#define NETIF_LINK_H

#include "hal.h"

/*
 * On a unix stream socket each frame follows its length as 4 bytes, most significant first. Frames that the socket does
 * not take at once wait in a buffer of NETIF_LINK_QUEUE bytes; one that finds no room is dropped and counted
 * (lwIP's link statistics).
 */
#define NETIF_LINK_QUEUE (512 * 1024)

/* Connects; the errno on failure, else 0. path stays the caller's. */
int netif_link_open(const char *path);
extern const struct hal_nic netif_link;
/* The socket for poll(), -1 once the other end is gone, and whether frames wait to be written. */
int netif_link_fd(void);
bool netif_link_unsent(void);
/* True while a whole frame has been read from the socket and not been handed on (a poll's budget was used up). */
bool netif_link_waiting(void);

#endif
