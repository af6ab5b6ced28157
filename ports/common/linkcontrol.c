#include "linkcontrol.h"

#include <string.h>

#include "core/bytes.h"
#include "panic.h"

#define HEADER_SIZE 14U
#define KIND_SIZE 2U
#define FRAME_SIZE 60U

static const uint8_t type[] = {0x88, 0xb5};

void linkcontrol_send(struct netif *netif, enum linkcontrol_kind kind, const uint8_t numbers[LINKCONTROL_NUMBERS]) {
  static const uint8_t to[] = {0x01, 0x80, 0xc2, 0x00, 0x00, 0x01};
  uint8_t frame[FRAME_SIZE] = {0};
  memcpy(frame, to, 6);
  memcpy(frame + 6, netif->hwaddr, 6);
  memcpy(frame + 12, type, sizeof type);
  bytes_put_be16(frame + HEADER_SIZE, kind);
  memcpy(frame + HEADER_SIZE + KIND_SIZE, numbers, LINKCONTROL_NUMBERS);
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(ETH_PAD_SIZE + FRAME_SIZE), PBUF_RAM);
  if (p == NULL) {
    if (kind == LINKCONTROL_ASLEEP) {
      panic_assertion("there is memory for a control frame to the switch", __FILE__, __LINE__);
    }
    return;
  }
  pbuf_take_at(p, frame, FRAME_SIZE, ETH_PAD_SIZE);
  netif->linkoutput(netif, p);
  pbuf_free(p);
}

const uint8_t *linkcontrol_read(const struct pbuf *p, unsigned *kind) {
  const uint8_t *frame = (const uint8_t *)p->payload + ETH_PAD_SIZE;
  if (p->len < ETH_PAD_SIZE + FRAME_SIZE || memcmp(frame + HEADER_SIZE - sizeof type, type, sizeof type) != 0) {
    return NULL;
  }
  *kind = bytes_be16(frame + HEADER_SIZE);
  return frame + HEADER_SIZE + KIND_SIZE;
}
