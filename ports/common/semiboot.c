#include "semiboot.h"

#include <string.h>

#include "bootargs.h"
#include "panic.h"
#include "port.h"
#include "port_start.h"
#include "random.h"
#include "semihost.h"

/* The debugger's list starts with the firmware's file name when it was given no words at all. */
static bool is_firmware_name(const char *word) {
  size_t length = strlen(word);
  return length > 4 && strcmp(word + length - 4, ".elf") == 0;
}

static void read_boot_words(void) {
  static char line[CONFIG_BOOT_LINE];
  static char *words[CONFIG_BOOT_WORDS];
  if (!semihost_command_line(line, sizeof line)) {
    panic_boot("the boot options are longer than %d bytes", CONFIG_BOOT_LINE - 1);
  }
  int count = bootargs_split(line, words, CONFIG_BOOT_WORDS);
  if (count < 0) {
    panic_boot("the boot options have an open quote or are more than %d words", CONFIG_BOOT_WORDS);
  }
  int first = count > 0 && is_firmware_name(words[0]) ? 1 : 0;
  bootargs_start(words + first, (size_t)(count - first), 0);
  if (bootargs_get()->channel > 1) {
    panic_boot("boot option \"channel=%d\": this board has channel 1 only", bootargs_get()->channel);
  }
}

/* The debugger's machine has a random source as a file. Nothing that can be guessed stands in for it: ports, ids of
 * DNS and DHCP, and what apps make of randomFill() would all be known to who knows the time. */
static void seed_random(void) {
  if (bootargs_get()->has_seed) {
    random_start_same(bootargs_get()->seed);
    return;
  }
  uint8_t seed[RANDOM_SEED_SIZE];
  if (semihost_read_file("/dev/urandom", seed, sizeof seed) != sizeof seed) {
    panic_boot("no random numbers: the debugger's machine has no /dev/urandom");
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

const char *const *port_argv(void) { return bootargs_get()->argv; }

const char *const *port_env(void) { return bootargs_get()->env; }

void port_random(void *data, size_t size) { random_fill(data, size); }
