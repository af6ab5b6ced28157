/* port_config.h: limits of the runtime on ESP32, from Kconfig where people may want to choose. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#include "sdkconfig.h"

#define CONFIG_UDP_SOCKETS CONFIG_TINYGRAM_SOCKETS
#define CONFIG_UDP_RECV_DATAGRAMS 32
#define CONFIG_NET_RENUMBER 1
#define CONFIG_UDP_RECV_BUFFER_MAX 65536
/* Of the radio's receive buffers, or of Ethernet's, which are as many at least. */
#ifdef CONFIG_ESP_WIFI_DYNAMIC_RX_BUFFER_NUM
#define CONFIG_NET_RECEIVE_BUFFERS CONFIG_ESP_WIFI_DYNAMIC_RX_BUFFER_NUM
#else
#define CONFIG_NET_RECEIVE_BUFFERS 32
#endif
#define CONFIG_UDP_DRIVER_PBUFS (CONFIG_NET_RECEIVE_BUFFERS / 4)
/* Datagrams that wait for script take their bytes from the one heap that Wi-Fi needs too. */
#define CONFIG_UDP_HEAP_BYTES (32 * 1024)
/* So do those that wait for a neighbour. */
#define CONFIG_UDP_WAITING_BYTES (32 * 1024)
#define CONFIG_MEMBERSHIPS 8
#define CONFIG_MEMBERSHIP_SOURCES 8
#define CONFIG_DNS_REQUESTS 16
#define CONFIG_DNS_ACTIVE 2
#define CONFIG_TIMERS 128

/* Of script's Buffers, on JerryScript; from the same heap. */
#define CONFIG_ENGINE_BUFFERS (64 * 1024)
/* Taken from the C heap at start: memory.c. */
#define CONFIG_ENGINE_HEAP_FROM_PORT 1
#define CONFIG_ENGINE_STACK (CONFIG_TINYGRAM_STACK_KB * 1024)

#endif
