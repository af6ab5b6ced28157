/* Fuzz target: no boot line makes the options point outside it, and a refused one is explained. */
#include "../../ports/common/bootargs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"

#define WORDS 32

_Noreturn void panic_boot(const char *format, ...);

_Noreturn void panic_boot(const char *format, ...) {
  (void)format;
  abort(); /* bootargs_start() alone ends the program */
}

static void check(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "bootargs: %s\n", what);
    abort();
  }
}

static void check_text(const char *text, const char *line, size_t size) {
  check(text == NULL || (text >= line && text <= line + size && strlen(text) <= size), "a text outside the line");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *line = malloc(size + 1);
  check(line != NULL, "no memory");
  memcpy(line, data, size);
  line[size] = '\0';
  char *words[WORDS];
  int count = bootargs_split(line, words, WORDS);
  check(count >= -1 && count <= WORDS, "more words than fit");
  int status = -1;
  for (unsigned features = 0; count >= 0 && features <= BOOTARGS_FILES; features++) {
    static struct bootargs args;
    char message[BOOTARGS_MESSAGE] = "";
    memset(&args, 0, sizeof args);
    status = bootargs_parse(words, (size_t)count, features, &args, message);
    check(status == 0 ? message[0] == '\0' : message[0] != '\0', "a message where none is due, or none");
    check(memchr(message, 0, sizeof message) != NULL, "a message without end");
    if (status == 0) {
      check_text(args.host, line, size);
      check_text(args.net_target, line, size);
      check_text(args.image, line, size);
      check_text(args.flash, line, size);
      check(args.ip6_count <= BOOTARGS_IP6 && args.dns_count <= BOOTARGS_DNS, "more addresses than fit");
      for (size_t i = 0; i < BOOTARGS_ENTRIES && args.argv[i] != NULL; i++) {
        check_text(args.argv[i], line, size);
      }
      for (size_t i = 0; i < BOOTARGS_ENTRIES && args.env[i] != NULL; i++) {
        check_text(args.env[i], line, size);
      }
    }
  }
  free(line);
  return status == 0 ? 0 : -1;
}

size_t fuzz_sample(uint8_t *data, size_t room) {
  static const char line[] =
      "ip=192.168.77.2/24 gw=192.168.77.1 ip6=fd77::2/64 dns=192.168.77.1,fd77::1 dhcp "
      "mac=02:00:00:00:00:01 \"host=a \\\" b\" env.A=1 channel=3 lo=link net=none -- one \"two three\"";
  size_t size = sizeof line - 1 < room ? sizeof line - 1 : room;
  memcpy(data, line, size);
  return size;
}

void fuzz_repair(uint8_t *data, size_t size) {
  (void)data;
  (void)size;
}
