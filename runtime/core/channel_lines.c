#include "core/channel_lines.h"

#include <stdlib.h>

#include "config.h"

#define FIRST_ROOM 256

static bool keep_byte(struct channel_lines *lines, char byte) {
  if (lines->size == lines->room) {
    size_t room = lines->room != 0 ? lines->room * 2 : FIRST_ROOM;
    char *grown = room <= CONFIG_CHANNEL_LINE ? realloc(lines->line, room) : NULL;
    if (grown == NULL) {
      return false;
    }
    lines->line = grown;
    lines->room = room;
  }
  lines->line[lines->size++] = byte;
  return true;
}

enum channel_lines_event channel_lines_take(struct channel_lines *lines, char byte) {
  if (lines->complete) {
    lines->complete = lines->overlong = false;
    lines->size = 0;
  }
  if (byte == CHANNEL_LINES_EOT) {
    return CHANNEL_LINES_END;
  }
  if (byte == '\n') {
    lines->complete = true;
    return lines->overlong ? CHANNEL_LINES_DROPPED : lines->size > 0 ? CHANNEL_LINES_LINE : CHANNEL_LINES_MORE;
  }
  if (!lines->overlong && !keep_byte(lines, byte)) {
    lines->overlong = true;
  }
  return CHANNEL_LINES_MORE;
}

void channel_lines_clear(struct channel_lines *lines) {
  free(lines->line);
  *lines = (struct channel_lines){0};
}
