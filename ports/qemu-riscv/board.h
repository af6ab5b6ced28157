/* board.h: the virt board's addresses, and what the files of this port offer one another. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_TICKS_PER_MS 10000U /* of the clock, 10 MHz */
#define BOARD_TICKS_PER_US 10U

#define BOARD_CODE_SIZE 0x00400000U

/* The app image's window. */
#define BOARD_IMAGE_ADDRESS 0x80800000U
#define BOARD_IMAGE_SIZE 0x00800000U

/* Core-local interruptor: the wake-up of hart 0, 64 bits. */
#define BOARD_MTIMECMP ((volatile uint32_t *)0x02004000U)

#define BOARD_UART ((volatile uint8_t *)0x10000000U) /* NS16550 */

/* Slots for virtio devices, and the interrupt number of the first. */
#define BOARD_VIRTIO_ADDRESS 0x10001000U
#define BOARD_VIRTIO_STRIDE 0x1000U
#define BOARD_VIRTIO_COUNT 8U
#define BOARD_VIRTIO_IRQ 1U

#define BOARD_PLIC_ADDRESS 0x0c000000U

/* ---- console.c: the UART ---- */
void console_start(void);

/* ---- clock.c ---- */
/* Ends the sleep at the start of the timeout_ms-th millisecond from now (UINT32_MAX: never). */
void clock_wake_after(uint32_t timeout_ms);

/* ---- plic.c: interrupts, which end the sleep and do nothing else ---- */
void plic_start(void);
/* Around a sleep: before it, every interrupt only ends it; after it, the timer alone interrupts. */
void plic_asleep(void);
void plic_awake(void);
/* Lets a device's interrupt end the sleep. */
void plic_enable(unsigned irq);
/* The interrupt that is pending, or 0. The device must be quieted before plic_complete(). */
unsigned plic_claim(void);
void plic_complete(unsigned irq);

/* ---- channel.c: a virtio console ---- */
/* The channel's device has raised this interrupt: true when it has. */
bool channel_interrupt(unsigned irq);
/* Waits until the other end has all that was written, a second at most. */
void channel_flush(void);

#endif
