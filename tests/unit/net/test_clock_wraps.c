/* Half an hour before lwIP's clock of 32 bits wraps, and half an hour after: datagrams at twenty a second go in and
 * out, timers keep time, and memory is what it was. */
#include "unity.h"

#include <stdio.h>
#include <string.h>

#include "core/timer.h"
#include "fake_net.h"
#include "lwip/sys.h"
#include "net/guard.h"

#define HALF_MS (30U * 60U * 1000U)
#define STEP_MS 50U

static bool begun;

void setUp(void) {
  if (!begun) {
    begun = true;
    fake_net_begin_at(((1ULL << 32) - HALF_MS) * 1000U);
  }
  fake_net_start();
}
void tearDown(void) { fake_net_end(); }

static unsigned ticks;
static uint64_t due_ms;
static uint64_t late_ms;

static void tick(struct timer *timer) {
  uint64_t now_ms = loop_now_ms();
  late_ms = now_ms - due_ms > late_ms ? now_ms - due_ms : late_ms;
  ticks++;
  due_ms = now_ms + 1000;
  TEST_ASSERT_EQUAL_INT(0, timer_start(timer, 1000, tick));
}

void test_an_hour_across_the_wrap(void) {
  struct fake_socket v4;
  struct fake_socket v6;
  struct timer timer = {0};
  uint32_t first = sys_now();
  uint32_t rounds = 2 * HALF_MS / STEP_MS;
  fake_bound(&v4, 4, "0.0.0.0", 5000, 0);
  fake_bound(&v6, 6, "::", 5001, NET_UDP_V6ONLY);
  due_ms = loop_now_ms() + 1000;
  TEST_ASSERT_EQUAL_INT(0, timer_start(&timer, 1000, tick));
  for (uint32_t i = 0; i < rounds; i++) {
    char text[16];
    bool six = i % 2 != 0;
    snprintf(text, sizeof text, "%u", (unsigned)i);
    fake_net_datagram(six ? "fd77::9" : "192.168.77.9", 1234, six ? "fd77::2" : "192.168.77.2", six ? 5001 : 5000, text,
                      strlen(text));
    fake_expect(six ? &v6 : &v4, text, six ? "fd77::9" : "192.168.77.9", 1234);
    fake_net_forget();
    TEST_ASSERT_EQUAL_INT((int)strlen(text), fake_send(six ? &v6 : &v4, text, six ? "ff02::1%en1" : "224.0.0.1", 9));
    TEST_ASSERT_GREATER_OR_EQUAL(1, fake_net_sent());
    fake_net_advance(STEP_MS);
    fake_net_forget();
  }
  timer_stop(&timer);
  TEST_ASSERT_TRUE_MESSAGE(sys_now() < first, "the clock has not wrapped");
  TEST_ASSERT_EQUAL_UINT64(0, late_ms);
  TEST_ASSERT_EQUAL_UINT(2 * HALF_MS / 1000, ticks);
  fake_close(&v4);
  fake_close(&v6);
}

void test_the_rate_of_errors_goes_on(void) {
  const uint8_t peer[4] = {192, 168, 77, 9};
  unsigned sent = 0;
  for (int i = 0; i < 600; i++) {
    sent += net_guard_may_send_error(peer, sizeof peer);
    fake_net_advance(100);
  }
  TEST_ASSERT_UINT_WITHIN(7, 60, sent);
}
