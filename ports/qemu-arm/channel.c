/*
 * channel.c: the channel on UART1. Its interrupt moves bytes into a ring. When the ring is full the interrupt is
 * left masked and the byte stays in the UART: a sender that waits (QEMU does) loses nothing, and what one loses that
 * does not wait is seen as the UART's overrun and counted.
 * A wire cannot be closed, so the byte 0x04 (end of transmission), which JSON text cannot hold, says that the
 * other end has.
 */
#include "board.h"
#include "bootargs.h"
#include "config.h"
#include "port.h"
#include "semiboot.h"

#define END_OF_TRANSMISSION 0x04

/* head and tail count bytes for ever; head is the interrupt's, tail the script's. */
static uint8_t ring[CONFIG_CHANNEL_RING];
static volatile uint32_t head, tail;
static volatile uint32_t dropped;
static bool closed;

void channel_start(void) {
  if (!port_channel_present()) {
    return;
  }
  BOARD_UART1->bauddiv = 16;
  BOARD_UART1->ctrl = BOARD_UART_TX_ENABLE | BOARD_UART_RX_ENABLE | BOARD_UART_RX_INTERRUPT;
  board_irq_enable(BOARD_IRQ_UART1_RX);
}

static void take_bytes(void) {
  uint32_t state = BOARD_UART1->state;
  if ((state & BOARD_UART_RX_OVERRUN) != 0) {
    BOARD_UART1->state = BOARD_UART_RX_OVERRUN;
    dropped++;
  }
  while ((BOARD_UART1->state & BOARD_UART_RX_FULL) != 0) {
    if (head - tail == CONFIG_CHANNEL_RING) {
      BOARD_UART1->ctrl = BOARD_UART_TX_ENABLE | BOARD_UART_RX_ENABLE;
      return;
    }
    ring[head % CONFIG_CHANNEL_RING] = (uint8_t)BOARD_UART1->data;
    head++;
  }
}

void channel_interrupt(void) {
  BOARD_UART1->intclear = BOARD_UART_INT_RX;
  take_bytes();
  board_woken = true;
}

uint32_t channel_dropped(void) { return dropped; }

bool port_channel_present(void) { return bootargs_get()->channel == 1; }

void port_channel_write(const char *data, size_t size) {
  if (!port_channel_present()) {
    return;
  }
  for (size_t i = 0; i < size; i++) {
    while ((BOARD_UART1->state & BOARD_UART_TX_FULL) != 0) {
    }
    BOARD_UART1->data = (uint8_t)data[i];
  }
}

int port_channel_read(char *data, size_t size) {
  size_t count = 0;
  while (count < size && !closed && tail != head) {
    uint8_t byte = ring[tail % CONFIG_CHANNEL_RING];
    if (byte == END_OF_TRANSMISSION) {
      closed = true;
    } else {
      data[count++] = (char)byte;
    }
    tail++;
  }
  if (closed) {
    tail = head; /* nothing follows the end */
  }
  if (port_channel_present() && (BOARD_UART1->ctrl & BOARD_UART_RX_INTERRUPT) == 0) {
    uint32_t state = board_irq_save();
    BOARD_UART1->ctrl = BOARD_UART_TX_ENABLE | BOARD_UART_RX_ENABLE | BOARD_UART_RX_INTERRUPT;
    take_bytes();
    board_irq_restore(state);
  }
  return count == 0 && closed ? -1 : (int)count;
}
