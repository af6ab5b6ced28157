/*
 * tapbridge.c: joins a TAP device to the test harness's virtual link, so that the Linux kernel of a network
 * namespace is one more station. Run inside the namespace: tapbridge <tap name> <unix socket path>.
 *
 * Makes the TAP (which disappears when this ends), connects to the link, prints "ready" on stdout, and carries
 * frames both ways: on the socket each has its length in front (4 bytes, big-endian), on the TAP it is bare.
 * Ends with 0 when the link or stdin closes (so it never outlives the test), with 1 and a message on failure.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEADER 4
#define FRAME_MAX 9018

static int fail(const char *what) {
  fprintf(stderr, "tapbridge: %s: %s\n", what, strerror(errno));
  return 1;
}

static int open_tap(const char *name) {
  struct ifreq request;
  int tap = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (tap < 0) {
    return -1;
  }
  memset(&request, 0, sizeof(request));
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
  if (ioctl(tap, TUNSETIFF, &request) < 0) {
    close(tap);
    return -1;
  }
  return tap;
}

static int connect_link(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int link = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (link < 0) {
    return -1;
  }
  if (strlen(path) >= sizeof(address.sun_path)) {
    errno = ENAMETOOLONG;
    close(link);
    return -1;
  }
  memcpy(address.sun_path, path, strlen(path) + 1);
  if (connect(link, (const struct sockaddr *)&address, sizeof(address)) < 0) {
    close(link);
    return -1;
  }
  return link;
}

static bool write_all(int file, const uint8_t *data, size_t size) {
  while (size > 0) {
    ssize_t count = write(file, data, size);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    data += count;
    size -= (size_t)count;
  }
  return true;
}

/* One frame from the TAP to the link. */
static bool from_tap(int tap, int link) {
  uint8_t buffer[HEADER + FRAME_MAX];
  ssize_t count = read(tap, buffer + HEADER, FRAME_MAX);
  if (count < 0) {
    return errno == EINTR || errno == EAGAIN;
  }
  buffer[0] = 0;
  buffer[1] = 0;
  buffer[2] = (uint8_t)(count >> 8);
  buffer[3] = (uint8_t)count;
  return write_all(link, buffer, (size_t)count + HEADER);
}

/* Whatever the link has: whole frames go to the TAP, the rest waits in the buffer. False at the end. */
static bool from_link(int tap, int link) {
  static uint8_t buffer[HEADER + FRAME_MAX];
  static size_t filled;
  ssize_t count = read(link, buffer + filled, sizeof(buffer) - filled);
  if (count <= 0) {
    return count < 0 && errno == EINTR;
  }
  filled += (size_t)count;
  size_t start = 0;
  while (filled - start >= HEADER) {
    const uint8_t *at = buffer + start;
    size_t length = (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
    if (length > FRAME_MAX) {
      fprintf(stderr, "tapbridge: a frame of %zu bytes is too long\n", length);
      return false;
    }
    if (filled - start < HEADER + length) {
      break;
    }
    /* A frame that the kernel refuses (a damaged one, or the device is down) is lost, as on a wire. */
    if (write(tap, at + HEADER, length) < 0 && errno == EBADFD) {
      return false;
    }
    start += HEADER + length;
  }
  memmove(buffer, buffer + start, filled - start);
  filled -= start;
  return true;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: tapbridge <tap name> <unix socket path>\n");
    return 1;
  }
  int tap = open_tap(argv[1]);
  if (tap < 0) {
    return fail(argv[1]);
  }
  int link = connect_link(argv[2]);
  if (link < 0) {
    return fail(argv[2]);
  }
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    struct pollfd files[3] = {
        {.fd = tap, .events = POLLIN}, {.fd = link, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    if (poll(files, 3, -1) < 0 && errno != EINTR) {
      return fail("poll");
    }
    if ((files[0].revents & POLLIN) != 0 && !from_tap(tap, link)) {
      return 0;
    }
    if ((files[1].revents & (POLLIN | POLLHUP)) != 0 && !from_link(tap, link)) {
      return 0;
    }
    if ((files[2].revents & (POLLIN | POLLHUP)) != 0) {
      char ignored[64];
      if (read(0, ignored, sizeof(ignored)) <= 0) {
        return 0;
      }
    }
  }
}
