/* board.h: the mps2-an385's registers, and what the files of this port offer one another. */
#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_HZ 25000000U /* processor and peripherals */
#define BOARD_TICKS_PER_US 25U

/* The app image's window (PSRAM). */
#define BOARD_IMAGE_ADDRESS 0x21000000U
#define BOARD_PSRAM_SIZE 0x01000000U

struct board_uart {
  volatile uint32_t data;
  volatile uint32_t state; /* BOARD_UART_TX_FULL, _RX_FULL, _RX_OVERRUN */
  volatile uint32_t ctrl;  /* bit 0 TX, 1 RX, 2 TX interrupt, 3 RX interrupt */
  volatile uint32_t intclear;
  volatile uint32_t bauddiv;
};
#define BOARD_UART_TX_FULL 1U
#define BOARD_UART_RX_FULL 2U
#define BOARD_UART_RX_OVERRUN 8U
#define BOARD_UART_TX_ENABLE 1U
#define BOARD_UART_RX_ENABLE 2U
#define BOARD_UART_RX_INTERRUPT 8U
#define BOARD_UART_INT_RX 2U
#define BOARD_UART0 ((struct board_uart *)0x40004000U)
#define BOARD_UART1 ((struct board_uart *)0x40005000U)

struct board_timer {
  volatile uint32_t ctrl; /* bit 0 runs, bit 3 interrupt */
  volatile uint32_t value;
  volatile uint32_t reload;
  volatile uint32_t intclear;
};
#define BOARD_TIMER_RUN 1U
#define BOARD_TIMER_INTERRUPT 8U
#define BOARD_TIMER0 ((struct board_timer *)0x40000000U)
#define BOARD_TIMER1 ((struct board_timer *)0x40001000U)

enum board_irq { BOARD_IRQ_UART1_RX = 2, BOARD_IRQ_TIMER1 = 9, BOARD_IRQ_ETHERNET = 13 };

#define BOARD_NVIC_ENABLE (*(volatile uint32_t *)0xE000E100U)
#define BOARD_NVIC_CLEAR_PENDING (*(volatile uint32_t *)0xE000E280U)
#define BOARD_SCB_SHCSR (*(volatile uint32_t *)0xE000ED24U)
#define BOARD_SCB_CFSR (*(volatile uint32_t *)0xE000ED28U)
#define BOARD_SCB_HFSR (*(volatile uint32_t *)0xE000ED2CU)
#define BOARD_SCB_MMFAR (*(volatile uint32_t *)0xE000ED34U)
#define BOARD_SCB_BFAR (*(volatile uint32_t *)0xE000ED38U)
#define BOARD_MPU_CTRL (*(volatile uint32_t *)0xE000ED94U)
#define BOARD_MPU_RNR (*(volatile uint32_t *)0xE000ED98U)
#define BOARD_MPU_RBAR (*(volatile uint32_t *)0xE000ED9CU)
#define BOARD_MPU_RASR (*(volatile uint32_t *)0xE000EDA0U)

static inline void board_irq_enable(enum board_irq irq) {
  BOARD_NVIC_CLEAR_PENDING = 1U << irq;
  BOARD_NVIC_ENABLE = 1U << irq;
}

/* Masks interrupts and answers what board_irq_restore() takes back; nests. */
static inline uint32_t board_irq_save(void) {
  uint32_t primask;
  __asm__ volatile("mrs %0, primask\n\tcpsid i" : "=r"(primask) : : "memory");
  return primask;
}
static inline void board_irq_restore(uint32_t primask) {
  __asm__ volatile("msr primask, %0" : : "r"(primask) : "memory");
}

/* ---- clock.c ---- */
void clock_start(void);
/* Sets when the processor shall be interrupted: at the start of the timeout_ms-th millisecond from now, 60 s at
 * the latest. */
void clock_wake_after(uint32_t timeout_ms);

/* ---- console.c: UART0 ---- */
void console_start(void);

/* ---- channel.c: UART1 ---- */
/* Bytes that arrived and were lost because the processor did not take them in time. */
uint32_t channel_dropped(void);

/* ---- port_qemu_arm.c ---- */
/* What port_wake() does; for interrupt handlers. */
extern volatile bool board_woken;

/* ---- netif_lan9118.c ---- */
/* True while frames wait in the chip: checked with interrupts masked before the processor sleeps. */
bool netif_lan9118_waiting(void);

/* Interrupt handlers, named in start.c's vector table. */
void clock_interrupt(void);
void channel_interrupt(void);
void netif_lan9118_interrupt(void);

#endif
