/*
 * lwipopts_common.h: lwIP's settings on the NO_SYS ports. A port's lwipopts.h may define any of them first, and
 * a board any of those under #ifndef through its "defines". What costs memory is listed with its price in
 * ports/common/README.md.
 */
#ifndef LWIPOPTS_COMMON_H
#define LWIPOPTS_COMMON_H

#include <stdbool.h>

#include "config.h"

/* ---- one thread: the script's, inside port_wait() or under port_net_lock() ---- */
#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0
#define LWIP_TCP 0
#define LWIP_TIMERS 1
/* lwIP's own, the multicast reporter's (net/group.c), and that of datagrams that wait (net/udp_wait.c). */
#define MEMP_NUM_SYS_TIMEOUT (LWIP_NUM_SYS_TIMEOUT_INTERNAL + 2)

/* port_net_locked()'s answer, readable without a call: the assertion sits on the hot path. */
extern bool wait_net_locked;
#define LWIP_ASSERT_CORE_LOCKED() LWIP_ASSERT("lwIP is called under port_net_lock() only", wait_net_locked)

/* ---- memory ---- */
#ifndef MEM_ALIGNMENT
#define MEM_ALIGNMENT 4
#endif
/* lwIP's heap: outgoing datagrams, loopback copies, fragments that wait for an address. */
#ifndef MEM_SIZE
#define MEM_SIZE (512 * 1024)
#endif
#define MEMP_MEM_INIT 0
#define LWIP_SUPPORT_CUSTOM_PBUF 1

/* Two bytes before the Ethernet header put the IP header on a word boundary. */
#define ETH_PAD_SIZE 2

/* Received frames. One pbuf holds a whole frame (2 + 1514 + 4 bytes, in bursts of 32): drivers rely on it. */
#define PBUF_POOL_BUFSIZE 1536
#ifndef PBUF_POOL_SIZE
#define PBUF_POOL_SIZE 320
#endif
#ifndef MEMP_NUM_PBUF
#define MEMP_NUM_PBUF 64
#endif

/* ---- Ethernet and neighbours ---- */
#define LWIP_ARP 1
#define LWIP_ETHERNET 1
#ifndef ARP_TABLE_SIZE
#define ARP_TABLE_SIZE 16
#endif
/* While a neighbour is resolved its packets wait: all 45 fragments of the largest datagram. */
#define ARP_QUEUEING 1
#ifndef ARP_QUEUE_LEN
#define ARP_QUEUE_LEN 48
#endif
#ifndef MEMP_NUM_ARP_QUEUE
#define MEMP_NUM_ARP_QUEUE 64
#endif
#define LWIP_ND6_QUEUEING 1
#ifndef MEMP_NUM_ND6_QUEUE
#define MEMP_NUM_ND6_QUEUE 64
#endif
#ifndef LWIP_ND6_NUM_NEIGHBORS
#define LWIP_ND6_NUM_NEIGHBORS 16
#endif
#ifndef LWIP_ND6_NUM_DESTINATIONS
#define LWIP_ND6_NUM_DESTINATIONS 16
#endif

/* ---- IP ---- */
#define LWIP_IPV4 1
#define LWIP_IPV6 1
#define IP_DEFAULT_TTL 64
#define LWIP_ICMP 1
#define LWIP_ICMP6 1
#define LWIP_IGMP 1
#define LWIP_IPV6_MLD 1
#define LWIP_IPV6_SCOPES 1
#define LWIP_IPV6_AUTOCONFIG 1
#define LWIP_IPV6_SEND_ROUTER_SOLICIT 1
#define LWIP_IPV6_NUM_ADDRESSES 4
/*
 * Probes for duplicates before an IPv6 address is used (RFC 4862 DupAddrDetectTransmits). lwIP's probing takes
 * 1 to 2 seconds in which the address cannot send or receive; 0 makes addresses usable at once, as RFC 4862
 * permits, and leaves the duty to whoever gives out MAC addresses. Boards on a shared network set 1.
 */
#ifndef LWIP_IPV6_DUP_DETECT_ATTEMPTS
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS 0
#endif

/* Fragments: 65,507 bytes of IPv4 payload are 45 of them. The limit counts pool pbufs that wait in reassembly. */
#define IP_FRAG 1
#define IP_REASSEMBLY 1
#define LWIP_IPV6_FRAG 1
#define LWIP_IPV6_REASS 1
#ifndef IP_REASS_MAX_PBUFS
#define IP_REASS_MAX_PBUFS 96
#endif
#ifndef MEMP_NUM_REASSDATA
#define MEMP_NUM_REASSDATA 5
#endif
#ifndef MEMP_NUM_FRAG_PBUF
#define MEMP_NUM_FRAG_PBUF 16
#endif

/* Memberships of sockets on two interfaces, and what lwIP joins by itself (all systems, solicited nodes). */
#ifndef MEMP_NUM_IGMP_GROUP
#define MEMP_NUM_IGMP_GROUP (2 * CONFIG_MEMBERSHIPS + 4)
#endif
#ifndef MEMP_NUM_MLD6_GROUP
#define MEMP_NUM_MLD6_GROUP (2 * CONFIG_MEMBERSHIPS + 2 * LWIP_IPV6_NUM_ADDRESSES)
#endif

/* ---- UDP, raw ---- */
#define LWIP_UDP 1
#define LWIP_RAW 1
/* The first look at datagrams, errors of both versions of ICMP, queries about groups of both of IP. */
#ifndef MEMP_NUM_RAW_PCB
#define MEMP_NUM_RAW_PCB 5
#endif
/* One pcb per local port in use: the sockets promised to script, those of net/dns.c, and DHCP's. */
#ifndef MEMP_NUM_UDP_PCB
#define MEMP_NUM_UDP_PCB (CONFIG_UDP_SOCKETS + CONFIG_DNS_ACTIVE + 1)
#endif
#define IP_SOF_BROADCAST 1
#define IP_SOF_BROADCAST_RECV 0
#define LWIP_MULTICAST_TX_OPTIONS 1

/* ---- DHCP, DNS ---- */
#define LWIP_DHCP 1
/* Probing an offered address by ARP first takes some 7 seconds; the server has done it (RFC 2131 2.2). */
#ifndef LWIP_DHCP_DOES_ACD_CHECK
#define LWIP_DHCP_DOES_ACD_CHECK 0
#endif
/* lwIP counts leases in minutes; one of less than two would end unrenewed. Its counters of 16 bits would let go of a
 * lease before they ask for its renewal, when half of it is longer than they count, and a sum in it makes the longest
 * one the shortest. Signed: lwIP subtracts what has passed. */
#ifndef DHCP_COARSE_TIMER_SECS
#define DHCP_COARSE_TIMER_SECS 5
#endif
#define DHCP_TIMEOUT_SIZE_T s32_t
#define DHCP_DEFINE_CUSTOM_TIMEOUTS 1
#define DHCP_TICKS(seconds) ((s32_t)LWIP_MAX((seconds) / DHCP_COARSE_TIMER_SECS, 1U))
#define DHCP_SET_TIMEOUT_FROM_OFFERED_T0_LEASE(result, dhcp) ((result) = DHCP_TICKS((dhcp)->offered_t0_lease))
#define DHCP_SET_TIMEOUT_FROM_OFFERED_T1_RENEW(result, dhcp) ((result) = DHCP_TICKS((dhcp)->offered_t1_renew))
#define DHCP_SET_TIMEOUT_FROM_OFFERED_T2_REBIND(result, dhcp) ((result) = DHCP_TICKS((dhcp)->offered_t2_rebind))
#define DHCP_NEXT_TIMEOUT_THRESHOLD (60 / DHCP_COARSE_TIMER_SECS)
#define DHCP_REQUEST_BACKOFF_SEQUENCE(tries) ((u16_t)(((tries) < 6 ? 1U << (tries) : 60U) * 1000U))
#define LWIP_NETIF_HOSTNAME 1
/* For the table of servers (dns_servers.c), which DHCP fills; the resolver is net/dns.c. */
#define LWIP_DNS 1
#define DNS_TABLE_SIZE 1
#define DNS_MAX_SERVERS 2

/* ---- loopback ---- */
#define LWIP_NETIF_LOOPBACK 1
#define LWIP_HAVE_LOOPIF 1
#define LWIP_LOOPIF_MULTICAST 1
/* All of 127/8 is this host: loopback.c. */
#ifndef CONFIG_LOOPBACK_NET
#define CONFIG_LOOPBACK_NET 1
#endif
#define LWIP_LOOPBACK_MAX_PBUFS 0 /* MEM_SIZE is the limit */

/* ---- interfaces ---- */
#define LWIP_HOOK_FILENAME "hooks.h"
#define LWIP_NETIF_STATUS_CALLBACK 1
#define LWIP_NETIF_LINK_CALLBACK 1
#define LWIP_NETIF_EXT_STATUS_CALLBACK 1

/* ---- statistics: what is in use of each pool (checked at teardown) and what the link dropped ---- */
#define LWIP_STATS 1
#define MEM_STATS 1
#define MEMP_STATS 1
#define LINK_STATS 1
#define ETHARP_STATS 0
#define IP_STATS 0
#define IPFRAG_STATS 0
#define ICMP_STATS 0
#define IGMP_STATS 0
#define UDP_STATS 0
#define SYS_STATS 0
#define IP6_STATS 0
#define ICMP6_STATS 0
#define IP6_FRAG_STATS 0
#define MLD6_STATS 0
#define ND6_STATS 0

#endif
