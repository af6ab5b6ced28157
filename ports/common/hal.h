/* hal.h: what ports/common asks of a NO_SYS port, beyond port.h. All of it runs on the script thread. */
#ifndef HAL_H
#define HAL_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/netif.h"

/* Frames that one poll may hand to lwIP: what script takes in a turn, so that the rest waits in the device and
 * not in lwIP's memory. */
#define HAL_POLL_FRAMES 32

/* True while lwIP is handed frames and runs its timers: what it sends then is nobody's of script. */
extern bool hal_polling;

/* Whether a poll that has handed over so many frames may take another: up to HAL_POLL_FRAMES, and by time too, since
 * timers wait while lwIP answers. The clock is looked at after each HAL_POLL_LOOK_EACH of them. */
#define HAL_POLL_LOOK_EACH 4
bool hal_poll_has_time(unsigned count);
static inline bool hal_poll_goes_on(unsigned count) {
  return count < HAL_POLL_FRAMES && (count == 0 || count % HAL_POLL_LOOK_EACH != 0 || hal_poll_has_time(count));
}

struct hal_nic {
  netif_init_fn init;                /* lwIP's, for netif_add(); sets hwaddr unless has_mac was given */
  void (*poll)(struct netif *netif); /* hands at most HAL_POLL_FRAMES frames to netif->input */
};

/* The network interface that the boot options ask for; NULL for none. A device that is not there ends the program
 * with PANIC_EXIT_BOOT. */
const struct hal_nic *hal_nic(void);

/* Sleeps for timeout_ms (UINT32_MAX: without end) at most; returns at once when frames wait or port_wake() was called
 * since the last hal_take_wake(). May return early. */
void hal_sleep(uint32_t timeout_ms);

/* Microseconds of the machine's own clock; port_time_us() may be another one (linkclock.h). */
uint64_t hal_machine_us(void);

/* Whether port_wake() was called since the last time; clears it. */
bool hal_take_wake(void);

#endif
