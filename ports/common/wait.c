#include "wait.h"

#include "figures.h"
#include "linkclock.h"
#include "lwip/sys.h"
#include "lwip/timeouts.h"
#include "panic.h"
#include "port.h"
#include "sharedlo.h"
#include "watchdog.h"

/* True under port_net_lock() and inside poll(): where lwIP may be called. lwipopts_common.h reads it. */
bool wait_net_locked;

bool hal_polling;

static bool started;
static struct netif *nic_netif;
static const struct hal_nic *nic_driver;

void wait_start(struct netif *netif, const struct hal_nic *nic) {
  nic_netif = netif;
  nic_driver = nic;
  if (nic != NULL) {
    figures_start(netif);
  }
  started = true;
}

void port_net_lock(void) {
  if (wait_net_locked) {
    panic_assertion("the net lock is not recursive", __FILE__, __LINE__);
  }
  wait_net_locked = true;
}

void port_net_unlock(void) {
  if (!wait_net_locked) {
    panic_assertion("the net lock is not held", __FILE__, __LINE__);
  }
  wait_net_locked = false;
}

bool port_net_locked(void) { return wait_net_locked; }

/* A poll ends after so many microseconds. */
#define POLL_US 1000U

bool hal_poll_has_time(unsigned count) {
  static uint64_t began_us;
  uint64_t now_us = port_time_us();
  if (count == HAL_POLL_LOOK_EACH) {
    began_us = now_us;
  }
  return now_us - began_us < POLL_US;
}

/* Hands lwIP the frames that have arrived. */
static void receive_frames(void) {
  watchdog_fed = true;
  if (nic_driver != NULL) {
    port_net_lock();
    hal_polling = true;
    nic_driver->poll(nic_netif);
    hal_polling = false;
    port_net_unlock();
  }
}

/* Runs the timers of lwIP that are due, and the loopback. Returns the milliseconds until the next timer is due,
 * UINT32_MAX for none; the clock is read once for both. */
static uint32_t serve_network(void) {
  if (!started) {
    return UINT32_MAX;
  }
  port_net_lock();
  uint32_t ms = sys_timeouts_sleeptime();
  bool worked = ms == 0;
  if (worked) {
    hal_polling = true;
    sys_check_timeouts();
    hal_polling = false;
  }
  struct netif *netif;
  NETIF_FOREACH(netif) {
    if (netif->loop_first != NULL) {
      sharedlo_poll(netif); /* lwIP's netif_poll(), and the shared loopback where there is one */
      worked = true;
    }
  }
  if (worked) {
    ms = sys_timeouts_sleeptime();
  }
  port_net_unlock();
  return ms;
}

static void sleep_for(uint32_t ms) {
  if (figures_on) {
    figures_asleep();
  }
  if (linkclock_on()) {
    linkclock_sleep(ms);
  } else {
    hal_sleep(ms);
  }
  if (figures_on) {
    figures_awake();
  }
}

void port_wait(uint32_t timeout_ms) {
  if (figures_on) {
    figures_tell();
  }
  receive_frames();
  uint32_t ms = serve_network();
  if (hal_take_wake() || timeout_ms == 0) {
    linkclock_breathe();
    return;
  }
  uint32_t start = timeout_ms == PORT_WAIT_FOREVER ? 0 : sys_now();
  for (;;) {
    if (timeout_ms != PORT_WAIT_FOREVER) {
      uint32_t elapsed = sys_now() - start;
      if (elapsed >= timeout_ms) {
        return;
      }
      ms = timeout_ms - elapsed < ms ? timeout_ms - elapsed : ms;
    }
    sleep_for(ms);
    receive_frames();
    if (hal_take_wake()) {
      return; /* lwIP's timers come at the next call, before the next sleep */
    }
    ms = serve_network();
    if (hal_take_wake()) {
      return;
    }
  }
}
