#include "linkclock.h"

#include "core/bytes.h"
#include "linkcontrol.h"
#include "panic.h"
#include "port.h"
#include "watchdog.h"

/* Readings of the clock after which a program that does not sleep lets others run. */
#define BREATH_US 1000U
/* The machine's milliseconds between two looks at a link that says nothing: the watchdog wants to see them. */
#define LOOK_MS 1000U
/* And between two control frames to a switch that may not be there yet. */
#define MEET_MS 10U

static uint64_t now_us;
static uint64_t step_us; /* when this step began */
static uint32_t step;
static enum { RUNNING, SLEEPING, WAKING } state;
static struct netif *link_netif;
static const struct hal_nic *link_nic;
static netif_input_fn onward;

uint64_t linkclock_time_us(void) { return ++now_us; }

double linkclock_wall_time_ms(void) {
  return (double)bootargs_get()->clock_wall_ms + (double)(linkclock_time_us() / 1000U);
}

/* What the driver hands its frames to: the switch's control frames end here. */
static err_t link_input(struct pbuf *p, struct netif *netif) {
  unsigned kind;
  const uint8_t *numbers = linkcontrol_read(p, &kind);
  if (numbers == NULL) {
    return onward(p, netif);
  }
  if (kind == LINKCONTROL_TIME && state == SLEEPING) {
    uint64_t time = bytes_be64(numbers + 4);
    step = bytes_be32(numbers);
    now_us = time > now_us ? time : now_us;
    step_us = now_us;
    state = WAKING;
  } else if (kind == LINKCONTROL_RUN && state == WAKING) {
    state = RUNNING;
  }
  pbuf_free(p);
  return ERR_OK;
}

static void say_asleep(uint64_t until) {
  uint8_t numbers[LINKCONTROL_NUMBERS] = {0};
  bytes_put_be64(bytes_put_be64(bytes_put_be32(numbers, step), now_us), until);
  port_net_lock();
  linkcontrol_send(link_netif, LINKCONTROL_ASLEEP, numbers);
  port_net_unlock();
}

static void poll_link(void) {
  watchdog_fed = true;
  port_net_lock();
  link_nic->poll(link_netif);
  port_net_unlock();
}

/* QEMU connects to the switch beside the board's start, and drops what the board sends before. The first frames would
 * come in one run and be lost in the next, so none is sent until the switch has answered. Of what is said again it
 * ignores all but the first. */
static void meet_switch(void) {
  state = SLEEPING;
  while (state != RUNNING) {
    if (state == SLEEPING) {
      say_asleep(now_us);
    }
    hal_sleep(MEET_MS);
    poll_link();
  }
}

void linkclock_start(struct netif *netif, const struct hal_nic *nic) {
  if (!linkclock_on()) {
    return;
  }
  if (nic == NULL) {
    panic_boot("boot option \"clock=link\": there is no link");
  }
  link_netif = netif;
  link_nic = nic;
  onward = netif->input;
  netif->input = link_input;
  meet_switch();
}

void linkclock_sleep(uint32_t timeout_ms) {
  uint64_t until = UINT64_MAX;
  if (timeout_ms == 0) {
    until = now_us;
  } else if (timeout_ms != UINT32_MAX) {
    until = (now_us / 1000U + timeout_ms) * 1000U;
  }
  state = SLEEPING;
  say_asleep(until);
  bool woken = false;
  for (;;) {
    poll_link();
    if (state == RUNNING) {
      break;
    }
    if (state == SLEEPING && hal_take_wake()) {
      /* Not by a frame: the channel has bytes. The switch learns that this board would like to run. */
      woken = true;
      say_asleep(now_us);
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
