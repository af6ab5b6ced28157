/*
 * counters.h: what came from the wire, and what of it was dropped, by cause. One set for all interfaces but the
 * loopback. Each counts modulo 2^32.
 */
#ifndef NET_COUNTERS_H
#define NET_COUNTERS_H

#include <stdint.h>

/* Number and name, as os.networkCounters() has it. */
#define NET_COUNTERS(X)                                                                                \
  X(FRAMES, "frames")                /* handed over by the driver */                                   \
  X(DRIVER, "driver")                /* dropped by the driver: no buffer, wrong length, bad frame */   \
  X(MALFORMED, "malformed")          /* headers that do not fit the frame, or too many */              \
  X(MARTIAN, "martian")              /* an address that no host on the wire can have */                \
  X(SOURCE_ROUTE, "sourceRoute")     /* a route that the sender chose */                               \
  X(FRAGMENT, "fragment")            /* of no UDP (IPv6), of DHCP; no room (net/fragments.h) */        \
  X(PACKET_TOO_BIG, "packetTooBig")  /* below 1280, above the link's, or about none of ours */         \
  X(REDIRECT, "redirect")            /* every one */                                                   \
  X(NEIGHBOR, "neighbor")            /* ARP and neighbour discovery against the rules of the RFCs */   \
  X(UNREACHABLE, "unreachable")      /* ICMP port unreachable that is not to be believed */            \
  X(QUEUE, "queue")                  /* packets that one frame sent round and round */                 \
  X(ERRORS_LIMITED, "errorsNotSent") /* outgoing ICMP errors that are forbidden, or beyond the rate */ \
  X(CHECKSUM, "checksum")            /* datagrams for an open port, with a wrong checksum or length */ \
  X(SOCKET, "socket")                /* datagrams that a socket's receive buffer could not take */

enum net_counter {
#define NET_COUNTER_ENUM(name, text) NET_COUNTER_##name,
  NET_COUNTERS(NET_COUNTER_ENUM)
#undef NET_COUNTER_ENUM
      NET_COUNTER_COUNT
};

/* In lwIP's context or under the net lock, but DRIVER (net_guard_lost()). */
extern uint32_t net_counters[NET_COUNTER_COUNT];

/* Copies them all. Script thread; takes the net lock. */
void net_counters_read(uint32_t out[NET_COUNTER_COUNT]);

#endif
