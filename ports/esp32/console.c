/* console.c: the console. Standard output and error are one wire here; script's own lines come as it wrote them. */
#include "console.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "esp_log.h"
#include "esp_rom_sys.h"
#include "freertos/FreeRTOS.h"
#include "port.h"

const char *const console_level_names[CONSOLE_LEVELS] = {"none", "error", "warn", "info", "debug", "verbose"};

void console_log_level(int level) { esp_log_level_set("*", (esp_log_level_t)level); }

void console_line(const char *format, ...) {
  char line[256] = "tinygram: ";
  const int prefix = 10;
  const int room = 200;
  va_list args;
  va_start(args, format);
  int size = vsnprintf(line + prefix, (size_t)room + 1, format, args);
  va_end(args);
  size = prefix + (size < 0 ? 0 : size < room ? size : room);
  line[size++] = '\n';
  port_console_write(PORT_STDERR, line, (size_t)size);
}

void port_console_write(enum port_stream stream, const char *data, size_t size) {
  if (xPortInIsrContext()) {
    /* No lock can be taken here, and the file system's are. */
    for (size_t i = 0; i < size; i++) {
      esp_rom_output_to_channels(data[i]);
    }
    return;
  }
  int fd = fileno(stream == PORT_STDERR ? stderr : stdout);
  while (size > 0) {
    ssize_t written = write(fd, data, size);
    if (written > 0) {
      data += written;
      size -= (size_t)written;
    } else if (written == 0 || errno != EINTR) {
      return; /* nobody listens, as on USB without a host */
    }
  }
}

bool port_channel_present(void) { return false; }

void port_channel_write(const char *data, size_t size) {
  (void)data;
  (void)size;
}

int port_channel_read(char *data, size_t size) {
  (void)data;
  (void)size;
  return 0;
}
