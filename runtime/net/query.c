#include "net/query.h"

#include <string.h>

#include "core/bytes.h"
#include "lwip/icmp6.h"
#include "lwip/inet_chksum.h"
#include "lwip/ip.h"
#include "lwip/prot/igmp.h"

/* Bytes of a query before its sources. */
#define IGMP_QUERY 12
#define MLD_QUERY 28
#define MLD1_QUERY 24

#define IGMP_TICK_MS 100

/* RFC 3376 section 4.1.1: from 128 on a mantissa of four bits and an exponent of three. */
static uint32_t query_time_v4(uint8_t code) {
  return code < 128 ? code : (uint32_t)((code & 15) | 16) << ((code >> 4 & 7) + 3);
}

/* RFC 3810 section 5.1.3: from 32,768 on a mantissa of twelve bits and an exponent of three. */
static uint32_t query_time_v6(uint16_t code) {
  return code < 32768 ? code : (uint32_t)((code & 0xfff) | 0x1000) << ((code >> 12 & 7) + 3);
}

bool net_query_read_v4(struct pbuf *p, struct net_query *out) {
  u16_t header = ip_current_header_tot_len();
  u16_t size = (u16_t)(p->tot_len - header);
  uint8_t bytes[IGMP_QUERY] = {0};
  pbuf_copy_partial(p, bytes, LWIP_MIN(size, sizeof bytes), header);
  if (size < IGMP_MINLEN || bytes[0] != IGMP_MEMB_QUERY || (size > IGMP_MINLEN && size < IGMP_QUERY)) {
    return false;
  }
  pbuf_remove_header(p, header);
  bool intact = inet_chksum_pbuf(p) == 0;
  pbuf_add_header_force(p, header);
  *out = (struct net_query){
      .older = size == IGMP_MINLEN,
      .robustness = bytes[8] & 7,
      .within_ms = query_time_v4(bytes[1]) * IGMP_TICK_MS,
      .sources = bytes_be16(bytes + 10),
      .offset = (uint16_t)(header + IGMP_QUERY),
  };
  IP_SET_TYPE_VAL(out->group, IPADDR_TYPE_V4);
  memcpy(&ip_2_ip4(&out->group)->addr, bytes + 4, 4);
  return intact && (out->older || size >= IGMP_QUERY + 4 * (uint32_t)out->sources);
}

/* MLD comes behind a hop-by-hop header. */
bool net_query_read_v6(struct pbuf *p, const ip_addr_t *from, struct net_query *out) {
  u16_t header = ip_current_header_tot_len();
  u16_t size = (u16_t)(p->tot_len - header);
  uint8_t bytes[MLD_QUERY] = {0};
  uint8_t hop_by_hop[1] = {0};
  pbuf_copy_partial(p, hop_by_hop, sizeof hop_by_hop, IP6_HLEN);
  pbuf_copy_partial(p, bytes, LWIP_MIN(size, sizeof bytes), header);
  if (hop_by_hop[0] != IP6_NEXTH_ICMP6 || size < MLD1_QUERY || (size > MLD1_QUERY && size < MLD_QUERY) ||
      bytes[0] != ICMP6_TYPE_MLQ || IP6H_HOPLIM((const struct ip6_hdr *)p->payload) != 1 ||
      !ip6_addr_islinklocal(ip_2_ip6(from))) {
    return false;
  }
  pbuf_remove_header(p, header);
  bool intact = ip6_chksum_pseudo(p, IP6_NEXTH_ICMP6, p->tot_len, ip6_current_src_addr(), ip6_current_dest_addr()) == 0;
  pbuf_add_header_force(p, header);
  *out = (struct net_query){
      .older = size == MLD1_QUERY,
      .robustness = bytes[24] & 7,
      .within_ms = query_time_v6(bytes_be16(bytes + 4)),
      .sources = bytes_be16(bytes + 26),
      .offset = (uint16_t)(header + MLD_QUERY),
  };
  IP_SET_TYPE_VAL(out->group, IPADDR_TYPE_V6);
  memcpy(ip_2_ip6(&out->group)->addr, bytes + 8, 16);
  return intact && (out->older || size >= MLD_QUERY + 16 * (uint32_t)out->sources);
}

void net_query_source(const struct net_query *query, const struct pbuf *p, uint16_t i, ip_addr_t *out) {
  *out = query->group;
  if (IP_IS_V6_VAL(query->group)) {
    pbuf_copy_partial(p, ip_2_ip6(out)->addr, 16, (u16_t)(query->offset + 16 * i));
  } else {
    pbuf_copy_partial(p, &ip_2_ip4(out)->addr, 4, (u16_t)(query->offset + 4 * i));
  }
}
