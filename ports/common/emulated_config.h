/* emulated_config.h: limits of the runtime on the boards under QEMU, the same on each, so that tests agree. A board's
 * "defines" may set any of them. */
#ifndef EMULATED_CONFIG_H
#define EMULATED_CONFIG_H

/* The board must hold 64 open sockets. */
#ifndef CONFIG_UDP_SOCKETS
#define CONFIG_UDP_SOCKETS 64
#endif
/* Room for two of the largest datagrams, and in pool pbufs for two whole reassemblies. */
#ifndef CONFIG_UDP_RECV_BUFFER
#define CONFIG_UDP_RECV_BUFFER 131072
#endif
#ifndef CONFIG_UDP_RECV_BUFFER_MAX
#define CONFIG_UDP_RECV_BUFFER_MAX 262144
#endif
#ifndef CONFIG_UDP_RECV_DATAGRAMS
#define CONFIG_UDP_RECV_DATAGRAMS 96
#endif
#ifndef CONFIG_UDP_SEND_BUFFER
#define CONFIG_UDP_SEND_BUFFER 131072
#endif
/* The boards have more RAM than the 4 MiB of data: QuickJS has its heap there, in a region of its own (link.ld), for
 * packages that were written for desktops. A JerryScript with an external context takes its heap from the C heap. */
#ifndef CONFIG_ENGINE_HEAP
#ifdef ENGINE_QUICKJS
#define CONFIG_ENGINE_HEAP (4 * 1024 * 1024)
#define CONFIG_ENGINE_HEAP_ATTRIBUTE __attribute__((section(".bss.engine_heap")))
#else
#define CONFIG_ENGINE_HEAP (1024 * 1024)
#endif
#endif
#ifndef CONFIG_ENGINE_BUFFERS
#define CONFIG_ENGINE_BUFFERS (1024 * 1024)
#endif

/* A failed assertion of lwIP tells its line and address alone. */
#ifndef CONFIG_ASSERTION_TEXTS
#define CONFIG_ASSERTION_TEXTS 0
#endif

#endif
