/* console.c: stdout and stderr on the UART. */
#include "board.h"
#include "port.h"

enum uart_register { UART_DATA = 0, UART_FIFO_CONTROL = 2, UART_LINE_CONTROL = 3, UART_LINE_STATUS = 5 };
#define UART_FIFO_ON 1U
#define UART_EIGHT_BITS 3U
#define UART_ROOM 0x20U

void console_start(void) {
  BOARD_UART[UART_LINE_CONTROL] = UART_EIGHT_BITS;
  BOARD_UART[UART_FIFO_CONTROL] = UART_FIFO_ON;
}

void port_console_write(enum port_stream stream, const char *data, size_t size) {
  (void)stream; /* one wire carries both */
  for (size_t i = 0; i < size; i++) {
    while ((BOARD_UART[UART_LINE_STATUS] & UART_ROOM) == 0) {
    }
    BOARD_UART[UART_DATA] = (uint8_t)data[i];
  }
}
