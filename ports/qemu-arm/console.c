/* console.c: stdout and stderr on UART0. */
#include "board.h"
#include "port.h"

void console_start(void) {
  BOARD_UART0->bauddiv = 16; /* the fastest the UART allows */
  BOARD_UART0->ctrl = BOARD_UART_TX_ENABLE;
}

void port_console_write(enum port_stream stream, const char *data, size_t size) {
  (void)stream; /* one wire carries both */
  for (size_t i = 0; i < size; i++) {
    while ((BOARD_UART0->state & BOARD_UART_TX_FULL) != 0) {
    }
    BOARD_UART0->data = (uint8_t)data[i];
  }
}
