#include "sharedlo.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lwip/ip.h"
#include "lwip/prot/icmp.h"
#include "lwip/prot/icmp6.h"
#include "lwip/prot/ip4.h"
#include "lwip/prot/ip6.h"
#include "lwip/stats.h"
#include "net/guard.h"
#include "netif/ethernet.h"

#define ETHERTYPE 0x88b5U

/* First byte of a shared frame; three zeros follow, so that the IP header stays on a word boundary. */
enum { LOOPBACK = 0, NIC = 1, TAG_SIZE = 4 };

static struct netif *shared_nic;

void sharedlo_start(struct netif *nic) {
  shared_nic = nic;
  net_guard_share_address();
}

/* What an IP packet carries: protocol and, for ICMP, its type; and whether it goes to a group. */
struct summary {
  uint8_t protocol;
  uint8_t icmp_type;
  bool version6;
  bool multicast;
};

static struct summary summary_of(const struct pbuf *p) {
  struct summary out = {0, 0, false, false};
  const uint8_t *bytes = p->payload;
  if (p->len < IP_HLEN) {
    return out;
  }
  out.version6 = bytes[0] >> 4 == 6;
  if (out.version6) {
    if (p->len >= IP6_HLEN) {
      out.protocol = bytes[6];
      out.multicast = bytes[24] == 0xff;
      out.icmp_type = p->len > IP6_HLEN ? bytes[IP6_HLEN] : 0;
    }
  } else {
    uint16_t header = (uint16_t)((bytes[0] & 15U) * 4U);
    out.protocol = bytes[9];
    out.multicast = bytes[16] >> 4 == 14;
    out.icmp_type = p->len > header ? bytes[header] : 0;
  }
  return out;
}

static bool is_unreachable(const struct summary *packet) {
  return packet->version6 ? packet->protocol == IP6_NEXTH_ICMP6 && packet->icmp_type == ICMP6_TYPE_DUR
                          : packet->protocol == IP_PROTO_ICMP && packet->icmp_type == ICMP_DUR;
}

static void share_port_message(const struct netif *from, const struct pbuf *p) {
  static const struct eth_addr everyone = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
  if (p->tot_len > SHAREDLO_MAX) {
    return;
  }
  struct pbuf *frame = pbuf_alloc(PBUF_LINK, (u16_t)(TAG_SIZE + p->tot_len), PBUF_RAM);
  if (frame == NULL) {
    LINK_STATS_INC(link.memerr);
    return;
  }
  uint8_t *bytes = frame->payload;
  memset(bytes, 0, TAG_SIZE);
  bytes[0] = from == shared_nic ? NIC : LOOPBACK;
  pbuf_copy_partial(p, bytes + TAG_SIZE, p->tot_len, 0);
  ethernet_output(shared_nic, frame, (const struct eth_addr *)shared_nic->hwaddr, &everyone, ETHERTYPE);
  pbuf_free(frame);
}

static struct pbuf *take_first(struct netif *netif) {
  struct pbuf *first = netif->loop_first;
  struct pbuf *last = first;
  while (last->len != last->tot_len) {
    last = last->next;
  }
  netif->loop_first = last->next;
  if (last == netif->loop_last) {
    netif->loop_first = netif->loop_last = NULL;
  }
  last->next = NULL;
  return first;
}

void sharedlo_poll(struct netif *netif) {
  while (netif->loop_first != NULL) {
    struct pbuf *p = take_first(netif);
    if (shared_nic != NULL) {
      struct summary packet = summary_of(p);
      if (is_unreachable(&packet)) {
        pbuf_free(p);
        continue;
      }
      /* A group's packet that the NIC hands back is on the wire already. */
      if (packet.protocol == IP_PROTO_UDP && !(packet.multicast && netif == shared_nic)) {
        share_port_message(netif, p);
      }
    }
    p->if_idx = netif_get_index(netif);
    LINK_STATS_INC(link.recv);
    if (ip_input(p, netif) != ERR_OK) {
      pbuf_free(p);
    }
  }
}

err_t sharedlo_input(struct pbuf *p, struct netif *netif) {
  const struct eth_hdr *header = p->payload;
  if (shared_nic == NULL || netif != shared_nic || header->type != PP_HTONS(ETHERTYPE)) {
    return ERR_VAL;
  }
  uint8_t tag = pbuf_get_at(p, SIZEOF_ETH_HDR);
  if (tag > NIC || p->tot_len <= SIZEOF_ETH_HDR + TAG_SIZE || pbuf_remove_header(p, SIZEOF_ETH_HDR + TAG_SIZE) != 0) {
    pbuf_free(p);
    return ERR_OK;
  }
  struct netif *target = tag == NIC ? shared_nic : netif_get_by_index(SHAREDLO_INDEX);
  p->if_idx = netif_get_index(target);
  p->flags &= (u8_t) ~(PBUF_FLAG_LLBCAST | PBUF_FLAG_LLMCAST); /* the frame's, not the packet's */
  if (ip_input(p, target) != ERR_OK) {
    pbuf_free(p);
  }
  return ERR_OK;
}
