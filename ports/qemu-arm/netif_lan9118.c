/*
 * netif_lan9118.c: the LAN9118 Ethernet controller under lwIP. The interrupt only ends the processor's sleep; frames
 * are read when port_wait() polls. A frame goes from the FIFO straight to the pbuf that lwIP, the socket and script's
 * copy read from: the chip puts two bytes before it (ETH_PAD_SIZE), so that all headers lie on word boundaries, and
 * pads it to 32 bytes, so that it is read in whole bursts. Sending gathers the pbufs of a chain in the FIFO.
 */
#include "netif_lan9118.h"

#include <string.h>

#include "board.h"
#include "bootargs.h"
#include "core/bytes.h"
#include "ethif.h"
#include "lwip/stats.h"
#include "net/guard.h"
#include "panic.h"

#define REGISTER(offset) (*(volatile uint32_t *)(0x40200000U + (offset)))
#define RX_DATA ((const volatile uint32_t *)0x40200000U)
#define TX_DATA ((volatile uint32_t *)0x40200020U)
#define RX_STATUS REGISTER(0x40)
#define IRQ_CFG REGISTER(0x54)
#define INT_STS REGISTER(0x58)
#define INT_EN REGISTER(0x5c)
#define BYTE_TEST REGISTER(0x64)
#define FIFO_INT REGISTER(0x68)
#define RX_CFG REGISTER(0x6c)
#define TX_CFG REGISTER(0x70)
#define HW_CFG REGISTER(0x74)
#define RX_FIFO_INF REGISTER(0x7c)
#define TX_FIFO_INF REGISTER(0x80)
#define RX_DROP REGISTER(0xa0)
#define MAC_CSR_CMD REGISTER(0xa4)
#define MAC_CSR_DATA REGISTER(0xa8)

#define IRQ_CFG_ENABLE_ACTIVE_HIGH_PUSH_PULL 0x111U
#define INT_RX_STATUS_LEVEL 0x8U
#define RX_CFG_END_ALIGN_32 (2U << 30)
#define RX_CFG_DATA_OFFSET (ETH_PAD_SIZE << 8)
#define RX_STATUS_ERROR 0x8000U
#define TX_CFG_ON 0x2U
#define TX_CFG_DUMP_STATUS 0x8000U
#define HW_CFG_SOFT_RESET 1U
#define HW_CFG_MUST_BE_ONE 0x00100000U
#define TX_FIRST_SEGMENT 0x2000U
#define TX_LAST_SEGMENT 0x1000U

enum mac_register { MAC_CR = 1, MAC_ADDRH = 2, MAC_ADDRL = 3, MAC_HASHH = 4, MAC_HASHL = 5 };
#define MAC_CSR_BUSY 0x80000000U
#define MAC_CSR_READ 0x40000000U
#define MAC_CR_FULL_DUPLEX 0x00100000U
#define MAC_CR_HASH_MULTICAST 0x00002000U
#define MAC_CR_TX_ON 0x8U
#define MAC_CR_RX_ON 0x4U

#define FRAME_MAX 1514U
#define FRAME_MIN 14U
#define CRC_SIZE 4U
#define BURST 32U
/* Turns to wait for the chip before it is given up: far more than a frame takes. */
#define PATIENCE 1000000U

void fifo_read(const volatile uint32_t *port, uint32_t *to, uint32_t blocks);
void fifo_write(volatile uint32_t *port, const uint32_t *from, uint32_t words);

/*
 * Flow control. The chip holds six frames of full size, and QEMU's model of it drops what does not fit without a word
 * and lacks the real one's automatic PAUSE frames. So the driver sends a PAUSE frame of time 0 ("go on", IEEE 802.3
 * annex 31B) at its start and whenever it has read this many bytes more, counting each frame as 12 bytes longer than it
 * is (its part of the FIFO at most). A switch that hears these can keep what is on its way within the FIFO; one that
 * does not ignores them, and none passes them on.
 */
#define FLOW_STEP 4096U
#define FLOW_FRAME_OVERHEAD 12U

static uint32_t flow_read; /* bytes read since the last PAUSE frame */

/* Groups that use each bit of the chip's 64-bit multicast filter. */
static uint8_t hash_users[64];
static bool running;

_Static_assert(ETH_PAD_SIZE + FRAME_MAX + CRC_SIZE <= PBUF_POOL_BUFSIZE && PBUF_POOL_BUFSIZE % BURST == 0,
               "a frame, padded to whole bursts, fits in one pool pbuf");

static void mac_wait(void) {
  for (uint32_t i = 0; (MAC_CSR_CMD & MAC_CSR_BUSY) != 0 && i < PATIENCE; i++) {
  }
}

static uint32_t mac_read(enum mac_register number) {
  mac_wait();
  MAC_CSR_CMD = MAC_CSR_BUSY | MAC_CSR_READ | (uint32_t)number;
  mac_wait();
  return MAC_CSR_DATA;
}

static void mac_write(enum mac_register number, uint32_t value) {
  mac_wait();
  MAC_CSR_DATA = value;
  MAC_CSR_CMD = MAC_CSR_BUSY | (uint32_t)number;
  mac_wait();
}

/* ---- filters ---- */

/* The filter's bit for a multicast address: the top 6 bits of its CRC-32, computed as Ethernet does. */
static unsigned hash_bit(const uint8_t mac[6]) {
  uint32_t crc = UINT32_MAX;
  for (unsigned i = 0; i < 6; i++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      uint32_t feedback = (crc >> 31) ^ ((mac[i] >> bit) & 1U);
      crc = (crc << 1) ^ (feedback != 0 ? 0x04c11db7U : 0U);
    }
  }
  return crc >> 26;
}

static void filter_change(const uint8_t mac[6], bool add) {
  unsigned bit = hash_bit(mac);
  if (add ? hash_users[bit]++ != 0 : hash_users[bit] == 0 || --hash_users[bit] != 0) {
    return;
  }
  enum mac_register number = bit < 32 ? MAC_HASHL : MAC_HASHH;
  uint32_t mask = 1U << (bit % 32U);
  uint32_t value = mac_read(number);
  mac_write(number, add ? value | mask : value & ~mask);
}

/* ---- send ---- */

/* Most bytes of the TX FIFO that a segment needs beside its own: commands, and what shares a word with its ends. */
#define SEGMENT_COST 16U

/* False when the chip does not send. */
static bool wait_for_space(uint32_t bytes) {
  uint32_t space = TX_FIFO_INF; /* upper half: words of unread status; lower half: free bytes */
  if ((space >> 16) > 64U) {
    TX_CFG = TX_CFG_ON | TX_CFG_DUMP_STATUS; /* nobody reads it */
  }
  for (uint32_t i = 0; (space & 0xffffU) < bytes; i++) {
    if (i == PATIENCE) {
      return false;
    }
    space = TX_FIFO_INF;
  }
  return true;
}

static void send_go_on(const struct netif *netif) {
  static uint32_t frame[15]; /* 60 bytes, the shortest on Ethernet */
  static const uint8_t start[] = {0x01, 0x80, 0xc2, 0x00, 0x00, 0x01};
  static const uint8_t control[] = {0x88, 0x08, 0x00, 0x01, 0x00, 0x00}; /* MAC control, PAUSE, time 0 */
  uint8_t *bytes = (uint8_t *)frame;
  memcpy(bytes, start, 6);
  memcpy(bytes + 6, netif->hwaddr, 6);
  memcpy(bytes + 12, control, 6);
  if (wait_for_space(sizeof frame + SEGMENT_COST)) {
    *TX_DATA = TX_FIRST_SEGMENT | TX_LAST_SEGMENT | sizeof frame;
    *TX_DATA = sizeof frame;
    fifo_write(TX_DATA, frame, sizeof frame / 4U);
  }
}

static err_t send_frame(struct netif *netif, struct pbuf *frame) {
  (void)netif;
  uint32_t size = frame->tot_len - (uint32_t)ETH_PAD_SIZE;
  if (size > FRAME_MAX) {
    LINK_STATS_INC(link.lenerr);
    return ERR_BUF;
  }
  if (!wait_for_space(size + SEGMENT_COST * pbuf_clen(frame))) {
    LINK_STATS_INC(link.err);
    return ERR_TIMEOUT;
  }
  uint32_t flags = TX_FIRST_SEGMENT;
  uint32_t left = size;
  uint32_t skip = ETH_PAD_SIZE;
  for (const struct pbuf *p = frame; left > 0; p = p->next) {
    if (p->len <= skip) { /* the padding alone, or nothing */
      skip -= p->len;
      continue;
    }
    uint32_t count = p->len - skip;
    uintptr_t start = (uintptr_t)p->payload + skip;
    uint32_t offset = start & 3U;
    skip = 0;
    left -= count;
    *TX_DATA = (offset << 16) | flags | (left == 0 ? TX_LAST_SEGMENT : 0U) | count;
    *TX_DATA = size;
    fifo_write(TX_DATA, (const uint32_t *)(start - offset), (offset + count + 3U) / 4U);
    flags = 0;
  }
  LINK_STATS_INC(link.xmit);
  return ERR_OK;
}

/* ---- receive ---- */

static uint32_t frames_waiting(void) { return (RX_FIFO_INF >> 16) & 0xffU; }

bool netif_lan9118_waiting(void) { return running && frames_waiting() != 0; }

/* Cleared only here, after which a frame that is already there raises no interrupt: hal_sleep() looks again. */
void netif_lan9118_interrupt(void) { INT_STS = INT_RX_STATUS_LEVEL; }

/* Reads a frame to nowhere: the chip's own way to skip one loses space in its FIFO. */
static void rx_discard(uint32_t blocks) {
  static uint32_t sink[BURST / 4U];
  while (blocks-- > 0) {
    fifo_read(RX_DATA, sink, 1);
  }
}

/*
 * What the chip had no room for; the counter begins anew with each reading. It drops only when its FIFO is full, and a
 * full FIFO is more than one FLOW_STEP, so that reading once for each misses none. QEMU's model always says 0.
 */
static void count_lost_frames(void) {
  for (uint32_t lost = RX_DROP; lost > 0; lost--) {
    net_guard_lost();
  }
}

void netif_lan9118_poll(struct netif *netif) {
  for (unsigned i = 0; frames_waiting() != 0 && hal_poll_goes_on(i); i++) {
    uint32_t status = RX_STATUS;
    uint32_t with_crc = (status >> 16) & 0x3fffU;
    uint32_t blocks = (ETH_PAD_SIZE + with_crc + BURST - 1U) / BURST;
    uint32_t size = with_crc - CRC_SIZE;
    struct pbuf *p = NULL;
    flow_read += size + FLOW_FRAME_OVERHEAD;
    if ((status & RX_STATUS_ERROR) == 0 && with_crc >= FRAME_MIN + CRC_SIZE && size <= FRAME_MAX) {
      p = pbuf_alloc(PBUF_RAW, (u16_t)(ETH_PAD_SIZE + size), PBUF_POOL);
      if (p == NULL) {
        LINK_STATS_INC(link.memerr);
      }
    } else {
      LINK_STATS_INC(link.lenerr);
    }
    if (p == NULL) {
      net_guard_lost();
      rx_discard(blocks);
      continue;
    }
    fifo_read(RX_DATA, p->payload, blocks);
    LINK_STATS_INC(link.recv);
    if (netif->input(p, netif) != ERR_OK) {
      pbuf_free(p);
    }
  }
  while (flow_read >= FLOW_STEP) {
    flow_read -= FLOW_STEP;
    send_go_on(netif);
    count_lost_frames();
  }
}

/* ---- start ---- */

static void set_address(struct netif *netif) {
  const struct bootargs *args = bootargs_get();
  uint8_t *mac = netif->hwaddr;
  if (args->has_mac) {
    memcpy(mac, args->mac, 6);
    mac_write(MAC_ADDRL, bytes_le32(mac));
    mac_write(MAC_ADDRH, bytes_le16(mac + 4));
    return;
  }
  uint32_t low = mac_read(MAC_ADDRL), high = mac_read(MAC_ADDRH); /* what the chip's EEPROM holds */
  for (unsigned i = 0; i < 6; i++) {
    mac[i] = (uint8_t)(i < 4 ? low >> (8U * i) : high >> (8U * (i - 4U)));
  }
}

err_t netif_lan9118_init(struct netif *netif) {
  if (BYTE_TEST != 0x87654321U) {
    return ERR_IF;
  }
  HW_CFG = HW_CFG_SOFT_RESET;
  for (uint32_t i = 0; (HW_CFG & HW_CFG_SOFT_RESET) != 0; i++) {
    if (i == PATIENCE) {
      return ERR_IF;
    }
  }
  HW_CFG = (HW_CFG & 0x000f0000U) | HW_CFG_MUST_BE_ONE;
  set_address(netif);
  ethif_setup(netif, send_frame, filter_change);
  RX_CFG = RX_CFG_END_ALIGN_32 | RX_CFG_DATA_OFFSET;
  TX_CFG = TX_CFG_ON;
  mac_write(MAC_CR, MAC_CR_FULL_DUPLEX | MAC_CR_HASH_MULTICAST | MAC_CR_TX_ON | MAC_CR_RX_ON);
  FIFO_INT &= ~0xffU; /* an interrupt from the first frame on */
  INT_STS = UINT32_MAX;
  IRQ_CFG = IRQ_CFG_ENABLE_ACTIVE_HIGH_PUSH_PULL;
  INT_EN = INT_RX_STATUS_LEVEL;
  running = true;
  board_irq_enable(BOARD_IRQ_ETHERNET);
  send_go_on(netif);
  return ERR_OK;
}
