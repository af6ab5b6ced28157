/* channel_lines.h: the channel's bytes put together to lines. Script thread. */
#ifndef CORE_CHANNEL_LINES_H
#define CORE_CHANNEL_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* Ends the channel in place of a line: a UART has no other way to say it. */
#define CHANNEL_LINES_EOT '\x04'

/* The present line: size bytes in line, which has room for more. All zero at the start. */
struct channel_lines {
  char *line;
  size_t size;
  size_t room;
  bool overlong; /* over the limit or without memory: dropped up to its end */
  bool complete; /* the next byte begins another */
};

enum channel_lines_event {
  CHANNEL_LINES_MORE,    /* nothing to do */
  CHANNEL_LINES_LINE,    /* lines->line has lines->size bytes, at least one, until the next byte is taken */
  CHANNEL_LINES_DROPPED, /* a line ended that was over CONFIG_CHANNEL_LINE bytes, or for which there was no memory */
  CHANNEL_LINES_END      /* CHANNEL_LINES_EOT: the other side has closed */
};

enum channel_lines_event channel_lines_take(struct channel_lines *lines, char byte);

/* Forgets the present line and frees its memory. */
void channel_lines_clear(struct channel_lines *lines);

#endif
