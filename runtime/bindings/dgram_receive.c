/* dgram_receive.c: from net's ring to emit('message'), without script of ours in between. */
#include "bindings/buffer.h"
#include "bindings/dgram_private.h"
#include "bindings/events.h"
#include "config.h"
#include "core/engine_calls.h"
#include "core/errors.h"
#include "core/props.h"
#include "core/script.h"

/* Senders of late, of all sockets: equal ones cost no new string. */
#define SENDER_COUNT 8
static struct spelled senders[SENDER_COUNT];
struct spelled *dgram_last_sender = senders;

void dgram_receive_stop(struct udp *self) {
  if (!self->receiving) {
    return;
  }
  jerry_value_t owner = self->owner;
  jerry_value_t object = self->object;
  self->receiving = false;
  if (self->net != NULL) {
    net_udp_receiving(self->net, false);
  }
  if (self->referenced) {
    loop_unref();
  }
  self->direct = DIRECT_NONE;
  dgram_spelled_forget(&self->target);
  jerry_object_delete_native_ptr(owner, &dgram_link_class.native);
  jerry_value_free(owner);
  jerry_value_free(object);
}

void dgram_senders_forget(void) {
  for (size_t i = 0; i < SENDER_COUNT; i++) {
    dgram_spelled_forget(&senders[i]);
  }
}

/* The sender's text, which stays ours. */
static jerry_value_t sender_text(const struct net_addr *from) {
  static size_t oldest;
  if (dgram_spelled_is(dgram_last_sender, from)) {
    return dgram_last_sender->text;
  }
  for (size_t i = 0; i < SENDER_COUNT; i++) {
    if (dgram_spelled_is(&senders[i], from)) {
      dgram_last_sender = &senders[i];
      return dgram_last_sender->text;
    }
  }
  char text[NET_ADDR_TEXT];
  net_addr_format(from, text);
  jerry_value_t value = jerry_string_sz(text);
  dgram_last_sender = &senders[oldest];
  oldest = (oldest + 1) % SENDER_COUNT;
  dgram_spelled_set(dgram_last_sender, from, value);
  jerry_value_free(value);
  return dgram_last_sender->text;
}

/* {address, family, port, size} */
static jerry_value_t rinfo_make(const struct net_udp_info *info) {
  const jerry_value_t values[] = {
      sender_text(&info->from),
      dgram_family_text(&info->from),
      engine_integer(info->port),
      engine_integer((uint16_t)info->size),
  };
  return engine_object(dgram_refs.rinfo, &dgram_refs.address, values, 4);
}

static void deliver_error(jerry_value_t object, int code) {
  jerry_value_t onerror = jerry_object_get_sz(object, "onmessage");
  if (jerry_value_is_function(onerror)) {
    const jerry_value_t args[] = {dgram_code(code)};
    script_call(onerror, object, args, 1);
    jerry_value_free(args[0]);
  }
  jerry_value_free(onerror);
}

/* An outcome is an error most of the time, and to make one takes as long as some datagrams. */
#define OUTCOME_COST 4

/* Tells script what became of the oldest datagram that waited for its next hop. */
static void deliver_outcome(struct udp *self, jerry_value_t object) {
  struct net_udp_outcome outcome;
  if (net_udp_outcome(self->net, &outcome)) {
    if (self->waiting > 0) {
      self->waiting--;
      loop_unref();
    }
    jerry_value_t onsent = jerry_object_get_sz(object, "onsent");
    if (jerry_value_is_function(onsent)) {
      char text[NET_ADDR_TEXT] = "";
      if (outcome.code != 0) {
        net_addr_format(&outcome.to, text);
      }
      const jerry_value_t args[] = {jerry_number(outcome.sent), dgram_code(outcome.code), jerry_string_sz(text),
                                    engine_integer(outcome.port)};
      script_call(onsent, object, args, 4);
      jerry_value_free(args[2]);
      jerry_value_free(args[1]);
      jerry_value_free(args[0]);
    }
    jerry_value_free(onsent);
  }
}

/* owner.emit('message', buffer, rinfo), without emit's own share where that is only to find the listener. */
static void deliver_datagram(struct udp *self, jerry_value_t object, jerry_value_t owner,
                             const struct net_udp_info *info) {
  uint8_t *data;
  jerry_value_t buffer = buffer_from_c(info->size, &data);
  jerry_value_t rinfo = rinfo_make(info);
  if (jerry_value_is_exception(buffer) || jerry_value_is_exception(rinfo)) {
    jerry_value_free(rinfo);
    jerry_value_free(buffer);
    net_udp_take(self->net, NULL);
    self->lost++;
    deliver_error(object, ERR_CODE_ENOBUFS);
    return;
  }
  net_udp_take(self->net, data);
  jerry_value_t emit = jerry_object_get(owner, dgram_refs.emit);
  jerry_value_t listener = events_lone_listener(emit, owner, dgram_refs.message);
  const jerry_value_t args[] = {dgram_refs.message, buffer, rinfo};
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

void dgram_drain(struct loop_event *event) {
  struct udp *self = (struct udp *)event;
  if (!self->receiving) {
    return;
  }
  /* Script can close the socket in each call, which lets go of these. */
  dgram_pin(self);
  jerry_value_t object = jerry_value_copy(self->object);
  jerry_value_t owner = jerry_value_copy(self->owner);
  int left = CONFIG_UDP_DRAIN;
  for (; left > 0 && self->receiving; left--) {
    struct net_udp_info info;
    int found = net_udp_peek(self->net, &info);
    if (found == 0) {
      break;
    }
    if (found > 0 && left < CONFIG_UDP_DRAIN && loop_turn_over()) { /* an error has been taken already */
      left = 0;
      break;
    }
    if (found < 0) {
      deliver_error(object, found);
    } else if (found == NET_UDP_OUTCOME) {
      deliver_outcome(self, object);
      left -= OUTCOME_COST - 1;
    } else {
      deliver_datagram(self, object, owner, &info);
    }
  }
  if (left <= 0 && self->receiving) {
    loop_post(&self->ready);
  }
  jerry_value_free(owner);
  jerry_value_free(object);
  dgram_unpin(self);
}

jerry_value_t dgram_udp_recv_start(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  struct udp *self;
  jerry_value_t owner;
  ARGS("recvStart", call, args, count, ARG_THIS(&dgram_udp_class, &self), ARG_OBJECT(&owner));
  if (self->net == NULL) {
    return dgram_code(ERR_CODE_EBADF);
  }
  if (self->receiving || args_native(owner, &dgram_link_class) != NULL) {
    return dgram_code(ERR_CODE_EALREADY);
  }
  self->object = jerry_value_copy(call->this_value);
  self->owner = jerry_value_copy(owner);
  jerry_object_set_native_ptr(owner, &dgram_link_class.native, self);
  self->receiving = true;
  if (self->referenced) {
    loop_ref();
  }
  net_udp_receiving(self->net, true);
  return dgram_code(0);
}

jerry_value_t dgram_udp_recv_stop(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  struct udp *self;
  ARGS("recvStop", call, args, count, ARG_THIS(&dgram_udp_class, &self));
  dgram_receive_stop(self);
  return dgram_code(self->net == NULL ? ERR_CODE_EBADF : 0);
}

static jerry_value_t set_referenced(const char *name, const jerry_call_info_t *call, bool referenced) {
  struct udp *self;
  ARGS(name, call, NULL, 0, ARG_THIS(&dgram_udp_class, &self));
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

jerry_value_t dgram_udp_ref(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)args;
  (void)count;
  return set_referenced("ref", call, true);
}

jerry_value_t dgram_udp_unref(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)args;
  (void)count;
  return set_referenced("unref", call, false);
}

jerry_value_t dgram_udp_has_ref(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS("hasRef", call, args, count, ARG_THIS(&dgram_udp_class, &self));
  return jerry_boolean(self->referenced);
}

jerry_value_t dgram_udp_stats(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  struct udp *self;
  ARGS("stats", call, args, count, ARG_THIS(&dgram_udp_class, &self));
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
