/* netif_virtio.h: the board's Ethernet interface, for hal_nic() and hal_sleep(). */
#ifndef NETIF_VIRTIO_H
#define NETIF_VIRTIO_H

#include "hal.h"

/* Looks for the device; false when the board has none. */
bool netif_virtio_open(void);
/* lwIP's init function, after netif_virtio_open(): ERR_IF when the device is not as it must be. */
err_t netif_virtio_init(struct netif *netif);
/* Hands waiting frames to lwIP, at most HAL_POLL_FRAMES; tells a slow device the rest of a change of its filter. */
void netif_virtio_poll(struct netif *netif);
/* From now on what a poll has to do with interrupts, or no longer. Answers whether something waits already. */
bool netif_virtio_watch(bool on);
/* The interface's device has raised this interrupt: ends it. */
void netif_virtio_interrupt(unsigned irq);
/* Waits until all frames have been sent, a tenth of a second at most. */
void netif_virtio_flush(void);

#endif
