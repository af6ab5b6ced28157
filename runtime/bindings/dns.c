/* dns.c: script's side of net/dns.h and of the address parser. */
#include "bindings/dns.h"

#include <stdlib.h>
#include <string.h>

#include "core/errors.h"
#include "core/loop.h"
#include "core/memory.h"
#include "core/props.h"
#include "core/script.h"
#include "net/addr.h"
#include "net/dns.h"

jerry_value_t dns_binding(void);

/* The longest host name that DNS can ask for; net_dns_lookup() says so too. */
#define NAME_MAX_SIZE 253

/* A look-up under way, which keeps the program running. Invariant: on the list, and done held, until it is freed. */
struct lookup {
  struct net_dns_request request; /* first: the event's address leads to the struct */
  struct lookup *next;
  jerry_value_t done;
  char name[]; /* the request's */
};

static struct lookup *lookups;

static bool lookup_replaced;

static void lookup_end(struct lookup *lookup) {
  struct lookup **link = &lookups;
  while (*link != lookup) {
    link = &(*link)->next;
  }
  *link = lookup->next;
  jerry_value_free(lookup->done);
  free(lookup);
  loop_unref();
}

static void dns_stop(void) {
  while (lookups != NULL) {
    net_dns_cancel(&lookups->request);
    lookup_end(lookups);
  }
}

static struct script_stop_hook stop_hook = {.run = dns_stop};

static jerry_value_t address_list(const struct net_addr *addrs, size_t count) {
  jerry_value_t list = jerry_array((jerry_length_t)count);
  for (size_t i = 0; i < count; i++) {
    char text[NET_ADDR_TEXT];
    net_addr_format(&addrs[i], text);
    props_index(list, (uint32_t)i, props_string(text));
  }
  return list;
}

static void lookup_answered(struct loop_event *event) {
  struct lookup *lookup = (struct lookup *)event;
  const struct net_dns_request *request = &lookup->request;
  jerry_value_t done = jerry_value_copy(lookup->done);
  const jerry_value_t args[] = {
      jerry_number(request->status),
      address_list(request->addrs, request->status == 0 ? request->count : 0),
      jerry_number(request->ttl),
  };
  lookup_end(lookup); /* before script runs, which may end the program */
  script_call(done, jerry_undefined(), args, 3);
  jerry_value_free(args[2]);
  jerry_value_free(args[0]);
  jerry_value_free(args[1]);
  jerry_value_free(done);
}

static jerry_value_t dns_lookup(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  ARGS_TEXT(name, NAME_MAX_SIZE);
  uint8_t family;
  jerry_value_t done;
  uint32_t owner;
  ARGS("lookup", call, args, count, ARG_TEXT_IF_FITS(&name), ARG_U8(&family), ARG_FUNCTION(&done), ARG_U32(&owner));
  if (!name.fits) {
    return jerry_number(ERR_CODE_EINVAL);
  }
  struct lookup *lookup = memory_alloc_native(sizeof *lookup + name.size, "a look-up");
  lookup->request.event.run = lookup_answered;
  lookup->request.owner = owner;
  int code = net_dns_lookup(&lookup->request, memcpy(lookup->name, name.data, name.size), name.size,
                            (enum net_dns_family)family);
  if (code != 0) {
    free(lookup);
    return jerry_number(code);
  }
  lookup->done = jerry_value_copy(done);
  lookup->next = lookups;
  lookups = lookup;
  loop_ref();
  return jerry_number(0);
}

static jerry_value_t dns_set_servers(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  jerry_value_t list;
  jerry_value_t ports;
  ARGS("setServers", call, args, count, ARG_ARRAY(&list), ARG_ARRAY(&ports));
  struct net_dns_server servers[NET_DNS_SERVERS];
  uint32_t length = jerry_array_length(list);
  if (length > NET_DNS_SERVERS) {
    return jerry_number(ERR_CODE_EINVAL);
  }
  for (uint32_t i = 0; i < length; i++) {
    ARGS_TEXT(text, NET_ADDR_TEXT);
    jerry_value_t item = jerry_object_get_index(list, i);
    bool valid = args_text(item, &text) && text.fits && net_addr_parse(text.data, text.size, &servers[i].addr) == 0;
    jerry_value_free(item);
    jerry_value_t port = jerry_object_get_index(ports, i);
    uint32_t number;
    valid = valid && args_whole(port, &number) && number > 0 && number <= UINT16_MAX;
    servers[i].port = valid ? (uint16_t)number : 0;
    jerry_value_free(port);
    if (!valid) {
      return jerry_number(ERR_CODE_EINVAL);
    }
  }
  return jerry_number(net_dns_set_servers(servers, length));
}

static jerry_value_t dns_get_servers(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct net_dns_server servers[NET_DNS_SERVERS];
  size_t length = net_dns_servers(servers);
  jerry_value_t list = jerry_array((jerry_length_t)length);
  for (size_t i = 0; i < length; i++) {
    char text[NET_ADDR_TEXT];
    net_addr_format(&servers[i].addr, text);
    jerry_value_t pair = jerry_array(2);
    props_index(pair, 0, props_string(text));
    props_index(pair, 1, jerry_number(servers[i].port));
    props_index(list, (uint32_t)i, pair);
  }
  return list;
}

static jerry_value_t dns_is_ip(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  ARGS_TEXT(text, NET_ADDR_TEXT);
  ARGS("isIP", call, args, count, ARG_TEXT_IF_FITS(&text));
  struct net_addr addr;
  int code = text.fits ? net_addr_parse(text.data, text.size, &addr) : ERR_CODE_EINVAL;
  /* ENODEV: an IPv6 address whose zone no interface has, an address all the same. */
  return jerry_number(code == 0 ? addr.family : code == ERR_CODE_ENODEV ? 6 : 0);
}

bool dns_lookup_replaced(void) { return lookup_replaced; }

static jerry_value_t dns_set_replaced(const jerry_call_info_t *call, const jerry_value_t args[],
                                      const jerry_length_t count) {
  bool replaced;
  ARGS("setReplaced", call, args, count, ARG_BOOL(&replaced));
  lookup_replaced = replaced;
  return jerry_undefined();
}

static const struct props_method methods[] = {
    {"lookup", dns_lookup}, {"setServers", dns_set_servers},   {"getServers", dns_get_servers},
    {"isIP", dns_is_ip},    {"setReplaced", dns_set_replaced},
};

jerry_value_t dns_binding(void) {
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  props_number(binding, "serverLimit", NET_DNS_SERVERS);
  lookup_replaced = false;
  script_at_stop(&stop_hook);
  return binding;
}
