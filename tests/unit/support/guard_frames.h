/*
 * guard_frames.h: frames for the guard (net/guard.h) of fake_net.h's interface, and what it lets out, for the tests of
 * guard*.c: one of them is a program. A frame is made by begin() and what follows it, and goes in by arrive().
 */
#ifndef GUARD_FRAMES_H
#define GUARD_FRAMES_H

#include <string.h>

#include "fake_net.h"
#include "lwip/pbuf.h"
#include "net/counters.h"
#include "net/guard.h"
#include "port.h"
#include "unity.h"

#define HERE4 "192.168.77.2"
#define THERE4 "192.168.77.9"
#define HERE6 "fd77::2"
#define THERE6 "fd77::9"
#define ALL_NODES "ff02::1"

static uint32_t before[NET_COUNTER_COUNT];
static netif_output_fn plain_output;
static netif_output_ip6_fn plain_output_ip6;
static netif_linkoutput_fn plain_linkoutput;
static uint8_t flags_before;
static unsigned frames_out;
static uint8_t last_out[2048];

static inline err_t take_frame(struct netif *netif, struct pbuf *p) {
  frames_out++;
  pbuf_copy_partial(p, last_out, sizeof last_out, ETH_PAD_SIZE);
  return ERR_OK;
}

static inline void guard_frames_start(void) {
  fake_net_start();
  plain_output = fake_netif.output;
  plain_output_ip6 = fake_netif.output_ip6;
  plain_linkoutput = fake_netif.linkoutput;
  flags_before = fake_netif.flags;
  fake_netif.linkoutput = take_frame;
  fake_netif.flags |= NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
  net_guard_attach(&fake_netif);
  frames_out = 0;
  net_counters_read(before);
}

static inline void guard_frames_end(void) {
  fake_net_advance(40000); /* unanswered neighbours, with what waits for them */
  fake_netif.output = plain_output;
  fake_netif.output_ip6 = plain_output_ip6;
  fake_netif.linkoutput = plain_linkoutput;
  fake_netif.flags = flags_before;
  fake_net_end();
}

/* ---- frames ---- */

static uint8_t frame[2048];
static size_t frame_size;

static inline void put(const void *bytes, size_t size) {
  if (size > 0) {
    memcpy(frame + frame_size, bytes, size);
    frame_size += size;
  }
}

static inline void begin(uint16_t type) {
  const uint8_t header[14] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9, (uint8_t)(type >> 8), (uint8_t)type};
  frame_size = 0;
  put(header, sizeof header);
}

static inline void arrive(void) {
  port_net_lock();
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(ETH_PAD_SIZE + frame_size), PBUF_POOL);
  TEST_ASSERT_NOT_NULL(p);
  memcpy((uint8_t *)p->payload + ETH_PAD_SIZE, frame, frame_size);
  if (net_guard_input(p, &fake_netif) != ERR_OK) {
    pbuf_free(p);
  }
  port_net_unlock();
}

/* The frame counts under this cause and no other; FRAMES: under none. */
static inline void expect(enum net_counter cause) {
  uint32_t now[NET_COUNTER_COUNT];
  arrive();
  net_counters_read(now);
  for (int i = NET_COUNTER_DRIVER + 1; i < NET_COUNTER_COUNT; i++) {
    TEST_ASSERT_EQUAL_UINT32_MESSAGE(before[i] + (i == (int)cause), now[i],
                                     i == (int)cause ? "not counted" : "counted");
  }
  TEST_ASSERT_EQUAL_UINT32(before[NET_COUNTER_FRAMES] + 1, now[NET_COUNTER_FRAMES]);
  memcpy(before, now, sizeof before);
}

static inline void datagram(const char *from, const char *to) {
  bool v6 = fake_addr(from).family == 6;
  begin(v6 ? 0x86dd : 0x0800);
  frame_size += fake_net_build(frame + frame_size, from, 1234, to, 5000, "hi", 2);
}

static inline void resum_v4(void) {
  uint8_t *ip = frame + 14;
  ip[10] = ip[11] = 0;
  uint16_t sum = fake_net_checksum(ip, (ip[0] & 15) * 4u, NULL, NULL, 0);
  ip[10] = (uint8_t)(sum >> 8);
  ip[11] = (uint8_t)sum;
}

/* An ICMPv6 message behind extension headers, which name the next but for the last of them. */
static inline void icmp6_behind(const char *from, const char *to, uint8_t hops, uint8_t first, const uint8_t *headers,
                                size_t headers_size, const uint8_t *icmp, size_t size) {
  struct net_addr source = fake_addr(from);
  struct net_addr target = fake_addr(to);
  uint8_t ip[40] = {0x60, 0, 0, 0, (uint8_t)((headers_size + size) >> 8), (uint8_t)(headers_size + size), first, hops};
  memcpy(ip + 8, source.bytes, 16);
  memcpy(ip + 24, target.bytes, 16);
  begin(0x86dd);
  put(ip, sizeof ip);
  put(headers, headers_size);
  uint8_t *at = frame + frame_size;
  put(icmp, size);
  at[2] = at[3] = 0;
  uint16_t sum = fake_net_checksum(at, size, &source, &target, 58);
  at[2] = (uint8_t)(sum >> 8);
  at[3] = (uint8_t)sum;
}

static inline void icmp6(const char *from, const char *to, uint8_t hops, const uint8_t *icmp, size_t size) {
  icmp6_behind(from, to, hops, 58, NULL, 0, icmp, size);
}

static inline void put_address(uint8_t *at, const char *text) {
  struct net_addr addr = fake_addr(text);
  memcpy(at, addr.bytes, addr.family == 6 ? 16 : 4);
}

static inline void introduce(const char *address) {
  if (fake_addr(address).family == 6) {
    uint8_t ns[32] = {135};
    put_address(ns + 8, HERE6);
    ns[24] = 1;
    ns[25] = 1;
    ns[26] = 2;
    icmp6(address, HERE6, 255, ns, sizeof ns);
  } else {
    uint8_t arp[28] = {0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 9};
    put_address(arp + 14, address);
    put_address(arp + 24, HERE4);
    begin(0x0806);
    put(arp, sizeof arp);
  }
  arrive();
}

#endif
