#include "linkclock.h"

#include <string.h>

#include "bootargs.h"
#include "panic.h"
#include "port.h"
#include "watchdog.h"

#define FRAME_SIZE 60U
#define HEADER_SIZE 14U
enum { KIND_ASLEEP = 1, KIND_TIME = 2, KIND_RUN = 3 };

/* Readings of the clock after which a program that does not sleep lets others run. */
#define BREATH_US 1000U
/* The machine's milliseconds between two looks at a link that says nothing: the watchdog wants to see them. */
#define LOOK_MS 1000U

static const uint8_t type[] = {0x88, 0xb5};

static uint64_t now_us;
static uint64_t step_us; /* when this step began */
static uint32_t step;
static enum { RUNNING, SLEEPING, WAKING } state;
static struct netif *link_netif;
static const struct hal_nic *link_nic;
static netif_input_fn onward;

bool linkclock_on(void) { return bootargs_get()->clock_link; }

uint64_t linkclock_time_us(void) { return ++now_us; }

double linkclock_wall_time_ms(void) {
  return (double)bootargs_get()->clock_wall_ms + (double)(linkclock_time_us() / 1000U);
}

static uint64_t read_number(const uint8_t *at, unsigned size) {
  uint64_t value = 0;
  for (unsigned i = 0; i < size; i++) {
    value = value << 8 | at[i];
  }
  return value;
}

static uint8_t *write_number(uint8_t *at, uint64_t value, unsigned size) {
  for (unsigned i = 0; i < size; i++) {
    at[i] = (uint8_t)(value >> (8U * (size - 1U - i)));
  }
  return at + size;
}

/* What the driver hands its frames to: the switch's words end here. */
static err_t take(struct pbuf *p, struct netif *netif) {
  const uint8_t *frame = (const uint8_t *)p->payload + ETH_PAD_SIZE;
  if (p->len < ETH_PAD_SIZE + FRAME_SIZE || memcmp(frame + HEADER_SIZE - sizeof type, type, sizeof type) != 0) {
    return onward(p, netif);
  }
  const uint8_t *content = frame + HEADER_SIZE;
  uint64_t kind = read_number(content, 2);
  if (kind == KIND_TIME && state == SLEEPING) {
    uint64_t time = read_number(content + 6, 8);
    step = (uint32_t)read_number(content + 2, 4);
    now_us = time > now_us ? time : now_us;
    step_us = now_us;
    state = WAKING;
  } else if (kind == KIND_RUN && state == WAKING) {
    state = RUNNING;
  }
  pbuf_free(p);
  return ERR_OK;
}

void linkclock_start(struct netif *netif, const struct hal_nic *nic) {
  if (!linkclock_on()) {
    return;
  }
  if (netif == NULL || nic == NULL) {
    panic_boot("boot option \"clock=link\": there is no link");
  }
  link_netif = netif;
  link_nic = nic;
  onward = netif->input;
  netif->input = take;
}

static void say_asleep(uint64_t until) {
  static const uint8_t to[] = {0x01, 0x80, 0xc2, 0x00, 0x00, 0x01};
  uint8_t frame[FRAME_SIZE] = {0};
  memcpy(frame, to, 6);
  memcpy(frame + 6, link_netif->hwaddr, 6);
  memcpy(frame + 12, type, sizeof type);
  uint8_t *at = write_number(frame + HEADER_SIZE, KIND_ASLEEP, 2);
  at = write_number(at, step, 4);
  at = write_number(at, now_us, 8);
  write_number(at, until, 8);
  struct pbuf *p = pbuf_alloc(PBUF_RAW, (u16_t)(ETH_PAD_SIZE + FRAME_SIZE), PBUF_RAM);
  if (p == NULL) {
    panic_assertion("there is memory for a word to the switch", __FILE__, __LINE__);
  }
  pbuf_take_at(p, frame, FRAME_SIZE, ETH_PAD_SIZE);
  link_netif->linkoutput(link_netif, p);
  pbuf_free(p);
}

void linkclock_sleep(uint32_t timeout_ms) {
  uint64_t until = UINT64_MAX;
  if (timeout_ms == 0) {
    until = now_us;
  } else if (timeout_ms != UINT32_MAX) {
    until = (now_us / 1000U + timeout_ms) * 1000U;
  }
  state = SLEEPING;
  port_net_lock();
  say_asleep(until);
  port_net_unlock();
  bool woken = false;
  for (;;) {
    watchdog_fed = true;
    port_net_lock();
    link_nic->poll(link_netif);
    port_net_unlock();
    if (state == RUNNING) {
      break;
    }
    if (state == SLEEPING && hal_take_wake()) {
      /* Not by a frame: the channel has bytes. The switch learns that this board would like to run. */
      woken = true;
      port_net_lock();
      say_asleep(now_us);
      port_net_unlock();
    }
    hal_sleep(LOOK_MS);
  }
  if (woken) {
    port_wake();
  }
}

void linkclock_breathe(void) {
  if (linkclock_on() && state == RUNNING && now_us - step_us >= BREATH_US && link_netif != NULL) {
    linkclock_sleep(0);
  }
}
