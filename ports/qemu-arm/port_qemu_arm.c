/* port_qemu_arm.c: port.h on the mps2-an385 board under QEMU, apart from what has a file of its own. */
#include <string.h>

#include "bench.h"
#include "board.h"
#include "bootargs.h"
#include "hal.h"
#include "netif_lan9118.h"
#include "port.h"
#include "semihost.h"

#ifndef BOARD_NAME
#error "BOARD_NAME comes from port.mk"
#endif

volatile bool board_woken;

/* ---- waiting ---- */

void port_wake(void) { board_woken = true; }

bool hal_take_wake(void) {
  bool woken = board_woken;
  board_woken = false;
  return woken;
}

void hal_sleep(uint32_t timeout_ms) {
  /* Masked from the look to the sleep: an interrupt in between stays pending, and a pending one ends WFI. */
  uint32_t state = board_irq_save();
  bench_sleeps();
  clock_wake_after(timeout_ms);
  if (!board_woken && !netif_lan9118_waiting()) {
    __asm__ volatile("dsb\n\twfi" : : : "memory");
  }
  bench_woken(netif_lan9118_waiting());
  board_irq_restore(state);
}

uint32_t port_critical_enter(void) { return board_irq_save(); }

void port_critical_exit(uint32_t state) { board_irq_restore(state); }

const struct hal_nic *hal_nic(void) {
  static const struct hal_nic nic = {netif_lan9118_init, netif_lan9118_poll};
  return bootargs_get()->net == BOOTARGS_NET_NONE ? NULL : &nic;
}

/* ---- what port.h asks for besides ---- */

bool port_app_image(struct port_image *out) {
  out->data = (const uint8_t *)BOARD_IMAGE_ADDRESS;
  out->size = BOARD_PSRAM_SIZE;
  return memcmp(out->data, "TGI", 3) == 0;
}

const char *port_name(void) { return "qemu-arm"; }

const char *port_arch(void) { return "arm"; }

const char *port_board(void) { return BOARD_NAME; }

_Noreturn void port_exit(int code) {
  bench_report();
  semihost_exit(code);
}
