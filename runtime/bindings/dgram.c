/*
 * dgram.c: class UDP of typings/native/dgram.d.ts, script's side of net/udp.h. Argument checks, text to addresses,
 * and the two ways of a datagram, which cost no script but the app's own: from net's ring to emit('message'), and
 * from a plain socket.send() to net_udp_send(). Everything else about sockets is in net/ or in modules/dgram.ts.
 * Script thread; the net lock is taken inside net/ and never held while script runs.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bindings/dgram_private.h"
#include "core/errors.h"
#include "core/loop.h"
#include "core/memory.h"
#include "core/props.h"
#include "core/script.h"
#include "port.h"

jerry_value_t dgram_binding(void);

/* Flags of bind(), libuv's numbers. */
enum { UV_UDP_IPV6ONLY = 1, UV_UDP_REUSEADDR = 4 };

static void dgram_udp_free(void *native, jerry_object_native_info_t *info);

const struct args_class dgram_udp_class = {.native = {.free_cb = dgram_udp_free}, .name = "UDP"};
const struct args_class dgram_link_class = {.native = {.free_cb = NULL}, .name = "dgram.Socket"};

/* All open sockets, for the end of the program. */
static struct udp *open_sockets;

/* Handles that nobody has pinned, until reap_unpinned() frees them. After dgram_stop() they are freed at once: the loop
 * has ended. */
static void reap_unpinned(struct loop_event *event);
static struct udp *unpinned;
static struct loop_event reaper = {.run = reap_unpinned};
static bool stopped;

/* Milliseconds that a program's end waits for datagrams whose next hop is being resolved. */
#define FLUSH_MS 1000

struct dgram_refs dgram_refs;
PROPS_REFS(dgram_refs, props_refs_free)

/* ---- addresses --------------------------------------------------------------------------------------------- */

void dgram_spelled_forget(struct spelled *spelled) {
  if (spelled->known) {
    jerry_value_free(spelled->text);
    spelled->known = false;
  }
}

void dgram_spelled_set(struct spelled *spelled, const struct net_addr *addr, jerry_value_t text) {
  dgram_spelled_forget(spelled);
  spelled->addr = *addr;
  spelled->text = jerry_value_copy(text);
  spelled->known = true;
}

int dgram_parse(const struct udp *self, const struct args_text *text, struct net_addr *addr) {
  if (!text->fits) {
    return ERR_CODE_EINVAL;
  }
  int code = net_addr_parse(text->data, text->size, addr);
  return code == 0 && addr->family != self->family ? ERR_CODE_EINVAL : code;
}

/* ---- life -------------------------------------------------------------------------------------------------- */

static void reap_unpinned(struct loop_event *event) {
  (void)event;
  while (unpinned != NULL) {
    struct udp *self = unpinned;
    unpinned = self->next;
    free(self);
  }
}

void dgram_pin(struct udp *self) { self->pins++; }

void dgram_unpin(struct udp *self) {
  self->pins--;
  if (self->pins > 0) {
    return;
  }
  self->next = unpinned;
  unpinned = self;
  if (stopped) {
    reap_unpinned(&reaper);
  } else {
    loop_post(&reaper);
  }
}

void dgram_close(struct udp *self) {
  struct net_udp *net = self->net;
  if (net == NULL) {
    return;
  }
  self->net = NULL; /* first: what stops receiving may free the object, which closes again */
  struct udp **link = &open_sockets;
  while (*link != self) {
    link = &(*link)->next;
  }
  *link = self->next;
  dgram_pin(self);
  dgram_receive_stop(self);
  net_udp_close(net);
  for (; self->waiting > 0; self->waiting--) {
    loop_unref();
  }
  dgram_unpin(self);
}

static void dgram_udp_free(void *native, jerry_object_native_info_t *info) {
  (void)info;
  dgram_close(native);
  dgram_unpin(native);
}

static void tell_dropped(uint32_t count) {
  char text[96];
  int size = snprintf(text, sizeof text, "tinygram: %lu datagrams were dropped at the end: nobody answered for them\n",
                      (unsigned long)count);
  port_console_write(PORT_STDERR, text, (size_t)size);
}

static void dgram_stop(void) {
  while (open_sockets != NULL) {
    dgram_close(open_sockets);
  }
  dgram_senders_forget();
  uint32_t dropped = net_udp_flush(FLUSH_MS);
  if (dropped > 0) {
    tell_dropped(dropped);
  }
  loop_cancel(&reaper);
  reap_unpinned(&reaper);
  stopped = true;
}

static struct script_stop_hook stop_hook = {.run = dgram_stop};

static int open_bound(struct udp *self, jerry_value_t object, const struct net_addr *addr, uint16_t port,
                      unsigned flags) {
  static int32_t last_fd;
  if (self->closed) {
    return ERR_CODE_EBADF;
  }
  struct net_udp *net;
  int code = net_udp_open(self->family, flags, &self->ready, &net);
  if (code == ERR_CODE_EMFILE) {
    jerry_heap_gc(JERRY_GC_PRESSURE_LOW); /* handles that nobody holds may still have theirs */
    code = net_udp_open(self->family, flags, &self->ready, &net);
  }
  if (code != 0) {
    return code;
  }
  code = net_udp_bind(net, addr, port, flags);
  if (code != 0) {
    net_udp_close(net);
    return code;
  }
  self->net = net;
  self->next = open_sockets;
  open_sockets = self;
  last_fd = last_fd % INT32_MAX + 1;
  props_number(object, "fd", last_fd);
  return 0;
}

int dgram_open_anywhere(struct udp *self, jerry_value_t object) {
  const struct net_addr any = {.family = self->family};
  return open_bound(self, object, &any, 0, 0);
}

static jerry_value_t dgram_udp_new(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  uint32_t family = 4;
  ARGS("UDP", call, args, count, ARG_OPTIONAL, ARG_U32(&family));
  if (family != 4 && family != 6) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "UDP: argument 1 (family) must be 4 or 6");
  }
  struct udp *self = memory_alloc_native(sizeof *self, "a socket");
  self->ready.run = dgram_drain;
  self->family = (uint8_t)family;
  self->referenced = true;
  self->pins = 1; /* the object's */
  jerry_value_t object = props_construct(call, &dgram_udp_class, self);
  if (jerry_value_is_exception(object)) {
    free(self);
  }
  return object;
}

static jerry_value_t dgram_udp_bind(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  ARGS_TEXT(address, NET_ADDR_TEXT);
  uint16_t port;
  uint32_t flags = 0;
  ARGS("bind", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_TEXT_IF_FITS(&address), ARG_U16(&port),
       ARG_OPTIONAL, ARG_U32(&flags));
  struct net_addr addr;
  int code = dgram_parse(self, &address, &addr);
  if (code == 0 && (self->net != NULL || ((flags & UV_UDP_IPV6ONLY) != 0 && self->family != 6))) {
    code = ERR_CODE_EINVAL;
  }
  if (code == 0) {
    unsigned net_flags = ((flags & UV_UDP_REUSEADDR) != 0 ? NET_UDP_REUSEADDR : 0u) |
                         ((flags & UV_UDP_IPV6ONLY) != 0 ? NET_UDP_V6ONLY : 0u);
    code = open_bound(self, call->this_value, &addr, port, net_flags);
  }
  return dgram_code(code);
}

static jerry_value_t dgram_udp_connect(const jerry_call_info_t *call, const jerry_value_t args[],
                                       const jerry_length_t count) {
  struct udp *self;
  ARGS_TEXT(address, NET_ADDR_TEXT);
  uint16_t port;
  ARGS("connect", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_TEXT_IF_FITS(&address), ARG_U16(&port));
  struct net_addr addr;
  int code = dgram_parse(self, &address, &addr);
  if (code == 0 && self->net == NULL) {
    code = dgram_open_anywhere(self, call->this_value);
  }
  return dgram_code(code == 0 ? net_udp_connect(self->net, &addr, port) : code);
}

static jerry_value_t dgram_udp_close(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  struct udp *self;
  ARGS("close", call, args, count, ARG_THIS(&dgram_udp_class, &self));
  if (self->net != NULL) {
    props_number(call->this_value, "fd", ERR_CODE_EBADF);
    dgram_close(self);
  }
  self->closed = true;
  return jerry_undefined();
}

static const struct props_method udp_methods[] = {
    {"bind", dgram_udp_bind},
    {"connect", dgram_udp_connect},
    {"disconnect", dgram_udp_disconnect},
    {"close", dgram_udp_close},
    {"getsockname", dgram_udp_getsockname},
    {"getpeername", dgram_udp_getpeername},
    {"send", dgram_udp_send},
    {"recvStart", dgram_udp_recv_start},
    {"recvStop", dgram_udp_recv_stop},
    {"setBroadcast", dgram_udp_set_broadcast},
    {"setTTL", dgram_udp_set_ttl},
    {"setMulticastTTL", dgram_udp_set_multicast_ttl},
    {"setMulticastLoopback", dgram_udp_set_multicast_loopback},
    {"setMulticastInterface", dgram_udp_set_multicast_interface},
    {"addMembership", dgram_udp_add_membership},
    {"dropMembership", dgram_udp_drop_membership},
    {"addSourceSpecificMembership", dgram_udp_add_source_membership},
    {"dropSourceSpecificMembership", dgram_udp_drop_source_membership},
    {"setDirect", dgram_udp_set_direct},
    {"bufferSize", dgram_udp_buffer_size},
    {"stats", dgram_udp_stats},
    {"ref", dgram_udp_ref},
    {"unref", dgram_udp_unref},
    {"hasRef", dgram_udp_has_ref},
};

static const struct props_method methods[] = {
    {"makeSend", dgram_make_send},
};

jerry_value_t dgram_binding(void) {
  jerry_value_t binding = jerry_object();
  props_class(binding, &dgram_udp_class, dgram_udp_new, udp_methods, PROPS_COUNT(udp_methods));
  props_methods(binding, methods, PROPS_COUNT(methods));
  jerry_value_t constructor = jerry_object_get_sz(binding, dgram_udp_class.name);
  jerry_value_t prototype = jerry_object_get_sz(constructor, "prototype");
  props_number(prototype, "fd", ERR_CODE_EBADF);
  jerry_value_free(prototype);
  jerry_value_free(constructor);
  props_boolean(binding, "development", script_is_development());
  props_refs_attach(binding, &dgram_refs, &dgram_refs_info);
  stopped = false;
  script_at_stop(&stop_hook);
  return binding;
}
