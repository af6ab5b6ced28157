/*
 * netif_virtio.c: a virtio network device under lwIP (OASIS virtio 1.1, section 5.1). The receive ring holds pbufs: the
 * device writes a frame to where lwIP, the socket and script's copy read it. While lwIP's pool is empty, what arrives
 * is dropped and its pbuf lent again, so that the ring never runs dry. A device without free pbufs waits, and with it
 * whoever sends: nothing is lost on the way here. Sending copies the chain to a buffer of the ring.
 */
#include "netif_virtio.h"

#include <string.h>

#include "board.h"
#include "hal.h"
#include "bootargs.h"
#include "ethif.h"
#include "linkclock.h"
#include "lwip/stats.h"
#include "net/guard.h"
#include "port.h"
#include "virtio.h"

enum queue_number { RECEIVE = 0, SEND = 1, CONTROL = 2 };

/* Feature bits: its own address, the control queue, filters, a changed address. */
#define FEATURES (1U << 5 | 1U << 17 | 1U << 18 | 1U << 23)

/* In front of each frame; all zero for one that is whole and has its checksums. */
#define HEADER_SIZE 12U
#define FRAME_MAX 1514U
#define FRAME_MIN 14U
/* Where in a pbuf the header begins: the frame then lies ETH_PAD_SIZE behind a word boundary. */
#define RECEIVE_OFFSET ETH_PAD_SIZE
#define RECEIVE_SIZE (HEADER_SIZE + FRAME_MAX)

_Static_assert(RECEIVE_OFFSET + RECEIVE_SIZE <= PBUF_POOL_BUFSIZE, "a frame and its header fit in one pool pbuf");
_Static_assert(HEADER_SIZE % MEM_ALIGNMENT == 0, "what follows the header is aligned as the pbuf is");
_Static_assert(VIRTIO_QUEUE_SIZE >= HAL_POLL_FRAMES, "one poll empties the ring");

/* Microseconds to wait for the device: for a place in the send ring, and at the start for an answer. */
#define PATIENCE_US 100000U

static struct virtio_device device;
static struct virtio_queue receive_queue, send_queue, control_queue;
static struct pbuf *receive_pbufs[VIRTIO_QUEUE_SIZE]; /* by descriptor; the device has them */
static uint8_t send_buffers[VIRTIO_QUEUE_SIZE][HEADER_SIZE + FRAME_MAX];
static bool running;

/* ---- commands ---- */

enum command_class { CLASS_RECEIVE = 0, CLASS_ADDRESS = 1 };
enum command { RECEIVE_PROMISCUOUS = 0, RECEIVE_ALL_MULTICAST = 1, ADDRESS_TABLE = 0, ADDRESS_OWN = 1 };

static struct {
  uint8_t head[2], data[4 + 4 + 6 * 64], answer;
} current; /* the command that the device has, or had last */
static bool pending;

/* Sends a command; none may be pending. */
static void command_send(enum command_class class, enum command number, const void *data, uint32_t size) {
  const struct virtio_buffer chain[] = {
      {current.head, sizeof current.head, false}, {current.data, size, false}, {&current.answer, 1, true}};
  current.head[0] = (uint8_t) class;
  current.head[1] = (uint8_t)number;
  memcpy(current.data, data, size);
  current.answer = UINT8_MAX;
  pending = true;
  virtio_lend(&control_queue, 0, chain, 3);
  virtio_kick(&control_queue);
}

/* Whether no command is pending any more. */
static bool command_ended(void) {
  unsigned first;
  uint32_t written;
  pending = pending && !virtio_take(&control_queue, &first, &written);
  return !pending;
}

static bool command_was_refused(void) { return *(volatile uint8_t *)&current.answer != 0; }

/* Sends a command and waits for the answer: false when the device refuses or gives none. */
static bool control_command(enum command_class class, enum command number, const void *data, uint32_t size) {
  command_send(class, number, data, size);
  for (uint64_t end = hal_machine_us() + PATIENCE_US; !command_ended();) {
    if (hal_machine_us() > end) {
      return false;
    }
  }
  return !command_was_refused();
}

/* ---- filter: the groups that were joined. What the table has no room for turns the filter off ---- */

#define GROUPS 64U

static struct {
  uint8_t mac[6];
  uint8_t users; /* groups that share the address; 0: free */
} groups[GROUPS];
static unsigned unlisted; /* users of addresses that found no room */

_Static_assert(sizeof current.data >= 8 + 6 * GROUPS, "a command holds the whole table");

/*
 * Each change ends in what the groups are then, however many there were while the device was busy. A change waits for
 * the device only so many microseconds: a slow one gets the rest of its commands from polls, and one that never answers
 * costs whoever joins a group no more. On the link's clock no time passes, and what is heard may not hang on the
 * machine's.
 */
#define FILTER_US 1000U

static enum { FILTER_SET, FILTER_TABLE, FILTER_SWITCH } filter_step;
static bool filter_stale;                 /* the groups have changed since the last table */
static uint8_t all_multicast = UINT8_MAX; /* 0 or 1, as the device was told last; at first it was not */

static void send_table(void) {
  /* No unicast addresses but the device's own; then the groups. */
  uint8_t table[4 + 4 + 6 * GROUPS] = {0};
  uint32_t size = 8;
  for (unsigned i = 0; i < GROUPS; i++) {
    if (groups[i].users != 0) {
      memcpy(table + size, groups[i].mac, 6);
      size += 6;
    }
  }
  uint32_t count = (size - 8U) / 6U;
  memcpy(table + 4, &count, 4); /* little-endian, as the processor */
  filter_stale = false;
  filter_step = FILTER_TABLE;
  command_send(CLASS_ADDRESS, ADDRESS_TABLE, table, size);
}

/* Goes on as far as the device has answered. */
static void filter_advance(void) {
  while (command_ended() && (filter_stale || filter_step != FILTER_SET)) {
    uint8_t all = unlisted != 0 || command_was_refused() ? 1 : 0;
    if (filter_step != FILTER_TABLE) {
      filter_step = FILTER_SET;
      if (filter_stale) {
        send_table();
      }
    } else if (all == all_multicast) {
      filter_step = FILTER_SET;
    } else {
      all_multicast = all;
      filter_step = FILTER_SWITCH;
      command_send(CLASS_RECEIVE, RECEIVE_ALL_MULTICAST, &all, 1);
    }
  }
}

static void filter_apply(void) {
  filter_stale = true;
  filter_advance();
  if (filter_step != FILTER_SET) {
    uint64_t end = hal_machine_us() + (linkclock_on() ? PATIENCE_US : FILTER_US);
    while (filter_step != FILTER_SET && hal_machine_us() < end) {
      filter_advance();
    }
  }
}

static void filter_change(const uint8_t mac[6], bool add) {
  unsigned place = GROUPS;
  for (unsigned i = 0; i < GROUPS; i++) {
    if (groups[i].users != 0 && memcmp(groups[i].mac, mac, 6) == 0) {
      groups[i].users = (uint8_t)(groups[i].users + (add ? 1 : -1));
      if (groups[i].users == 0) {
        filter_apply();
      }
      return;
    }
    if (groups[i].users == 0 && place == GROUPS) {
      place = i;
    }
  }
  if (!add) {
    unlisted -= unlisted != 0;
  } else if (place < GROUPS) {
    memcpy(groups[place].mac, mac, 6);
    groups[place].users = 1;
  } else {
    unlisted++;
  }
  filter_apply();
}

/* ---- send ---- */

static unsigned free_sends[VIRTIO_QUEUE_SIZE];
static unsigned free_count;

static void take_sent(void) {
  unsigned slot;
  uint32_t written;
  while (virtio_take(&send_queue, &slot, &written)) {
    free_sends[free_count++] = slot;
  }
}

/* Waits until at least so many places are free; false when they are not at *until, which is patience_us from now if
 * it is 0. */
static bool wait_for_sent(unsigned count, uint32_t patience_us, uint64_t *until) {
  take_sent();
  if (free_count < count) {
    uint64_t now = hal_machine_us();
    if (*until == 0) {
      *until = now + patience_us;
    }
    while (free_count < count && now < *until) {
      take_sent();
      now = hal_machine_us();
    }
  }
  return free_count >= count;
}

/*
 * What lwIP sends by itself mostly answers frames (ARP, echo replies, advertisements, looking for neighbours), and who
 * floods the board shall not make it wait for the device: the answers of one poll wait for so many microseconds in all,
 * and leave so many places to what script sends; beyond that they are dropped and counted. On the link's clock no time
 * passes, and what is dropped may not hang on the machine's.
 */
#define ANSWERS_US 2000U
#define ANSWERS_LEAVE 8U

static uint64_t answers_until; /* 0: none has waited since the last poll began */

static bool wait_for_place(void) {
  uint64_t until = 0;
  return hal_polling ? wait_for_sent(1 + ANSWERS_LEAVE, linkclock_on() ? PATIENCE_US : ANSWERS_US, &answers_until)
                     : wait_for_sent(1, PATIENCE_US, &until);
}

static err_t send_frame(struct netif *netif, struct pbuf *frame) {
  (void)netif;
  uint16_t size = (uint16_t)(frame->tot_len - ETH_PAD_SIZE);
  if (size > FRAME_MAX) {
    LINK_STATS_INC(link.lenerr);
    return ERR_BUF;
  }
  if (!wait_for_place()) {
    LINK_STATS_INC(link.err);
    return ERR_TIMEOUT;
  }
  unsigned slot = free_sends[--free_count];
  const struct virtio_buffer buffer = {send_buffers[slot], HEADER_SIZE + size, false};
  pbuf_copy_partial(frame, send_buffers[slot] + HEADER_SIZE, size, ETH_PAD_SIZE); /* the header stays zero */
  virtio_lend(&send_queue, slot, &buffer, 1);
  virtio_kick(&send_queue);
  LINK_STATS_INC(link.xmit);
  return ERR_OK;
}

void netif_virtio_flush(void) {
  if (running) {
    uint64_t until = 0;
    wait_for_sent(VIRTIO_QUEUE_SIZE, PATIENCE_US, &until);
  }
}

/* ---- receive ---- */

static struct pbuf *receive_pbuf(void) { return pbuf_alloc(PBUF_RAW, RECEIVE_OFFSET + RECEIVE_SIZE, PBUF_POOL); }

static void lend_pbuf(unsigned slot, struct pbuf *p) {
  const struct virtio_buffer buffer = {(uint8_t *)p->payload + RECEIVE_OFFSET, RECEIVE_SIZE, true};
  receive_pbufs[slot] = p;
  virtio_lend(&receive_queue, slot, &buffer, 1);
}

bool netif_virtio_watch(bool on) {
  if (!running) {
    return false;
  }
  bool busy = filter_step != FILTER_SET;
  virtio_interrupts(&receive_queue, on);
  if (busy) {
    virtio_interrupts(&control_queue, on);
  }
  return virtio_waiting(&receive_queue) || (busy && virtio_waiting(&control_queue));
}

void netif_virtio_interrupt(unsigned irq) {
  if (running && irq == device.irq) {
    virtio_acknowledge(&device);
  }
}

/* The frame in a pbuf of the ring, of which the device wrote so many bytes, or NULL; fresh takes its place. */
static struct pbuf *rx_received(struct pbuf *p, uint32_t written, struct pbuf **fresh) {
  *fresh = NULL;
  if (written < HEADER_SIZE + FRAME_MIN || written > RECEIVE_SIZE) {
    LINK_STATS_INC(link.lenerr);
  } else if ((*fresh = receive_pbuf()) == NULL) {
    LINK_STATS_INC(link.memerr);
  }
  if (*fresh == NULL) {
    net_guard_lost();
    *fresh = p;
    return NULL;
  }
  pbuf_remove_header(p, HEADER_SIZE);
  pbuf_realloc(p, (u16_t)(ETH_PAD_SIZE + written - HEADER_SIZE));
  LINK_STATS_INC(link.recv);
  return p;
}

void netif_virtio_poll(struct netif *netif) {
  unsigned slot, count = 0;
  uint32_t written;
  answers_until = 0;
  if (filter_step != FILTER_SET) {
    filter_advance();
  }
  while (hal_poll_goes_on(count) && virtio_take(&receive_queue, &slot, &written)) {
    struct pbuf *fresh;
    struct pbuf *frame = rx_received(receive_pbufs[slot], written, &fresh);
    lend_pbuf(slot, fresh);
    count++;
    if (frame != NULL && netif->input(frame, netif) != ERR_OK) {
      pbuf_free(frame);
    }
  }
  if (count > 0) {
    virtio_kick(&receive_queue);
  }
}

/* ---- start ---- */

bool netif_virtio_open(void) { return virtio_open(&device, VIRTIO_NET, FEATURES); }

static bool set_address(struct netif *netif) {
  const struct bootargs *args = bootargs_get();
  if (args->has_mac) {
    memcpy(netif->hwaddr, args->mac, 6);
    return control_command(CLASS_ADDRESS, ADDRESS_OWN, args->mac, 6);
  }
  for (size_t i = 0; i < 6; i++) {
    netif->hwaddr[i] = virtio_config(&device, i);
  }
  return true;
}

err_t netif_virtio_init(struct netif *netif) {
  if (!virtio_add_queue(&device, &receive_queue, RECEIVE) || !virtio_add_queue(&device, &send_queue, SEND) ||
      !virtio_add_queue(&device, &control_queue, CONTROL)) {
    return ERR_IF;
  }
  for (unsigned slot = 0; slot < VIRTIO_QUEUE_SIZE; slot++) {
    struct pbuf *p = receive_pbuf();
    if (p == NULL) {
      return ERR_MEM;
    }
    lend_pbuf(slot, p);
    free_sends[free_count++] = slot;
  }
  virtio_interrupts(&receive_queue, false);
  virtio_interrupts(&send_queue, false);
  virtio_interrupts(&control_queue, false);
  virtio_start(&device);
  const uint8_t off = 0;
  if (!set_address(netif) || !control_command(CLASS_RECEIVE, RECEIVE_PROMISCUOUS, &off, 1)) {
    return ERR_IF;
  }
  ethif_setup(netif, send_frame, filter_change);
  running = true;
  virtio_kick(&receive_queue);
  return ERR_OK;
}
