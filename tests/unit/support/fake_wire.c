/* fake_wire.c: an Ethernet interface for tests of runtime/net. */
#include "fake_wire.h"

#include <string.h>

#include "fake_net.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "net/guard.h"
#include "port.h"
#include "unity.h"

#define FRAMES (sizeof fake_frames / sizeof fake_frames[0])

struct netif fake_wire;
struct fake_frame fake_frames[1024];
size_t fake_frame_count;

static uint8_t wanted_flags;

static err_t keep(struct netif *netif, struct pbuf *p) {
  TEST_ASSERT_LESS_THAN_MESSAGE(FRAMES, fake_frame_count, "too many frames were sent");
  struct fake_frame *frame = &fake_frames[fake_frame_count++];
  frame->size = (size_t)p->tot_len - ETH_PAD_SIZE;
  pbuf_copy_partial(p, frame->bytes, (u16_t)frame->size, ETH_PAD_SIZE);
  return ERR_OK;
}

static err_t init(struct netif *netif) {
  netif->name[0] = 'e';
  netif->name[1] = 't';
  netif->mtu = 1500;
  netif->hwaddr_len = 6;
  memcpy(netif->hwaddr, "\x02\x00\x00\x00\x00\x02", 6);
  netif->flags = (u8_t)(NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | wanted_flags);
  netif->output = etharp_output;
  netif->output_ip6 = ethip6_output;
  netif->linkoutput = keep;
  return ERR_OK;
}

void fake_wire_start(uint8_t flags) {
  fake_net_start();
  wanted_flags = flags;
  port_net_lock();
  memset(&fake_wire, 0, sizeof fake_wire);
  netif_add_noaddr(&fake_wire, NULL, init, net_guard_input);
  netif_set_up(&fake_wire);
  netif_set_link_up(&fake_wire);
  netif_set_default(&fake_wire);
  port_net_unlock();
  fake_frame_count = 0;
}

void fake_wire_set_addresses(void) {
  ip4_addr_t ip;
  ip4_addr_t mask;
  ip4_addr_t gateway;
  ip6_addr_t ip6;
  IP4_ADDR(&ip, 10, 1, 0, 2);
  IP4_ADDR(&mask, 255, 255, 0, 0);
  IP4_ADDR(&gateway, 10, 1, 0, 1);
  ip6addr_aton("fd78::2", &ip6);
  port_net_lock();
  netif_set_addr(&fake_wire, &ip, &mask, &gateway);
  netif_ip6_addr_set(&fake_wire, 1, &ip6);
  netif_ip6_addr_set_state(&fake_wire, 1, IP6_ADDR_PREFERRED);
  port_net_unlock();
  fake_frame_count = 0;
}

void fake_wire_remove(void) {
  port_net_lock();
  if (netif_get_by_index(netif_get_index(&fake_wire)) == &fake_wire) {
    netif_remove(&fake_wire);
  }
  netif_set_default(&fake_netif);
  port_net_unlock();
}

void fake_wire_end(void) {
  if (Unity.CurrentTestFailed) {
    fake_net_end(); /* closes sockets, whose events are on a stack that is gone */
    fake_wire_remove();
    return;
  }
  fake_wire_remove();
  fake_net_end();
}

void fake_wire_inject(const uint8_t *frame, size_t size) {
  port_net_lock();
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(size + ETH_PAD_SIZE), PBUF_POOL);
  pbuf_take_at(p, frame, (u16_t)size, ETH_PAD_SIZE);
  fake_wire.input(p, &fake_wire);
  port_net_unlock();
}

void fake_wire_answer(uint8_t last) {
  uint8_t frame[60] = {2, 0, 0, 0, 0, 2, 2,    0,  0, 0, 0,    last, 8, 6, 0, 1, 8, 0,  6, 4, 0,
                       2, 2, 0, 0, 0, 0, last, 10, 1, 0, last, 2,    0, 0, 0, 0, 2, 10, 1, 0, 2};
  memcpy(frame + 38, &netif_ip4_addr(&fake_wire)->addr, 4);
  fake_wire_inject(frame, sizeof frame);
}

void fake_wire_from_server(uint16_t to_port, const uint8_t *data, size_t size) {
  uint8_t frame[1500] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 8, 0};
  size_t packet = fake_net_build(frame + 14, "10.1.0.1", 67, "255.255.255.255", to_port, data, size);
  fake_wire_inject(frame, 14 + packet);
}

void fake_wire_icmp6(const char *from_text, const char *to_text, uint8_t *icmp, size_t size) {
  struct net_addr from = fake_addr(from_text);
  struct net_addr to = fake_addr(to_text);
  uint8_t last = from.bytes[15];
  uint8_t frame[256] = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, last, 0x86, 0xdd, 0x60, 0, 0, 0, 0, (uint8_t)size, 58, 255};
  if (to.bytes[0] == 0xff) {
    memcpy(frame, "\x33\x33", 2);
    memcpy(frame + 2, to.bytes + 12, 4);
  }
  memcpy(frame + 22, from.bytes, 16);
  memcpy(frame + 38, to.bytes, 16);
  uint16_t sum = fake_net_checksum(icmp, size, &from, &to, 58);
  icmp[2] = (uint8_t)(sum >> 8);
  icmp[3] = (uint8_t)sum;
  memcpy(frame + 54, icmp, size);
  fake_wire_inject(frame, 54 + size);
}
