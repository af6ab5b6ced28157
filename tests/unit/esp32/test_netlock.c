/* The net lock: lwIP's core lock, truthfully answered, and lwIP's task told of timers that it could not know. */
#include "unity.h"

#include "idf_lwip.h"

#include "../../../ports/esp32/netlock.c"

sys_mutex_t lock_tcpip_core;
static int depth;
static bool holder;
static u32_t clock_ms;
static u32_t next_ms; /* when the next timer is due, or SYS_TIMEOUTS_SLEEPTIME_INFINITE */
static unsigned messages;
static err_t mailbox;

void sys_mutex_lock(sys_mutex_t *mutex) {
  TEST_ASSERT_EQUAL_PTR(&lock_tcpip_core, mutex);
  depth++;
}

void sys_mutex_unlock(sys_mutex_t *mutex) {
  TEST_ASSERT_EQUAL_PTR(&lock_tcpip_core, mutex);
  depth--;
}

bool sys_thread_tcpip(sys_thread_core_lock_t type) {
  if (type == LWIP_CORE_LOCK_MARK_HOLDER) {
    TEST_ASSERT_EQUAL_INT_MESSAGE(1, depth, "marked as holder without the lock");
    holder = true;
  } else if (type == LWIP_CORE_LOCK_UNMARK_HOLDER) {
    TEST_ASSERT_EQUAL_INT_MESSAGE(1, depth, "still holder after the lock");
    holder = false;
  }
  return holder;
}

u32_t sys_now(void) { return clock_ms; }

u32_t sys_timeouts_sleeptime(void) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(1, depth, "lwIP's timers are under its lock");
  if (next_ms == SYS_TIMEOUTS_SLEEPTIME_INFINITE) {
    return next_ms;
  }
  return (s32_t)(next_ms - clock_ms) > 0 ? next_ms - clock_ms : 0;
}

err_t tcpip_try_callback(tcpip_callback_fn function, void *context) {
  TEST_ASSERT_EQUAL_INT_MESSAGE(0, depth, "a full mailbox would wait for who holds the lock");
  messages++;
  function(context);
  return mailbox;
}

void setUp(void) {
  depth = 0;
  holder = false;
  clock_ms = 1000;
  next_ms = 1500;
  messages = 0;
  mailbox = ERR_OK;
}

void tearDown(void) { TEST_ASSERT_EQUAL_INT(0, depth); }

void test_the_lock_is_lwips_core_lock(void) {
  port_net_lock();
  TEST_ASSERT_EQUAL_INT(1, depth);
  TEST_ASSERT_TRUE(port_net_locked());
  port_net_unlock();
  TEST_ASSERT_FALSE(port_net_locked());
}

void test_lwips_own_task_counts_as_locked(void) {
  holder = true; /* it marks itself when it runs */
  TEST_ASSERT_TRUE(port_net_locked());
}

void test_without_new_timers_lwip_is_left_in_peace(void) {
  port_net_lock();
  port_net_unlock();
  port_net_lock();
  clock_ms += 100; /* time passes: the same timer is nearer */
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(0, messages);
}

void test_a_later_timer_wakes_nobody(void) {
  port_net_lock();
  next_ms = 1500; /* still the next */
  port_net_unlock();
  port_net_lock();
  next_ms = 1600; /* the next was cancelled */
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(0, messages);
}

void test_a_sooner_timer_wakes_lwips_task(void) {
  port_net_lock();
  next_ms = 1100;
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(1, messages);
}

void test_the_first_timer_wakes_lwips_task(void) {
  next_ms = SYS_TIMEOUTS_SLEEPTIME_INFINITE;
  port_net_lock();
  next_ms = 9000;
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(1, messages);
}

void test_the_last_timer_gone_wakes_nobody(void) {
  port_net_lock();
  next_ms = SYS_TIMEOUTS_SLEEPTIME_INFINITE;
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(0, messages);
}

void test_the_clock_may_wrap_between(void) {
  clock_ms = UINT32_MAX - 50;
  next_ms = 100; /* 151 ms ahead */
  port_net_lock();
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(0, messages);
  port_net_lock();
  next_ms = 20;
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(1, messages);
}

void test_a_full_mailbox_is_no_error(void) {
  mailbox = ERR_MEM;
  port_net_lock();
  next_ms = 1100;
  port_net_unlock();
  TEST_ASSERT_EQUAL_UINT(1, messages);
}
