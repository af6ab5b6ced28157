/*
 * config.h: limits of the runtime. A port overrides some in port_config.h (found on its include path);
 * everything has a default here. Units are in the names or beside them.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "port_config.h"

/* Sockets that may be open at once; one more gets EMFILE. lwIP's MEMP_NUM_UDP_PCB is sized from it. */
#ifndef CONFIG_UDP_SOCKETS
#define CONFIG_UDP_SOCKETS 16
#endif

/* Datagrams handed to script per socket and loop turn (libuv's number too). */
#ifndef CONFIG_UDP_DRAIN
#define CONFIG_UDP_DRAIN 32
#endif

/* Default and largest SO_RCVBUF, bytes of payload queued for script per socket. */
#ifndef CONFIG_UDP_RECV_BUFFER
#define CONFIG_UDP_RECV_BUFFER 16384
#endif
#ifndef CONFIG_UDP_RECV_BUFFER_MAX
#define CONFIG_UDP_RECV_BUFFER_MAX 131072
#endif

/* Datagrams, and pool pbufs, that one socket's ring may hold: pool pbufs starve the driver. */
#ifndef CONFIG_UDP_RECV_DATAGRAMS
#define CONFIG_UDP_RECV_DATAGRAMS 64
#endif

/* Default SO_SNDBUF in bytes. */
#ifndef CONFIG_UDP_SEND_BUFFER
#define CONFIG_UDP_SEND_BUFFER 16384
#endif

/* Group memberships of all sockets together, and source filters of all memberships together. */
#ifndef CONFIG_MEMBERSHIPS
#define CONFIG_MEMBERSHIPS 32
#endif
#ifndef CONFIG_MEMBERSHIP_SOURCES
#define CONFIG_MEMBERSHIP_SOURCES 32
#endif

/* dns.lookup() requests that may wait at once; one more gets EAI_AGAIN. */
#ifndef CONFIG_DNS_REQUESTS
#define CONFIG_DNS_REQUESTS 8
#endif

/* Timers that may be armed at once; one more throws ERR_OUT_OF_RANGE-free ENOMEM. */
#ifndef CONFIG_TIMERS
#define CONFIG_TIMERS 1024
#endif

#endif
