#include "netif_frames.h"

#include <string.h>

#include "bootargs.h"
#include "ethif.h"
#include "lwip/stats.h"
#include "net/guard.h"
#include "port.h"

void netif_frames_setup(struct netif *netif, netif_linkoutput_fn linkoutput) {
  const struct bootargs *args = bootargs_get();
  if (args->has_mac) {
    memcpy(netif->hwaddr, args->mac, 6);
  } else {
    port_random(netif->hwaddr, 6);
    netif->hwaddr[0] = (uint8_t)((netif->hwaddr[0] & 0xfcU) | 2U); /* one host's, locally given */
  }
  ethif_setup(netif, linkoutput, NULL); /* is_for() is the filter */
}

/* A device's filter: this interface's own address, and every group (lwIP drops those that nobody joined). */
static bool is_for(const struct netif *netif, const uint8_t *frame) {
  return (frame[0] & 1) != 0 || memcmp(frame, netif->hwaddr, 6) == 0;
}

void netif_frames_input(struct netif *netif, const uint8_t *frame, size_t size) {
  if (size < NETIF_FRAMES_MIN || size > NETIF_FRAMES_MAX) {
    LINK_STATS_INC(link.lenerr);
    net_guard_lost();
    return;
  }
  if (!is_for(netif, frame)) {
    return;
  }
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(ETH_PAD_SIZE + size), PBUF_POOL);
  if (p == NULL) {
    LINK_STATS_INC(link.memerr);
    net_guard_lost();
    return;
  }
  memcpy((uint8_t *)p->payload + ETH_PAD_SIZE, frame, size); /* a pool pbuf holds any frame */
  LINK_STATS_INC(link.recv);
  if (netif->input(p, netif) != ERR_OK) {
    pbuf_free(p);
  }
}

size_t netif_frames_gather(const struct pbuf *p, uint8_t out[NETIF_FRAMES_MAX]) {
  size_t size = (size_t)p->tot_len - ETH_PAD_SIZE;
  if (size > NETIF_FRAMES_MAX) {
    LINK_STATS_INC(link.lenerr);
    return 0;
  }
  return pbuf_copy_partial(p, out, (u16_t)size, ETH_PAD_SIZE);
}
