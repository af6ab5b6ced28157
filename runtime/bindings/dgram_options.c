/* dgram_options.c: addresses, options and memberships of a handle. */
#include <math.h>
#include <string.h>

#include "bindings/dgram_private.h"
#include "core/errors.h"
#include "core/props.h"

/* A group, a source, or what names an interface, as libuv reads them: of either family on any socket, and a zone that
 * no interface has is none. Returns 0 or EINVAL. */
static int parse_any(const struct args_text *text, struct net_addr *addr) {
  if (!text->fits) {
    return ERR_CODE_EINVAL;
  }
  int code = net_addr_parse(text->data, text->size, addr);
  if (code == ERR_CODE_ENODEV) {
    const char *zone = memchr(text->data, '%', text->size);
    code = net_addr_parse(text->data, (size_t)(zone - text->data), addr);
  }
  return code;
}

/* As parse_any(), for a group or source: mapped ones are none. */
static int parse_group(const struct args_text *text, struct net_addr *addr) {
  int code = parse_any(text, addr);
  return code == 0 && net_addr_is_mapped(addr) ? ERR_CODE_EINVAL : code;
}

/* As parse_any(), with NULL in *out where script gave no text (its buffer then has size 0 and fits is false). */
static int parse_optional(const struct args_text *text, struct net_addr *addr, const struct net_addr **out) {
  *out = NULL;
  if (!text->fits && text->size == 0) {
    return 0;
  }
  *out = addr;
  return parse_any(text, addr);
}

static void set_address(jerry_value_t out, const struct net_addr *addr, uint16_t port) {
  char text[NET_ADDR_TEXT];
  net_addr_format(addr, text);
  props_text(out, "address", text);
  props_set(out, "family", jerry_value_copy(dgram_family_text(addr)));
  props_number(out, "port", port);
}

jerry_value_t dgram_udp_getsockname(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  jerry_value_t out;
  ARGS("getsockname", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_OBJECT(&out));
  struct net_addr addr;
  uint16_t port;
  int code = self->net == NULL ? ERR_CODE_EBADF : net_udp_local(self->net, &addr, &port);
  if (code == 0) {
    set_address(out, &addr, port);
  }
  return dgram_code(code);
}

jerry_value_t dgram_udp_getpeername(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  jerry_value_t out;
  ARGS("getpeername", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_OBJECT(&out));
  struct net_addr addr;
  uint16_t port;
  int code = self->net == NULL ? ERR_CODE_EBADF : net_udp_remote(self->net, &addr, &port);
  if (code == 0) {
    set_address(out, &addr, port);
  }
  return dgram_code(code);
}

jerry_value_t dgram_udp_disconnect(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  struct udp *self;
  ARGS("disconnect", call, args, count, ARG_THIS(&dgram_udp_class, &self));
  return dgram_code(self->net == NULL ? ERR_CODE_EBADF : net_udp_disconnect(self->net));
}

static jerry_value_t set_flag(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                              jerry_length_t count, int (*set)(struct net_udp *, bool)) {
  struct udp *self;
  bool on;
  ARGS(name, call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_BOOL(&on));
  return dgram_code(self->net == NULL ? ERR_CODE_EBADF : set(self->net, on));
}

jerry_value_t dgram_udp_set_broadcast(const jerry_call_info_t *call, const jerry_value_t args[],
                                      const jerry_length_t count) {
  return set_flag("setBroadcast", call, args, count, net_udp_set_broadcast);
}

jerry_value_t dgram_udp_set_multicast_loopback(const jerry_call_info_t *call, const jerry_value_t args[],
                                               const jerry_length_t count) {
  return set_flag("setMulticastLoopback", call, args, count, net_udp_set_multicast_loopback);
}

/* A number out of range is EINVAL before it is found that nothing is open; one with a fraction loses it, NaN is 0. */
static jerry_value_t set_ttl(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                             jerry_length_t count, double low, int (*set)(struct net_udp *, int)) {
  struct udp *self;
  double ttl;
  ARGS(name, call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_DOUBLE(&ttl));
  if (isnan(ttl)) {
    ttl = 0;
  }
  if (!(ttl >= low && ttl < 256)) {
    return dgram_code(ERR_CODE_EINVAL);
  }
  return dgram_code(self->net == NULL ? ERR_CODE_EBADF : set(self->net, (int)ttl));
}

jerry_value_t dgram_udp_set_ttl(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  return set_ttl("setTTL", call, args, count, 1, net_udp_set_ttl);
}

jerry_value_t dgram_udp_set_multicast_ttl(const jerry_call_info_t *call, const jerry_value_t args[],
                                          const jerry_length_t count) {
  return set_ttl("setMulticastTTL", call, args, count, 0, net_udp_set_multicast_ttl);
}

jerry_value_t dgram_udp_set_multicast_interface(const jerry_call_info_t *call, const jerry_value_t args[],
                                                const jerry_length_t count) {
  struct udp *self;
  ARGS_TEXT(address, NET_ADDR_TEXT);
  ARGS("setMulticastInterface", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_TEXT_IF_FITS(&address));
  struct net_addr addr;
  int code = parse_any(&address, &addr);
  if (code == 0) {
    code = self->net == NULL ? ERR_CODE_EBADF : net_udp_set_multicast_interface(self->net, &addr);
  }
  return dgram_code(code);
}

/* join, when source, group and iface are addresses; an open handle is left as it was by one that fails. */
static int handle_join(struct udp *self, jerry_value_t object, const struct net_addr *group,
                       const struct net_addr *iface, const struct net_addr *source) {
  bool opened = self->net == NULL;
  if (opened && self->family == 4 && group->family == 6) {
    return iface != NULL && iface->family == 4 ? ERR_CODE_EINVAL : ERR_CODE_ENOPROTOOPT;
  }
  if (opened && !net_addr_is_multicast(group)) {
    return ERR_CODE_EINVAL;
  }
  int code = opened ? dgram_open_anywhere(self, object) : 0;
  if (code == 0) {
    code = net_udp_join(self->net, group, iface, source);
    if (code != 0 && opened) {
      props_number(object, "fd", ERR_CODE_EBADF);
      dgram_close(self);
    }
  }
  return code;
}

static int handle_leave(struct udp *self, jerry_value_t object, const struct net_addr *group,
                        const struct net_addr *iface, const struct net_addr *source) {
  (void)object;
  if (self->net == NULL) {
    if (group->family == 6 && (self->family == 4 || !net_addr_is_multicast(group))) {
      return self->family == 4 ? ERR_CODE_ENOPROTOOPT : ERR_CODE_EINVAL;
    }
    return self->closed ? ERR_CODE_EBADF : ERR_CODE_EADDRNOTAVAIL;
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
  ARGS(name, call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_TEXT_IF_FITS(&group), ARG_OPTIONAL,
       ARG_TEXT_IF_FITS(&iface));
  struct net_addr group_addr;
  struct net_addr iface_addr;
  const struct net_addr *on;
  int code = parse_group(&group, &group_addr);
  if (code == 0) {
    code = parse_optional(&iface, &iface_addr, &on);
  }
  return dgram_code(code == 0 ? change(self, call->this_value, &group_addr, on, NULL) : code);
}

static jerry_value_t one_source(const char *name, const jerry_call_info_t *call, const jerry_value_t args[],
                                jerry_length_t count, membership_change change) {
  struct udp *self;
  ARGS_TEXT(source, NET_ADDR_TEXT);
  ARGS_TEXT(group, NET_ADDR_TEXT);
  ARGS_TEXT(iface, NET_ADDR_TEXT);
  ARGS(name, call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_TEXT_IF_FITS(&source), ARG_TEXT_IF_FITS(&group),
       ARG_OPTIONAL, ARG_TEXT_IF_FITS(&iface));
  struct net_addr source_addr;
  struct net_addr group_addr;
  struct net_addr iface_addr;
  const struct net_addr *on;
  int code = parse_group(&source, &source_addr);
  if (code == 0) {
    code = parse_group(&group, &group_addr);
  }
  if (code == 0) {
    code = parse_optional(&iface, &iface_addr, &on);
  }
  return dgram_code(code == 0 ? change(self, call->this_value, &group_addr, on, &source_addr) : code);
}

jerry_value_t dgram_udp_add_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                       const jerry_length_t count) {
  return any_source("addMembership", call, args, count, handle_join);
}

jerry_value_t dgram_udp_drop_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                        const jerry_length_t count) {
  return any_source("dropMembership", call, args, count, handle_leave);
}

jerry_value_t dgram_udp_add_source_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                              const jerry_length_t count) {
  return one_source("addSourceSpecificMembership", call, args, count, handle_join);
}

jerry_value_t dgram_udp_drop_source_membership(const jerry_call_info_t *call, const jerry_value_t args[],
                                               const jerry_length_t count) {
  return one_source("dropSourceSpecificMembership", call, args, count, handle_leave);
}

jerry_value_t dgram_udp_buffer_size(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct udp *self;
  uint32_t size;
  bool send;
  ARGS("bufferSize", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_U32(&size), ARG_BOOL(&send));
  if (size > INT32_MAX) {
    return dgram_code(ERR_CODE_EINVAL);
  }
  return dgram_code(self->net == NULL ? ERR_CODE_EBADF : net_udp_buffer_size(self->net, send, size));
}
