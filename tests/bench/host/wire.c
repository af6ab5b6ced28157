/*
 * wire.c: an Ethernet wire between two network namespaces: wire <tap here> <path of the other namespace> <tap there>.
 * Makes both TAP devices, prints "ready" and carries frames both ways until stdin closes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FRAME_MAX 2048
#define BATCH 64

static int open_tap(const char *name) {
  struct ifreq request;
  int tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
  return tap >= 0 && ioctl(tap, TUNSETIFF, &request) == 0 ? tap : -1;
}

/* A frame that the other end has no room for is lost, as on a wire. */
static void carry(int from, int to) {
  static char frame[FRAME_MAX];
  for (int i = 0; i < BATCH; i++) {
    ssize_t size = read(from, frame, sizeof frame);
    if (size <= 0 || (write(to, frame, (size_t)size) < 0 && errno != EAGAIN && errno != EIO)) {
      return;
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: wire TAP NAMESPACE TAP\n");
    return 2;
  }
  int here = open_tap(argv[1]);
  int space = open(argv[2], O_RDONLY | O_CLOEXEC);
  if (here < 0 || space < 0 || setns(space, CLONE_NEWNET) != 0) {
    perror("wire");
    return 1;
  }
  int there = open_tap(argv[3]);
  if (there < 0) {
    perror("wire");
    return 1;
  }
  puts("ready");
  fflush(stdout);
  struct pollfd ends[] = {{here, POLLIN, 0}, {there, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  while (poll(ends, 3, -1) >= 0 && ends[2].revents == 0) {
    if ((ends[0].revents & POLLIN) != 0) {
      carry(here, there);
    }
    if ((ends[1].revents & POLLIN) != 0) {
      carry(there, here);
    }
  }
  return 0;
}
