/* port_config.h: limits small enough for unit tests to reach them. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#define CONFIG_UDP_SOCKETS 16
#define CONFIG_UDP_RECV_DATAGRAMS 64
#define CONFIG_NET_RENUMBER 1
#define CONFIG_UDP_DATAGRAMS 120
#define CONFIG_UDP_DRIVER_PBUFS 8
#define CONFIG_UDP_PORT_COUNT 8
#define CONFIG_MEMBERSHIPS 8
#define CONFIG_MEMBERSHIP_SOURCES 8
#define CONFIG_DNS_REQUESTS 6
#define CONFIG_DNS_ACTIVE 2

#endif
