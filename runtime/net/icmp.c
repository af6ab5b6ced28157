/* icmp.c: ICMP port unreachable, told to the connected sockets it is about. */
#include "net/icmp.h"

#include <string.h>

#include "core/bytes.h"
#include "core/errors.h"
#include "lwip/icmp.h"
#include "lwip/icmp6.h"
#include "lwip/inet_chksum.h"
#include "net/counters.h"
#include "net/raw_pair.h"
#include "net/udp_private.h"

#define ICMP_HEADER 8
#define UDP_HEADER 8 /* of the quoted datagram, the least that a host quotes (RFC 1122 3.2.2, RFC 4443 2.4) */

/* Open exactly while watchers is not 0. */
static struct net_raw_pair pcbs;
static uint32_t watchers;

/* p starts with the IP header and must do so again; the message after header bytes is summed. */
static bool is_intact(struct pbuf *p, u16_t header, bool v6) {
  pbuf_remove_header(p, header);
  u16_t sum = v6 ? ip6_chksum_pseudo(p, IP6_NEXTH_ICMP6, p->tot_len, ip6_current_src_addr(), ip6_current_dest_addr())
                 : inet_chksum_pbuf(p);
  pbuf_add_header_force(p, header);
  return sum == 0;
}

/* No socket hears of it; it is counted, and lwIP, which does nothing about unreachables, frees it. */
static u8_t icmp_disbelieve(void) {
  net_counters[NET_COUNTER_UNREACHABLE]++;
  return 0;
}

/* Tells the socket whose datagram from local to remote was refused. A port is refused by the host that has it (RFC 1122
 * 3.2.2.1), to the one that asked: nobody else's word counts, nor one to a group or a broadcast address. */
static u8_t icmp_refuse(const ip_addr_t *local, const ip_addr_t *remote, const uint8_t *ports) {
  if (!ip_addr_zoneless_eq(ip_current_src_addr(), remote) || !ip_addr_zoneless_eq(ip_current_dest_addr(), local)) {
    return icmp_disbelieve();
  }
  net_udp_refused(local, bytes_be16(ports), remote, bytes_be16(ports + 2));
  return 0;
}

/* The message quotes the datagram that was refused: its IP header, then its UDP header. Sees ICMP before lwIP
 * does and leaves it to lwIP. lwIP's context. */
static u8_t input_v4(void *arg, struct raw_pcb *pcb, struct pbuf *p, const ip_addr_t *from) {
  u16_t header = ip_current_header_tot_len();
  uint8_t bytes[ICMP_HEADER + IP_HLEN];
  uint8_t ports[UDP_HEADER];
  LWIP_UNUSED_ARG(arg);
  LWIP_UNUSED_ARG(pcb);
  LWIP_UNUSED_ARG(from);

  if (pbuf_copy_partial(p, bytes, sizeof bytes, header) != sizeof bytes || bytes[0] != ICMP_DUR ||
      bytes[1] != ICMP_DUR_PORT) {
    return 0;
  }
  const uint8_t *quoted = bytes + ICMP_HEADER;
  u16_t quoted_header = (u16_t)((quoted[0] & 15) * 4);
  bool first_fragment = (bytes_be16(quoted + 6) & IP_OFFMASK) == 0;
  if (quoted[0] >> 4 != 4 || quoted_header < IP_HLEN || quoted[9] != IP_PROTO_UDP || !first_fragment ||
      pbuf_copy_partial(p, ports, UDP_HEADER, (u16_t)(header + ICMP_HEADER + quoted_header)) != UDP_HEADER ||
      !is_intact(p, header, false)) {
    return icmp_disbelieve();
  }
  ip_addr_t local = IPADDR4_INIT(0);
  ip_addr_t remote = IPADDR4_INIT(0);
  memcpy(&ip_2_ip4(&local)->addr, quoted + 12, 4);
  memcpy(&ip_2_ip4(&remote)->addr, quoted + 16, 4);
  return icmp_refuse(&local, &remote, ports);
}

static u8_t input_v6(void *arg, struct raw_pcb *pcb, struct pbuf *p, const ip_addr_t *from) {
  u16_t header = ip_current_header_tot_len();
  uint8_t bytes[ICMP_HEADER + IP6_HLEN + UDP_HEADER];
  LWIP_UNUSED_ARG(arg);
  LWIP_UNUSED_ARG(pcb);
  LWIP_UNUSED_ARG(from);

  const uint8_t *quoted = bytes + ICMP_HEADER;
  const uint8_t *ports = quoted + IP6_HLEN;
  if (pbuf_copy_partial(p, bytes, sizeof bytes, header) != sizeof bytes || bytes[0] != ICMP6_TYPE_DUR ||
      bytes[1] != ICMP6_DUR_PORT) {
    return 0;
  }
  uint8_t fragment[8 + UDP_HEADER];
  if (quoted[6] == IP6_NEXTH_FRAGMENT) {
    if (pbuf_copy_partial(p, fragment, sizeof fragment, (u16_t)(header + ICMP_HEADER + IP6_HLEN)) != sizeof fragment ||
        fragment[0] != IP6_NEXTH_UDP || (bytes_be16(fragment + 2) & IP6_FRAG_OFFSET_MASK) != 0) {
      return icmp_disbelieve();
    }
    ports = fragment + 8;
  } else if (quoted[6] != IP6_NEXTH_UDP) {
    return icmp_disbelieve();
  }
  if (quoted[0] >> 4 != 6 || !is_intact(p, header, true)) {
    return icmp_disbelieve();
  }
  ip_addr_t local = IPADDR6_INIT(0, 0, 0, 0);
  ip_addr_t remote = IPADDR6_INIT(0, 0, 0, 0);
  memcpy(ip_2_ip6(&local)->addr, quoted + 8, 16);
  memcpy(ip_2_ip6(&remote)->addr, quoted + 24, 16);
  return icmp_refuse(&local, &remote, ports);
}

int net_icmp_watch(void) {
  if (!net_raw_pair_open(&pcbs, IP_PROTO_ICMP, input_v4, IP6_NEXTH_ICMP6, input_v6)) {
    return ERR_CODE_ENOMEM;
  }
  watchers++;
  return 0;
}

void net_icmp_unwatch(void) {
  if (--watchers == 0) {
    net_raw_pair_close(&pcbs);
  }
}
