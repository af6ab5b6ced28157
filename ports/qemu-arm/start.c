/* start.c: vector table, reset, and the end that a processor fault leads to. */
#include <picolibc.h>
#include <picotls.h>
#include <stdint.h>
#include <string.h>

#include "bench.h"
#include "board.h"
#include "panic.h"
#include "port.h"
#include "ram.h"
#include "semihost.h"

extern uint32_t start_stack_low[], start_stack_high[], start_interrupt_stack_high[], start_heap_high[];
extern uint8_t start_data_begin[], start_data_end[], start_data_load[], start_bss_begin[], start_bss_end[];
extern uint8_t start_tls[];
extern void (*const start_init_begin[])(void), (*const start_init_end[])(void);

int main(int argc, char **argv);
void start_reset(void);
void start_run(void);
void start_fault(void);
void start_fault_report(uint32_t *frame, uint32_t exception_return, const uint32_t *saved);

/* Exception entries 2 to 15 and the interrupts that nothing enables. */
#define FAULT start_fault

__attribute__((section(".vectors"), used)) static void (*const vectors[16 + 32])(void) = {
    (void (*)(void))start_interrupt_stack_high,
    start_reset,
    FAULT, /* NMI */
    FAULT, /* hard fault */
    FAULT, /* memory management */
    FAULT, /* bus */
    FAULT, /* usage */
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT, /* supervisor call */
    FAULT, /* debug monitor */
    FAULT,
    FAULT, /* PendSV */
    FAULT, /* SysTick */
    FAULT,
    FAULT,
    channel_interrupt,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    clock_interrupt,
    FAULT,
    FAULT,
    FAULT,
    netif_lan9118_interrupt,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
    FAULT,
};

/* Moves to the script's stack, which faults at its end, and leaves the one of the vector table to exceptions. */
__attribute__((naked)) void start_reset(void) {
  __asm__ volatile("ldr r0, =start_stack_high\n\t"
                   "msr psp, r0\n\t"
                   "movs r0, #2\n\t"
                   "msr control, r0\n\t"
                   "isb\n\t"
                   "b start_run\n\t");
}

/*
 * Code and the vectors at address 0 are made read-only, so that a write through a null pointer faults; and what lies
 * below RAM cannot be accessed at all, so that a stack overflow faults (the bus alone would ignore the writes).
 */
static void protect_memory(void) {
  BOARD_MPU_RNR = 0;
  BOARD_MPU_RBAR = 0;
  BOARD_MPU_RASR = (6U << 24) | (1U << 17) | (21U << 1) | 1U; /* 4 MiB, read-only, normal memory */
  BOARD_MPU_RNR = 1;
  BOARD_MPU_RBAR = 0x10000000U;
  BOARD_MPU_RASR = (1U << 28) | (27U << 1) | 1U; /* 256 MiB, no access, no execution */
  BOARD_MPU_CTRL = 4U | 1U;                      /* what no region covers stays as it is */
  __asm__ volatile("dsb\n\tisb" : : : "memory");
}

void start_run(void) {
  bench_reset();
  memcpy(start_data_begin, start_data_load, (uintptr_t)start_data_end - (uintptr_t)start_data_begin);
  memset(start_bss_begin, 0, (uintptr_t)start_bss_end - (uintptr_t)start_bss_begin);
  _set_tls(start_tls);
  ram_stack_fill();
  BOARD_SCB_SHCSR |= 7U << 16; /* memory, bus and usage faults come as themselves */
  protect_memory();
  console_start();
  bench_booted();
  clock_start();
  size_t inits = ((uintptr_t)start_init_end - (uintptr_t)start_init_begin) / sizeof start_init_begin[0];
  for (size_t i = 0; i < inits; i++) {
    start_init_begin[i]();
  }
  port_exit(main(0, NULL));
}

/* r4-r11 are saved for the report, then the frame of the stack that was in use. */
__attribute__((naked)) void start_fault(void) {
  __asm__ volatile("cpsid i\n\t"
                   "tst lr, #4\n\t"
                   "ite eq\n\t"
                   "mrseq r0, msp\n\t"
                   "mrsne r0, psp\n\t"
                   "mov r1, lr\n\t"
                   "push {r4-r11}\n\t"
                   "mov r2, sp\n\t"
                   "b start_fault_report\n\t");
}

/* Reports what is known and ends the program. A second fault in here ends it without a report. */
void start_fault_report(uint32_t *frame, uint32_t exception_return, const uint32_t *saved) {
  static const char *const frame_names[] = {"r0", "r1", "r2", "r3", "r12", "lr", "pc", "xpsr"};
  static const char *const saved_names[] = {"r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11"};
  static bool reporting;
  uint32_t exception;
  if (reporting) {
    semihost_exit(PANIC_EXIT_FAULT);
  }
  reporting = true;
  __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
  uint32_t status = BOARD_SCB_CFSR;
  uintptr_t at = (uintptr_t)frame;
  bool in_ram = (at & 3U) == 0 && at >= (uintptr_t)start_stack_low && at <= (uintptr_t)start_heap_high - 32U;
  panic_text("\ntinygram: ");
  if (!in_ram || (status & 0x1010U) != 0) {
    panic_text("stack overflow\n"); /* the frame could not be stored: the stack pointer has left RAM */
  } else if (exception == 3) {
    panic_text("hard fault\n");
  } else if (exception == 4) {
    panic_text("memory protection fault\n");
  } else if (exception == 5) {
    panic_text("bus fault\n");
  } else if (exception == 6) {
    panic_text("usage fault\n");
  } else {
    panic_text("unexpected exception or interrupt\n");
  }
  if (in_ram) {
    for (unsigned i = 0; i < 8; i++) {
      panic_register(frame_names[i], frame[i]);
    }
    panic_text("\n");
  }
  for (unsigned i = 0; i < 8; i++) {
    panic_register(saved_names[i], saved[i]);
  }
  panic_text("\n");
  panic_register("sp", (uint32_t)(uintptr_t)frame);
  panic_register("exc", exception);
  panic_register("ret", exception_return);
  panic_register("cfsr", status);
  panic_register("hfsr", BOARD_SCB_HFSR);
  panic_register("mmfar", BOARD_SCB_MMFAR);
  panic_register("bfar", BOARD_SCB_BFAR);
  panic_text("\n");
  semihost_exit(PANIC_EXIT_FAULT);
}
