#include "bootargs.h"

#include <stdio.h>
#include <string.h>

#include "core/bytes.h"
#include "net/addr_text.h"
#include "panic.h"

/* The last day that a Date of script can have. */
#define CLOCK_WALL_MAX_MS 8640000000000000U
/* Ten times as much is a number of 32 bits still. */
#define SEED_MAX 400000000U

struct bootargs bootargs_current = {.channel = -1};

/* ---- words ---- */

int bootargs_split(char *line, char **words, size_t capacity) {
  size_t count = 0;
  const char *in = line;
  char *out = line;
  for (;;) {
    while (*in == ' ' || *in == '\t') {
      in++;
    }
    if (*in == '\0') {
      return (int)count;
    }
    if (count == capacity) {
      return -1;
    }
    words[count++] = out;
    bool quoted = false;
    while (*in != '\0' && (quoted || (*in != ' ' && *in != '\t'))) {
      if (*in == '"') {
        quoted = !quoted;
        in++;
        continue;
      }
      if (*in == '\\' && in[1] != '\0') {
        in++;
      }
      *out++ = *in++;
    }
    if (quoted) {
      return -1;
    }
    /* out may have caught up with in: step over the blank before the zero overwrites it. */
    bool last = *in == '\0';
    if (!last) {
      in++;
    }
    *out++ = '\0';
    if (last) {
      return (int)count;
    }
  }
}

/* ---- numbers and addresses, nothing but their usual forms ---- */

/* Decimal digits without a superfluous zero, up to limit; advances *text. */
static bool parse_number(const char **text, unsigned limit, unsigned *out) {
  const char *at = *text;
  unsigned value = 0;
  if (*at < '0' || *at > '9' || (*at == '0' && at[1] >= '0' && at[1] <= '9')) {
    return false;
  }
  while (*at >= '0' && *at <= '9') {
    value = value * 10U + (unsigned)(*at++ - '0');
    if (value > limit) {
      return false;
    }
  }
  *text = at;
  *out = value;
  return true;
}

/* size characters: an address of the family (0: either). */
static bool parse_addr(const char *text, size_t size, unsigned family, struct bootargs_addr *out) {
  memset(out, 0, sizeof *out);
  if (family != 6 && addr_text_parse_v4(text, size, out->bytes)) {
    out->family = 4;
  } else if (family != 4 && addr_text_parse_v6(text, size, out->bytes)) {
    out->family = 6;
  }
  return out->family != 0;
}

/* "address/prefix" */
static bool parse_prefixed(const char *text, unsigned family, struct bootargs_addr *out) {
  const char *slash = strchr(text, '/');
  if (slash == NULL || !parse_addr(text, (size_t)(slash - text), family, out)) {
    return false;
  }
  unsigned prefix;
  const char *at = slash + 1;
  if (!parse_number(&at, family == 4 ? 32 : 128, &prefix) || *at != '\0') {
    return false;
  }
  out->prefix = (uint8_t)prefix;
  return true;
}

static bool parse_mac(const char *text, uint8_t out[6]) {
  for (unsigned i = 0; i < 6; i++) {
    if (i > 0 && *text++ != ':') {
      return false;
    }
    int high = bytes_hex_digit((uint8_t)text[0]);
    int low = high < 0 ? -1 : bytes_hex_digit((uint8_t)text[1]);
    if (low < 0) {
      return false;
    }
    out[i] = (uint8_t)(high * 16 + low);
    text += 2;
  }
  return *text == '\0' && (out[0] & 1) == 0;
}

static bool valid_host(const char *text) {
  size_t length = strlen(text);
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  return length >= 1 && length <= 63 && strspn(text, allowed) == length && text[0] != '-' && text[length - 1] != '-';
}

/* ---- the options: each gets the text after its name, and says what it wants when that will not do ---- */

static bool option_ip(struct bootargs *args, const char *value) { return parse_prefixed(value, 4, &args->ip4); }

static bool option_gw(struct bootargs *args, const char *value) {
  return parse_addr(value, strlen(value), 4, &args->gw);
}

static bool option_ip6(struct bootargs *args, const char *value) {
  if (args->ip6_count == BOOTARGS_IP6 || !parse_prefixed(value, 6, &args->ip6[args->ip6_count])) {
    return false;
  }
  return args->ip6[args->ip6_count++].prefix == 64; /* lwIP knows no other */
}

static bool option_dns(struct bootargs *args, const char *value) {
  args->dns_count = 0;
  for (;;) {
    size_t size = strcspn(value, ",");
    if (args->dns_count == BOOTARGS_DNS || !parse_addr(value, size, 0, &args->dns[args->dns_count])) {
      return false;
    }
    args->dns_count++;
    if (value[size] == '\0') {
      return true;
    }
    value += size + 1;
  }
}

static bool option_mac(struct bootargs *args, const char *value) {
  args->has_mac = parse_mac(value, args->mac);
  return args->has_mac;
}

static bool option_host(struct bootargs *args, const char *value) {
  args->host = value;
  return valid_host(value);
}

static bool option_channel(struct bootargs *args, const char *value) {
  unsigned number;
  if (!parse_number(&value, 65535, &number) || *value != '\0') {
    return false;
  }
  args->channel = (int)number;
  return true;
}

static bool option_lo(struct bootargs *args, const char *value) {
  args->lo_link = strcmp(value, "link") == 0;
  return args->lo_link;
}

static bool option_net(struct bootargs *args, const char *value) {
  if (strcmp(value, "none") == 0) {
    args->net = BOOTARGS_NET_NONE;
    return true;
  }
  args->net = strncmp(value, "link:", 5) == 0 ? BOOTARGS_NET_LINK : BOOTARGS_NET_TAP;
  args->net_target = strchr(value, ':');
  if (args->net_target == NULL || (args->net == BOOTARGS_NET_TAP && strncmp(value, "tap:", 4) != 0)) {
    return false;
  }
  args->net_target++;
  return args->net_target[0] != '\0';
}

static bool option_net_none(struct bootargs *args, const char *value) {
  args->net = BOOTARGS_NET_NONE;
  return strcmp(value, "none") == 0;
}

static bool option_image(struct bootargs *args, const char *value) {
  args->image = value;
  return value[0] != '\0';
}

static bool option_flash(struct bootargs *args, const char *value) {
  args->flash = value;
  return value[0] != '\0';
}

static bool option_watchdog(struct bootargs *args, const char *value) {
  unsigned number;
  if (!parse_number(&value, 3600, &number) || *value != '\0') {
    return false;
  }
  args->watchdog_s = number;
  return true;
}

static bool option_clock(struct bootargs *args, const char *value) {
  if (strncmp(value, "link:", 5) != 0 || value[5] == '\0') {
    return false;
  }
  uint64_t ms = 0;
  for (const char *at = value + 5; *at != '\0'; at++) {
    if (*at < '0' || *at > '9' || ms > CLOCK_WALL_MAX_MS) {
      return false;
    }
    ms = ms * 10U + (uint64_t)(*at - '0');
  }
  args->clock_link = true;
  args->clock_wall_ms = ms;
  return ms <= CLOCK_WALL_MAX_MS;
}

static bool option_seed(struct bootargs *args, const char *value) {
  unsigned number;
  args->has_seed = parse_number(&value, SEED_MAX, &number) && *value == '\0';
  args->seed = args->has_seed ? number : 0;
  return args->has_seed;
}

static bool option_confirm(struct bootargs *args, const char *value) {
  unsigned number;
  if (!parse_number(&value, 86400000, &number) || *value != '\0') {
    return false;
  }
  args->confirm_after_ms = number;
  return true;
}

static bool option_env(struct bootargs *args, const char *value) {
  const char *equals = strchr(value, '=');
  if (equals == NULL || equals == value) {
    return false;
  }
  size_t name = (size_t)(equals - value) + 1;
  for (size_t i = 0; i < BOOTARGS_ENTRIES; i++) {
    if (args->env[i] == NULL || strncmp(args->env[i], value, name) == 0) {
      args->env[i] = value;
      return true;
    }
  }
  return false;
}

static const struct option {
  const char *name;
  bool (*parse)(struct bootargs *args, const char *value);
  unsigned features; /* without them: has not this option */
  unsigned unless;   /* with them: has not this option */
  const char *wants;
} options[] = {
    {"ip=", option_ip, 0, 0, "an IPv4 address with its prefix length, as in ip=192.168.77.2/24"},
    {"gw=", option_gw, 0, 0, "an IPv4 address, as in gw=192.168.77.1"},
    {"ip6=", option_ip6, 0, 0, "at most 3 IPv6 addresses with prefix length 64, as in ip6=fd77::2/64"},
    {"dns=", option_dns, 0, 0, "at most 2 addresses parted by a comma, as in dns=192.168.77.1,fd77::1"},
    {"mac=", option_mac, 0, 0, "a unicast MAC address, as in mac=02:00:00:00:00:01"},
    {"host=", option_host, 0, 0, "a name of 1 to 63 letters, digits and hyphens, as in host=board-1"},
    {"channel=", option_channel, 0, 0, "a number, as in channel=1"},
    {"lo=", option_lo, 0, 0, "link, as in lo=link"},
    {"net=", option_net, BOOTARGS_FILES, 0, "none, link:PATH or tap:NAME"},
    {"net=", option_net_none, 0, BOOTARGS_FILES, "none, as in net=none"},
    {"image=", option_image, BOOTARGS_FILES, 0, "the path of an app image"},
    {"flash=", option_flash, BOOTARGS_FILES, 0, "the path of a board's flash"},
    {"watchdog=", option_watchdog, 0, 0, "seconds, at most an hour, as in watchdog=10; 0 for none"},
    {"clock=", option_clock, 0, 0, "the time of the start in milliseconds since 1970, as in clock=link:1767225600000"},
    {"seed=", option_seed, 0, 0, "a number of at most 400000000, as in seed=7"},
    {"confirm=", option_confirm, BOOTARGS_FILES, 0, "milliseconds, at most a day, as in confirm=5000"},
    {"env.", option_env, 0, 0, "at most 64 entries NAME=value, as in env.DEBUG=1"},
};

static int parse_word(const char *word, unsigned features, struct bootargs *out, char *message) {
  if (strcmp(word, "dhcp") == 0) {
    out->dhcp = true;
    return 0;
  }
  if (strcmp(word, "figures") == 0) {
    out->figures = true;
    return 0;
  }
  for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
    const struct option *option = &options[i];
    size_t length = strlen(option->name);
    if ((features & option->features) == option->features && (features & option->unless) == 0 &&
        strncmp(word, option->name, length) == 0) {
      if (option->parse(out, word + length)) {
        return 0;
      }
      snprintf(message, BOOTARGS_MESSAGE, "boot option \"%.60s\": expected %s", word, option->wants);
      return -1;
    }
  }
  snprintf(message, BOOTARGS_MESSAGE, "boot option \"%.60s\" is unknown (the app's own arguments follow a --)", word);
  return -1;
}

int bootargs_parse(char *const *words, size_t count, unsigned features, struct bootargs *out,
                   char message[BOOTARGS_MESSAGE]) {
  memset(out, 0, sizeof *out);
  out->channel = -1;
  out->confirm_after_ms = BOOTARGS_CONFIRM_MS;
  out->watchdog_s = BOOTARGS_WATCHDOG_S;
  for (size_t i = 0; i < count; i++) {
    if (strcmp(words[i], "--") == 0) {
      size_t argc = count - i - 1;
      if (argc > BOOTARGS_ENTRIES) {
        snprintf(message, BOOTARGS_MESSAGE, "%u arguments after --: at most %u are taken", (unsigned)argc,
                 (unsigned)BOOTARGS_ENTRIES);
        return -1;
      }
      for (size_t k = 0; k < argc; k++) {
        out->argv[k] = words[i + 1 + k];
      }
      break;
    }
    if (parse_word(words[i], features, out, message) != 0) {
      return -1;
    }
  }
  if (out->dhcp && out->ip4.family != 0) {
    snprintf(message, BOOTARGS_MESSAGE, "boot options dhcp and ip= exclude each other");
    return -1;
  }
  if (out->image != NULL && out->flash != NULL) {
    snprintf(message, BOOTARGS_MESSAGE, "boot options image= and flash= exclude each other");
    return -1;
  }
  if (out->gw.family != 0 && out->ip4.family == 0) {
    snprintf(message, BOOTARGS_MESSAGE, "boot option gw= needs ip=");
    return -1;
  }
  return 0;
}

void bootargs_start(char *const *words, size_t count, unsigned features) {
  char message[BOOTARGS_MESSAGE];
  if (bootargs_parse(words, count, features, &bootargs_current, message) != 0) {
    panic_boot("%s", message);
  }
}
