/*
 * bootargs.h: the boot options of the NO_SYS ports. Words come as argv (host) or as one command line (QEMU):
 *
 *   ip=192.168.77.2/24   gw=192.168.77.1   ip6=fd77::2/64 (repeatable)   dns=192.168.77.1,fd77::1   dhcp
 *   mac=02:00:00:00:00:01   host=name   env.NAME=value   channel=N   lo=link   net=none
 *   watchdog=SECONDS   clock=link:MS   seed=N   figures
 *   net=link:PATH   net=tap:NAME   image=PATH   flash=PATH   confirm=MS   (ports with BOOTARGS_FILES)
 *   --   ends the options; what follows is the app's argv
 *
 * flash=PATH is the flash of a board with two slots for apps, in place of image=PATH; an app that runs on trial
 * there is confirmed after confirm=MS milliseconds (30000; 0: only by itself). channel=N is a file descriptor on the
 * host, the number of the UART on a board. clock=link:MS leaves time to the switch (linkclock.h), with MS
 * milliseconds since 1970 at the start; seed=N makes port_random() a generator that starts there, the same at every
 * start: both are for runs that can be had again. Parsed once, before the runtime starts; afterwards read-only.
 */
#ifndef BOOTARGS_H
#define BOOTARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words of a command line, and on boards its bytes. */
#ifndef CONFIG_BOOT_WORDS
#define CONFIG_BOOT_WORDS 128
#endif
#ifndef CONFIG_BOOT_LINE
#define CONFIG_BOOT_LINE 4096
#endif
#define BOOTARGS_ENTRIES 64 /* entries of argv, and of env */
#define BOOTARGS_IP6 3      /* lwIP's addresses per interface, less the link-local one */
#define BOOTARGS_DNS 2
#define BOOTARGS_CONFIRM_MS 30000
#define BOOTARGS_WATCHDOG_S 10
#define BOOTARGS_MESSAGE 200 /* bytes of an error message, its zero included */

/* What a port offers beyond the common words. */
enum bootargs_features { BOOTARGS_FILES = 1 };

enum bootargs_net { BOOTARGS_NET_DEFAULT, BOOTARGS_NET_NONE, BOOTARGS_NET_LINK, BOOTARGS_NET_TAP };

/* family is 4 or 6; bytes in network order; prefix in bits. */
struct bootargs_addr {
  uint8_t family;
  uint8_t prefix;
  uint8_t bytes[16];
};

/* Texts point into the words that were parsed. */
struct bootargs {
  bool dhcp;
  bool lo_link;
  bool has_mac;
  uint8_t mac[6];
  struct bootargs_addr ip4; /* family 0: none given */
  struct bootargs_addr gw;
  struct bootargs_addr ip6[BOOTARGS_IP6];
  size_t ip6_count;
  struct bootargs_addr dns[BOOTARGS_DNS];
  size_t dns_count;
  const char *host;
  const char *net_target;
  const char *image;
  const char *flash;
  uint32_t confirm_after_ms;
  bool clock_link;
  bool figures;
  uint64_t clock_wall_ms;
  bool has_seed;
  uint32_t seed;
  uint32_t watchdog_s; /* without a turn of the loop before the program is ended; 0: never */
  enum bootargs_net net;
  int channel; /* -1: none */
  const char *argv[BOOTARGS_ENTRIES + 1];
  const char *env[BOOTARGS_ENTRIES + 1];
};

/*
 * Cuts line into words in place. Blanks part words; within "..." they do not, and \ takes the next character as
 * it is, in and out of quotes. Returns how many, or -1 (more than capacity, or a quote left open).
 */
int bootargs_split(char *line, char **words, size_t capacity);

/* Parses words, which must stay alive and unchanged. Returns 0, or -1 with an explanation in message. */
int bootargs_parse(char *const *words, size_t count, unsigned features, struct bootargs *out,
                   char message[BOOTARGS_MESSAGE]);

/* Parses for the program's lifetime; a wrong word ends the program with PANIC_EXIT_BOOT. */
void bootargs_start(char *const *words, size_t count, unsigned features);
/* What bootargs_start() parsed (before it: no options). Never NULL. Here whole, since the clock's option is looked at
 * several times a datagram. */
extern struct bootargs bootargs_current;
static inline const struct bootargs *bootargs_get(void) { return &bootargs_current; }

#endif
