/* port_qemu_arm.c: port.h on the mps2-an385 board under QEMU, apart from what has a file of its own. */
#include <string.h>

#include "bench.h"
#include "board.h"
#include "bootargs.h"
#include "hal.h"
#include "netif_lan9118.h"
#include "panic.h"
#include "port.h"
#include "port_start.h"
#include "random.h"

#ifndef BOARD_NAME
#error "BOARD_NAME comes from port.mk"
#endif

#define COMMAND_LINE_SIZE 4096

volatile bool board_woken;

/* ---- boot ---- */

/* The debugger's list starts with the firmware's file name when it was given no words at all. */
static bool is_firmware_name(const char *word) {
  size_t length = strlen(word);
  return length > 4 && strcmp(word + length - 4, ".elf") == 0;
}

static void read_boot_words(void) {
  static char line[COMMAND_LINE_SIZE];
  static char *words[BOOTARGS_WORDS];
  if (!semihost_command_line(line, sizeof line)) {
    panic_boot("the boot options are longer than %d bytes", COMMAND_LINE_SIZE - 1);
  }
  int count = bootargs_split(line, words, BOOTARGS_WORDS);
  if (count < 0) {
    panic_boot("the boot options have an open quote or are more than %d words", BOOTARGS_WORDS);
  }
  int first = count > 0 && is_firmware_name(words[0]) ? 1 : 0;
  bootargs_start(words + first, (size_t)(count - first), 0);
  if (bootargs_get()->channel > 1) {
    panic_boot("boot option \"channel=%d\": this board's channel is UART 1", bootargs_get()->channel);
  }
}

/* The debugger's machine has a random source as a file; where not, its clocks against ours must do. */
static void seed_random(void) {
  uint8_t seed[RANDOM_SEED_SIZE];
  if (semihost_read_file("/dev/urandom", seed, sizeof seed) != sizeof seed) {
    uint64_t parts[RANDOM_SEED_SIZE / 8];
    for (unsigned i = 0; i < RANDOM_SEED_SIZE / 8; i++) {
      parts[i] = semihost_elapsed() * 0x9e3779b97f4a7c15U + clock_ticks();
      parts[i] ^= (uint64_t)semihost_time() << 32;
    }
    memcpy(seed, parts, sizeof seed);
  }
  random_start(seed);
}

void port_start(int argc, char **argv) {
  (void)argc;
  (void)argv; /* the words come from the debugger */
  clock_set_wall((double)semihost_time() * 1000.0);
  read_boot_words();
  seed_random();
  channel_start();
}

/* ---- waiting ---- */

void port_wake(void) {
  board_woken = true;
}

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

uint32_t port_critical_enter(void) {
  return board_irq_save();
}

void port_critical_exit(uint32_t state) {
  board_irq_restore(state);
}

const struct hal_nic *hal_nic(void) {
  static const struct hal_nic nic = { netif_lan9118_init, netif_lan9118_poll };
  return bootargs_get()->net == BOOTARGS_NET_NONE ? NULL : &nic;
}

/* ---- what port.h asks for besides ---- */

const char *const *port_argv(void) {
  return bootargs_get()->argv;
}

const char *const *port_env(void) {
  return bootargs_get()->env;
}

bool port_app_image(struct port_image *out) {
  out->data = (const uint8_t *)BOARD_IMAGE_ADDRESS;
  out->size = BOARD_PSRAM_SIZE;
  return memcmp(out->data, "TGI", 3) == 0;
}

void port_random(void *data, size_t size) {
  random_fill(data, size);
}

const char *port_name(void) {
  return "qemu-arm";
}

const char *port_arch(void) {
  return "arm";
}

const char *port_board(void) {
  return BOARD_NAME;
}

_Noreturn void port_exit(int code) {
  bench_report();
  semihost_exit(code);
}
