/* report.c: writes and sends the membership reports of IGMPv3 and MLDv2. */
#include "net/report.h"

#include <string.h>

#include "core/bytes.h"
#include "lwip/icmp6.h"
#include "lwip/inet_chksum.h"
#include "lwip/mld6.h"
#include "lwip/prot/igmp.h"
#include "lwip/prot/mld6.h"

#define IGMP_V3_REPORT 0x22
#define MLD_V2_REPORT 143
#define HEADER 8 /* type, reserved, checksum, reserved, number of records */
#define INTERNETWORK_CONTROL 0xc0
/* Below the least MTU of IPv6 with both headers, and of common IPv4 links. */
#define CAPACITY 1200

/* Invariant: size bytes are written, whole records but for the sources of the last one, which starts at
 * record. */
static struct {
  struct netif *netif;
  bool v6;
  uint16_t records;
  size_t size;
  size_t record;
  uint8_t bytes[CAPACITY];
} report;

static size_t address_size(void) { return report.v6 ? 16 : 4; }

static void put_address(const ip_addr_t *ip) {
  if (report.v6) {
    memcpy(report.bytes + report.size, ip_2_ip6(ip)->addr, 16);
  } else {
    memcpy(report.bytes + report.size, &ip_2_ip4(ip)->addr, 4);
  }
  report.size += address_size();
}

static void report_restart(void) {
  memset(report.bytes, 0, HEADER);
  report.bytes[0] = report.v6 ? MLD_V2_REPORT : IGMP_V3_REPORT;
  report.size = HEADER;
  report.records = 0;
}

void net_report_begin(struct netif *netif, bool v6) {
  report.netif = netif;
  report.v6 = v6;
  report_restart();
}

static void send_v4(void) {
  uint8_t router_alert[ROUTER_ALERTLEN] = {ROUTER_ALERT >> 8, ROUTER_ALERT & 0xff, 0, 0};
  const ip4_addr_t routers = {PP_HTONL(0xe0000016UL)}; /* 224.0.0.22 */
  struct pbuf *p = pbuf_alloc(PBUF_TRANSPORT, (u16_t)report.size, PBUF_RAM);
  if (p == NULL) {
    return;
  }
  memcpy(p->payload, report.bytes, report.size);
  u16_t sum = inet_chksum(p->payload, (u16_t)report.size);
  memcpy((u8_t *)p->payload + 2, &sum, sizeof sum);
  (void)ip4_output_if_opt(p, netif_ip4_addr(report.netif), &routers, IGMP_TTL, INTERNETWORK_CONTROL, IP_PROTO_IGMP,
                          report.netif, router_alert, ROUTER_ALERTLEN);
  pbuf_free(p);
}

static void send_v6(void) {
  ip6_addr_t routers; /* ff02::16 */
  IP6_ADDR(&routers, PP_HTONL(0xff020000UL), 0, 0, PP_HTONL(0x16UL));
  ip6_addr_assign_zone(&routers, IP6_MULTICAST, report.netif);
  /* Only a link-local address may be the source, or none while the link has no valid one (section 5.2.13). */
  const ip6_addr_t *source = IP6_ADDR_ANY6;
  if (ip6_addr_isvalid(netif_ip6_addr_state(report.netif, 0)) &&
      ip6_addr_islinklocal(netif_ip6_addr(report.netif, 0))) {
    source = netif_ip6_addr(report.netif, 0);
  }
  struct pbuf *p = pbuf_alloc(PBUF_IP, (u16_t)(report.size + MLD6_HBH_HLEN), PBUF_RAM);
  if (p == NULL) {
    return;
  }
  pbuf_remove_header(p, MLD6_HBH_HLEN);
  memcpy(p->payload, report.bytes, report.size);
  u16_t sum = ip6_chksum_pseudo(p, IP6_NEXTH_ICMP6, p->tot_len, source, &routers);
  memcpy((u8_t *)p->payload + 2, &sum, sizeof sum);
  if (ip6_options_add_hbh_ra(p, IP6_NEXTH_ICMP6, IP6_ROUTER_ALERT_VALUE_MLD) == ERR_OK) {
    (void)ip6_output_if(p, ip6_addr_isany(source) ? NULL : source, &routers, 1, 0, IP6_NEXTH_HOPBYHOP, report.netif);
  }
  pbuf_free(p);
}

void net_report_end(void) {
  if (report.records > 0) {
    bytes_put_be16(report.bytes + 6, report.records);
    if (report.v6) {
      send_v6();
    } else {
      send_v4();
    }
  }
  report_restart();
}

void net_report_record(enum net_report_type type, const ip_addr_t *group) {
  if (report.size + 4 + 2 * address_size() > CAPACITY) {
    net_report_end();
  }
  report.record = report.size;
  report.bytes[report.size] = (uint8_t)type;
  report.bytes[report.size + 1] = 0;
  bytes_put_be16(report.bytes + report.size + 2, 0);
  report.size += 4;
  put_address(group);
  report.records++;
}

void net_report_source(const ip_addr_t *source) {
  if (report.size + address_size() > CAPACITY) {
    /* The record goes on in a new report under the same head; all types used here may be split. */
    uint8_t head[4 + 16];
    size_t head_size = 4 + address_size();
    memcpy(head, report.bytes + report.record, head_size);
    net_report_end();
    memcpy(report.bytes + report.size, head, head_size);
    report.record = report.size;
    bytes_put_be16(report.bytes + report.record + 2, 0);
    report.size += head_size;
    report.records = 1;
  }
  put_address(source);
  bytes_put_be16(report.bytes + report.record + 2, bytes_be16(report.bytes + report.record + 2) + 1);
}
