/* port_config.h: limits of the runtime when it is fuzzed: small, so that each is met. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#define CONFIG_UDP_SOCKETS 12
#define CONFIG_UDP_RECV_BUFFER 8192
#define CONFIG_UDP_RECV_BUFFER_MAX 16384
#define CONFIG_UDP_RECV_DATAGRAMS 8
#define CONFIG_UDP_DATAGRAMS 40
#define CONFIG_UDP_DRIVER_PBUFS 8
#define CONFIG_UDP_HEAP_BYTES (32 * 1024)
#define CONFIG_MEMBERSHIPS 8
#define CONFIG_MEMBERSHIP_SOURCES 8
#define CONFIG_DNS_REQUESTS 4
#define CONFIG_DNS_ACTIVE 2

#endif
