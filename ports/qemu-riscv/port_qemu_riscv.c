/* port_qemu_riscv.c: port.h on the virt board under QEMU, apart from what has a file of its own. */
#include <string.h>

#include "board.h"
#include "bootargs.h"
#include "hal.h"
#include "netif_virtio.h"
#include "port.h"
#include "semihost.h"

#ifndef BOARD_NAME
#error "BOARD_NAME comes from port.mk"
#endif

/* ---- waiting ---- */

static bool woken;

void port_wake(void) { woken = true; }

bool hal_take_wake(void) {
  bool was = woken;
  woken = false;
  return was;
}

void hal_sleep(uint32_t timeout_ms) {
  plic_asleep();
  /* Interrupts are not taken (plic.c): one that comes between the look and the sleep is pending, and ends WFI. */
  clock_wake_after(timeout_ms);
  if (!netif_virtio_watch(true) && !woken) {
    __asm__ volatile("wfi" : : : "memory");
  }
  netif_virtio_watch(false);
  for (unsigned irq = plic_claim(); irq != 0; irq = plic_claim()) {
    netif_virtio_interrupt(irq);
    if (channel_interrupt(irq)) {
      woken = true;
    }
    plic_complete(irq);
  }
  plic_awake();
}

/* Nothing interrupts the script's thread, and there is no other. */
uint32_t port_critical_enter(void) { return 0; }

void port_critical_exit(uint32_t state) { (void)state; }

const struct hal_nic *hal_nic(void) {
  static const struct hal_nic nic = {netif_virtio_init, netif_virtio_poll};
  return bootargs_get()->net == BOOTARGS_NET_NONE || !netif_virtio_open() ? NULL : &nic;
}

/* ---- what port.h asks for besides ---- */

bool port_app_image(struct port_image *out) {
  out->data = (const uint8_t *)BOARD_IMAGE_ADDRESS;
  out->size = BOARD_IMAGE_SIZE;
  return memcmp(out->data, "TGI", 3) == 0;
}

const char *port_name(void) { return "qemu-riscv"; }

const char *port_arch(void) { return "riscv32"; }

const char *port_board(void) { return BOARD_NAME; }

/* The devices take what was written after the call that wrote it; what a program says last shall leave the board. */
_Noreturn void port_exit(int code) {
  netif_virtio_flush();
  channel_flush();
  semihost_exit(code);
}
