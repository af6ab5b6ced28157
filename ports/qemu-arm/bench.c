#include "bench.h"

#ifdef CONFIG_BENCH

#include <malloc.h>

#include "lwip/stats.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "port.h"
#include "ram.h"
#include "semiboot.h"

#define TICK_NS 40
#define INSTRUCTION_NS 64
#define READINGS 5

static struct {
  uint32_t readings[READINGS]; /* of the clock, one instruction apart */
  uint32_t deadline;           /* of lwIP's next timer, in sys_now()'s milliseconds */
  STAT_COUNTER received, sent;
  bool frames;
  bool open;
} window;

static uint32_t own_cost; /* instructions of an empty window */
static uint32_t boot_ticks;
static uint32_t asleep_since; /* ticks */
static uint32_t idle_ticks;
static bool started;

/* ---- UART 1 ---- */

static void bench_put(char c) {
  while ((BOARD_UART1->state & BOARD_UART_TX_FULL) != 0) {
  }
  BOARD_UART1->data = (uint8_t)c;
}

static void put_number(uint32_t value) {
  char digits[10];
  unsigned count = 0;
  do {
    digits[count++] = (char)('0' + value % 10U);
    value /= 10U;
  } while (value != 0);
  bench_put(' ');
  while (count > 0) {
    bench_put(digits[--count]);
  }
}

static void put_text(const char *text) {
  while (*text != '\0') {
    bench_put(*text++);
  }
}

/* ---- windows ---- */

static uint32_t timers_due_in(void) {
  port_net_lock();
  uint32_t ms = sys_timeouts_sleeptime();
  port_net_unlock();
  return ms;
}

static uint32_t timers_deadline(void) {
  uint32_t now, ms;
  do { /* both in one millisecond */
    now = sys_now();
    ms = timers_due_in();
  } while (sys_now() != now);
  return ms == SYS_TIMEOUTS_SLEEPTIME_INFINITE ? UINT32_MAX : now + ms;
}

static void read_five(uint32_t *to) {
  uint32_t a, b, c, d, e;
  __asm__ volatile("ldr %0, [%5]\n\tldr %1, [%5]\n\tldr %2, [%5]\n\tldr %3, [%5]\n\tldr %4, [%5]"
                   : "=&r"(a), "=&r"(b), "=&r"(c), "=&r"(d), "=&r"(e)
                   : "r"(&BOARD_TIMER0->value)
                   : "memory");
  to[0] = ~a;
  to[1] = ~b;
  to[2] = ~c;
  to[3] = ~d;
  to[4] = ~e;
}

/* Instructions from the first reading to the one that gave `end`. */
static uint32_t instructions_until(uint32_t end) {
  /* The first reading was taken `low` to `high` nanoseconds after the tick that it shows; each narrows it. */
  int64_t low = 0, high = TICK_NS;
  for (int i = 1; i < READINGS; i++) {
    int64_t at = (int64_t)TICK_NS * (window.readings[i] - window.readings[0]) - (int64_t)INSTRUCTION_NS * i;
    low = at > low ? at : low;
    high = at + TICK_NS < high ? at + TICK_NS : high;
  }
  int64_t least = (int64_t)TICK_NS * (end - window.readings[0]) - high; /* the time is more than this */
  return (uint32_t)(least / INSTRUCTION_NS + 1);
}

static void open_window(bool frames) {
  window.deadline = timers_deadline();
  window.received = lwip_stats.link.recv;
  window.sent = lwip_stats.link.xmit;
  window.frames = frames;
  window.open = true;
  read_five(window.readings);
}

void bench_woken(bool frames) {
  idle_ticks += clock_ticks() - asleep_since;
  open_window(frames);
}

static void bench_start(void) {
  started = true;
  BOARD_UART1->bauddiv = 16;
  BOARD_UART1->ctrl |= BOARD_UART_TX_ENABLE;
  put_text("boot");
  put_number(boot_ticks);
  bench_put('\n');
  open_window(false);
  own_cost = instructions_until(clock_ticks());
  window.open = false;
}

static void report_window(uint32_t end) {
  bench_put('w');
  bench_put(' ');
  bench_put(window.frames ? 'f' : 't');
  put_number((STAT_COUNTER)(lwip_stats.link.recv - window.received));
  put_number((STAT_COUNTER)(lwip_stats.link.xmit - window.sent));
  put_number(timers_deadline() == window.deadline);
  put_number(instructions_until(end) - own_cost);
  put_number(sys_now());
  bench_put('\n');
}

void bench_sleeps(void) {
  uint32_t end = clock_ticks();
  asleep_since = end;
  if (!started) {
    bench_start();
  } else if (window.open) {
    report_window(end);
    window.open = false;
  }
  if (timers_due_in() >= BENCH_QUIET_MS) {
    put_text("r\n");
  }
}

/* ---- boot and end ---- */

void bench_reset(void) {
  BOARD_TIMER0->ctrl = 0;
  BOARD_TIMER0->reload = UINT32_MAX;
  BOARD_TIMER0->value = UINT32_MAX;
  BOARD_TIMER0->ctrl = BOARD_TIMER_RUN;
}

void bench_booted(void) { boot_ticks = clock_ticks(); }

void bench_report(void) {
  if (!started) {
    bench_start();
  }
  put_text("memory");
  put_number((uint32_t)ram_stack_used());
  put_number((uint32_t)mallinfo().arena);
  put_text("\nidle");
  put_number(idle_ticks);
  bench_put('\n');
}

#endif
