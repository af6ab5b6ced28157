#include "netif_tap.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <linux/if_tun.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lwip/stats.h"
#include "netif_frames.h"

static int fd = -1;

int netif_tap_open(const char *name) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  if (strlen(name) >= sizeof request.ifr_name) {
    return ENAMETOOLONG;
  }
  if (if_nametoindex(name) == 0) {
    return ENODEV; /* opening it would make one */
  }
  strcpy(request.ifr_name, name);
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    return errno;
  }
  if (ioctl(fd, TUNSETIFF, &request) != 0) {
    int reason = errno;
    close(fd);
    fd = -1;
    return reason;
  }
  return 0;
}

int netif_tap_fd(void) { return fd; }

static err_t send_frame(struct netif *netif, struct pbuf *p) {
  uint8_t frame[NETIF_FRAMES_MAX];
  size_t size = netif_frames_gather(p, frame);
  (void)netif;
  if (size == 0) {
    return ERR_BUF;
  }
  if (fd < 0 || write(fd, frame, size) != (ssize_t)size) {
    LINK_STATS_INC(link.err);
    return fd < 0 ? ERR_IF : ERR_OK; /* what a full wire does: nobody is told */
  }
  LINK_STATS_INC(link.xmit);
  return ERR_OK;
}

static void poll_tap(struct netif *netif) {
  for (unsigned i = 0; i < HAL_POLL_FRAMES && fd >= 0; i++) {
    uint8_t frame[2048];
    ssize_t got = read(fd, frame, sizeof frame);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0 && errno != EAGAIN) { /* the device was removed */
      close(fd);
      fd = -1;
      netif_set_link_down(netif);
    }
    if (got <= 0) {
      return;
    }
    netif_frames_input(netif, frame, (size_t)got);
  }
}

static err_t tap_init(struct netif *netif) {
  netif_frames_setup(netif, send_frame);
  return ERR_OK;
}

const struct hal_nic netif_tap = {tap_init, poll_tap};
