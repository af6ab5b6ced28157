/*
 * plic.c: interrupts. No handler of a device ever runs: the processor's own switch (mstatus.MIE) is off while the board
 * sleeps, where an interrupt that is enabled and pending ends WFI, and hal_sleep() asks which it was. While it is awake
 * the timer alone may interrupt, for the watchdog. So nothing here races with anything.
 */
#include "board.h"
#include "watchdog.h"

#define PLIC(offset) (*(volatile uint32_t *)(BOARD_PLIC_ADDRESS + (offset)))
#define PRIORITY(irq) PLIC(4U * (irq))
#define ENABLE PLIC(0x2000U) /* interrupts 0 to 31, hart 0, machine mode */
#define THRESHOLD PLIC(0x200000U)
#define CLAIM PLIC(0x200004U)

#define MIE_TIMER (1U << 7)
#define MIE_EXTERNAL (1U << 11)

void plic_start(void) {
  ENABLE = 0;
  THRESHOLD = 0;
  clock_wake_after(UINT32_MAX);
  __asm__ volatile("csrw mie, %0" : : "r"(MIE_TIMER | MIE_EXTERNAL));
}

void plic_asleep(void) {
  __asm__ volatile("csrci mstatus, 8\n\tcsrw mie, %0" : : "r"(MIE_TIMER | MIE_EXTERNAL) : "memory");
}

void plic_awake(void) {
  clock_wake_after(WATCHDOG_LOOK_MS);
  __asm__ volatile("csrw mie, %0\n\tcsrsi mstatus, 8" : : "r"(MIE_TIMER) : "memory");
}

void plic_enable(unsigned irq) {
  PRIORITY(irq) = 1;
  ENABLE |= 1U << irq;
}

unsigned plic_claim(void) { return CLAIM; }

void plic_complete(unsigned irq) { CLAIM = irq; }
