/* udp_ring.c: datagrams that wait for script: a bounded ring a socket, and what all rings together may hold. */
#include "config.h"
#include "core/errors.h"
#include "net/counters.h"
#include "net/udp_private.h"
#include "port.h"

/* Bytes of lwIP's heap that all rings together may hold, so that sending goes on while nobody reads. */
#ifndef CONFIG_UDP_HEAP_BYTES
#if MEM_LIBC_MALLOC /* and MEM_SIZE says nothing */
#define CONFIG_UDP_HEAP_BYTES (64 * 1024)
#else
#define CONFIG_UDP_HEAP_BYTES (MEM_SIZE / 2)
#endif
#endif

/* What a heap pbuf costs beside its payload: its own header, lwIP's block header and headers of the packet. */
#define HEAP_OVERHEAD 80

static struct udp_datagram datagrams[CONFIG_UDP_DATAGRAMS];
static struct udp_datagram *free_datagrams;
static uint32_t free_count;
static uint32_t driver_pbufs;
static uint32_t heap_bytes;
static bool prepared;

void udp_ring_prepare(void) {
  if (prepared) {
    return;
  }
  for (size_t i = 0; i < CONFIG_UDP_DATAGRAMS; i++) {
    datagrams[i].next = free_datagrams;
    free_datagrams = &datagrams[i];
  }
  free_count = CONFIG_UDP_DATAGRAMS;
  prepared = true;
}

bool udp_ring_check_empty(void) {
  return (!prepared || free_count == CONFIG_UDP_DATAGRAMS) && driver_pbufs == 0 && heap_bytes == 0;
}

static bool is_drivers(const struct pbuf *p) {
  return !pbuf_match_allocsrc(p, PBUF_TYPE_ALLOC_SRC_MASK_STD_HEAP) || (p->flags & PBUF_FLAG_IS_CUSTOM) != 0;
}

/* Whether socket may keep so many bytes more in the heap: a share of what all rings may, if its ring is not empty. */
static bool may_copy(const struct net_udp *socket, uint32_t cost) {
  return heap_bytes + cost <= CONFIG_UDP_HEAP_BYTES &&
         (socket->head == NULL || socket->heap_bytes + cost <= CONFIG_SHARE(CONFIG_UDP_HEAP_BYTES));
}

/* Counts p into datagram, or replaces it by a copy (see struct udp_datagram). NULL when memory is short; p's
 * reference is consumed either way. */
static struct pbuf *ring_hold(struct net_udp *socket, struct udp_datagram *datagram, struct pbuf *p) {
  uint16_t count = 0;
  for (const struct pbuf *q = p; q != NULL; q = q->next) {
    count = (uint16_t)(count + is_drivers(q));
  }
  datagram->driver_pbufs = 0;
  datagram->heap_bytes = 0;
  if (count > 0 && driver_pbufs + count <= CONFIG_UDP_DRIVER_PBUFS) {
    datagram->driver_pbufs = count;
    driver_pbufs += count;
    return p;
  }
  uint32_t cost = (uint32_t)p->tot_len + HEAP_OVERHEAD;
  if (!may_copy(socket, cost)) {
    pbuf_free(p);
    return NULL;
  }
  if (count > 0) {
    struct pbuf *copy = pbuf_clone(PBUF_RAW, PBUF_RAM, p);
    pbuf_free(p);
    p = copy;
  }
  if (p != NULL) {
    datagram->heap_bytes = cost;
    heap_bytes += cost;
    socket->heap_bytes += cost;
  }
  return p;
}

/* Takes the oldest datagram off the ring and frees it. */
static void release_head(struct net_udp *socket) {
  struct udp_datagram *datagram = socket->head;
  socket->head = datagram->next;
  if (socket->head == NULL) {
    socket->tail = NULL;
  }
  socket->queued--;
  socket->queued_bytes -= datagram->pbuf->tot_len;
  driver_pbufs -= datagram->driver_pbufs;
  heap_bytes -= datagram->heap_bytes;
  socket->heap_bytes -= datagram->heap_bytes;
  pbuf_free(datagram->pbuf);
  datagram->next = free_datagrams;
  free_datagrams = datagram;
  free_count++;
}

void udp_ring_clear(struct net_udp *socket) {
  while (socket->head != NULL) {
    release_head(socket);
  }
}

/* One datagram larger than the limit is taken by an empty ring, as on Linux: the default limit would otherwise
 * refuse what a peer may rightly send. The last datagrams of the common pool are kept for sockets whose ring is
 * empty, so that a flood on some does not silence the others. */
static bool has_room(const struct net_udp *socket, uint32_t size) {
  if (socket->head == NULL) {
    return free_count > 0;
  }
  return socket->queued < CONFIG_UDP_RECV_DATAGRAMS && socket->queued_bytes + size <= socket->recv_limit &&
         free_count > UDP_SOCKETS;
}

static void count_drop(struct net_udp *socket) {
  socket->dropped++;
  net_counters[NET_COUNTER_SOCKET]++;
}

/* Queues p (whose reference is consumed) or drops and counts it. lwIP's context. */
void udp_ring_store(struct net_udp *socket, struct pbuf *p, const ip_addr_t *from, uint16_t port) {
  struct udp_datagram *datagram = free_datagrams;
  if (!socket->receiving || !has_room(socket, p->tot_len)) {
    pbuf_free(p);
    count_drop(socket);
    return;
  }
  p = ring_hold(socket, datagram, p);
  if (p == NULL) {
    count_drop(socket);
    return;
  }
  free_datagrams = datagram->next;
  free_count--;
  datagram->next = NULL;
  datagram->pbuf = p;
  ip_addr_copy(datagram->from, *from);
  datagram->port = port;
  if (socket->tail == NULL) {
    socket->head = datagram;
  } else {
    socket->tail->next = datagram;
  }
  socket->tail = datagram;
  socket->queued++;
  socket->queued_bytes += p->tot_len;
  socket->received++;
  loop_post(socket->ready);
}

void udp_ring_keep_peer(struct net_udp *socket) {
  uint32_t count = socket->queued;
  struct udp_datagram *rest = socket->head;
  struct udp_datagram *kept_head = NULL;
  struct udp_datagram *kept_tail = NULL;
  /* Each is either moved to the kept list or released through the head, the only place that counts. */
  while (count-- > 0) {
    struct udp_datagram *datagram = rest;
    rest = datagram->next;
    if (!udp_is_peer(socket, &datagram->from, datagram->port)) {
      socket->head = datagram;
      release_head(socket);
      socket->dropped++;
      continue;
    }
    datagram->next = NULL;
    if (kept_tail == NULL) {
      kept_head = datagram;
    } else {
      kept_tail->next = datagram;
    }
    kept_tail = datagram;
  }
  socket->head = kept_head;
  socket->tail = kept_tail;
}

int net_udp_peek(struct net_udp *socket, struct net_udp_info *info) {
  int status = 0;
  port_net_lock();
  if (socket->error != 0) {
    status = socket->error;
    socket->error = socket->outcomes != NULL ? NET_UDP_OUTCOME : 0;
  } else if (socket->head != NULL) {
    udp_addr_from_ip(socket, &socket->head->from, &info->from);
    info->port = socket->head->port;
    info->size = socket->head->pbuf->tot_len;
    status = 1;
  }
  port_net_unlock();
  return status;
}

int net_udp_take(struct net_udp *socket, uint8_t *data) {
  int status = ERR_CODE_EAGAIN;
  port_net_lock();
  if (socket->head != NULL) {
    struct pbuf *p = socket->head->pbuf;
    if (data != NULL && p->tot_len > 0) {
      pbuf_copy_partial(p, data, p->tot_len, 0);
    }
    release_head(socket);
    status = 0;
  }
  port_net_unlock();
  return status;
}

void net_udp_receiving(struct net_udp *socket, bool on) {
  port_net_lock();
  socket->receiving = on;
  port_net_unlock();
}

void net_udp_stats(struct net_udp *socket, struct net_udp_stats *out) {
  port_net_lock();
  out->received = socket->received;
  out->dropped = socket->dropped;
  out->queued_bytes = socket->queued_bytes;
  out->queued = socket->queued;
  port_net_unlock();
}
