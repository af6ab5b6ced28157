/*
 * dgram.c: class UDP of typings/native/dgram.d.ts, script's side of net/udp.h. Argument checks, text to addresses,
 * and the two ways of a datagram, which cost no script but the app's own: from net's ring to emit('message'), and
 * from a plain socket.send() to net_udp_send(). Everything else about sockets is in net/ or in modules/dgram.ts.
 * Script thread; the net lock is taken inside net/ and never held while script runs.
 */
#include <stdlib.h>
#include <string.h>

#include "bindings/buffer.h"
#include "bindings/dns.h"
#include "bindings/events.h"
#include "config.h"
#include "core/encoding.h"
#include "core/engine_calls.h"
#include "core/errors.h"
#include "core/loop.h"
#include "core/props.h"
#include "core/script.h"
#include "net/udp.h"

jerry_value_t dgram_binding(void);

/* Flags of bind(), libuv's numbers. */
enum { UV_UDP_IPV6ONLY = 1, UV_UDP_REUSEADDR = 4 };

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
  struct loop_event ready; /* first: run() gets from it to the struct */
  struct net_udp *net;
  struct udp *next;
  jerry_value_t object;
  jerry_value_t owner;   /* the dgram.Socket */
  struct spelled target; /* of the last send, so that equal ones cost no parsing */
  uint32_t lost;         /* datagrams that the engine had no memory for */
  uint8_t family;
  uint8_t direct; /* enum direct */
  bool receiving;
  bool referenced;
  bool closed;
};

static void udp_free(void *native, jerry_object_native_info_t *info);

static const struct args_class udp_class = {.native = {.free_cb = udp_free}, .name = "UDP"};

/* From a dgram.Socket that receives to its handle's struct; owns nothing. */
static const struct args_class link_class = {.native = {.free_cb = NULL}, .name = "dgram.Socket"};

/* All open sockets, for the end of the program. */
static struct udp *open_sockets;

/* Senders of late, of all sockets: equal ones cost no new string. The last is the one that an answer goes to. */
#define SENDER_COUNT 8
static struct spelled senders[SENDER_COUNT];
static struct spelled *last_sender = senders;

/*
 * What makeSend() was given. Hangs on the binding's object, so that the collector sees the references and they go
 * before the engine does. The texts are literals of script, which engines find as property names without comparing
 * characters.
 */
#define TEXTS(X) X(IPv4) X(IPv6) X(emit) X(message)
#define TEXTS_MEMBER(name) jerry_value_t name;
static struct kept {
  TEXTS(TEXTS_MEMBER)
  jerry_value_t finish;
  jerry_value_t slow;
  jerry_value_t make_rinfo;
  jerry_value_t rinfo; /* an example */
} kept;

static void kept_free(void *native, jerry_object_native_info_t *info) { jerry_native_ptr_free(native, info); }

static const jerry_object_native_info_t kept_info = {
    .free_cb = kept_free,
    .number_of_references = sizeof kept / sizeof(jerry_value_t),
    .offset_of_references = 0,
};

static void keep_text(jerry_value_t texts, const char *name, jerry_value_t *slot) {
  jerry_value_t text = jerry_object_get_sz(texts, name);
  jerry_native_ptr_set(slot, text);
  jerry_value_free(text);
}

static jerry_value_t family_text(const struct net_addr *addr) { return addr->family == 4 ? kept.IPv4 : kept.IPv6; }

/* ---- life -------------------------------------------------------------------------------------------------- */

static jerry_value_t code_value(int code) { return jerry_number((double)code); }

static void forget(struct spelled *spelled) {
  if (spelled->known) {
    jerry_value_free(spelled->text);
    spelled->known = false;
  }
}

/* text stays the caller's. */
static void remember(struct spelled *spelled, const struct net_addr *addr, jerry_value_t text) {
  forget(spelled);
  spelled->addr = *addr;
  spelled->text = jerry_value_copy(text);
  spelled->known = true;
}

/* Lets go of script; the object may be collected in here, but not before the caller's own reference has gone. */
static void stop_receiving(struct udp *self) {
  if (!self->receiving) {
    return;
  }
  self->receiving = false;
  net_udp_receiving(self->net, false);
  if (self->referenced) {
    loop_unref();
  }
  self->direct = DIRECT_NONE;
  forget(&self->target);
  jerry_object_delete_native_ptr(self->owner, &link_class.native);
  jerry_value_free(self->owner);
  jerry_value_free(self->object);
}

static void close_socket(struct udp *self) {
  struct net_udp *net = self->net;
  if (net == NULL) {
    return;
  }
  struct udp **link = &open_sockets;
  while (*link != self) {
    link = &(*link)->next;
  }
  *link = self->next;
  stop_receiving(self);
  self->net = NULL;
  net_udp_close(net);
}

static void udp_free(void *native, jerry_object_native_info_t *info) {
  (void)info;
  close_socket(native);
  free(native);
}

static void stop(void) {
  while (open_sockets != NULL) {
    close_socket(open_sockets);
  }
  for (size_t i = 0; i < SENDER_COUNT; i++) {
    forget(&senders[i]);
  }
}

static struct script_stop_hook stop_hook = {.run = stop};

/* ---- receiving --------------------------------------------------------------------------------------------- */

static bool is_spelled(const struct spelled *spelled, const struct net_addr *addr) {
  return spelled->known && net_addr_equal(&spelled->addr, addr);
}

/* The sender's text, which stays ours. */
static jerry_value_t sender_text(const struct net_addr *from) {
  static size_t oldest;
  if (is_spelled(last_sender, from)) {
    return last_sender->text;
  }
  for (size_t i = 0; i < SENDER_COUNT; i++) {
    if (is_spelled(&senders[i], from)) {
      last_sender = &senders[i];
      return last_sender->text;
    }
  }
  char text[NET_ADDR_TEXT];
  net_addr_format(from, text);
  jerry_value_t value = jerry_string_sz(text);
  last_sender = &senders[oldest];
  oldest = (oldest + 1) % SENDER_COUNT;
  remember(last_sender, from, value);
  jerry_value_free(value);
  return last_sender->text;
}

/* {address, family, port, size} */
static jerry_value_t make_rinfo(const struct net_udp_info *info) {
  const jerry_value_t args[] = {
      sender_text(&info->from),
      family_text(&info->from),
      jerry_number(info->port),
      jerry_number(info->size),
  };
  jerry_value_t rinfo = engine_object(kept.make_rinfo, kept.rinfo, args, 4);
  jerry_value_free(args[3]);
  jerry_value_free(args[2]);
  return rinfo;
}

static void deliver_error(jerry_value_t object, int code) {
  jerry_value_t onerror = jerry_object_get_sz(object, "onmessage");
  if (jerry_value_is_function(onerror)) {
    const jerry_value_t args[] = {code_value(code)};
    script_call(onerror, object, args, 1);
    jerry_value_free(args[0]);
  }
  jerry_value_free(onerror);
}

/* owner.emit('message', buffer, rinfo), without emit's own share where that is only to find the listener. */
static void deliver(struct udp *self, jerry_value_t object, jerry_value_t owner, const struct net_udp_info *info) {
  uint8_t *data;
  jerry_value_t buffer = buffer_from_c(info->size, &data);
  jerry_value_t rinfo = make_rinfo(info);
  if (jerry_value_is_exception(buffer) || jerry_value_is_exception(rinfo)) {
    jerry_value_free(rinfo);
    jerry_value_free(buffer);
    net_udp_take(self->net, NULL);
    self->lost++;
    deliver_error(object, ERR_CODE_ENOBUFS);
    return;
  }
  net_udp_take(self->net, data);
  jerry_value_t emit = jerry_object_get(owner, kept.emit);
  jerry_value_t listener = events_lone_listener(emit, owner, kept.message);
  const jerry_value_t args[] = {kept.message, buffer, rinfo};
  if (jerry_value_is_undefined(listener)) {
    script_call(emit, owner, args, 3); /* an owner without emit() gets the TypeError that script would */
  } else {
    script_call(listener, owner, args + 1, 2);
  }
  jerry_value_free(listener);
  jerry_value_free(emit);
  jerry_value_free(rinfo);
  jerry_value_free(buffer);
}

static void drain(struct loop_event *event) {
  struct udp *self = (struct udp *)event;
  if (!self->receiving) {
    return;
  }
  /* Script can close the socket in each call, which lets go of these. */
  jerry_value_t object = jerry_value_copy(self->object);
  jerry_value_t owner = jerry_value_copy(self->owner);
  int left = CONFIG_UDP_DRAIN;
  for (; left > 0 && self->receiving; left--) {
    struct net_udp_info info;
    int found = net_udp_peek(self->net, &info);
    if (found == 0) {
      break;
    }
    if (found < 0) {
      deliver_error(object, found);
    } else {
      deliver(self, object, owner, &info);
    }
  }
  if (left == 0 && self->receiving) {
    loop_post(&self->ready);
  }
  jerry_value_free(owner);
  jerry_value_free(object);
}

/* ---- addresses --------------------------------------------------------------------------------------------- */

/* Text that is too long for an address is none. Returns 0, EINVAL (also for the other family) or ENODEV. */
static int parse(const struct udp *self, const struct args_text *text, struct net_addr *addr) {
  if (!text->fits) {
    return ERR_CODE_EINVAL;
  }
  int code = net_addr_parse(text->data, text->size, addr);
  return code == 0 && addr->family != self->family ? ERR_CODE_EINVAL : code;
}

/* As parse(), with NULL in *out where script gave no text (its buffer then has size 0 and fits is false). */
static int parse_optional(const struct udp *self, const struct args_text *text, struct net_addr *addr,
                          const struct net_addr **out) {
  *out = NULL;
  if (!text->fits && text->size == 0) {
    return 0;
  }
  *out = addr;
  return parse(self, text, addr);
}

static void set_address(jerry_value_t out, const struct net_addr *addr, uint16_t port) {
  char text[NET_ADDR_TEXT];
  net_addr_format(addr, text);
  props_text(out, "address", text);
  props_set(out, "family", jerry_value_copy(family_text(addr)));
  props_number(out, "port", port);
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

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

static int open_anywhere(struct udp *self, jerry_value_t object) {
  const struct net_addr any = {.family = self->family};
  return open_bound(self, object, &any, 0, 0);
}

static jerry_value_t udp_new(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  uint32_t family = 4;
  ARGS("UDP", call, args, count, ARG_OPTIONAL, ARG_U32(&family));
  if (family != 4 && family != 6) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "UDP: argument 1 (family) must be 4 or 6");
  }
  struct udp *self = calloc(1, sizeof *self);
  if (self == NULL) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "UDP: out of memory");
  }
  self->ready.run = drain;
  self->family = (uint8_t)family;
  self->referenced = true;
  jerry_value_t object = props_construct(call, &udp_class, self);
  if (jerry_value_is_exception(object)) {
    free(self);
  }
  return object;
}

static jerry_value_t udp_bind(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS_TEXT(address, NET_ADDR_TEXT);
  uint16_t port;
  uint32_t flags = 0;
  ARGS("bind", call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT_IF_FITS(&address), ARG_U16(&port), ARG_OPTIONAL,
       ARG_U32(&flags));
  struct net_addr addr;
  int code = parse(self, &address, &addr);
  if (code == 0 && (self->net != NULL || ((flags & UV_UDP_IPV6ONLY) != 0 && self->family != 6))) {
    code = ERR_CODE_EINVAL;
  }
  if (code == 0) {
    unsigned net_flags = ((flags & UV_UDP_REUSEADDR) != 0 ? NET_UDP_REUSEADDR : 0u) |
                         ((flags & UV_UDP_IPV6ONLY) != 0 ? NET_UDP_V6ONLY : 0u);
    code = open_bound(self, call->this_value, &addr, port, net_flags);
  }
  return code_value(code);
}

static jerry_value_t udp_connect(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct udp *self;
  ARGS_TEXT(address, NET_ADDR_TEXT);
  uint16_t port;
  ARGS("connect", call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT_IF_FITS(&address), ARG_U16(&port));
  struct net_addr addr;
  int code = parse(self, &address, &addr);
  if (code == 0 && self->net == NULL) {
    code = open_anywhere(self, call->this_value);
  }
  return code_value(code == 0 ? net_udp_connect(self->net, &addr, port) : code);
}

static jerry_value_t udp_close(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS("close", call, args, count, ARG_THIS(&udp_class, &self));
  if (self->net != NULL) {
    props_number(call->this_value, "fd", ERR_CODE_EBADF);
    close_socket(self);
  }
  self->closed = true;
  return jerry_undefined();
}

static jerry_value_t udp_recv_start(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  jerry_value_t owner;
  ARGS("recvStart", call, args, count, ARG_THIS(&udp_class, &self), ARG_OBJECT(&owner));
  if (self->net == NULL) {
    return code_value(ERR_CODE_EBADF);
  }
  if (self->receiving || args_native(owner, &link_class) != NULL) {
    return code_value(ERR_CODE_EALREADY);
  }
  self->object = jerry_value_copy(call->this_value);
  self->owner = jerry_value_copy(owner);
  jerry_object_set_native_ptr(owner, &link_class.native, self);
  self->receiving = true;
  if (self->referenced) {
    loop_ref();
  }
  net_udp_receiving(self->net, true);
  return code_value(0);
}

static jerry_value_t udp_recv_stop(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  struct udp *self;
  ARGS("recvStop", call, args, count, ARG_THIS(&udp_class, &self));
  stop_receiving(self);
  return code_value(self->net == NULL ? ERR_CODE_EBADF : 0);
}

static jerry_value_t set_referenced(const char *name, const jerry_call_info_t *call, bool referenced) {
  struct udp *self;
  ARGS(name, call, NULL, 0, ARG_THIS(&udp_class, &self));
  if (self->receiving && self->referenced != referenced) {
    if (referenced) {
      loop_ref();
    } else {
      loop_unref();
    }
  }
  self->referenced = referenced;
  return jerry_undefined();
}

static jerry_value_t udp_ref(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)args;
  (void)count;
  return set_referenced("ref", call, true);
}

static jerry_value_t udp_unref(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)args;
  (void)count;
  return set_referenced("unref", call, false);
}

static jerry_value_t udp_has_ref(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct udp *self;
  ARGS("hasRef", call, args, count, ARG_THIS(&udp_class, &self));
  return jerry_boolean(self->referenced);
}

/* ---- sending ----------------------------------------------------------------------------------------------- */

/* One piece of a list: its bytes, the value that keeps them alive, and the memory of its own that a string has. */
struct piece {
  jerry_value_t value;
  uint8_t *text;
};

/* Lists up to this long, and strings up to this many bytes of UTF-8, take no memory but the stack's. */
#define PIECES_AT_HAND 8
#define TEXT_AT_HAND 256

/* Anything longer is no datagram, and need not be copied to be told so. */
#define TEXT_MAX 65535

/* In place of a byte count or a negative code: an argument is not what it has to be. No datagram is as long. */
#define WRONG_ARGUMENT INT32_MAX

/* The string's UTF-8 in at_hand or, when it is longer, in *memory (then the caller's to free). */
static int text_slice(jerry_value_t string, uint8_t *at_hand, size_t room, struct net_udp_slice *slice,
                      uint8_t **memory) {
  *memory = NULL;
  size_t size = jerry_string_size(string, JERRY_ENCODING_UTF8);
  if (size > TEXT_MAX) {
    return ERR_CODE_EMSGSIZE;
  }
  if (size > room) {
    *memory = at_hand = malloc(size);
    if (at_hand == NULL) {
      return ERR_CODE_ENOBUFS;
    }
  }
  encoding_write_utf8(string, size, at_hand, size);
  slice->data = at_hand;
  slice->size = size;
  return 0;
}

static int view_slice(jerry_value_t value, struct net_udp_slice *slice) {
  struct args_bytes bytes;
  if (jerry_value_is_arraybuffer(value) || !args_bytes(value, &bytes)) {
    return WRONG_ARGUMENT;
  }
  slice->data = bytes.data;
  slice->size = bytes.size;
  return 0;
}

static int list_piece(jerry_value_t list, uint32_t index, struct piece *piece, struct net_udp_slice *slice) {
  static uint8_t nothing;
  piece->text = NULL;
  piece->value = jerry_object_get_index(list, index);
  if (jerry_value_is_string(piece->value)) {
    return text_slice(piece->value, &nothing, 0, slice, &piece->text);
  }
  return view_slice(piece->value, slice);
}

/* The pieces' values are held until the datagram has gone: reading the next one may run a getter. */
static int send_pieces(struct udp *self, jerry_value_t list, uint32_t count, struct piece *pieces,
                       struct net_udp_slice *slices, const struct net_addr *addr, uint16_t port) {
  uint32_t used = 0;
  int code = 0;
  while (used < count && code == 0) {
    code = list_piece(list, used, &pieces[used], &slices[used]);
    used++;
  }
  if (code == 0) {
    code = self->net == NULL ? ERR_CODE_EBADF : net_udp_send(self->net, slices, count, addr, port);
  }
  while (used > 0) {
    used--;
    free(pieces[used].text);
    jerry_value_free(pieces[used].value);
  }
  return code;
}

static int send_list(struct udp *self, jerry_value_t list, const struct net_addr *addr, uint16_t port) {
  uint32_t count = jerry_array_length(list);
  if (count <= PIECES_AT_HAND) {
    struct piece pieces[PIECES_AT_HAND];
    struct net_udp_slice slices[PIECES_AT_HAND];
    return send_pieces(self, list, count, pieces, slices, addr, port);
  }
  struct piece *pieces = calloc(count, sizeof *pieces);
  struct net_udp_slice *slices = calloc(count, sizeof *slices);
  int code = ERR_CODE_ENOBUFS;
  if (pieces != NULL && slices != NULL) {
    code = send_pieces(self, list, count, pieces, slices, addr, port);
  }
  free(slices);
  free(pieces);
  return code;
}

/* The address that text is, or NULL. Valid until the next call or the next datagram. */
static const struct net_addr *find_target(struct udp *self, jerry_value_t text) {
  static struct net_addr parsed;
  if (last_sender->known && last_sender->addr.family == self->family && args_same(last_sender->text, text)) {
    return &last_sender->addr;
  }
  if (self->target.known && args_same(self->target.text, text)) {
    return &self->target.addr;
  }
  ARGS_TEXT(address, NET_ADDR_TEXT);
  if (!args_text(text, &address) || parse(self, &address, &parsed) != 0) {
    return NULL;
  }
  if (self->receiving) {
    remember(&self->target, &parsed, text);
  }
  return &parsed;
}

/* One that a datagram can be sent to. */
static bool read_port(jerry_value_t value, uint32_t *port) {
  return args_whole(value, port) && *port > 0 && *port <= UINT16_MAX;
}

static bool is_given(const jerry_value_t args[], jerry_length_t count, jerry_length_t index) {
  return index < count && !jerry_value_is_undefined(args[index]);
}

/*
 * Sends data to addr and port, or (addr NULL) to the peer; part is {offset, length} or NULL for all of it. addr may be
 * one of self's own. Returns the bytes sent, a negative code, or WRONG_ARGUMENT.
 */
static int send_data(struct udp *self, jerry_value_t data, const struct net_addr *addr, uint16_t port,
                     const jerry_value_t part[]) {
  if (self->net == NULL) {
    return ERR_CODE_EBADF;
  }
  struct net_udp_slice slice;
  uint8_t at_hand[TEXT_AT_HAND];
  uint8_t *memory = NULL;
  int code = jerry_value_is_string(data) ? text_slice(data, at_hand, sizeof at_hand, &slice, &memory)
                                         : view_slice(data, &slice);
  if (code == WRONG_ARGUMENT && part == NULL && jerry_value_is_array(data)) {
    /* Getters of the list may run, and change what addr points to. */
    struct net_addr own = addr != NULL ? *addr : (struct net_addr){0};
    return send_list(self, data, addr != NULL ? &own : NULL, port);
  }
  if (code == 0 && part != NULL) {
    uint32_t offset;
    uint32_t length;
    if (args_whole(part[0], &offset) && args_whole(part[1], &length) && offset <= slice.size &&
        length <= slice.size - offset) {
      slice.data += offset;
      slice.size = length;
    } else {
      code = WRONG_ARGUMENT;
    }
  }
  if (code == 0) {
    code = net_udp_send(self->net, &slice, 1, addr, port);
  }
  free(memory);
  return code;
}

/* send(data, port, address, offset, length): see typings/native/dgram.d.ts. */
static jerry_value_t udp_send(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS("send", call, args, count, ARG_THIS(&udp_class, &self));
  const struct net_addr *addr = NULL;
  uint32_t port = 0;
  if (is_given(args, count, 2)) {
    addr = find_target(self, args[2]);
    if (addr == NULL || !read_port(args[1], &port)) {
      return jerry_undefined();
    }
  }
  int code = WRONG_ARGUMENT;
  if (count > 0 && (!is_given(args, count, 3) || count > 4)) {
    code = send_data(self, args[0], addr, (uint16_t)port, is_given(args, count, 3) ? args + 3 : NULL);
  }
  return code == WRONG_ARGUMENT ? jerry_undefined() : code_value(code);
}

/* Where the parts of a direct send() are among its arguments. */
struct form {
  jerry_length_t port;
  jerry_length_t address; /* 0: none, to the peer */
  jerry_length_t part;    /* 0: all of the data */
  jerry_length_t callback;
};

/* Whether args are one of the forms of send() that need no look-up and no defaults. */
static bool find_form(const struct udp *self, const jerry_value_t args[], jerry_length_t count, struct form *form) {
  if (self->direct == DIRECT_CONNECTED) {
    *form = (struct form){.callback = 1};
    return count <= 2 && (!is_given(args, count, 1) || jerry_value_is_function(args[1]));
  }
  if (self->direct == DIRECT_NONE || count < 3) {
    return false;
  }
  if (jerry_value_is_string(args[2])) {
    *form = (struct form){.port = 1, .address = 2, .callback = 3};
    return !is_given(args, count, 4) && (!is_given(args, count, 3) || jerry_value_is_function(args[3]));
  }
  *form = (struct form){.port = 3, .address = 4, .part = 1, .callback = 5};
  return count > 4 && jerry_value_is_string(args[4]);
}

static int send_direct(struct udp *self, const jerry_value_t args[], const struct form *form) {
  const struct net_addr *addr = NULL;
  uint32_t port = 0;
  if (form->address != 0) {
    if (!read_port(args[form->port], &port) || dns_lookup_replaced()) {
      return WRONG_ARGUMENT;
    }
    addr = find_target(self, args[form->address]);
    if (addr == NULL) {
      return WRONG_ARGUMENT;
    }
  }
  return send_data(self, args[0], addr, (uint16_t)port, form->part != 0 ? args + form->part : NULL);
}

/* Socket.prototype.send; `this` is any dgram.Socket, or anything. */
static jerry_value_t socket_send(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct udp *self = args_native(call->this_value, &link_class);
  struct form form;
  int code = WRONG_ARGUMENT;
  if (self != NULL && count > 0 && find_form(self, args, count, &form)) {
    code = send_direct(self, args, &form);
  }
  if (code == WRONG_ARGUMENT) {
    return jerry_call(kept.slow, call->this_value, args, count);
  }
  bool called_back = is_given(args, count, form.callback);
  if (code < 0 || called_back) {
    const jerry_value_t nothing = jerry_undefined();
    const jerry_value_t list[] = {
        call->this_value,
        code_value(code),
        form.address != 0 ? args[form.address] : nothing,
        form.address != 0 ? args[form.port] : nothing,
        called_back ? args[form.callback] : nothing,
    };
    jerry_value_t result = jerry_call(kept.finish, nothing, list, 5);
    jerry_value_free(list[1]);
    return result;
  }
  return jerry_undefined();
}

static jerry_value_t dgram_make_send(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  jerry_value_t slow;
  jerry_value_t finish;
  jerry_value_t texts;
  jerry_value_t make_rinfo;
  ARGS("makeSend", call, args, count, ARG_FUNCTION(&slow), ARG_FUNCTION(&finish), ARG_OBJECT(&texts),
       ARG_FUNCTION(&make_rinfo));
  const jerry_value_t nothing = jerry_undefined();
  const jerry_value_t values[] = {nothing, nothing, nothing, nothing};
  jerry_value_t rinfo = jerry_call(make_rinfo, nothing, values, 4);
  if (jerry_value_is_exception(rinfo)) {
    return rinfo;
  }
#define TEXTS_KEEP(name) keep_text(texts, #name, &kept.name);
  TEXTS(TEXTS_KEEP)
  jerry_native_ptr_set(&kept.slow, slow);
  jerry_native_ptr_set(&kept.finish, finish);
  jerry_native_ptr_set(&kept.make_rinfo, make_rinfo);
  jerry_native_ptr_set(&kept.rinfo, rinfo);
  jerry_value_free(rinfo);
  return jerry_function_external(socket_send);
}

static jerry_value_t udp_set_direct(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  uint8_t direct;
  ARGS("setDirect", call, args, count, ARG_THIS(&udp_class, &self), ARG_U8(&direct));
  self->direct = self->receiving ? direct : DIRECT_NONE;
  return jerry_undefined();
}

/* ---- addresses and options --------------------------------------------------------------------------------- */

static jerry_value_t udp_getsockname(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  struct udp *self;
  jerry_value_t out;
  ARGS("getsockname", call, args, count, ARG_THIS(&udp_class, &self), ARG_OBJECT(&out));
  struct net_addr addr;
  uint16_t port;
  int code = self->net == NULL ? ERR_CODE_EBADF : net_udp_local(self->net, &addr, &port);
  if (code == 0) {
    set_address(out, &addr, port);
  }
  return code_value(code);
}

static jerry_value_t udp_getpeername(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  struct udp *self;
  jerry_value_t out;
  ARGS("getpeername", call, args, count, ARG_THIS(&udp_class, &self), ARG_OBJECT(&out));
  struct net_addr addr;
  uint16_t port;
  int code = self->net == NULL ? ERR_CODE_EBADF : net_udp_remote(self->net, &addr, &port);
  if (code == 0) {
    set_address(out, &addr, port);
  }
  return code_value(code);
}

static jerry_value_t udp_disconnect(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  ARGS("disconnect", call, args, count, ARG_THIS(&udp_class, &self));
  return code_value(self->net == NULL ? ERR_CODE_EBADF : net_udp_disconnect(self->net));
}

static jerry_value_t set_flag(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                              jerry_length_t count, int (*set)(struct net_udp *, bool)) {
  struct udp *self;
  bool on;
  ARGS(name, call, args, count, ARG_THIS(&udp_class, &self), ARG_BOOL(&on));
  return code_value(self->net == NULL ? ERR_CODE_EBADF : set(self->net, on));
}

static jerry_value_t udp_set_broadcast(const jerry_call_info_t *call, const jerry_value_t args[],
                                       const jerry_length_t count) {
  return set_flag("setBroadcast", call, args, count, net_udp_set_broadcast);
}

static jerry_value_t udp_set_multicast_loopback(const jerry_call_info_t *call, const jerry_value_t args[],
                                                const jerry_length_t count) {
  return set_flag("setMulticastLoopback", call, args, count, net_udp_set_multicast_loopback);
}

/* A number out of range is EINVAL before it is found that nothing is open, and one with a fraction loses it. */
static jerry_value_t set_ttl(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                             jerry_length_t count, double low, int (*set)(struct net_udp *, int)) {
  struct udp *self;
  double ttl;
  ARGS(name, call, args, count, ARG_THIS(&udp_class, &self), ARG_DOUBLE(&ttl));
  if (!(ttl >= low && ttl < 256)) {
    return code_value(ERR_CODE_EINVAL);
  }
  return code_value(self->net == NULL ? ERR_CODE_EBADF : set(self->net, (int)ttl));
}

static jerry_value_t udp_set_ttl(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  return set_ttl("setTTL", call, args, count, 1, net_udp_set_ttl);
}

static jerry_value_t udp_set_multicast_ttl(const jerry_call_info_t *call, const jerry_value_t args[],
                                           const jerry_length_t count) {
  return set_ttl("setMulticastTTL", call, args, count, 0, net_udp_set_multicast_ttl);
}

static jerry_value_t udp_set_multicast_interface(const jerry_call_info_t *call, const jerry_value_t args[],
                                                 const jerry_length_t count) {
  struct udp *self;
  ARGS_TEXT(address, NET_ADDR_TEXT);
  ARGS("setMulticastInterface", call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT_IF_FITS(&address));
  struct net_addr addr;
  int code = parse(self, &address, &addr);
  if (code == ERR_CODE_ENODEV) {
    code = ERR_CODE_EADDRNOTAVAIL;
  } else if (code == 0) {
    code = self->net == NULL ? ERR_CODE_EBADF : net_udp_set_multicast_interface(self->net, &addr);
  }
  return code_value(code);
}

/* join, when source, group and iface are addresses; an open handle is left as it was by one that fails. */
static int join(struct udp *self, jerry_value_t object, const struct net_addr *group, const struct net_addr *iface,
                const struct net_addr *source) {
  bool opened = self->net == NULL;
  if (opened && !net_addr_is_multicast(group)) {
    return ERR_CODE_EINVAL;
  }
  int code = opened ? open_anywhere(self, object) : 0;
  if (code == 0) {
    code = net_udp_join(self->net, group, iface, source);
    if (code != 0 && opened) {
      props_number(object, "fd", ERR_CODE_EBADF);
      close_socket(self);
    }
  }
  return code;
}

static int leave(struct udp *self, jerry_value_t object, const struct net_addr *group, const struct net_addr *iface,
                 const struct net_addr *source) {
  (void)object;
  if (self->net == NULL) {
    return !net_addr_is_multicast(group) ? ERR_CODE_EINVAL : self->closed ? ERR_CODE_EBADF : ERR_CODE_EADDRNOTAVAIL;
  }
  return net_udp_leave(self->net, group, iface, source);
}

typedef int (*membership_change)(struct udp *self, jerry_value_t object, const struct net_addr *group,
                                 const struct net_addr *iface, const struct net_addr *source);

static jerry_value_t any_source(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                                jerry_length_t count, membership_change change) {
  struct udp *self;
  ARGS_TEXT(group, NET_ADDR_TEXT);
  ARGS_TEXT(iface, NET_ADDR_TEXT);
  ARGS(name, call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT_IF_FITS(&group), ARG_OPTIONAL,
       ARG_TEXT_IF_FITS(&iface));
  struct net_addr group_addr;
  struct net_addr iface_addr;
  const struct net_addr *on;
  int code = parse(self, &group, &group_addr);
  if (code == 0) {
    code = parse_optional(self, &iface, &iface_addr, &on);
  }
  return code_value(code == 0 ? change(self, call->this_value, &group_addr, on, NULL) : code);
}

static jerry_value_t one_source(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                                jerry_length_t count, membership_change change) {
  struct udp *self;
  ARGS_TEXT(source, NET_ADDR_TEXT);
  ARGS_TEXT(group, NET_ADDR_TEXT);
  ARGS_TEXT(iface, NET_ADDR_TEXT);
  ARGS(name, call, args, count, ARG_THIS(&udp_class, &self), ARG_TEXT_IF_FITS(&source), ARG_TEXT_IF_FITS(&group),
       ARG_OPTIONAL, ARG_TEXT_IF_FITS(&iface));
  struct net_addr source_addr;
  struct net_addr group_addr;
  struct net_addr iface_addr;
  const struct net_addr *on;
  int code = parse(self, &source, &source_addr);
  if (code == 0) {
    code = parse(self, &group, &group_addr);
  }
  if (code == 0) {
    code = parse_optional(self, &iface, &iface_addr, &on);
  }
  return code_value(code == 0 ? change(self, call->this_value, &group_addr, on, &source_addr) : code);
}

static jerry_value_t udp_add_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                        const jerry_length_t count) {
  return any_source("addMembership", call, args, count, join);
}

static jerry_value_t udp_drop_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                         const jerry_length_t count) {
  return any_source("dropMembership", call, args, count, leave);
}

static jerry_value_t udp_add_source_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                               const jerry_length_t count) {
  return one_source("addSourceSpecificMembership", call, args, count, join);
}

static jerry_value_t udp_drop_source_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                                const jerry_length_t count) {
  return one_source("dropSourceSpecificMembership", call, args, count, leave);
}

static jerry_value_t udp_buffer_size(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  struct udp *self;
  uint32_t size;
  bool send;
  ARGS("bufferSize", call, args, count, ARG_THIS(&udp_class, &self), ARG_U32(&size), ARG_BOOL(&send));
  if (size > INT32_MAX) {
    return code_value(ERR_CODE_EINVAL);
  }
  return code_value(self->net == NULL ? ERR_CODE_EBADF : net_udp_buffer_size(self->net, send, size));
}

static jerry_value_t udp_stats(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS("stats", call, args, count, ARG_THIS(&udp_class, &self));
  struct net_udp_stats stats = {0};
  if (self->net != NULL) {
    net_udp_stats(self->net, &stats);
  }
  jerry_value_t list = jerry_array(4);
  props_index(list, 0, jerry_number(stats.received));
  props_index(list, 1, jerry_number((double)stats.dropped + self->lost));
  props_index(list, 2, jerry_number(stats.queued_bytes));
  props_index(list, 3, jerry_number(stats.queued));
  return list;
}

static const struct props_method udp_methods[] = {
    {"bind", udp_bind},
    {"connect", udp_connect},
    {"disconnect", udp_disconnect},
    {"close", udp_close},
    {"getsockname", udp_getsockname},
    {"getpeername", udp_getpeername},
    {"send", udp_send},
    {"recvStart", udp_recv_start},
    {"recvStop", udp_recv_stop},
    {"setBroadcast", udp_set_broadcast},
    {"setTTL", udp_set_ttl},
    {"setMulticastTTL", udp_set_multicast_ttl},
    {"setMulticastLoopback", udp_set_multicast_loopback},
    {"setMulticastInterface", udp_set_multicast_interface},
    {"addMembership", udp_add_membership},
    {"dropMembership", udp_drop_membership},
    {"addSourceSpecificMembership", udp_add_source_membership},
    {"dropSourceSpecificMembership", udp_drop_source_membership},
    {"setDirect", udp_set_direct},
    {"bufferSize", udp_buffer_size},
    {"stats", udp_stats},
    {"ref", udp_ref},
    {"unref", udp_unref},
    {"hasRef", udp_has_ref},
};

static const struct props_method methods[] = {
    {"makeSend", dgram_make_send},
};

jerry_value_t dgram_binding(void) {
  jerry_value_t binding = jerry_object();
  props_class(binding, &udp_class, udp_new, udp_methods, PROPS_COUNT(udp_methods));
  props_methods(binding, methods, PROPS_COUNT(methods));
  jerry_value_t constructor = jerry_object_get_sz(binding, udp_class.name);
  jerry_value_t prototype = jerry_object_get_sz(constructor, "prototype");
  props_number(prototype, "fd", ERR_CODE_EBADF);
  jerry_value_free(prototype);
  jerry_value_free(constructor);
  jerry_native_ptr_init(&kept, &kept_info);
  jerry_object_set_native_ptr(binding, &kept_info, &kept);
  script_at_stop(&stop_hook);
  return binding;
}
