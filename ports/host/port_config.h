/* port_config.h: limits of the runtime as a Linux process; those of qemu-arm, so that tests agree. */
#ifndef PORT_CONFIG_H
#define PORT_CONFIG_H

#define CONFIG_UDP_SOCKETS 64
#define CONFIG_UDP_RECV_BUFFER 131072
#define CONFIG_UDP_RECV_BUFFER_MAX 262144
#define CONFIG_UDP_RECV_DATAGRAMS 96
#define CONFIG_UDP_SEND_BUFFER 131072
#define CONFIG_ENGINE_BUFFERS (1024 * 1024)
/* Also that of the precompiler, which must take whatever a board runs from source. */
#define CONFIG_ENGINE_HEAP (8 * 1024 * 1024)

#endif
