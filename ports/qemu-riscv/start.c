/* start.c: reset, memory protection, and the end that a processor fault leads to. */
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "lwip/sys.h"
#include "panic.h"
#include "port.h"
#include "ram.h"
#include "semihost.h"
#include "watchdog.h"

extern uint8_t start_code_low[], start_stack_low[], start_bss_begin[], start_bss_end[];
extern void (*const start_init_begin[])(void), (*const start_init_end[])(void);

int main(int argc, char **argv);
void start_reset(void);
void start_run(void);
void start_trap(void);
void start_trapped(const uint32_t registers[32]);

/* The first instructions of RAM, where QEMU goes. */
__attribute__((naked, section(".entry"), used)) void start_reset(void) {
  __asm__ volatile(".option push\n\t"
                   ".option norelax\n\t"
                   "la gp, __global_pointer$\n\t"
                   ".option pop\n\t"
                   "la tp, start_tls\n\t"
                   "la sp, start_stack_high\n\t"
                   "la t0, start_fault_stack_high\n\t"
                   "csrw mscratch, t0\n\t"
                   "la t0, start_trap\n\t"
                   "csrw mtvec, t0\n\t"
                   "csrw mie, zero\n\t"
                   "csrci mstatus, 8\n\t"
                   "j start_run\n\t");
}

/* Code becomes read-only, for this mode too (the lock bit): what grows below the stack faults there. Nothing answers
 * around address 0, so that null pointers fault without help. */
static void protect_memory(void) {
  uint32_t address = ((uint32_t)(uintptr_t)start_code_low >> 2) | (BOARD_CODE_SIZE / 8U - 1U);
  uint32_t config = 0x80U | 3U << 3 | 4U | 1U; /* locked, a power of two, execute, read */
  __asm__ volatile("csrw pmpaddr0, %0\n\tcsrw pmpcfg0, %1" : : "r"(address), "r"(config) : "memory");
}

void start_run(void) {
  memset(start_bss_begin, 0, (uintptr_t)start_bss_end - (uintptr_t)start_bss_begin);
  ram_stack_fill();
  protect_memory();
  console_start();
  plic_start();
  size_t inits = ((uintptr_t)start_init_end - (uintptr_t)start_init_begin) / sizeof start_init_begin[0];
  for (size_t i = 0; i < inits; i++) {
    start_init_begin[i]();
  }
  port_exit(main(0, NULL));
}

/* Every trap is a fault, but for the timer (plic.c): then the watchdog looks, and the program goes on. Saves all
 * registers on the stack kept for that. */
__attribute__((naked, aligned(4))) void start_trap(void) {
  __asm__ volatile(
      "csrrw sp, mscratch, sp\n\t"
      "addi sp, sp, -128\n\t"
      "sw x1, 4(sp)\n\t"
      "csrr x1, mscratch\n\t"
      "sw x1, 8(sp)\n\t"
      ".irp n, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, "
      "30, 31\n\t"
      "sw x\\n, 4 * \\n(sp)\n\t"
      ".endr\n\t"
      "mv a0, sp\n\t"
      "call start_trapped\n\t"
      "addi x5, sp, 128\n\t"
      "csrw mscratch, x5\n\t"
      ".irp n, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, "
      "30, 31\n\t"
      "lw x\\n, 4 * \\n(sp)\n\t"
      ".endr\n\t"
      "lw sp, 8(sp)\n\t"
      "mret\n\t");
}

#define CAUSE_LOAD_ACCESS 5U
#define CAUSE_STORE_ACCESS 7U

static const char *cause_text(uint32_t cause, uint32_t at, uint32_t stack_pointer) {
  static const char *const texts[] = {
      "misaligned instruction", "instruction access fault", "illegal instruction", "breakpoint",
      "misaligned load",        "load access fault",        "misaligned store",    "store access fault",
  };
  uint32_t low = (uint32_t)(uintptr_t)start_stack_low;
  if ((cause == CAUSE_LOAD_ACCESS || cause == CAUSE_STORE_ACCESS) && stack_pointer < low && at < low &&
      at >= stack_pointer) {
    return "stack overflow";
  }
  return cause < sizeof texts / sizeof texts[0] ? texts[cause] : "unexpected exception or interrupt";
}

/* Reports what is known and ends the program. A second fault in here ends it without a report. */
static void report_fault(const uint32_t registers[32]) {
  static const char *const names[32] = {
      "",   "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0",  "a1",  "a2", "a3", "a4", "a5",
      "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
  };
  static bool reporting;
  uint32_t at, cause, address;
  if (reporting) {
    semihost_exit(PANIC_EXIT_FAULT);
  }
  reporting = true;
  __asm__ volatile("csrr %0, mepc\n\tcsrr %1, mcause\n\tcsrr %2, mtval" : "=r"(at), "=r"(cause), "=r"(address));
  panic_text("\ntinygram: ");
  panic_text(cause_text(cause, address, registers[2]));
  for (unsigned i = 1; i < 32; i++) {
    panic_text((i - 1) % 8 == 0 ? "\n" : "");
    panic_register(names[i], registers[i]);
  }
  panic_text("\n");
  panic_register("pc", at);
  panic_register("cause", cause);
  panic_register("address", address);
  panic_text("\n");
  semihost_exit(PANIC_EXIT_FAULT);
}

#define CAUSE_TIMER 0x80000007U

void start_trapped(const uint32_t registers[32]) {
  uint32_t cause, at;
  __asm__ volatile("csrr %0, mcause\n\tcsrr %1, mepc" : "=r"(cause), "=r"(at));
  if (cause != CAUSE_TIMER) {
    report_fault(registers);
  }
  watchdog_look(sys_now(), at);
  clock_wake_after(WATCHDOG_LOOK_MS);
}
