/* os.c: the machine and its network interfaces. */
#include <stdio.h>

#include "core/props.h"
#include "net/counters.h"
#include "net/netif.h"
#include "port.h"

jerry_value_t os_binding(void);

/* More addresses than this are left out. */
#define ADDRESSES 24

static jerry_value_t interface_entry(const struct net_netif_address *at) {
  char address[NET_ADDR_TEXT];
  char mac[18];
  struct net_addr plain = at->addr;
  plain.zone = 0; /* Node tells it apart, as scopeid */
  net_addr_format(&plain, address);
  snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", at->mac[0], at->mac[1], at->mac[2], at->mac[3], at->mac[4],
           at->mac[5]);
  jerry_value_t entry = jerry_array(6);
  props_index(entry, 0, props_string(at->name));
  props_index(entry, 1, props_string(address));
  props_index(entry, 2, jerry_number(at->prefix));
  props_index(entry, 3, props_string(mac));
  props_index(entry, 4, jerry_boolean(at->internal));
  /* Node has a scope only where addresses need one. */
  props_index(entry, 5, jerry_number(at->addr.zone));
  return entry;
}

static jerry_value_t os_interfaces(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct net_netif_address list[ADDRESSES];
  size_t found = net_netif_addresses(list, ADDRESSES);
  jerry_value_t result = jerry_array(0);
  uint32_t used = 0;
  for (size_t i = 0; i < found && i < ADDRESSES; i++) {
    if (list[i].up) {
      props_index(result, used++, interface_entry(&list[i]));
    }
  }
  return result;
}

static jerry_value_t os_counters(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
#define NAME(name, text) text,
  static const char *const names[] = {NET_COUNTERS(NAME)};
#undef NAME
  (void)call;
  (void)args;
  (void)count;
  uint32_t counters[NET_COUNTER_COUNT];
  net_counters_read(counters);
  jerry_value_t result = jerry_object();
  for (size_t i = 0; i < NET_COUNTER_COUNT; i++) {
    props_number(result, names[i], counters[i]);
  }
  return result;
}

static jerry_value_t os_hostname(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  char name[64];
  net_netif_hostname(name, sizeof name);
  return props_string(name);
}

static jerry_value_t os_totalmem(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct port_memory memory;
  port_memory(&memory);
  return jerry_number((double)memory.total);
}

static jerry_value_t os_freemem(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct port_memory memory;
  port_memory(&memory);
  return jerry_number(memory.used < memory.total ? (double)(memory.total - memory.used) : 0);
}

static jerry_value_t os_random_fill(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  struct args_bytes data;
  ARGS("randomFill", call, args, count, ARG_BYTES(&data));
  port_random(data.data, data.size);
  return jerry_undefined();
}

static const struct props_method methods[] = {
    {"interfaces", os_interfaces}, {"networkCounters", os_counters}, {"hostname", os_hostname},
    {"totalmem", os_totalmem},     {"freemem", os_freemem},          {"randomFill", os_random_fill},
};

jerry_value_t os_binding(void) {
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
