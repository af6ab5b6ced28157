/*
 * clock.c: time. Timer 0 counts freely at 25 MHz; its 32 bits wrap every 171.8 s and are extended here on every
 * reading. Timer 1 is the wake-up. It is always armed, for 60 s when nobody asks for less, and its interrupt
 * reads the clock: so no wrap is missed, however long script runs without asking for the time.
 */
#include "board.h"
#include "lwip/sys.h"
#include "port.h"

#define LONGEST_SLEEP_MS 60000U

/* Milliseconds and microseconds within the millisecond at timer value seen_ticks. Changed with interrupts masked. */
static uint64_t now_ms;
static uint32_t now_us;
static uint32_t seen_ticks;
static double wall_at_zero_ms;

uint32_t clock_ticks(void) {
  return ~BOARD_TIMER0->value;
}

static void arm(uint32_t ticks) {
  BOARD_TIMER1->value = ticks;
  BOARD_TIMER1->intclear = 1;
}

static void update(void) {
  uint32_t us = (clock_ticks() - seen_ticks) / BOARD_TICKS_PER_US;
  seen_ticks += us * BOARD_TICKS_PER_US;
  now_us += us;
  if (now_us >= 1000U) {
    uint32_t ms = now_us / 1000U;
    now_ms += ms;
    now_us -= ms * 1000U;
  }
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
  update();
  arm(LONGEST_SLEEP_MS * 1000U * BOARD_TICKS_PER_US);
}

void clock_wake_after(uint32_t timeout_ms) {
  uint32_t ms = timeout_ms < LONGEST_SLEEP_MS ? timeout_ms : LONGEST_SLEEP_MS;
  uint32_t state = board_irq_save();
  update();
  uint32_t us = ms * 1000U;
  /* The rest of this millisecond belongs to it; one microsecond more makes up for rounding down. */
  arm((us > now_us ? us - now_us + 1U : 1U) * BOARD_TICKS_PER_US);
  board_irq_restore(state);
}

uint64_t port_time_us(void) {
  uint32_t state = board_irq_save();
  update();
  uint64_t us = now_ms * 1000U + now_us;
  board_irq_restore(state);
  return us;
}

u32_t sys_now(void) {
  uint32_t state = board_irq_save();
  update();
  uint32_t ms = (uint32_t)now_ms;
  board_irq_restore(state);
  return ms;
}

void clock_set_wall(double wall_ms) {
  wall_at_zero_ms = wall_ms - (double)(port_time_us() / 1000U);
}

double port_wall_time_ms(void) {
  return wall_at_zero_ms + (double)(port_time_us() / 1000U);
}
