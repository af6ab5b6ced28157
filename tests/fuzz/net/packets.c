#include "packets.h"

#include <string.h>

#include "core/bytes.h"
#include "world.h"

const uint8_t packets_device_mac[6] = {2, 0, 0, 0, 0, 1};
static const uint8_t peer_mac[6] = {2, 0, 0, 0, 0, 9};

#define ETHERNET 14

/* ---- addresses, by number ---- */

static const uint8_t addresses4[][4] = {
    {192, 168, 77, 9},    {192, 168, 77, 2}, {192, 168, 77, 1}, {192, 168, 77, 77}, {10, 0, 0, 9},
    {232, 1, 2, 3},       {239, 1, 2, 3},    {224, 0, 0, 1},    {224, 0, 0, 251},   {192, 168, 77, 255},
    {255, 255, 255, 255}, {127, 0, 0, 1},    {0, 0, 0, 0},      {240, 0, 0, 1},
};
#define COUNT4 (sizeof addresses4 / sizeof *addresses4)
static const uint8_t addresses6[][16] = {
    {0xfd, 0x77, [15] = 9},
    {0xfd, 0x77, [15] = 2},
    {0xfe, 0x80, [15] = 9},
    {0xfe, 0x80, [11] = 0xff, 0xfe, 0, 0, 1},
    {0xfd, 0x77, [15] = 0x77},
    {0x20, 0x01, 0x0d, 0xb8, [15] = 1},
    {0xff, 2, [15] = 1},
    {0xff, 2, [11] = 1, 0xff, 0, 0, 2},
    {0xff, 2, [11] = 1, 0xff, 0, 0, 1},
    {0xff, 0x3e, [14] = 0x12, 0x34},
    {0xff, 5, [14] = 1, 0x23},
    {0xfe, 0x80, [15] = 0xaa},
    {[15] = 1},
    {0},
    {[10] = 0xff, 0xff, 192, 168, 77, 9},
};
#define COUNT6 (sizeof addresses6 / sizeof *addresses6)

/* ---- checksums ---- */

uint16_t packets_sum(uint32_t sum, const uint8_t *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    sum += (uint32_t)bytes[i] << (i % 2 == 0 ? 8 : 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return (uint16_t)((sum & 0xffff) + (sum >> 16));
}

static void sum_upper(uint8_t *segment, size_t size, uint8_t protocol, const uint8_t *addresses, size_t length) {
  size_t at;
  switch (protocol) {
  case 17:
    at = 6;
    if (size >= 8) {
      bytes_put_be16(segment + 4, (unsigned)size);
    }
    break;
  case 58:
  case 1:
  case 2:
    at = 2;
    break;
  default:
    return;
  }
  if (size < at + 2) {
    return;
  }
  segment[at] = segment[at + 1] = 0;
  uint32_t sum = 0;
  if (protocol == 17 || protocol == 58) {
    sum = packets_sum(protocol + (uint32_t)size, addresses, length);
  }
  bytes_put_be16(segment + at, (uint16_t)~packets_sum(sum, segment, size));
}

static void repair4(uint8_t *ip, size_t size) {
  size_t header = (ip[0] & 15U) * 4U;
  if (size < 20 || header < 20 || header > size) {
    return;
  }
  bytes_put_be16(ip + 2, (unsigned)size);
  ip[10] = ip[11] = 0;
  bytes_put_be16(ip + 10, (uint16_t)~packets_sum(0, ip, header));
  if ((bytes_be16(ip + 6) & 0x3fff) == 0) {
    sum_upper(ip + header, size - header, ip[9], ip + 12, 8);
  }
}

static void repair6(uint8_t *ip, size_t size) {
  if (size < 40) {
    return;
  }
  bytes_put_be16(ip + 4, (unsigned)size - 40);
  uint8_t next = ip[6];
  size_t at = 40;
  while ((next == 0 || next == 43 || next == 60 || next == 44) && at + 8 <= size) {
    if (next == 44 && (bytes_be16(ip + at + 2) & 0xfff9) != 0) {
      return;
    }
    uint8_t kind = next;
    next = ip[at];
    at += kind == 44 ? 8U : (ip[at + 1] + 1U) * 8U;
  }
  if (at < size) {
    sum_upper(ip + at, size - at, next, ip + 8, 32);
  }
}

void packets_repair(uint8_t *frame, size_t size) {
  if (size < ETHERNET + 1) {
    return;
  }
  switch (bytes_be16(frame + 12)) {
  case 0x0800:
    repair4(frame + ETHERNET, size - ETHERNET);
    break;
  case 0x86dd:
    repair6(frame + ETHERNET, size - ETHERNET);
    break;
  default:
    break;
  }
}

/* ---- frames ---- */

static size_t begin(uint8_t *frame, unsigned type, const uint8_t *to_mac) {
  memcpy(frame, to_mac, 6);
  memcpy(frame + 6, peer_mac, 6);
  bytes_put_be16(frame + 12, type);
  return ETHERNET;
}

/* An IPv4 packet with this payload; from and to are 4 bytes. */
static size_t ip4(uint8_t *frame, const uint8_t *from, const uint8_t *to, uint8_t protocol, const void *payload,
                  size_t size) {
  uint8_t multicast[6] = {1, 0, 0x5e, to[1] & 0x7f, to[2], to[3]};
  static const uint8_t all[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  bool broadcast = to[3] == 255;
  uint8_t *ip = frame + begin(frame, 0x0800, broadcast ? all : to[0] >> 4 == 14 ? multicast : packets_device_mac);
  memset(ip, 0, 20);
  ip[0] = 0x45;
  ip[8] = protocol == 2 ? 1 : 64;
  ip[9] = protocol;
  memcpy(ip + 12, from, 4);
  memcpy(ip + 16, to, 4);
  memcpy(ip + 20, payload, size);
  packets_repair(frame, ETHERNET + 20 + size);
  return ETHERNET + 20 + size;
}

static size_t ip6(uint8_t *frame, const uint8_t *from, const uint8_t *to, uint8_t next, const void *payload,
                  size_t size) {
  uint8_t multicast[6] = {0x33, 0x33, to[12], to[13], to[14], to[15]};
  uint8_t *ip = frame + begin(frame, 0x86dd, to[0] == 0xff ? multicast : packets_device_mac);
  memset(ip, 0, 40);
  ip[0] = 0x60;
  ip[6] = next;
  ip[7] = 255;
  memcpy(ip + 8, from, 16);
  memcpy(ip + 24, to, 16);
  memcpy(ip + 40, payload, size);
  packets_repair(frame, ETHERNET + 40 + size);
  return ETHERNET + 40 + size;
}

static size_t udp(uint8_t *segment, unsigned from, unsigned to, const void *data, size_t size) {
  memset(segment, 0, 8);
  bytes_put_be16(segment, from);
  bytes_put_be16(segment + 2, to);
  bytes_put_be16(segment + 4, (unsigned)(8 + size));
  if (size > 0) {
    memmove(segment + 8, data, size);
  }
  return 8 + size;
}

static size_t arp(uint8_t *frame, unsigned operation, const uint8_t *from, const uint8_t *to) {
  uint8_t *at = frame + begin(frame, 0x0806, packets_device_mac);
  static const uint8_t head[6] = {0, 1, 8, 0, 6, 4};
  memset(at, 0, 28);
  memcpy(at, head, 6);
  bytes_put_be16(at + 6, operation);
  memcpy(at + 8, peer_mac, 6);
  memcpy(at + 14, from, 4);
  memcpy(at + 24, to, 4);
  return ETHERNET + 28;
}

/* A solicitation or an advertisement with a link-layer address. */
static size_t neighbor(uint8_t *frame, uint8_t type, const uint8_t *from, const uint8_t *to, const uint8_t *target) {
  uint8_t body[32] = {type};
  body[4] = type == 136 ? 0x60 : 0;
  memcpy(body + 8, target, 16);
  body[24] = type == 136 ? 2 : 1;
  body[25] = 1;
  memcpy(body + 26, peer_mac, 6);
  return ip6(frame, from, to, 58, body, sizeof body);
}

static size_t router(uint8_t *frame, const uint8_t *from, unsigned lifetime) {
  uint8_t body[16 + 8 + 8 + 32] = {134, 0, 0, 0, 64};
  bytes_put_be16(body + 6, lifetime);
  body[16] = 1;
  body[17] = 1;
  memcpy(body + 18, peer_mac, 6);
  body[24] = 5;
  body[25] = 1;
  bytes_put_be32(body + 28, 1400);
  body[32] = 3;
  body[33] = 4;
  body[34] = 64;
  body[35] = 0xc0;
  bytes_put_be32(body + 36, 300);
  bytes_put_be32(body + 40, 100);
  memcpy(body + 48, addresses6[5], 8);
  return ip6(frame, from, addresses6[6], 58, body, sizeof body);
}

/* An ICMP error that quotes a datagram of the device's connected socket. */
static size_t error4(uint8_t *frame, const uint8_t *from, uint8_t type, uint8_t code) {
  uint8_t body[8 + 20 + 8 + 4] = {type, code};
  uint8_t *ip = body + 8;
  ip[0] = 0x45;
  ip[3] = 32;
  ip[8] = 64;
  ip[9] = 17;
  memcpy(ip + 12, addresses4[1], 4);
  memcpy(ip + 16, from, 4);
  bytes_put_be16(ip + 20, 7000);
  bytes_put_be16(ip + 22, 1234);
  bytes_put_be16(ip + 24, 12);
  return ip4(frame, from, addresses4[1], 1, body, sizeof body);
}

static size_t error6(uint8_t *frame, const uint8_t *from, uint8_t type, uint8_t code, uint32_t field) {
  uint8_t body[8 + 40 + 8 + 4] = {type, code};
  bytes_put_be32(body + 4, field);
  uint8_t *ip = body + 8;
  ip[0] = 0x60;
  ip[5] = 12;
  ip[6] = 17;
  memcpy(ip + 8, addresses6[1], 16);
  memcpy(ip + 24, from, 16);
  bytes_put_be16(ip + 40, 7000);
  bytes_put_be16(ip + 42, 1234);
  bytes_put_be16(ip + 44, 12);
  return ip6(frame, from, addresses6[1], 58, body, sizeof body);
}

static size_t igmp(uint8_t *frame, const uint8_t *from, const uint8_t *group, bool v3) {
  uint8_t body[16] = {0x11, 10};
  memcpy(body + 4, group, 4);
  body[8] = 2;
  body[9] = 20;
  bytes_put_be16(body + 10, 1);
  memcpy(body + 12, addresses4[4], 4);
  return ip4(frame, from, addresses4[7], 2, body, v3 ? 16 : 8);
}

static size_t mld(uint8_t *frame, const uint8_t *from, const uint8_t *group, bool v2) {
  uint8_t body[8 + 28 + 16] = {58, 0, 5, 2, 0, 0, 1, 0, 130};
  bytes_put_be16(body + 12, 1000);
  memcpy(body + 16, group, 16);
  body[32] = 2;
  bytes_put_be16(body + 34, 1);
  memcpy(body + 36, addresses6[0], 16);
  size_t size = ip6(frame, from, addresses6[6], 0, body, v2 ? sizeof body : 32);
  frame[ETHERNET + 7] = 1;
  return size;
}

/* An ICMP error about a packet of the device that was no plain one: with options or extension headers, a fragment, of
 * another port or protocol, or cut short. */
static size_t quote(uint8_t *frame, bool v6, unsigned from, unsigned how) {
  static const uint8_t next[] = {44, 0, 60, 43, 17, 58, 50, 59};
  size_t size = v6 ? error6(frame, addresses6[from % 2 == 0 ? 0 : 4], 1 + how % 4, (uint8_t)(how & 7), 1280 + how)
                   : error4(frame, addresses4[from % 2 == 0 ? 0 : 3], (how & 1) != 0 ? 3 : 11 + how % 2, 3);
  uint8_t *ip = frame + ETHERNET + (v6 ? 48 : 28);
  if (v6) {
    ip[6] = next[(how >> 3) % 8];
    ip[40] = 17;
    bytes_put_be16(ip + 42, (how & 4) != 0 ? 1 : 0xfff9);
  } else {
    ip[0] = (uint8_t)(0x44 + (how >> 1) % 12);
    ip[9] = (how & 0x40) != 0 ? 17 : 1;
    bytes_put_be16(ip + 6, (how & 0x20) != 0 ? 0x2000 : how);
  }
  size_t kept = size - (from & 0x38);
  packets_repair(frame, kept);
  return kept;
}

/* The exchange that the device began last. */
static uint8_t last_dhcp[44];

/* A DHCP message of that exchange; how chooses its kind and its options. */
static size_t dhcp_message(uint8_t *frame, unsigned from, unsigned how) {
  uint8_t segment[8 + 240 + 96] = {0};
  uint8_t *bootp = segment + 8, *end = bootp + 240;
  static const uint8_t kinds[] = {2, 5, 5, 6, 4, 7, 1, 0};
  static const uint32_t times[] = {60, 0, 1, 0xffffffff, 0x80000000, 119, 86400, 3};
  memcpy(bootp, last_dhcp, sizeof last_dhcp);
  bootp[0] = 2;
  memcpy(bootp + 16, addresses4[how % 3 == 0 ? 1 : how % COUNT4], 4);
  static const uint8_t cookie[] = {99, 130, 83, 99};
  memcpy(bootp + 236, cookie, 4);
  static const struct {
    uint8_t code, size;
  } options[] = {{1, 4}, {3, 4}, {6, 8}, {28, 4}, {51, 4}, {58, 4}, {59, 4}, {54, 4}};
  *end++ = 53;
  *end++ = 1;
  *end++ = kinds[how % 8];
  for (unsigned i = 0; i < 8; i++) {
    unsigned choice = (how >> i & 1) != 0 ? from >> i % 4 : 0;
    if ((from >> i & 1) != 0 && (how & 16) != 0) {
      continue;
    }
    end[0] = options[i].code;
    end[1] = options[i].size;
    if (options[i].code == 1) {
      bytes_put_be32(end + 2, choice == 0 ? 0xffffff00 : 0xffffffffU << choice % 32);
    } else if (options[i].code >= 51 && options[i].code != 54) {
      bytes_put_be32(end + 2, times[choice % 8]);
    } else {
      memcpy(end + 2, addresses4[choice == 0 ? 2 : choice % COUNT4], 4);
      memcpy(end + 6, addresses4[12], 4);
    }
    end += 2 + end[1];
  }
  if ((how & 32) != 0) { /* more of them in the fields of names */
    static const uint8_t overload[] = {52, 1, 3};
    memcpy(end, overload, 3);
    end += 3;
    bootp[44] = 51;
    bootp[45] = 4;
    bootp[108] = (uint8_t)from;
    bootp[109] = (uint8_t)how;
  }
  *end++ = 255;
  size_t size = (size_t)(end - bootp);
  udp(segment, 67, 68, bootp, size);
  return ip4(frame, addresses4[2], addresses4[(how & 64) != 0 ? 1 : 10], 17, segment, 8 + size);
}

size_t packets_make(unsigned kind, unsigned from, unsigned to, uint8_t *frame) {
  const uint8_t *from4 = addresses4[from % COUNT4];
  const uint8_t *to4 = addresses4[to % COUNT4];
  const uint8_t *from6 = addresses6[from % COUNT6];
  const uint8_t *to6 = addresses6[to % COUNT6];
  static const uint16_t ports[] = {7, 7000, 5000, 5353, 8000, 9, 53, 68};
  unsigned port = ports[(from + to) % 8];
  uint8_t payload[1480] = {0};
  memset(payload + 8, (int)from, 64);
  kind %= PACKETS_KINDS;
  switch (kind) {
  case 0:
    return ip4(frame, from4, to4, 17, payload, udp(payload, 1234, port, "hello", 5));
  case 1:
    return ip6(frame, from6, to6, 17, payload, udp(payload, 1234, port, "hello", 5));
  case 2:
    return arp(frame, 1, from4, to4);
  case 3:
    return arp(frame, 2, from4, to4);
  case 4:
    return neighbor(frame, 135, from6, to6, addresses6[1]);
  case 5:
    return neighbor(frame, 136, from6, to6, from6);
  case 6:
    return router(frame, addresses6[from % 2 == 0 ? 2 : 11], to % 2 == 0 ? 0 : 60);
  case 7: {
    uint8_t redirect[40] = {137};
    memcpy(redirect + 8, to6, 16);
    memcpy(redirect + 24, addresses6[from % COUNT6], 16);
    return ip6(frame, addresses6[2], addresses6[1], 58, redirect, sizeof redirect);
  }
  case 8:
    return error4(frame, from4, 3, (uint8_t)(to % 5));
  case 9:
    return error6(frame, from6, 1, (uint8_t)(to % 6), 0);
  case 10:
    return error6(frame, from6, 2, 0, to * 64);
  case 11:
    return igmp(frame, from4, to4, false);
  case 12:
    return igmp(frame, from4, to4, true);
  case 13:
    return mld(frame, from6, to6, false);
  case 14:
    return mld(frame, from6, to6, true);
  case 15:
    payload[0] = 8;
    return ip4(frame, from4, to4, 1, payload, 8 + (to & 0xf0) * 4);
  case 16:
    payload[0] = 128;
    return ip6(frame, from6, to6, 58, payload, 8 + (to & 0xf0) * 4);
  case 17: /* a fragment; its number is in from, its identification in to */
  case 18: {
    size_t part = 512;
    udp(payload, 1234, port, payload, part - 8);
    size_t size = ip4(frame, addresses4[0], addresses4[1], 17, payload, part);
    bytes_put_be16(frame + ETHERNET + 4, to & 3);
    bytes_put_be16(frame + ETHERNET + 6, (from & 7) * (unsigned)part / 8 | (kind % 2 == 0 ? 0x2000U : 0U));
    frame[ETHERNET + 10] = frame[ETHERNET + 11] = 0;
    bytes_put_be16(frame + ETHERNET + 10, (uint16_t)~packets_sum(0, frame + ETHERNET, 20));
    return size;
  }
  case 19:
  case 20: {
    size_t part = 512;
    memset(payload, 0, 8);
    payload[0] = 17;
    bytes_put_be16(payload + 2, (from & 7) * (unsigned)part | (kind % 2 == 0 ? 1U : 0U));
    payload[7] = to & 3;
    udp(payload + 8, 1234, port, payload + 16, part - 8);
    return ip6(frame, addresses6[0], addresses6[1], 44, payload, 8 + part);
  }
  case 21: { /* extension headers before a datagram */
    static const uint8_t kinds[] = {0, 43, 60, 44};
    uint8_t first = kinds[from % 4];
    payload[0] = kinds[to % 4];
    payload[8] = 17;
    return ip6(frame, addresses6[0], addresses6[1], first, payload, 16 + udp(payload + 16, 1234, port, "x", 1));
  }
  case 22: { /* IPv4 options */
    uint8_t with[80] = {0};
    static const uint8_t options[] = {131, 137, 148, 7, 68, 1, 0, 0x82};
    with[0] = options[from % 8];
    with[1] = (uint8_t)(to & 15);
    with[2] = 4;
    size_t size = ip4(frame, addresses4[0], addresses4[1], 17, with, 8 + udp(with + 8, 1234, port, "x", 1));
    frame[ETHERNET] = 0x47;
    packets_repair(frame, size);
    return size;
  }
  case 23: /* reports of others */
    payload[0] = 0x16;
    memcpy(payload + 4, to4, 4);
    return ip4(frame, from4, to4, 2, payload, 8);
  case 24:
    payload[0] = 131;
    memcpy(payload + 8, to6, 16);
    return ip6(frame, from6, to6, 58, payload, 24);
  case 25: /* time exceeded, parameter problem */
    return from % 2 == 0 ? error4(frame, addresses4[0], 11, 0) : error6(frame, addresses6[0], 4, 1, 6);
  case 26:
    return ip4(frame, from4, to4, 17, payload, udp(payload, 0, port, payload + 8, 1400));
  case 27:
  case 28:
    return quote(frame, kind % 2 == 0, from, to);
  case 29:
    return dhcp_message(frame, from, to);
  default:
    return ip6(frame, from6, to6, 17, payload, udp(payload, 0, port, payload + 8, 1400));
  }
}

unsigned packets_kind_of(const char *subject, unsigned number) {
  static const struct {
    const char *subject;
    uint8_t kinds[8], count;
  } subjects[] = {{"dhcp", {29, 29, 29, 2, 3}, 5},
                  {"igmp", {11, 12, 23, 11, 12, 22}, 6},
                  {"mld", {13, 14, 24, 13, 14, 21}, 6},
                  {"quotes", {8, 9, 10, 25, 27, 28, 27, 28}, 8}};
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
    if (strcmp(subject, subjects[i].subject) == 0) {
      return subjects[i].kinds[number % subjects[i].count];
    }
  }
  return number % PACKETS_KINDS;
}

/* ---- the peer ---- */

static const char question[] = "is anybody there?";

size_t packets_arp_or_ns(bool v6, uint8_t *frame) {
  return v6 ? neighbor(frame, 135, addresses6[0], addresses6[7], addresses6[1])
            : arp(frame, 1, addresses4[0], addresses4[1]);
}

size_t packets_echo(bool v6, uint8_t *frame) {
  uint8_t segment[64];
  size_t size = udp(segment, 4321, 7, question, sizeof question);
  return v6 ? ip6(frame, addresses6[0], addresses6[1], 17, segment, size)
            : ip4(frame, addresses4[0], addresses4[1], 17, segment, size);
}

int packets_is_echo(const uint8_t *frame, size_t size) {
  bool v6 = size > 14 && bytes_be16(frame + 12) == 0x86dd;
  size_t header = v6 ? 40 : 20;
  const uint8_t *ip = frame + ETHERNET;
  if (size < ETHERNET + header + 8 + sizeof question || memcmp(frame, peer_mac, 6) != 0 || ip[v6 ? 6 : 9] != 17 ||
      bytes_be16(ip + header) != 7 || bytes_be16(ip + header + 2) != 4321 ||
      memcmp(ip + header + 8, question, sizeof question) != 0) {
    return 0;
  }
  return v6 ? 6 : 4;
}

static size_t dhcp(const uint8_t *asked, size_t size, uint8_t *frame) {
  uint8_t segment[8 + 240 + 40] = {0};
  const uint8_t *request = asked + ETHERNET + 28;
  if (size < ETHERNET + 28 + 243) {
    return 0;
  }
  uint8_t *bootp = segment + 8;
  memcpy(last_dhcp, request, sizeof last_dhcp);
  memcpy(bootp, request, 240);
  bootp[0] = 2;
  memcpy(bootp + 16, addresses4[1], 4);
  static const uint8_t options[] = {53,  1,   2,   54, 4, 192, 168, 77,  1,  51, 4, 0, 0,   1,   44, 1, 4,
                                    255, 255, 255, 0,  3, 4,   192, 168, 77, 1,  6, 4, 192, 168, 77, 1, 255};
  memcpy(bootp + 240, options, sizeof options);
  bootp[242] = request[242] == 1 ? 2 : 5; /* the first option is the kind: discover gets an offer, else an ack */
  udp(segment, 67, 68, bootp, 240 + sizeof options);
  return ip4(frame, addresses4[2], addresses4[10], 17, segment, 8 + 240 + sizeof options);
}

static size_t dns(const uint8_t *asked, size_t header, size_t size, uint8_t *frame) {
  uint8_t segment[8 + 512];
  const uint8_t *ip = asked + ETHERNET;
  const uint8_t *query = ip + header + 8;
  size_t length = size - ETHERNET - header - 8;
  if (length < 17 || length > 300) {
    return 0;
  }
  uint8_t *answer = segment + 8;
  memcpy(answer, query, length);
  bytes_put_be16(answer + 2, 0x8180);
  bytes_put_be16(answer + 6, 1);
  bool six = query[length - 3] == 28;
  static const uint8_t record[] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4};
  memcpy(answer + length, record, sizeof record);
  answer[length + 3] = six ? 28 : 1;
  answer[length + 11] = six ? 16 : 4;
  memcpy(answer + length + sizeof record, six ? addresses6[0] : addresses4[0], six ? 16 : 4);
  size_t total = length + sizeof record + (six ? 16 : 4);
  unsigned port = bytes_be16(ip + header);
  udp(segment, 53, port, answer, total);
  return header == 40 ? ip6(frame, ip + 24, ip + 8, 17, segment, 8 + total)
                      : ip4(frame, ip + 16, ip + 12, 17, segment, 8 + total);
}

size_t packets_reply(const uint8_t *asked, size_t size, uint8_t *frame) {
  const uint8_t *ip = asked + ETHERNET;
  unsigned type = bytes_be16(asked + 12);
  if (type == 0x0806 && size >= ETHERNET + 28 && ip[7] == 1) {
    /* 192.168.77.77 never answers */
    return ip[27] == 77 ? 0 : arp(frame, 2, ip + 24, ip + 14);
  }
  if (type == 0x86dd && size >= ETHERNET + 64 && ip[6] == 58 && ip[40] == 135) {
    bool any = true;
    for (int i = 8; i < 24; i++) {
      any = any && ip[i] == 0;
    }
    return any || ip[63] == 0x77 ? 0 : neighbor(frame, 136, ip + 48, ip + 8, ip + 48);
  }
  size_t header = type == 0x86dd ? 40 : 20;
  if (size < ETHERNET + header + 8 || ip[type == 0x86dd ? 6 : 9] != 17) {
    return 0;
  }
  unsigned port = bytes_be16(ip + header + 2);
  return port == 67 && header == 20 ? dhcp(asked, size, frame) : port == 53 ? dns(asked, header, size, frame) : 0;
}
