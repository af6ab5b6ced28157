/*
 * settings.h: what the board's owner has stored in the NVS partition, namespace "tinygram"; all values are strings:
 *   ssid      the Wi-Fi network, 1 to 32 bytes
 *   password  its password, 8 to 63 bytes, or a key of 64 hexadecimal digits; none for an open network
 *   hostname  1 to 32 letters, digits and inner hyphens; DHCP and os.hostname() tell it
 *   log       level of IDF's log: none, error, warn, info, debug, verbose
 *   heap      script's heap in KiB, CONFIG_TINYGRAM_HEAP_FLOOR_KB at least
 *   arg.0 …   the app's arguments, up to the first that is not there
 *   env.0 …   its environment, each NAME=value
 * What is missing, or wrong and so named on the console, is as Kconfig says.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

/* Arguments, and environment words, that are read at most; bytes of the longest. */
#define SETTINGS_WORDS 8
#define SETTINGS_WORD_SIZE 256

struct settings {
  char ssid[33];     /* empty: none */
  char password[65]; /* empty: open network */
  char hostname[33];
  int log_level;
  unsigned heap_kb;
  const char *argv[SETTINGS_WORDS + 1]; /* ends in NULL */
  const char *env[SETTINGS_WORDS + 1];
};

/* Reads them, once, before the script task starts. Brings NVS up, which Wi-Fi needs too: a partition that is full or
 * of a newer IDF is erased, which the console says. */
void settings_start(void);

/* The same object for the program's life. Any task, after settings_start(). */
const struct settings *settings_get(void);

#endif
