/* process.c: the program itself, its modules and its channel; the contract is typings/native/process.d.ts. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "core/args.h"
#include "core/channel_lines.h"
#include "core/engine.h"
#include "core/engine_calls.h"
#include "core/errors.h"
#include "core/loop.h"
#include "core/memory.h"
#include "core/props.h"
#include "core/registry.h"
#include "core/script.h"
#include "port.h"

#define MODULE_ID_MAX 63

/* ---- the channel ---------------------------------------------------------- */

#define CHANNEL_CHUNK 256
#define CHANNEL_CHUNKS_A_TURN 16

static void poll_channel(void);
static void poll_again(struct loop_event *event);

static struct {
  bool open;       /* reading */
  bool referenced; /* keeps the loop alive */
  struct channel_lines lines;
  struct loop_event again;
} channel = {.again = {.run = poll_again}};

static void set_channel_ref(bool on) {
  if (channel.referenced == on) {
    return;
  }
  channel.referenced = on;
  if (on) {
    loop_ref();
  } else {
    loop_unref();
  }
}

static void stop_channel(void) {
  if (!channel.open) {
    return;
  }
  channel.open = false;
  loop_set_poll(NULL);
  loop_cancel(&channel.again);
  set_channel_ref(false);
  channel_lines_clear(&channel.lines);
}

static void take_byte(char byte) {
  char text[128];
  switch (channel_lines_take(&channel.lines, byte)) {
  case CHANNEL_LINES_LINE:
    script_channel(channel.lines.line, channel.lines.size);
    break;
  case CHANNEL_LINES_DROPPED:
    port_console_write(PORT_STDERR, text,
                       (size_t)snprintf(text, sizeof text,
                                        "tinygram: dropped a channel message: over %u bytes or out of memory.\n",
                                        (unsigned)CONFIG_CHANNEL_LINE));
    break;
  case CHANNEL_LINES_END:
    stop_channel();
    script_channel(NULL, 0);
    break;
  default:
    break;
  }
}

static void poll_channel(void) {
  char chunk[CHANNEL_CHUNK];
  for (int i = 0; i < CHANNEL_CHUNKS_A_TURN && channel.open; i++) {
    int size = port_channel_read(chunk, sizeof chunk);
    if (size == 0) {
      return;
    }
    if (size < 0) {
      stop_channel();
      script_channel(NULL, 0);
      return;
    }
    /* A message's listener can disconnect: what follows is then not for script. */
    for (int at = 0; at < size && channel.open; at++) {
      take_byte(chunk[at]);
    }
  }
  if (channel.open) {
    loop_post(&channel.again);
  }
}

/* Only there so that the loop does not sleep on bytes that are left over. */
static void poll_again(struct loop_event *event) { (void)event; }

static jerry_value_t channel_present(const jerry_call_info_t *call, const jerry_value_t args[],
                                     const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  return jerry_boolean(port_channel_present());
}

static jerry_value_t channel_open(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  static struct script_stop_hook at_stop = {.run = stop_channel};
  static bool registered;
  (void)call;
  (void)args;
  (void)count;
  if (!channel.open && port_channel_present()) {
    channel.open = true;
    loop_set_poll(poll_channel);
    if (!registered) {
      registered = true;
      script_at_stop(&at_stop);
    }
  }
  return jerry_undefined();
}

static jerry_value_t channel_close(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  if (channel.open) {
    const char end = CHANNEL_LINES_EOT;
    port_channel_write(&end, 1);
    stop_channel();
  }
  return jerry_undefined();
}

static jerry_value_t channel_write(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  jerry_value_t text;
  ARGS("channelWrite", call, args, count, ARG_STRING(&text));
  jerry_size_t size = jerry_string_size(text, JERRY_ENCODING_UTF8);
  char *line = memory_alloc((size_t)size + 1, "a message to the channel");
  engine_string_copy(text, JERRY_ENCODING_UTF8, size, line, size);
  line[size] = '\n';
  port_channel_write(line, (size_t)size + 1);
  free(line);
  return jerry_undefined();
}

static jerry_value_t channel_ref(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  bool on;
  ARGS("channelRef", call, args, count, ARG_BOOL(&on));
  set_channel_ref(on && channel.open);
  return jerry_undefined();
}

/* ---- the program ---------------------------------------------------------- */

static jerry_value_t process_setup(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  jerry_value_t hooks;
  ARGS("setup", call, args, count, ARG_OBJECT(&hooks));
  script_set_hooks(hooks);
  return jerry_undefined();
}

static jerry_value_t exit_now(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  int32_t code;
  ARGS("exit", call, args, count, ARG_I32(&code));
  script_exit((int)code);
}

static jerry_value_t next_tick(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  return script_next_tick(args, count);
}

static jerry_value_t process_drain(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  script_drain();
  return jerry_undefined();
}

static jerry_value_t process_uncaught(const jerry_call_info_t *call, const jerry_value_t args[],
                                      const jerry_length_t count) {
  jerry_value_t error;
  ARGS("uncaught", call, args, count, ARG_ANY(&error));
  script_uncaught(jerry_throw_value(error, false), false);
  return jerry_undefined();
}

static jerry_value_t uptime_us(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  return jerry_number((double)script_uptime_us());
}

static jerry_value_t time_ns(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  return jerry_number((double)port_time_ns());
}

static jerry_value_t memory_usage(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  struct port_memory memory;
  port_memory(&memory);
  jerry_heap_stats_t heap;
  memset(&heap, 0, sizeof heap);
  bool counted = jerry_heap_stats(&heap); /* not by a JerryScript without memory statistics */
  jerry_value_t usage = jerry_object();
  props_number(usage, "rss", (double)memory.used);
  props_number(usage, "heapTotal", counted ? (double)heap.size : NAN);
  props_number(usage, "heapUsed", counted ? (double)heap.allocated_bytes : NAN);
  props_number(usage, "heapPeak", counted ? (double)heap.peak_allocated_bytes : NAN);
  props_number(usage, "arrayBuffers", (double)engine_buffer_bytes());
  return usage;
}

static jerry_value_t process_gc(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
  return jerry_undefined();
}

static jerry_value_t process_errors(const jerry_call_info_t *call, const jerry_value_t args[],
                                    const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  jerry_value_t list = jerry_array(0);
  struct error_entry entry;
  for (uint32_t i = 0; errors_entry(i, &entry); i++) {
    jerry_value_t row = jerry_array(0);
    props_index(row, 0, jerry_number(entry.number));
    props_index(row, 1, props_string(entry.name));
    props_index(row, 2, props_string(entry.message));
    props_index(list, i, row);
  }
  return list;
}

static jerry_value_t load_module(const jerry_call_info_t *call, const jerry_value_t args[],
                                 const jerry_length_t count) {
  ARGS_TEXT(id, MODULE_ID_MAX);
  ARGS("loadModule", call, args, count, ARG_TEXT_IF_FITS(&id));
  return id.fits ? script_load_module(id.data) : jerry_undefined();
}

static jerry_value_t module_names(const jerry_call_info_t *call, const jerry_value_t args[],
                                  const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  jerry_value_t list = jerry_array(0);
  for (size_t i = 0; i < registry_module_count; i++) {
    props_index(list, (uint32_t)i, props_string(registry_modules[i].name));
  }
  return list;
}

static jerry_value_t load_app(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  (void)call;
  (void)args;
  (void)count;
  return script_load_app();
}

static void set_arguments(jerry_value_t binding) {
  jerry_value_t argv = jerry_array(0);
  const char *const *words = port_argv();
  for (uint32_t i = 0; words[i] != NULL; i++) {
    props_index(argv, i, props_string(words[i]));
  }
  props_set(binding, "argv", argv);

  jerry_value_t env = jerry_object();
  for (const char *const *entry = port_env(); *entry != NULL; entry++) {
    const char *equals = strchr(*entry, '=');
    if (equals != NULL) {
      jerry_value_t name = props_string_sized(*entry, (size_t)(equals - *entry));
      jerry_value_t value = props_string(equals + 1);
      jerry_value_free(jerry_object_set(env, name, value));
      jerry_value_free(name);
      jerry_value_free(value);
    }
  }
  props_set(binding, "env", env);
}

jerry_value_t process_binding(void) {
  static const struct props_method methods[] = {{"setup", process_setup},
                                                {"exit", exit_now},
                                                {"nextTick", next_tick},
                                                {"drain", process_drain},
                                                {"uncaught", process_uncaught},
                                                {"uptimeUs", uptime_us},
                                                {"timeNs", time_ns},
                                                {"memoryUsage", memory_usage},
                                                {"gc", process_gc},
                                                {"errors", process_errors},
                                                {"loadModule", load_module},
                                                {"moduleNames", module_names},
                                                {"loadApp", load_app},
                                                {"channelPresent", channel_present},
                                                {"channelOpen", channel_open},
                                                {"channelClose", channel_close},
                                                {"channelWrite", channel_write},
                                                {"channelRef", channel_ref}};
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  set_arguments(binding);
  char version[32];
  snprintf(version, sizeof version, "%u.%u.%u", (unsigned)(ENGINE_VERSION >> 16), (unsigned)(ENGINE_VERSION >> 8 & 255),
           (unsigned)(ENGINE_VERSION & 255));
  props_text(binding, "engine", ENGINE_NAME);
  props_text(binding, "engineVersion", version);
  props_text(binding, "version", CONFIG_VERSION);
  props_text(binding, "port", port_name());
  props_text(binding, "arch", port_arch());
  props_text(binding, "board", port_board());
  props_text(binding, "entry", script_app_name());
  return binding;
}
