/*
 * clock.c: time. Timer 0 counts freely at 25 MHz; its 32 bits wrap every 171.8 s and are extended here on every
 * reading. Timer 1 is the wake-up. It is always armed, for a second when nobody asks for less, and its interrupt
 * reads the clock and lets the watchdog look: so no wrap is missed, however long script runs without asking for the
 * time, and it does not run for ever.
 */
#include "board.h"
#include "hal.h"
#include "linkclock.h"
#include "lwip/sys.h"
#include "port.h"
#include "semiboot.h"
#include "watchdog.h"

#define LONGEST_SLEEP_MS WATCHDOG_LOOK_MS

/* Time was now_ms and now_us microseconds when timer 0 stood at seen_ticks. Changed by the interrupt and with it
 * masked only; readers look at seen_ticks twice instead of masking. */
static volatile uint64_t now_ms;
static volatile uint32_t now_us;
static volatile uint32_t seen_ticks;
static double wall_at_zero_ms;

uint32_t clock_ticks(void) { return ~BOARD_TIMER0->value; }

static void arm_alarm(uint32_t ticks) {
  BOARD_TIMER1->value = ticks;
  BOARD_TIMER1->intclear = 1;
}

/* Answers the milliseconds and gives the microseconds within the last one. */
static uint64_t read_clock(uint32_t *us_out) {
  uint32_t seen, us;
  uint64_t ms;
  do {
    seen = seen_ticks;
    ms = now_ms;
    us = now_us + (clock_ticks() - seen) / BOARD_TICKS_PER_US;
  } while (seen != seen_ticks);
  *us_out = us % 1000U;
  return ms + us / 1000U;
}

void clock_start(void) {
  BOARD_TIMER0->ctrl = 0;
  BOARD_TIMER0->reload = UINT32_MAX;
  BOARD_TIMER0->value = UINT32_MAX;
  BOARD_TIMER0->ctrl = BOARD_TIMER_RUN;
  seen_ticks = clock_ticks();
  BOARD_TIMER1->ctrl = 0;
  BOARD_TIMER1->reload = 0; /* one shot */
  BOARD_TIMER1->value = LONGEST_SLEEP_MS * 1000U * BOARD_TICKS_PER_US;
  BOARD_TIMER1->ctrl = BOARD_TIMER_RUN | BOARD_TIMER_INTERRUPT;
  board_irq_enable(BOARD_IRQ_TIMER1);
}

void clock_interrupt(void) {
  uint32_t ticks = clock_ticks() - seen_ticks;
  uint32_t us = now_us + ticks / BOARD_TICKS_PER_US;
  seen_ticks += ticks - ticks % BOARD_TICKS_PER_US;
  now_ms += us / 1000U;
  now_us = us % 1000U;
  arm_alarm(LONGEST_SLEEP_MS * 1000U * BOARD_TICKS_PER_US);
  const uint32_t *frame; /* the thread's, as the processor saved it: its seventh word is where it was */
  __asm__ volatile("mrs %0, psp" : "=r"(frame));
  watchdog_look((uint32_t)now_ms, frame[6]);
}

void clock_wake_after(uint32_t timeout_ms) {
  uint32_t ms = timeout_ms < LONGEST_SLEEP_MS ? timeout_ms : LONGEST_SLEEP_MS;
  uint32_t passed_us;
  read_clock(&passed_us);
  uint32_t us = ms * 1000U;
  /* The rest of this millisecond belongs to it; one microsecond more makes up for rounding down. */
  arm_alarm((us > passed_us ? us - passed_us + 1U : 1U) * BOARD_TICKS_PER_US);
}

uint64_t hal_machine_us(void) {
  uint32_t us;
  uint64_t ms = read_clock(&us);
  return ms * 1000U + us;
}

uint64_t port_time_us(void) { return linkclock_on() ? linkclock_time_us() : hal_machine_us(); }

uint64_t port_time_ns(void) {
  if (linkclock_on()) {
    return linkclock_time_us() * 1000U;
  }
  uint32_t seen, us, ticks;
  uint64_t ms;
  do {
    seen = seen_ticks;
    ms = now_ms;
    us = now_us;
    ticks = clock_ticks() - seen; /* a second's at most, and some */
  } while (seen != seen_ticks);
  return ms * 1000000U + (uint64_t)us * 1000U + (uint64_t)ticks * (1000U / BOARD_TICKS_PER_US);
}

/* Asked several times a datagram, so in 32 bits throughout. */
u32_t sys_now(void) {
  if (linkclock_on()) {
    return (u32_t)(linkclock_time_us() / 1000U);
  }
  uint32_t seen, ms, us;
  do {
    seen = seen_ticks;
    ms = (uint32_t)now_ms;
    us = now_us + (clock_ticks() - seen) / BOARD_TICKS_PER_US;
  } while (seen != seen_ticks);
  return ms + us / 1000U;
}

void clock_set_wall(double wall_ms) { wall_at_zero_ms = wall_ms - (double)(port_time_us() / 1000U); }

double port_wall_time_ms(void) {
  return linkclock_on() ? linkclock_wall_time_ms() : wall_at_zero_ms + (double)(port_time_us() / 1000U);
}
