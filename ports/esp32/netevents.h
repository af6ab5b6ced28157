/*
 * netevents.h: what happens to the network, from the tasks that notice it (IDF's event task, its timer task) to the
 * script task, which tells it on the console. The queue is bounded, and nobody waits for room: what does not fit is
 * counted and told as a number.
 */
#ifndef NETEVENTS_H
#define NETEVENTS_H

#include <stdbool.h>
#include <stdint.h>

#define NETEVENTS_QUEUE 8

enum netevent_kind {
  NETEVENT_LINK_UP,
  NETEVENT_LINK_DOWN,
  NETEVENT_FAILED, /* the driver does not even try */
  NETEVENT_GOT_IP4,
  NETEVENT_LOST_IP4,
  NETEVENT_GOT_IP6
};

struct netevent {
  enum netevent_kind kind;
  bool changed;        /* GOT_IP4: instead of another */
  uint8_t reason;      /* LINK_DOWN: the radio's WIFI_REASON_*, 0 for a cable */
  int code;            /* FAILED: an esp_err_t */
  uint32_t retry_ms;   /* LINK_DOWN, FAILED: to the next try; 0: none is needed */
  uint32_t address[4]; /* GOT_*: in network byte order, IPv4 in the first */
};

/* Queues a copy of event and wakes the loop; false, and counted, when the queue is full. Any task. */
bool netevents_put(const struct netevent *event);

/* Tells what is queued, in order, on the console. The loop calls it by itself. Script task. */
void netevents_tell(void);

/* Events that found no room since the start. Any task. */
uint32_t netevents_dropped(void);

#endif
