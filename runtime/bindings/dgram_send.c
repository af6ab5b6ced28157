/* dgram_send.c: from socket.send() to net_udp_send(): the handle's own send(), and the plain forms of the socket's. */
#include <stdlib.h>
#include <string.h>

#include "bindings/dgram_private.h"
#include "bindings/dns.h"
#include "core/encoding.h"
#include "core/errors.h"
#include "core/memory.h"
#include "core/props.h"

/* One piece of a list: its bytes, the value that keeps them alive, and the memory of its own that a string has. */
struct piece {
  jerry_value_t value;
  uint8_t *text;
};

/* Lists up to this long, and strings up to this many bytes of UTF-8, take no memory but the stack's. */
#define PIECES_AT_HAND 8
/* More pieces are no datagram either: as many as Linux takes (IOV_MAX), which says EMSGSIZE for more. */
#define PIECES_MAX 1024
#define TEXT_AT_HAND 256

/* Anything longer is no datagram, and need not be copied to be told so. */
#define TEXT_MAX 65535

/* In place of what net_udp_send() returns: an argument is not what it has to be. */
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
    *memory = at_hand = memory_alloc(size, "a datagram's text");
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

/* A string, or a view as bytes. */
static int piece_read(jerry_value_t list, uint32_t index, struct piece *piece) {
  struct net_udp_slice slice;
  piece->text = NULL;
  piece->value = jerry_object_get_index(list, index);
  return jerry_value_is_string(piece->value) ? 0 : view_slice(piece->value, &slice);
}

static int piece_slice(struct piece *piece, struct net_udp_slice *slice) {
  static uint8_t nothing;
  if (jerry_value_is_string(piece->value)) {
    return text_slice(piece->value, &nothing, 0, slice, &piece->text);
  }
  return view_slice(piece->value, slice);
}

/* All values are read before the bytes of any are looked for: to read one may run a getter, which may close the socket,
 * or detach the buffer of one before. */
static int send_pieces(struct udp *self, jerry_value_t list, uint32_t count, struct piece *pieces,
                       struct net_udp_slice *slices, const struct net_addr *addr, uint16_t port) {
  uint32_t used = 0;
  int code = 0;
  while (used < count && code == 0) {
    code = piece_read(list, used, &pieces[used]);
    used++;
  }
  for (uint32_t i = 0; i < count && code == 0; i++) {
    code = piece_slice(&pieces[i], &slices[i]);
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
  if (count > PIECES_MAX) {
    return ERR_CODE_EMSGSIZE;
  }
  struct piece *pieces = memory_alloc(count * sizeof *pieces, "the pieces of a datagram");
  struct net_udp_slice *slices = memory_alloc(count * sizeof *slices, "the pieces of a datagram");
  int code = send_pieces(self, list, count, pieces, slices, addr, port);
  free(slices);
  free(pieces);
  return code;
}

/* The address that text is, or NULL. Valid until the next call or the next datagram. */
static const struct net_addr *target_find(struct udp *self, jerry_value_t text) {
  static struct net_addr parsed;
  if (dgram_last_sender->known && dgram_last_sender->addr.family == self->family &&
      args_same(dgram_last_sender->text, text)) {
    return &dgram_last_sender->addr;
  }
  if (self->target.known && args_same(self->target.text, text)) {
    return &self->target.addr;
  }
  ARGS_TEXT(address, NET_ADDR_TEXT);
  if (!args_text(text, &address) || dgram_parse(self, &address, &parsed) != 0) {
    return NULL;
  }
  if (self->receiving) {
    dgram_spelled_set(&self->target, &parsed, text);
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

/* A datagram that waits for its next hop keeps the program running until script has heard of its outcome. */
static int count_waiting(struct udp *self, int code) {
  if (code >= NET_UDP_WAITS && code != WRONG_ARGUMENT && self->receiving) {
    self->waiting++;
    loop_ref();
  }
  return code;
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
    dgram_pin(self);
    code = count_waiting(self, send_list(self, data, addr != NULL ? &own : NULL, port));
    dgram_unpin(self);
    return code;
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
    code = count_waiting(self, net_udp_send(self->net, &slice, 1, addr, port));
  }
  free(memory);
  return code;
}

/* send(data, port, address, offset, length): see typings/native/dgram.d.ts. */
jerry_value_t dgram_udp_send(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS("send", call, args, count, ARG_THIS(&dgram_udp_class, &self));
  const struct net_addr *addr = NULL;
  uint32_t port = 0;
  if (is_given(args, count, 2)) {
    addr = target_find(self, args[2]);
    if (addr == NULL || !read_port(args[1], &port)) {
      return jerry_undefined();
    }
  }
  int code = WRONG_ARGUMENT;
  if (count > 0 && (!is_given(args, count, 3) || count > 4)) {
    code = send_data(self, args[0], addr, (uint16_t)port, is_given(args, count, 3) ? args + 3 : NULL);
  }
  return code == WRONG_ARGUMENT ? jerry_undefined() : dgram_code(code);
}

/* Where the parts of a direct send() are among its arguments. */
struct form {
  jerry_length_t port;
  jerry_length_t address; /* 0: none, to the peer */
  jerry_length_t part;    /* 0: all of the data */
  jerry_length_t callback;
};

/* Whether args are one of the forms of send() that need no look-up and no defaults. */
static bool form_find(const struct udp *self, const jerry_value_t args[], jerry_length_t count, struct form *form) {
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
    addr = target_find(self, args[form->address]);
    if (addr == NULL) {
      return WRONG_ARGUMENT;
    }
  }
  return send_data(self, args[0], addr, (uint16_t)port, form->part != 0 ? args + form->part : NULL);
}

/*
 * Whether text is what the outcome of a datagram that waits tells of its address: then script need not keep it. A flood
 * from made-up addresses makes an app's answers wait by the hundred, and what is kept for each makes collections long.
 * Sending may have given a zone to one with a scope.
 */
static bool is_told(const struct net_addr *addr, jerry_value_t text) {
  char canonical[NET_ADDR_TEXT];
  ARGS_TEXT(given, NET_ADDR_TEXT);
  if (addr == NULL || (addr->family == 6 && addr->bytes[0] >= 0xfe) || !args_text(text, &given)) {
    return false;
  }
  net_addr_format(addr, canonical);
  return !strcmp(given.data, canonical);
}

/* Socket.prototype.send; `this` is any dgram.Socket, or anything. */
static jerry_value_t socket_send(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  struct udp *self = args_native(call->this_value, &dgram_link_class);
  struct form form;
  int code = WRONG_ARGUMENT;
  if (self != NULL && count > 0 && form_find(self, args, count, &form)) {
    code = send_direct(self, args, &form);
  }
  if (code == WRONG_ARGUMENT) {
    return jerry_call(dgram_refs.slow, call->this_value, args, count);
  }
  bool called_back = is_given(args, count, form.callback);
  if (code < 0 || called_back) {
    const jerry_value_t nothing = jerry_undefined();
    bool told = form.address == 0 ||
                (code >= NET_UDP_WAITS && is_told(target_find(self, args[form.address]), args[form.address]));
    const jerry_value_t list[] = {
        call->this_value,
        dgram_code(code),
        told ? nothing : args[form.address],
        told ? nothing : args[form.port],
        called_back ? args[form.callback] : nothing,
    };
    jerry_value_t result = jerry_call(dgram_refs.finish, nothing, list, 5);
    jerry_value_free(list[1]);
    return result;
  }
  return jerry_undefined();
}

static void ref_text(jerry_value_t texts, const char *name, jerry_value_t *slot) {
  jerry_value_t text = jerry_object_get_sz(texts, name);
  jerry_native_ptr_set(slot, text);
  jerry_value_free(text);
}

jerry_value_t dgram_make_send(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  jerry_value_t slow;
  jerry_value_t finish;
  jerry_value_t texts;
  jerry_value_t rinfo;
  ARGS("makeSend", call, args, count, ARG_FUNCTION(&slow), ARG_FUNCTION(&finish), ARG_OBJECT(&texts),
       ARG_OBJECT(&rinfo));
#define REF_TEXT(name) ref_text(texts, #name, &dgram_refs.name);
  DGRAM_TEXTS(REF_TEXT)
  jerry_native_ptr_set(&dgram_refs.slow, slow);
  jerry_native_ptr_set(&dgram_refs.finish, finish);
  jerry_native_ptr_set(&dgram_refs.rinfo, rinfo);
  return jerry_function_external(socket_send);
}

jerry_value_t dgram_udp_set_direct(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  struct udp *self;
  uint8_t direct;
  ARGS("setDirect", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_U8(&direct));
  self->direct = self->receiving ? direct : DIRECT_NONE;
  return jerry_undefined();
}
