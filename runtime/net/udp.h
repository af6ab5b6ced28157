/*
 * udp.h: UDP sockets on lwIP's raw API, with what dgram needs and lwIP lacks. No lwIP type and no
 * JavaScript shows. Every function is for the script thread, takes the net lock itself, and returns 0 or
 * a negative code of core/errors.h unless it says otherwise. Ports are in host byte order.
 *
 * Lifetime: 1. A socket lives from net_udp_open() to net_udp_close(). 2. lwIP's callback only stores
 * {pbuf, sender, port} in the ring and posts the socket's event, or frees the pbuf and counts a drop.
 * 3. After net_udp_close() the event has been cancelled and no pbuf or membership of it is left.
 */
#ifndef NET_UDP_H
#define NET_UDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/loop.h"
#include "net/addr.h"

struct net_udp; /* a socket */

enum net_udp_flags { NET_UDP_REUSEADDR = 1, NET_UDP_V6ONLY = 2 };

/* Largest payload: 65,535 less IP and UDP headers; over IPv6 the limit is lwIP's (see facts/lwip.md). */
#define NET_UDP_MAX_V4 65507
#define NET_UDP_MAX_V6 65487

/* Opens a socket of family 4 or 6 (6 is dual-stack unless V6ONLY). ready is posted when datagrams or
 * errors wait; it belongs to the caller and must outlive the socket. EMFILE when CONFIG_UDP_SOCKETS are
 * open, ENOMEM. */
int net_udp_open(int family, unsigned flags, struct loop_event *ready, struct net_udp **out);
void net_udp_close(struct net_udp *socket);

/* Binds to a local address (port 0 picks a free one from 49152 up, unpredictably). flags may add
 * REUSEADDR and V6ONLY. EINVAL when already bound or addr is of the other family, EADDRINUSE, EADDRNOTAVAIL (no
 * such local address), ENOMEM. Multicast and broadcast addresses may be bound, as on Linux. */
int net_udp_bind(struct net_udp *socket, const struct net_addr *addr, uint16_t port, unsigned flags);
/* Only the peer's datagrams are received from here on, and the local address becomes the chosen source.
 * Queued datagrams of others are dropped. Binds first if need be. EISCONN, ENETUNREACH, EINVAL (other family, port
 * 0, a link-local peer without a zone, a bound address that this host has no more, or a loopback source for a peer
 * elsewhere), EACCES (broadcast), EADDRINUSE (no free port), ENOMEM. */
int net_udp_connect(struct net_udp *socket, const struct net_addr *addr, uint16_t port);
/* The local address becomes again what it was bound to; the port stays. ENOTCONN. */
int net_udp_disconnect(struct net_udp *socket);
int net_udp_local(struct net_udp *socket, struct net_addr *addr, uint16_t *port);  /* EBADF unbound */
int net_udp_remote(struct net_udp *socket, struct net_addr *addr, uint16_t *port); /* ENOTCONN */

/* One piece of a datagram's payload; memory stays the caller's and is not kept. */
struct net_udp_slice {
  const uint8_t *data;
  size_t size;
};
/* Sends the slices as one datagram, copied before return. addr NULL sends to the connected peer. Binds first if
 * need be. Returns the byte count, or EMSGSIZE, EACCES (broadcast without setBroadcast), ENETUNREACH (no route, an
 * IPv4 peer for an IPv6-only or IPv6-bound socket), EDESTADDRREQ, EISCONN, ENOBUFS, EINVAL (addr of the other
 * family, as libuv says it; port 0; a bound address that this host has no more; a loopback source for a peer
 * elsewhere), EADDRINUSE (no free port). 0.0.0.0 and :: reach this host, as on Linux. A link-local or multicast
 * address without a zone goes out on the interface that the socket chose, is bound to, or that is the system's
 * default. */
/* A datagram whose next hop is not resolved yet waits for it (bounded: ENOBUFS). Then the result is NET_UDP_WAITS or
 * more: a ticket of 1 to NET_UDP_TICKETS times 65536, plus the byte count; net_udp_outcome() tells later what became of
 * it. */
#define NET_UDP_WAITS 65536
#define NET_UDP_TICKETS 0x3fff
int net_udp_send(struct net_udp *socket, const struct net_udp_slice *slices, size_t count, const struct net_addr *addr,
                 uint16_t port);

/* What became of a datagram that waited. */
struct net_udp_outcome {
  uint32_t sent; /* what net_udp_send() returned: the ticket and the byte count */
  int code;      /* 0 (sent), EHOSTUNREACH (nobody answered), ENETUNREACH (interface or address went away), ENOBUFS, or
                    ECANCELED (net_udp_flush() dropped it) */
  struct net_addr to;
  uint16_t port;
};

/* net_udp_peek() says NET_UDP_OUTCOME when some wait. Takes the oldest; false when there is none. A socket that closes
 * hears no more; its datagrams go all the same. Script thread. */
#define NET_UDP_OUTCOME 2
bool net_udp_outcome(struct net_udp *socket, struct net_udp_outcome *outcome);

/* Waits until all that waits for a next hop has gone, at most ms; drops what is left and returns how many. For the end
 * of a program, with sockets open or closed. */
uint32_t net_udp_flush(uint32_t ms);

/*
 * Receiving. ready is posted with every datagram that is stored and every error; a receiver that does not take
 * all posts it again itself. The ring is bounded by the receive buffer size in bytes of payload (but an empty
 * ring takes one datagram of any size, as on Linux), by CONFIG_UDP_RECV_DATAGRAMS, and by what all rings
 * together may hold (CONFIG_UDP_DATAGRAMS and lwIP's memory, see udp.c); the newest is dropped.
 */

/* What waits at the head of the ring. size is the payload in bytes. */
struct net_udp_info {
  struct net_addr from;
  uint16_t port;
  uint32_t size;
};
/* Fills info with the oldest datagram without removing it. Returns 1, 0 when none waits, NET_UDP_OUTCOME, or a pending
 * socket error (ECONNREFUSED on a connected socket), which is thereby cleared; outcomes are told of until all are
 * taken. */
int net_udp_peek(struct net_udp *socket, struct net_udp_info *info);
/* Copies the oldest datagram's payload to data (at least info.size bytes) and removes it, freeing its
 * pbuf; data NULL only removes. EAGAIN when none waits. */
int net_udp_take(struct net_udp *socket, uint8_t *data);
/* Stops or resumes storing; an open socket stores. While stopped, datagrams are dropped and counted. */
void net_udp_receiving(struct net_udp *socket, bool on);

struct net_udp_stats {
  uint32_t received; /* datagrams handed to the ring */
  uint32_t dropped;  /* datagrams dropped: ring full, memory short, storing stopped, or not the peer's on connect */
  uint32_t queued_bytes;
  uint32_t queued;
};
void net_udp_stats(struct net_udp *socket, struct net_udp_stats *out);

/* Options. All EBADF on a socket that is not bound. */
int net_udp_set_broadcast(struct net_udp *socket, bool on);
int net_udp_set_ttl(struct net_udp *socket, int ttl);           /* 1 to 255, else EINVAL */
int net_udp_set_multicast_ttl(struct net_udp *socket, int ttl); /* 0 to 255, else EINVAL */
int net_udp_set_multicast_loopback(struct net_udp *socket, bool on);
/* The outgoing interface: IPv4 by its address, IPv6 by the zone of addr; ANY (IPv6: no zone) gives it back to the
 * system. EADDRNOTAVAIL when no interface has it, ENOPROTOOPT for IPv6 on an IPv4 socket. */
int net_udp_set_multicast_interface(struct net_udp *socket, const struct net_addr *addr);
/* which: false receive, true send. A set of 0 only reads. Returns the size in force, or EBADF, EINVAL. */
int net_udp_buffer_size(struct net_udp *socket, bool send, uint32_t set);

/* Memberships: net/membership.h. iface names an interface by its IPv4 address or an IPv6 zone; NULL, ANY, or IPv6
 * without a zone (the group's counts too) means every interface that can do multicast, and on leaving the first
 * membership of the group. source NULL means any source on joining, and the whole group on leaving. Joining binds
 * first if need be. EINVAL (not multicast, families that differ, a source of a group that was not joined),
 * EADDRINUSE (joined before), EADDRNOTAVAIL (not joined; a source joined before), ENODEV (no such interface),
 * ENOBUFS (CONFIG_MEMBERSHIPS, CONFIG_MEMBERSHIP_SOURCES or lwIP's groups used up), ENOPROTOOPT (an IPv6 group on an
 * IPv4 socket). */
int net_udp_join(struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                 const struct net_addr *source);
int net_udp_leave(struct net_udp *socket, const struct net_addr *group, const struct net_addr *iface,
                  const struct net_addr *source);
#endif
