#include "netif_link.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/bytes.h"
#include "lwip/stats.h"
#include "netif_frames.h"

#define PREFIX 4
/* More is no frame: the stream is out of step. */
#define LENGTH_MAX 65535U

static int fd = -1;

/* Bytes received and not yet handed on: at most one incomplete frame stays between polls. */
static uint8_t input[128 * 1024];
static size_t input_used;

/* Bytes that the socket has not taken: output[output_from .. output_to). */
static uint8_t output[NETIF_LINK_QUEUE];
static size_t output_from, output_to;

int netif_link_open(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    return ENAMETOOLONG;
  }
  strcpy(address.sun_path, path);
  fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    return errno;
  }
  if (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
    int reason = errno;
    close(fd);
    fd = -1;
    return reason;
  }
  return 0;
}

int netif_link_fd(void) { return fd; }

bool netif_link_unsent(void) { return output_to > output_from; }

static void link_disconnect(struct netif *netif) {
  close(fd);
  fd = -1;
  input_used = output_from = output_to = 0;
  netif_set_link_down(netif);
}

/* ---- send ---- */

/* Gives the socket what waits; false when the other end is gone. */
static bool link_flush(void) {
  while (netif_link_unsent()) {
    ssize_t sent = send(fd, output + output_from, output_to - output_from, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    output_from += (size_t)sent;
  }
  output_from = output_to = 0;
  return true;
}

static err_t send_frame(struct netif *netif, struct pbuf *p) {
  uint8_t frame[NETIF_FRAMES_MAX];
  size_t size = netif_frames_gather(p, frame);
  if (size == 0) {
    return ERR_BUF;
  }
  if (fd < 0) {
    LINK_STATS_INC(link.err);
    return ERR_IF;
  }
  if (output_to + PREFIX + size > sizeof output && output_from > 0) {
    memmove(output, output + output_from, output_to - output_from);
    output_to -= output_from;
    output_from = 0;
  }
  if (output_to + PREFIX + size > sizeof output) {
    LINK_STATS_INC(link.err);
    return ERR_OK; /* what a full wire does: nobody is told */
  }
  uint8_t *at = output + output_to;
  bytes_put_be32(at, (uint32_t)size);
  memcpy(at + PREFIX, frame, size);
  output_to += PREFIX + size;
  LINK_STATS_INC(link.xmit);
  if (!link_flush()) {
    link_disconnect(netif);
  }
  return ERR_OK;
}

/* ---- receive ---- */

/* Bytes of the frame at data, or -1 while size bytes do not hold its prefix. */
static long frame_length(const uint8_t *data, size_t size) {
  if (size < PREFIX) {
    return -1;
  }
  return (long)bytes_be32(data);
}

/* Hands on at most *budget complete frames; false when the stream is out of step. */
static bool hand_on(struct netif *netif, unsigned *budget) {
  size_t at = 0;
  bool in_step = true;
  while (*budget > 0) {
    long length = frame_length(input + at, input_used - at);
    if (length < 0) {
      break;
    }
    if ((unsigned long)length > LENGTH_MAX) {
      in_step = false;
      break;
    }
    if (input_used - at - PREFIX < (size_t)length) {
      break;
    }
    netif_frames_input(netif, input + at + PREFIX, (size_t)length);
    at += PREFIX + (size_t)length;
    (*budget)--;
    if (fd < 0) {
      return true; /* an answer found the other end gone */
    }
  }
  memmove(input, input + at, input_used - at);
  input_used -= at;
  return in_step;
}

static void poll_link(struct netif *netif) {
  unsigned budget = HAL_POLL_FRAMES;
  if (fd < 0) {
    return;
  }
  if (!link_flush()) {
    link_disconnect(netif);
    return;
  }
  for (;;) {
    if (!hand_on(netif, &budget)) {
      link_disconnect(netif);
      return;
    }
    if (budget == 0 || fd < 0) {
      return;
    }
    ssize_t got = recv(fd, input + input_used, sizeof input - input_used, MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      link_disconnect(netif);
      return;
    }
    if (got < 0) {
      return;
    }
    input_used += (size_t)got;
  }
}

bool netif_link_waiting(void) {
  long length = frame_length(input, input_used);
  return length >= 0 && input_used - PREFIX >= (size_t)length;
}

static err_t link_init(struct netif *netif) {
  netif_frames_setup(netif, send_frame);
  return ERR_OK;
}

const struct hal_nic netif_link = {link_init, poll_link};
