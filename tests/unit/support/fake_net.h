/*
 * fake_net.h: lwIP with a loopback interface lo0 (127.0.0.1, ::1) and a fake one, en1 (192.168.77.2/24, gateway
 * .1, fe80::2, fd77::2), that keeps the IP packets it is given and lets tests inject others; a clock that tests move;
 * the loop's posted events. For tests of runtime/net.
 */
#ifndef FAKE_NET_H
#define FAKE_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/loop.h"
#include "lwip/netif.h"
#include "net/addr.h"
#include "net/udp.h"

extern struct netif fake_netif;

/* In setUp() and tearDown(): the second lets timers run out and checks that every pool is as it was. */
void fake_net_start(void);
void fake_net_end(void);

/* Before the first fake_net_start(): where the clock begins, in microseconds. */
void fake_net_begin_at(uint64_t us);
/* Moves the clock, running lwIP's timers and the loop's as they fall due, loopback and posted events. */
void fake_net_advance(uint32_t ms);
/* Delivers what loops back and runs posted events. */
void fake_net_run(void);

/* Packets that left through en1, oldest first. take removes one; false when there is none. */
struct fake_packet {
  uint8_t bytes[2048];
  size_t size;
};
size_t fake_net_sent(void);
bool fake_net_take(struct fake_packet *out);
void fake_net_forget(void);

/* Injects an IP packet as received on en1. from_pool: in pool pbufs, as a driver does; else in one heap pbuf. */
void fake_net_inject(const uint8_t *bytes, size_t size, bool from_pool);
/* The same for a UDP datagram with right checksums. Addresses are texts of one family. */
void fake_net_datagram(const char *from, uint16_t from_port, const char *to, uint16_t to_port, const void *data,
                       size_t size);
/* Builds it without injecting; returns the packet's size. */
size_t fake_net_build(uint8_t *out, const char *from, uint16_t from_port, const char *to, uint16_t to_port,
                      const void *data, size_t size);
/* Checksum of size bytes, with the pseudo header of the addresses in front when proto is not 0, as it goes into
 * the packet, most significant byte first. */
uint16_t fake_net_checksum(const uint8_t *bytes, size_t size, const struct net_addr *from, const struct net_addr *to,
                           uint8_t proto);

/* After this many more allocations from lwIP's heap, all fail; negative: none does. */
void fake_net_fail_after(int allocations);

/* Parses or fails the test. */
struct net_addr fake_addr(const char *text);

/* A socket of a test. */
struct fake_socket {
  struct loop_event ready; /* counted in events */
  unsigned events;
  struct net_udp *net;
};
void fake_open(struct fake_socket *socket, int family, unsigned flags);
void fake_close(struct fake_socket *socket);
/* Opens and binds, or fails the test. Returns the port. */
uint16_t fake_bound(struct fake_socket *socket, int family, const char *address, uint16_t port, unsigned flags);
/* Binds; returns the code. */
int fake_bind(struct fake_socket *socket, const char *address, uint16_t port, unsigned flags);
int fake_connect(struct fake_socket *socket, const char *address, uint16_t port);
/* Sends the bytes of a string; address NULL to the peer. */
int fake_send(struct fake_socket *socket, const char *text, const char *address, uint16_t port);
/* iface and source may be NULL. */
int fake_join(struct fake_socket *socket, const char *group, const char *iface, const char *source);
int fake_leave(struct fake_socket *socket, const char *group, const char *iface, const char *source);
/* Takes the oldest datagram, or fails the test unless it is text from address and port. */
void fake_expect(struct fake_socket *socket, const char *text, const char *address, uint16_t port);
void fake_expect_nothing(struct fake_socket *socket);
/* The local address and port, as "address port". */
const char *fake_local(struct fake_socket *socket);

/* How often loop_ref() was called more than loop_unref(). */
extern int fake_loop_references;

/* MAC filter calls on en1: adds minus deletes. */
extern int fake_mac_filters;

#endif
