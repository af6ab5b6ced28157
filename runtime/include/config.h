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

/* Datagrams queued for script by all sockets together, some 40 bytes each beside the payload. */
#ifndef CONFIG_UDP_DATAGRAMS
#define CONFIG_UDP_DATAGRAMS (4 * CONFIG_UDP_RECV_DATAGRAMS + CONFIG_UDP_SOCKETS + CONFIG_DNS_ACTIVE)
#endif

/* Ports for bind to port 0: the first, and how many (a power of two). */
#ifndef CONFIG_UDP_PORT_FIRST
#define CONFIG_UDP_PORT_FIRST 49152
#endif
#ifndef CONFIG_UDP_PORT_COUNT
#define CONFIG_UDP_PORT_COUNT 16384
#endif

/* Default SO_SNDBUF in bytes. */
#ifndef CONFIG_UDP_SEND_BUFFER
#define CONFIG_UDP_SEND_BUFFER 16384
#endif

/* Datagrams that may wait for their next hop's address, and those of one socket for the same next hop. They and some
 * 230 bytes each are in lwIP's heap, of which they take at most half. */
#ifndef CONFIG_UDP_WAITING
#define CONFIG_UDP_WAITING (6 * CONFIG_UDP_SOCKETS)
#endif
#ifndef CONFIG_UDP_WAITING_NEIGHBOUR
#define CONFIG_UDP_WAITING_NEIGHBOUR (CONFIG_UDP_WAITING / 6)
#endif

/* 1 where the port cannot set lwIP's counter of IPv4 identifications, which begins at 0 at each start: each gets a
 * random number added on its way out. */
#ifndef CONFIG_NET_RENUMBER
#define CONFIG_NET_RENUMBER 0
#endif

/* Group memberships of all sockets together, and source filters of all memberships together; a share of each may be one
 * socket's. */
#ifndef CONFIG_MEMBERSHIPS
#define CONFIG_MEMBERSHIPS 32
#endif
#ifndef CONFIG_MEMBERSHIP_SOURCES
#define CONFIG_MEMBERSHIP_SOURCES 32
#endif

/* What one owner may take of a pool of `whole` that several share: three quarters; the rest is for the others. */
#define CONFIG_SHARE(whole) ((whole) - ((whole) + 3) / 4)

/* Host names that may wait to be asked for, a share of them one owner's; one more gets EAI_AGAIN. Requests for equal
 * names count once. Some 250 bytes of the C heap for each that waits. */
#ifndef CONFIG_DNS_REQUESTS
#define CONFIG_DNS_REQUESTS 96
#endif

/* Names whose addresses are remembered, some 150 bytes each, and for how many seconds at most. */
#ifndef CONFIG_DNS_CACHE
#define CONFIG_DNS_CACHE 8
#endif
#ifndef CONFIG_DNS_CACHE_SECONDS
#define CONFIG_DNS_CACHE_SECONDS 300
#endif

/* Names that are asked for at a time, all but one of one owner's, each with a socket that CONFIG_UDP_SOCKETS does not
 * count. */
#ifndef CONFIG_DNS_ACTIVE
#define CONFIG_DNS_ACTIVE 4
#endif

/* Heap of script in bytes, where the engine lets the program choose: QuickJS (a static array, twice as large on 64-bit
 * machines, where its values are; the attribute may name a section for it), and a JerryScript that was built with an
 * external context. With CONFIG_ENGINE_HEAP_FROM_PORT both take the block of port_engine_heap() instead. */
#ifndef CONFIG_ENGINE_HEAP
#define CONFIG_ENGINE_HEAP (512 * 1024)
#endif
#ifndef CONFIG_ENGINE_HEAP_ATTRIBUTE
#define CONFIG_ENGINE_HEAP_ATTRIBUTE
#endif
#ifndef CONFIG_ENGINE_HEAP_FROM_PORT
#define CONFIG_ENGINE_HEAP_FROM_PORT 0
#endif

/* Bytes of script's ArrayBuffers (so of its Buffers), where they are not in the engine's heap: JerryScript. They are
 * allocated in the C heap as they are wanted; more is an error that script can catch. */
#ifndef CONFIG_ENGINE_BUFFERS
#define CONFIG_ENGINE_BUFFERS (256 * 1024)
#endif

/* Bytes of C stack (twice as many on 64-bit machines) that script may use below the caller of jerry_init() before it
 * gets an error instead; the script thread's stack must be 8 KiB larger. QuickJS only. */
#ifndef CONFIG_ENGINE_STACK
#define CONFIG_ENGINE_STACK (64 * 1024)
#endif

/* Bytes of all frames of an error's stack together, as text; what does not fit is left out. */
#ifndef CONFIG_STACK_TEXT
#define CONFIG_STACK_TEXT 2048
#endif

/* Timers of script that may be armed at once; one more throws an error with code ENOMEM. The runtime's own, which
 * script cannot use up: one for each name that is asked for, and an app's trial. */
#ifndef CONFIG_TIMERS
#define CONFIG_TIMERS 512
#endif
#define CONFIG_RUNTIME_TIMERS (CONFIG_DNS_ACTIVE + 1)

/* Modules in C that a firmware's builder may register (core/native.h), 20 bytes each. */
#ifndef CONFIG_NATIVE_MODULES
#define CONFIG_NATIVE_MODULES 8
#endif

/* Bytes of the longest message taken from the channel; a longer one is dropped with a note on stderr. */
#ifndef CONFIG_CHANNEL_LINE
#define CONFIG_CHANNEL_LINE 65536
#endif

/* 1 where constants of the program and the app image lie in memory that can be written (RAM posing as flash): code
 * that the engine must write to (core/engine.h) then runs in place, else from a copy in RAM. */
#ifndef CONFIG_CODE_WRITABLE
#define CONFIG_CODE_WRITABLE 0
#endif

/* Tinygram's own version, process.versions.tinygram. */
#define CONFIG_VERSION "0.1.0"

#endif
