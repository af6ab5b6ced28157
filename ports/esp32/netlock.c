/* netlock.c: the lock pair around lwIP, which is IDF's: its core lock. */
#include "lwip/opt.h"

#include "lwip/sys.h"
#include "lwip/tcpip.h"
#include "lwip/timeouts.h"
#include "port.h"

#if !LWIP_TCPIP_CORE_LOCKING
#error "CONFIG_LWIP_TCPIP_CORE_LOCKING is not set: SDKCONFIG_DEFAULTS has to name ports/esp32/sdkconfig.defaults"
#endif

/* When lwIP's next timer was due as the lock was taken; the lock's holder alone uses it. */
static bool was_armed;
static u32_t was_due;

static bool next_timer(u32_t *due) {
  u32_t sleep = sys_timeouts_sleeptime();
  *due = sys_now() + sleep;
  return sleep != SYS_TIMEOUTS_SLEEPTIME_INFINITE;
}

static void do_nothing(void *arg) { (void)arg; }

void port_net_lock(void) {
  LOCK_TCPIP_CORE();
  was_armed = next_timer(&was_due);
}

/* lwIP's task sleeps until the timer that was the next when it fell asleep. An earlier one, armed since by this task
 * (a group's first report, for one), would wait as long: a message makes lwIP's task look again. A full mailbox has
 * messages enough. */
void port_net_unlock(void) {
  u32_t due;
  bool sooner = next_timer(&due) && (!was_armed || (s32_t)(due - was_due) < 0);
  UNLOCK_TCPIP_CORE();
  if (sooner) {
    tcpip_try_callback(do_nothing, NULL);
  }
}

/* Other tasks of IDF take the core lock too, and lwIP calls net/ back from them: so lwIP's own account is asked. */
bool port_net_locked(void) { return sys_thread_tcpip(LWIP_CORE_LOCK_QUERY_HOLDER); }
