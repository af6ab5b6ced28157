/*
 * Fuzz target: the channel's bytes, put together to lines as a plain reading of the whole says: each line of at most
 * the limit is given once, in order and unchanged; each longer one is counted; nothing follows the end of transmission.
 */
#include "core/channel_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "driver.h"

static void check(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "channel: %s\n", what);
    abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct channel_lines lines = {0};
  size_t start = 0;
  for (size_t i = 0; i < size; i++) {
    enum channel_lines_event event = channel_lines_take(&lines, (char)data[i]);
    size_t line = i - start;
    if (data[i] == CHANNEL_LINES_EOT) {
      check(event == CHANNEL_LINES_END, "an end that is none");
      break;
    }
    if (data[i] != '\n') {
      check(event == CHANNEL_LINES_MORE, "a line without end");
      check(lines.room <= CONFIG_CHANNEL_LINE, "more memory than a line may have");
      continue;
    }
    if (line > CONFIG_CHANNEL_LINE) {
      check(event == CHANNEL_LINES_DROPPED, "a line over the limit");
    } else if (line == 0) {
      check(event == CHANNEL_LINES_MORE, "a line of nothing");
    } else {
      check(event == CHANNEL_LINES_LINE && lines.size == line && memcmp(lines.line, data + start, line) == 0,
            "another line than came");
    }
    start = i + 1;
  }
  channel_lines_clear(&lines);
  return 0;
}

size_t fuzz_sample(uint8_t *data, size_t room) {
  static const char sample[] = "{\"a\":1}\n\n[2]\n\4{}\n";
  size_t size = sizeof sample - 1 < room ? sizeof sample - 1 : room;
  memcpy(data, sample, size);
  for (size_t longs = 500; longs < 520 && size + longs < room; longs += 6) {
    memset(data + size, 'x', longs);
    size += longs;
    data[size - 1] = '\n';
  }
  return size;
}

void fuzz_repair(uint8_t *data, size_t size) {
  (void)data;
  (void)size;
}
