/*
 * guard.c: frames that lwIP would believe to its harm end here. Offsets are those of the RFCs; what is only wrong, and
 * harmless, is left to lwIP.
 *
 * A device has no use for a Redirect beyond a shorter way, and lwIP can be asked by nobody whether the sender is the
 * first hop that RFC 4861 8.1 wants, so every Redirect is dropped. Fragments are let in for UDP alone: what is put
 * together inside lwIP does not come by here again, and neighbour discovery (RFC 6980) and ICMP errors (RFC 4443 2.4
 * (c)) are never in need of them.
 */
#include "net/guard.h"

#include <stdbool.h>
#include <string.h>

#include "config.h"
#include "core/bytes.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/inet_chksum.h"
#include "lwip/nd6.h"
#include "lwip/priv/nd6_priv.h"
#include "lwip/prot/iana.h"
#include "lwip/prot/icmp.h"
#include "lwip/prot/icmp6.h"
#include "lwip/prot/ip4.h"
#include "lwip/prot/ip6.h"
#include "lwip/prot/nd6.h"
#include "lwip/prot/udp.h"
#include "lwip/stats.h"
#include "lwip/sys.h"
#include "net/counters.h"
#include "net/fragments.h"
#include "net/guard_private.h"
#include "net/stack.h"
#include "netif/ethernet.h"
#include "port.h"

/* Whoever may keep receive buffers, together: lwIP counts the fragments of each version of IP apart. */
_Static_assert(2 * IP_REASS_MAX_PBUFS + CONFIG_UDP_DRIVER_PBUFS + CONFIG_NET_DRIVER_BUFFERS <=
                   CONFIG_NET_RECEIVE_BUFFERS,
               "fragments of both versions of IP and the sockets' rings leave the driver its receive buffers");

uint32_t net_counters[NET_COUNTER_COUNT];

/* A judgement: a counter of drops, or this. */
#define PASS NET_COUNTER_FRAMES

#define FRAME_ALIGNMENT (ETH_PAD_SIZE == 2 ? 4 : 1)
#define MINIMUM_MTU 1280             /* RFC 8200 5 */
#define REACHABLE_TIME_MAX 3600000UL /* ms, RFC 4861 6.2.1 */
#define ND_HOP_LIMIT 255

static bool address_shared;

void (*net_guard_on_answer)(void);

/* The frame that is being handled may be a neighbour's answer: what leaves now has waited for it. */
static bool answered;

/* Nothing outside of a frame, and for most frames (is_plain()). */
static struct guard_frame handled;

/* ---- IPv4 ---- */

/* Options are one byte, or have a length. Record route and time stamps are answered by nobody here. */
static enum net_counter judge_options(const uint8_t *option, const uint8_t *end) {
  enum { END, NO_OPERATION, LOOSE_ROUTE = 131, STRICT_ROUTE = 137 };
  while (option < end && *option != END) {
    size_t size = 1;
    if (*option != NO_OPERATION) {
      if (end - option < 2 || option[1] < 2 || option[1] > end - option) {
        return NET_COUNTER_MALFORMED;
      }
      size = option[1];
    }
    if (*option == LOOSE_ROUTE || *option == STRICT_ROUTE) {
      return NET_COUNTER_SOURCE_ROUTE;
    }
    option += size;
  }
  return PASS;
}

/* A switch that asks for groups needs no address (RFC 4541 2.1.1), and a host that asks a DHCP server for one has none:
 * from the client's port to the server's, so that whatever an app answers goes to no socket of its own. */
static bool may_have_no_address(const uint8_t *ip, size_t size) {
  size_t header = (ip[0] & 15U) * 4U;
  return ip[9] == IP_PROTO_IGMP ||
         (ip[9] == IP_PROTO_UDP && (wire16(ip + 6) & PP_HTONS(IP_MF | IP_OFFMASK)) == 0 && size >= header + UDP_HLEN &&
          wire16(ip + header) == PP_HTONS(LWIP_IANA_PORT_DHCP_CLIENT) &&
          wire16(ip + header + 2) == PP_HTONS(LWIP_IANA_PORT_DHCP_SERVER));
}

/* No host has no address, with the exceptions above: an answer would go to this host itself. Class D and E, this host
 * and its network never are a source (RFC 1122 3.2.1.3). */
static bool is_martian_v4(const uint8_t *ip, size_t size) {
  uint8_t first = ip[12];
  if (first == 0) {
    return wire32(ip + 12) != 0 || !may_have_no_address(ip, size);
  }
  return first == 127 || first >= 224;
}

/* fragment is the header's offset and flag. A length that does not fit is lwIP's to see. */
static bool admit_v4(const uint8_t *ip, size_t header, uint16_t fragment) {
  const struct net_fragment is = {
      .source = ip + 12,
      .source_size = 4,
      .id = bytes_be16(ip + 4),
      .offset = (fragment & IP_OFFMASK) * 8U,
      .size = (uint32_t)LWIP_MAX((int)bytes_be16(ip + 2) - (int)header, 0),
      .more = (fragment & IP_MF) != 0,
  };
  return net_fragments_admit(&is);
}

/* What a DHCP server (RFC 2131) says may be this host's address, a host can have; none is a refusal. */
static enum net_counter judge_dhcp(const uint8_t *bootp, size_t size) {
  return size < 20 || (bootp[16] == 0 && wire32(bootp + 16) != 0) || bootp[16] == 127 || bootp[16] >= 224
             ? NET_COUNTER_MARTIAN
             : PASS;
}

/* ip is whole or a first fragment. */
static enum net_counter judge_upper_v4(const uint8_t *ip, size_t header, size_t size, bool fragment) {
  if (ip[9] == IP_PROTO_ICMP && size > header && ip[header] == ICMP_RD) {
    return NET_COUNTER_REDIRECT;
  }
  if (ip[9] == IP_PROTO_UDP && size >= header + UDP_HLEN && bytes_be16(ip + header + 2) == LWIP_IANA_PORT_DHCP_CLIENT) {
    /* Put together it would not come by here again. */
    return fragment ? NET_COUNTER_FRAGMENT : judge_dhcp(ip + header + UDP_HLEN, size - header - UDP_HLEN);
  }
  return PASS;
}

/* What most packets are: a whole datagram without options, of another host to one or to some, that is no answer of a
 * DHCP server. */
static inline bool is_plain_v4(const uint8_t *ip, uint32_t own) {
  uint8_t first = ip[12];
  return ip[0] == 0x45 && ip[16] != 0 && ip[9] == IP_PROTO_UDP && (uint8_t)(first - 1) < 223 && first != 127 &&
         (wire16(ip + 6) & PP_HTONS(IP_MF | IP_OFFMASK)) == 0 && wire32(ip + 12) != own &&
         wire16(ip + IP_HLEN + 2) != PP_HTONS(LWIP_IANA_PORT_DHCP_CLIENT);
}

static enum net_counter judge_v4(const uint8_t *ip, size_t size, const struct netif *netif) {
  if (size < IP_HLEN) {
    return NET_COUNTER_MALFORMED;
  }
  uint32_t own = ip4_addr_get_u32(netif_ip4_addr(netif));
  if ((uint8_t)(ip[12] - 1) >= 223 || ip[12] == 127) {
    if (is_martian_v4(ip, size)) {
      return NET_COUNTER_MARTIAN;
    }
  } else if (wire32(ip + 12) == own && !address_shared) {
    return NET_COUNTER_MARTIAN;
  }
  if (ip[16] == 0) { /* for lwIP 0.0.0.0 is a broadcast */
    return NET_COUNTER_MARTIAN;
  }
  size_t header = (ip[0] & 15U) * 4U;
  if (header != IP_HLEN) {
    if (header < IP_HLEN || header > size) {
      return NET_COUNTER_MALFORMED;
    }
    enum net_counter cause = judge_options(ip + IP_HLEN, ip + header);
    if (cause != PASS) {
      return cause;
    }
  }
  uint16_t fragment = bytes_be16(ip + 6) & (IP_MF | IP_OFFMASK);
  if ((fragment & IP_OFFMASK) == 0) {
    enum net_counter cause = judge_upper_v4(ip, header, size, fragment != 0);
    if (cause != PASS) {
      return cause;
    }
  }
  return fragment == 0 || admit_v4(ip, header, fragment) ? PASS : NET_COUNTER_FRAGMENT;
}

/* A link-layer address of one host, which is another: what is sent to it arrives somewhere. */
static bool is_mac_of_another(const uint8_t *mac, const struct netif *netif) {
  return (mac[0] & 1) == 0 && !is_zero(mac, ETH_HWADDR_LEN) && memcmp(mac, netif->hwaddr, ETH_HWADDR_LEN) != 0;
}

/* A sender is one host, with an address of its own; 0.0.0.0 only asks whether an address is taken. */
static enum net_counter judge_arp(const uint8_t *arp, size_t size, const struct netif *netif) {
  if (size < 28) {
    return NET_COUNTER_MALFORMED;
  }
  bool zero = wire32(arp + 14) == 0;
  bool address = zero || (arp[14] != 0 && arp[14] != 127 && arp[14] < 224);
  answered = address && is_mac_of_another(arp + 8, netif);
  return answered ? PASS : NET_COUNTER_NEIGHBOR;
}

/* ---- IPv6 ---- */

/* The index of address (16 bytes) among those of netif, -1 when it is none. */
static int own_index(const struct netif *netif, const uint8_t *address) {
  uint32_t last = wire32(address + 12);
  for (int i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++) {
    if (netif_ip6_addr(netif, i)->addr[3] == last && !ip6_addr_isinvalid(netif_ip6_addr_state(netif, i)) &&
        memcmp(netif_ip6_addr(netif, i)->addr, address, 16) == 0) {
      return i;
    }
  }
  return -1;
}

/* Options of neighbour discovery: none of length 0, none beyond the end, and link-layer addresses are those of one
 * other host. source is the sender's, NULL without one. */
static bool are_options_sane(const uint8_t *option, const uint8_t *end, const struct netif *netif,
                             const uint8_t **source) {
  *source = NULL;
  while (option < end) {
    if (end - option < 8 || option[1] == 0 || option[1] * 8 > end - option) {
      return false;
    }
    if (option[0] == ND6_OPTION_TYPE_SOURCE_LLADDR || option[0] == ND6_OPTION_TYPE_TARGET_LLADDR) {
      if (!is_mac_of_another(option + 2, netif)) {
        return false;
      }
      if (option[0] == ND6_OPTION_TYPE_SOURCE_LLADDR) {
        *source = option + 2;
      }
    }
    if (option[0] == ND6_OPTION_TYPE_PREFIX_INFO) {
      /* A prefix of addresses that hosts can have. */
      if (option[1] != 4 || option[16] == 0xff || is_zero(option + 16, 8)) {
        return false;
      }
    }
    option += option[1] * 8;
  }
  return true;
}

/* Whether an ICMPv6 message has its checksum: lwIP looks only later. */
static bool is_sum_right(const uint8_t *ip, const uint8_t *icmp, size_t size) {
  uint32_t sum = (uint16_t)~inet_chksum(ip + 8, 32) + (uint16_t)~inet_chksum(icmp, (u16_t)size) +
                 lwip_htons((u16_t)size) + lwip_htons(IP6_NEXTH_ICMP6);
  sum = (sum & 0xffff) + (sum >> 16);
  return (sum & 0xffff) + (sum >> 16) == 0xffff;
}

/* RFC 4861 7.2.3, where lwIP keeps what it had: a neighbour that asks says where it is, and what was believed of it is
 * to be verified. One forged advertisement, with the reachable time of a forged router, would else hold for an hour. */
static void correct_neighbor(const uint8_t *ip, const uint8_t *icmp, size_t size, const uint8_t *mac) {
  for (size_t i = 0; i < LWIP_ND6_NUM_NEIGHBORS; i++) {
    struct nd6_neighbor_cache_entry *entry = &neighbor_cache[i];
    if (entry->state >= ND6_REACHABLE && memcmp(entry->next_hop_address.addr, ip + 8, 16) == 0 &&
        memcmp(entry->lladdr, mac, ETH_HWADDR_LEN) != 0 && is_sum_right(ip, icmp, size)) {
      memcpy(entry->lladdr, mac, ETH_HWADDR_LEN);
      entry->state = ND6_STALE;
      entry->counter.stale_time = 0;
    }
  }
}

/* RFC 4861 6.1.2, 7.1.1 and 7.1.2; what is unsolicited goes to a group (7.2.6), as lwIP takes all else for an answer;
 * and for addresses that are in use RFC 4862 5.4.4: an advertisement alone takes none of them away. */
static bool is_neighbor_message_sane(const uint8_t *ip, const uint8_t *icmp, size_t size, const struct netif *netif) {
  bool is_router = icmp[0] == ICMP6_TYPE_RA;
  size_t header = is_router ? 16 : 24;
  const uint8_t *source;
  if (ip[7] != ND_HOP_LIMIT || icmp[1] != 0 || size < header ||
      !are_options_sane(icmp + header, icmp + size, netif, &source)) {
    return false;
  }
  if (is_router) {
    return ip[8] == 0xfe && (ip[9] & 0xc0) == 0x80 && bytes_be32(icmp + 8) <= REACHABLE_TIME_MAX;
  }
  if (icmp[8] == 0xff) {
    return false;
  }
  int own = own_index(netif, icmp + 8);
  if (icmp[0] == ICMP6_TYPE_NS) {
    if (source != NULL && is_zero(ip + 8, 16)) {
      return false;
    }
    if (source != NULL && own >= 0) {
      correct_neighbor(ip, icmp, size, source);
    }
    return true;
  }
  return ((icmp[4] & ND6_FLAG_SOLICITED) != 0) == (ip[24] != 0xff) &&
         (own < 0 || ip6_addr_istentative(netif_ip6_addr_state(netif, own)));
}

/* The quote begins with the header of the packet, which this board must have sent (RFC 8201 5.1). No message makes a
 * path larger (section 4): than the link it cannot be, or packets would be built that the driver refuses. */
static bool is_too_big_sane(const uint8_t *icmp, size_t size, const struct netif *netif) {
  return size >= 8 + IPV6_HEADER && bytes_be32(icmp + 4) >= MINIMUM_MTU && bytes_be32(icmp + 4) <= netif->mtu &&
         icmp[8] >> 4 == 6 && own_index(netif, icmp + 16) >= 0;
}

static enum net_counter judge_icmp6(const uint8_t *ip, const uint8_t *icmp, size_t size, bool fragment,
                                    const struct netif *netif) {
  if (size < 4) {
    return NET_COUNTER_MALFORMED;
  }
  switch (icmp[0]) {
  case ICMP6_TYPE_PTB:
    return is_too_big_sane(icmp, size, netif) ? PASS : NET_COUNTER_PACKET_TOO_BIG;
  case ICMP6_TYPE_RD:
    return NET_COUNTER_REDIRECT;
  case ICMP6_TYPE_RA:
  case ICMP6_TYPE_NS:
  case ICMP6_TYPE_NA:
    answered = icmp[0] == ICMP6_TYPE_NA;
    return !fragment && is_neighbor_message_sane(ip, icmp, size, netif) ? PASS : NET_COUNTER_NEIGHBOR;
  default:
    return PASS;
  }
}

/* Goes through the extension headers that lwIP goes through, to what they are about. No address is a source for ICMPv6
 * alone (RFC 4291 2.5.2): an answer to it would go to this host itself. */
static enum net_counter judge_upper(const uint8_t *ip, const uint8_t *end, const struct netif *netif) {
  const uint8_t *at = ip + IPV6_HEADER;
  uint8_t next = ip[6];
  bool fragment = false;
  bool nobody = is_zero(ip + 8, 16);
  for (int headers = 0; headers < HEADERS_MAX; headers++) {
    size_t left = (size_t)(end - at);
    size_t size = 8;
    switch (next) {
    case IP6_NEXTH_ICMP6:
      return judge_icmp6(ip, at, left, fragment, netif);
    case IP6_NEXTH_HOPBYHOP:
    case IP6_NEXTH_DESTOPTS:
    case IP6_NEXTH_ROUTING:
    case IP6_NEXTH_FRAGMENT:
      break;
    default:
      return nobody ? NET_COUNTER_MARTIAN : PASS;
    }
    if (left < 8) {
      return NET_COUNTER_MALFORMED;
    }
    if (next == IP6_NEXTH_FRAGMENT) {
      fragment = true;
      uint16_t part = bytes_be16(at + 2);
      if ((part & (IP6_FRAG_OFFSET_MASK | IP6_FRAG_MORE_FLAG)) != 0) {
        const struct net_fragment is = {
            .source = ip + 8,
            .source_size = 16,
            .id = bytes_be32(at + 4),
            .offset = part & IP6_FRAG_OFFSET_MASK,
            .size = (uint32_t)(left - 8),
            .more = (part & IP6_FRAG_MORE_FLAG) != 0,
        };
        return at[0] == IP6_NEXTH_UDP && !nobody && net_fragments_admit(&is) ? PASS : NET_COUNTER_FRAGMENT;
      }
    } else {
      size += at[1] * 8U;
      if (size > left) {
        return NET_COUNTER_MALFORMED;
      }
      if (next == IP6_NEXTH_ROUTING && at[3] != 0) {
        return NET_COUNTER_SOURCE_ROUTE; /* RFC 5095; the other types are for routers */
      }
    }
    next = at[0];
    at += size;
  }
  return NET_COUNTER_MALFORMED;
}

/* RFC 4291 2.5: the loopback's address, and those that stand for IPv4. */
static bool is_martian_v6(const uint8_t *source) { return is_zero(source, 10) && !is_zero(source + 10, 6); }

static enum net_counter judge_v6(const uint8_t *ip, size_t size, const struct netif *netif) {
  if (size < IPV6_HEADER || bytes_be16(ip + 4) > size - IPV6_HEADER) {
    return NET_COUNTER_MALFORMED;
  }
  const uint8_t *source = ip + 8;
  const uint8_t *to = ip + 24;
  if (source[0] == 0xff || (source[0] == 0 && is_martian_v6(source))) {
    return NET_COUNTER_MARTIAN;
  }
  /* RFC 4291 2.7: groups of no scope, and of an interface alone, which lwIP takes from the wire. */
  if (to[0] == 0xff && (to[1] & 15) <= 1) {
    return NET_COUNTER_MARTIAN;
  }
  /* Who has taken an address that this board is asking for answers with it. */
  if (!address_shared && own_index(netif, source) >= 0 &&
      !(ip[6] == IP6_NEXTH_ICMP6 && size > IPV6_HEADER && ip[IPV6_HEADER] == ICMP6_TYPE_NA)) {
    return NET_COUNTER_MARTIAN;
  }
  return ip[6] == IP6_NEXTH_UDP && source[0] != 0 ? PASS
                                                  : judge_upper(ip, ip + IPV6_HEADER + bytes_be16(ip + 4), netif);
}

/* ---- in ---- */

static enum net_counter judge_frame(const struct pbuf *p, const struct netif *netif) {
  const uint8_t *frame = (const uint8_t *)p->payload + ETH_PAD_SIZE;
  if (p->len < ETH_PAD_SIZE + ETHERNET_HEADER) {
    return NET_COUNTER_MALFORMED;
  }
  size_t size = (size_t)p->len - ETH_PAD_SIZE - ETHERNET_HEADER;
  switch (bytes_be16(frame + 12)) {
  case ETHTYPE_IP:
    return judge_v4(frame + ETHERNET_HEADER, size, netif);
  case ETHTYPE_IPV6:
    return judge_v6(frame + ETHERNET_HEADER, size, netif);
  case ETHTYPE_ARP:
    return judge_arp(frame + ETHERNET_HEADER, size, netif);
  case ETHTYPE_VLAN: /* IDF's lwIP would look behind the tag */
    return NET_COUNTER_MALFORMED;
  default:
    return PASS;
  }
}

/* What most frames are; nothing that such a datagram makes lwIP do is counted below. */
static inline bool is_plain(const struct pbuf *p, const struct netif *netif) {
  /* Drivers begin frames where their IP header is aligned. */
  const uint8_t *frame = (const uint8_t *)__builtin_assume_aligned(p->payload, FRAME_ALIGNMENT) + ETH_PAD_SIZE;
  return p->len >= ETH_PAD_SIZE + ETHERNET_HEADER + IP_HLEN + UDP_HLEN && (frame[0] & 1) == 0 &&
         wire16(frame + 12) == PP_HTONS(ETHTYPE_IP) &&
         is_plain_v4(frame + ETHERNET_HEADER, ip4_addr_get_u32(netif_ip4_addr(netif)));
}

/*
 * How many packets may yet leave because of the frame that is being handled, plus one; 0 while none is. Packets that
 * wait for a neighbour leave when its address comes; when lwIP meanwhile knows another next hop for them, one that it
 * puts in this neighbour's place in a full table, it queues each again where it takes the next from, without end
 * (nd6_send_q). The largest answer to a frame are the fragments of an echo.
 */
static uint16_t outputs_left;
#define ECHO_FRAGMENTS 64

/* A function of its own, so that plain frames save no registers for it. */
static __attribute__((noinline)) err_t judge_and_input(struct pbuf *p, struct netif *netif) {
  enum net_counter cause = judge_frame(p, netif);
  if (cause != PASS) {
    answered = false;
    net_counters[cause]++;
    pbuf_free(p);
    return ERR_OK;
  }
  outputs_left = 1 + MEMP_NUM_ND6_QUEUE + ECHO_FRAGMENTS;
  handled = (struct guard_frame){(const uint8_t *)p->payload + ETH_PAD_SIZE, (size_t)p->len - ETH_PAD_SIZE};
  err_t err = ethernet_input(p, netif);
  handled.bytes = NULL;
  outputs_left = 0;
  if (answered) {
    /* Before the next answer: in a full table of lwIP's it may take the place of this one. */
    if (net_guard_on_answer != NULL) {
      net_guard_on_answer();
    }
    answered = false;
  }
  return err;
}

err_t net_guard_input(struct pbuf *p, struct netif *netif) {
  net_counters[NET_COUNTER_FRAMES]++;
  return is_plain(p, netif) ? ethernet_input(p, netif) : judge_and_input(p, netif);
}

void net_guard_lost(void) { net_counters[NET_COUNTER_DRIVER]++; }

void net_guard_share_address(void) { address_shared = true; }

/* ---- out ---- */

static bool is_round_trip(void) {
  if (outputs_left != 0 && --outputs_left == 0) {
    outputs_left = 1;
    net_counters[NET_COUNTER_QUEUE]++;
    return true;
  }
  return false;
}

/*
 * An echo's answer does not wait for a neighbour, neither in the receive buffer that the question came in nor in lwIP's
 * heap: hosts that are not there could take the buffers from the driver, or the heap from who sends. The next one finds
 * the way. Hosts that are there have asked for this board's address before, and said theirs.
 */
static err_t answer_echo(struct netif *netif, struct pbuf *p, const ip4_addr_t *to) {
  const ip4_addr_t *hop =
      ip4_addr_net_eq(to, netif_ip4_addr(netif), netif_ip4_netmask(netif)) ? to : netif_ip4_gw(netif);
  struct eth_addr *mac;
  const ip4_addr_t *found;
  return etharp_find_addr(netif, hop, &mac, &found) >= 0 ? etharp_output(netif, p, to) : etharp_query(netif, hop, NULL);
}

#if CONFIG_NET_RENUMBER
static uint16_t id_offset;

/* All fragments of a datagram get the same identification. The header's checksum follows after RFC 1624. */
static void renumber_v4(uint8_t *ip) {
  uint16_t was = bytes_be16(ip + 4);
  uint16_t is = (uint16_t)(was + id_offset);
  uint32_t sum = (uint32_t)(uint16_t)~bytes_be16(ip + 10) + (uint16_t)~was + is;
  sum = (sum & 0xffff) + (sum >> 16);
  bytes_put_be16(ip + 4, is);
  bytes_put_be16(ip + 10, (uint16_t) ~((sum & 0xffff) + (sum >> 16)));
}
#endif

/* p starts with the IP header, in one piece with the ICMP header where there is one. */
static err_t output_v4(struct netif *netif, struct pbuf *p, const ip4_addr_t *to) {
  const uint8_t *ip = p->payload;
  bool icmp = ip[9] == IP_PROTO_ICMP;
#if CONFIG_NET_RENUMBER
  renumber_v4(p->payload);
#endif
  if (icmp && p->len > IP_HLEN && guard_is_error_v4(ip[IP_HLEN]) &&
      !guard_may_send_error_v4(ip, p->len, &handled, netif)) {
    return ERR_OK; /* nobody is told, as on a wire that loses it */
  }
  bool echo = icmp && (pbuf_match_allocsrc(p, PBUF_TYPE_ALLOC_SRC_MASK_STD_MEMP_PBUF_POOL) ||
                       (wire16(ip + 6) & PP_HTONS(IP_MF | IP_OFFMASK)) != 0);
  return echo ? answer_echo(netif, p, to) : etharp_output(netif, p, to);
}

/* Alone what answers an echo is ICMPv6 in fragments. */
static bool is_echo_v6(const uint8_t *ip) {
  return ip[6] == IP6_NEXTH_ICMP6 ? ip[IPV6_HEADER] == ICMP6_TYPE_EREP
                                  : ip[6] == IP6_NEXTH_FRAGMENT && ip[IPV6_HEADER] == IP6_NEXTH_ICMP6;
}

static err_t output_v6(struct netif *netif, struct pbuf *p, const ip6_addr_t *to) {
  const uint8_t *ip = p->payload;
  /* lwIP sends by here again what has waited, and that has been counted. */
  if (ip[6] == IP6_NEXTH_ICMP6 && p->len > IPV6_HEADER && ip[IPV6_HEADER] < ICMP6_TYPE_EREQ && !answered &&
      !guard_may_send_error_v6(ip, p->len, &handled)) {
    return ERR_OK;
  }
  const u8_t *mac;
  if (p->len > IPV6_HEADER && is_echo_v6(ip) && nd6_get_next_hop_addr_or_queue(netif, NULL, to, &mac) != ERR_OK) {
    return ERR_OK;
  }
  return is_round_trip() ? ERR_MEM : ethip6_output(netif, p, to);
}

void net_guard_attach(struct netif *netif) {
  guard_errors_start();
  net_fragments_start();
#if CONFIG_NET_RENUMBER
  port_random(&id_offset, sizeof id_offset);
#endif
  netif->output = output_v4;
  netif->output_ip6 = output_v6;
}

/* ---- counters ---- */

void net_counters_read(uint32_t out[NET_COUNTER_COUNT]) {
  port_net_lock();
  memcpy(out, net_counters, sizeof net_counters);
#if LWIP_STATS && LINK_STATS
  out[NET_COUNTER_DRIVER] += lwip_stats.link.drop;
#endif
  port_net_unlock();
}
