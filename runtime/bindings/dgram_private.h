/*
 * dgram_private.h: what the files dgram*.c share. dgram.c is a handle's life and the binding's tables, dgram_receive.c
 * the way from net's ring to emit('message'), dgram_send.c the way from socket.send() to net_udp_send(),
 * dgram_options.c the rest. Script thread.
 */
#ifndef DGRAM_PRIVATE_H
#define DGRAM_PRIVATE_H

#include "core/args.h"
#include "core/loop.h"
#include "jerryscript.h"
#include "net/udp.h"

/* An address and the string that script knows it by. Invariant: text is held exactly while known. */
struct spelled {
  struct net_addr addr;
  jerry_value_t text;
  bool known;
};

/* Which forms of send() go straight to net_udp_send(). */
enum direct { DIRECT_NONE, DIRECT_ADDRESSED, DIRECT_CONNECTED };

/*
 * A handle's native half; its object's native pointer. Invariants: net is set exactly while the socket is open, and
 * then the struct is on the list of open ones. receiving implies open. object, owner and target (once known) are held,
 * and the struct is owner's `link`, exactly while receiving: nothing in script need refer to a socket that waits
 * for datagrams, so the handle must keep itself and its owner alive then; and as a collected handle is one that does
 * not receive, the free callback has no value to free.
 */
struct udp {
  struct loop_event ready; /* first: dgram_drain() gets from it to the struct */
  struct net_udp *net;
  struct udp *next;
  jerry_value_t object;
  jerry_value_t owner;   /* the dgram.Socket */
  struct spelled target; /* of the last send, so that equal ones cost no parsing */
  uint32_t lost;         /* datagrams that the engine had no memory for */
  uint16_t waiting;      /* datagrams whose outcome script has not heard of; each keeps the program running */
  uint8_t pins;          /* see dgram_pin() */
  uint8_t family;
  uint8_t direct; /* enum direct */
  bool receiving;
  bool referenced;
  bool closed;
};

extern const struct args_class dgram_udp_class;

/* From a dgram.Socket that receives to its handle's struct; owns nothing. */
extern const struct args_class dgram_link_class;

/*
 * What makeSend() was given. The texts are literals of script, which engines find as property names without comparing
 * characters.
 */
#define DGRAM_TEXTS(X) X(IPv4) X(IPv6) X(emit) X(message) X(address) X(family) X(port) X(size)
#define DGRAM_TEXTS_MEMBER(name) jerry_value_t name;
extern struct dgram_refs {
  DGRAM_TEXTS(DGRAM_TEXTS_MEMBER)
  jerry_value_t finish;
  jerry_value_t slow;
  jerry_value_t rinfo; /* an example */
} dgram_refs;

static inline jerry_value_t dgram_family_text(const struct net_addr *addr) {
  return addr->family == 4 ? dgram_refs.IPv4 : dgram_refs.IPv6;
}

static inline jerry_value_t dgram_code(int code) { return jerry_number((double)code); }

/* ---- dgram.c ------------------------------------------------------------------------------------------------ */

/* The struct stays while it is pinned: by its object, and by C that runs script and looks at it afterwards, for script
 * can close the socket and let the collector take the object. The last unpin frees it from the loop, when no C of ours
 * is on the stack, as libuv closes handles. */
void dgram_pin(struct udp *self);
void dgram_unpin(struct udp *self);

/* Closes the socket; again does nothing. */
void dgram_close(struct udp *self);

/* Binds a handle that is not open to a free port on all addresses. Returns 0 or a negative code. */
int dgram_open_anywhere(struct udp *self, jerry_value_t object);

/* ---- addresses ---------------------------------------------------------------------------------------------- */

void dgram_spelled_forget(struct spelled *spelled);
/* text stays the caller's. */
void dgram_spelled_set(struct spelled *spelled, const struct net_addr *addr, jerry_value_t text);

static inline bool dgram_spelled_is(const struct spelled *spelled, const struct net_addr *addr) {
  return spelled->known && net_addr_equal(&spelled->addr, addr);
}

/* Text that is too long for an address is none. Returns 0, EINVAL (also for the other family) or ENODEV. */
int dgram_parse(const struct udp *self, const struct args_text *text, struct net_addr *addr);

/* ---- dgram_receive.c ------------------------------------------------------------------------------------------ */

/* Senders of late, of all sockets: the last is the one that an answer goes to. */
extern struct spelled *dgram_last_sender;

/* Gives script what has arrived: the loop event's function. */
void dgram_drain(struct loop_event *event);
/* Lets go of script; the object may be collected in here, but not before the caller's own reference has gone. */
void dgram_receive_stop(struct udp *self);
/* At the end of the program. */
void dgram_senders_forget(void);

/* ---- methods, see typings/native/dgram.d.ts ------------------------------------------------------------------- */

#define DGRAM_METHOD(name) \
  jerry_value_t name(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count)
DGRAM_METHOD(dgram_udp_recv_start);
DGRAM_METHOD(dgram_udp_recv_stop);
DGRAM_METHOD(dgram_udp_ref);
DGRAM_METHOD(dgram_udp_unref);
DGRAM_METHOD(dgram_udp_has_ref);
DGRAM_METHOD(dgram_udp_stats);
DGRAM_METHOD(dgram_udp_send);
DGRAM_METHOD(dgram_udp_set_direct);
DGRAM_METHOD(dgram_make_send);
DGRAM_METHOD(dgram_udp_getsockname);
DGRAM_METHOD(dgram_udp_getpeername);
DGRAM_METHOD(dgram_udp_disconnect);
DGRAM_METHOD(dgram_udp_set_broadcast);
DGRAM_METHOD(dgram_udp_set_multicast_loopback);
DGRAM_METHOD(dgram_udp_set_ttl);
DGRAM_METHOD(dgram_udp_set_multicast_ttl);
DGRAM_METHOD(dgram_udp_set_multicast_interface);
DGRAM_METHOD(dgram_udp_add_membership);
DGRAM_METHOD(dgram_udp_drop_membership);
DGRAM_METHOD(dgram_udp_add_source_membership);
DGRAM_METHOD(dgram_udp_drop_source_membership);
DGRAM_METHOD(dgram_udp_buffer_size);

#endif
