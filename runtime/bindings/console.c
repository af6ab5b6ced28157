/* console.c: text to the port's two streams. */
#include "core/props.h"
#include "port.h"

jerry_value_t console_binding(void);

/* Text goes out in pieces, so that printing needs no memory of its own. */
struct sink {
  enum port_stream stream;
  size_t used;
  unsigned skip; /* bytes of a lone surrogate still to be dropped */
  bool held;     /* an ED that may begin one */
  char data[256];
};

static void sink_put(struct sink *sink, const char *bytes, size_t count) {
  if (sink->used + count > sizeof sink->data) {
    port_console_write(sink->stream, sink->data, sink->used);
    sink->used = 0;
  }
  for (size_t i = 0; i < count; i++) {
    sink->data[sink->used++] = bytes[i];
  }
}

/* Engines give a lone surrogate as the bytes ED A0..BF xx: U+FFFD goes out for it. */
static void put_byte(uint32_t byte, void *user) {
  struct sink *sink = user;
  if (sink->skip > 0) {
    sink->skip--;
    return;
  }
  if (sink->held) {
    sink->held = false;
    if (byte >= 0xa0) {
      sink->skip = 1;
      sink_put(sink, "\xef\xbf\xbd", 3);
      return;
    }
    sink_put(sink, "\xed", 1);
  } else if (byte == 0xed) {
    sink->held = true;
    return;
  }
  char c = (char)byte;
  sink_put(sink, &c, 1);
}

/* write(stream, text) */
static jerry_value_t console_write(const jerry_call_info_t *call, const jerry_value_t args[],
                                   const jerry_length_t count) {
  uint32_t stream;
  jerry_value_t text;
  ARGS("write", call, args, count, ARG_U32(&stream), ARG_STRING(&text));
  struct sink sink = {.stream = stream == 2 ? PORT_STDERR : PORT_STDOUT};
  jerry_string_iterate(text, JERRY_ENCODING_UTF8, put_byte, &sink);
  port_console_write(sink.stream, sink.data, sink.used);
  return jerry_undefined();
}

/* writeBytes(stream, bytes) */
static jerry_value_t console_write_bytes(const jerry_call_info_t *call, const jerry_value_t args[],
                                         const jerry_length_t count) {
  uint32_t stream;
  struct args_bytes bytes;
  ARGS("writeBytes", call, args, count, ARG_U32(&stream), ARG_BYTES(&bytes));
  port_console_write(stream == 2 ? PORT_STDERR : PORT_STDOUT, (const char *)bytes.data, bytes.size);
  return jerry_undefined();
}

static const struct props_method methods[] = {
    {"write", console_write},
    {"writeBytes", console_write_bytes},
};

jerry_value_t console_binding(void) {
  jerry_value_t binding = jerry_object();
  props_methods(binding, methods, PROPS_COUNT(methods));
  return binding;
}
