/*
 * lwipopts.h: lwIP's options as ESP-IDF 5.4 and ports/esp32's sdkconfig.defaults set them, as far as the port and
 * runtime/net can tell: a tcpip task with core locking, memory from the C library's heap.
 */
#ifndef LWIPOPTS_H
#define LWIPOPTS_H

#include <stdbool.h>

#include "arch/sys_arch.h"
#include "sdkconfig.h"

#define NO_SYS 0
#define SYS_LIGHTWEIGHT_PROT 1
#define LWIP_TCPIP_CORE_LOCKING 1
#define LWIP_TCPIP_CORE_LOCKING_INPUT 0
#define LOCK_TCPIP_CORE()                         \
  do {                                            \
    sys_mutex_lock(&lock_tcpip_core);             \
    sys_thread_tcpip(LWIP_CORE_LOCK_MARK_HOLDER); \
  } while (0)
#define UNLOCK_TCPIP_CORE()                         \
  do {                                              \
    sys_thread_tcpip(LWIP_CORE_LOCK_UNMARK_HOLDER); \
    sys_mutex_unlock(&lock_tcpip_core);             \
  } while (0)
#define LWIP_ASSERT_CORE_LOCKED() \
  LWIP_ASSERT("Required to lock TCPIP core functionality!", sys_thread_tcpip(LWIP_CORE_LOCK_QUERY_HOLDER))

#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT 4
#define LWIP_SUPPORT_CUSTOM_PBUF 1
#define MEMP_NUM_RAW_PCB 16
#define MEMP_NUM_UDP_PCB 32

#define ARP_QUEUEING 1
#define LWIP_IPV4 1
#define LWIP_IPV6 1
#define LWIP_IPV6_NUM_ADDRESSES CONFIG_LWIP_IPV6_NUM_ADDRESSES
#define IP_REASSEMBLY 1
#define LWIP_IPV6_REASS 1
#define LWIP_RAW 1
#define LWIP_IGMP 1
#define LWIP_DHCP 1
#define LWIP_DNS 1
#define LWIP_TCP 1
#define LWIP_SOCKET 1
#define LWIP_COMPAT_SOCKETS 0
#define LWIP_NETIF_HOSTNAME 1
#define LWIP_NETIF_EXT_STATUS_CALLBACK 1
#define LWIP_NETIF_TX_SINGLE_PBUF 1
#define LWIP_HAVE_LOOPIF 1
#define LWIP_NETIF_LOOPBACK 1
#define LWIP_LOOPBACK_MAX_PBUFS 8
#define LWIP_STATS 0
#define TCPIP_MBOX_SIZE 32
#define LWIP_TIMEVAL_PRIVATE 0

/* What IDF has no option for; ports/esp32/CMakeLists.txt defines it for the whole build. */
#define LWIP_LOOPIF_MULTICAST 1
#define IP_SOF_BROADCAST 1

#endif
