/* clock.c: time. The processor's 64-bit counter runs at 10 MHz and does not wrap; no interrupt reads it. */
#include "board.h"
#include "hal.h"
#include "linkclock.h"
#include "lwip/sys.h"
#include "port.h"
#include "semiboot.h"

/* Millisecond now_ms began when the counter stood at ms_ticks. */
static uint64_t now_ms;
static uint64_t ms_ticks;
static double wall_at_zero_ms;

static uint64_t read_counter(void) {
  uint32_t high = 0, low = 0, again = 1;
  while (high != again) {
    __asm__ volatile("rdtimeh %0\n\trdtime %1\n\trdtimeh %2" : "=r"(high), "=r"(low), "=r"(again));
  }
  return (uint64_t)high << 32 | low;
}

uint32_t clock_ticks(void) { return (uint32_t)read_counter(); }

/* Brings now_ms up to date and answers the ticks since it began. */
static uint32_t clock_advance(void) {
  uint64_t passed = read_counter() - ms_ticks;
  if (passed >> 32 != 0) { /* not asked for seven minutes */
    uint64_t ms = passed / BOARD_TICKS_PER_MS;
    now_ms += ms;
    ms_ticks += ms * BOARD_TICKS_PER_MS;
    passed -= ms * BOARD_TICKS_PER_MS;
  }
  uint32_t ticks = (uint32_t)passed;
  if (ticks >= BOARD_TICKS_PER_MS) { /* a division of 32 bits: lwIP and the loop ask often */
    uint32_t ms = ticks / BOARD_TICKS_PER_MS;
    now_ms += ms;
    ms_ticks += (uint64_t)ms * BOARD_TICKS_PER_MS;
    ticks -= ms * BOARD_TICKS_PER_MS;
  }
  return ticks;
}

void clock_wake_after(uint32_t timeout_ms) {
  uint64_t at = UINT64_MAX;
  if (timeout_ms != UINT32_MAX) {
    clock_advance();
    at = ms_ticks + (uint64_t)timeout_ms * BOARD_TICKS_PER_MS;
  }
  BOARD_MTIMECMP[1] = UINT32_MAX; /* no value in between may lie in the past */
  BOARD_MTIMECMP[0] = (uint32_t)at;
  BOARD_MTIMECMP[1] = (uint32_t)(at >> 32);
}

uint64_t hal_machine_us(void) {
  uint32_t us = clock_advance() / BOARD_TICKS_PER_US;
  return now_ms * 1000U + us;
}

uint64_t port_time_us(void) { return linkclock_on() ? linkclock_time_us() : hal_machine_us(); }

uint64_t port_time_ns(void) {
  if (linkclock_on()) {
    return linkclock_time_us() * 1000U;
  }
  uint32_t ticks = clock_advance();
  return now_ms * 1000000U + ticks * (1000U / BOARD_TICKS_PER_US);
}

u32_t sys_now(void) {
  if (linkclock_on()) {
    return (u32_t)(linkclock_time_us() / 1000U);
  }
  clock_advance();
  return (u32_t)now_ms;
}

void clock_set_wall(double wall_ms) {
  clock_advance();
  wall_at_zero_ms = wall_ms - (double)now_ms;
}

double port_wall_time_ms(void) {
  if (linkclock_on()) {
    return linkclock_wall_time_ms();
  }
  clock_advance();
  return wall_at_zero_ms + (double)now_ms;
}
