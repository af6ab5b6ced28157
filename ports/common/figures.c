#include "figures.h"

#include "bootargs.h"
#include "core/bytes.h"
#include "hal.h"
#include "linkcontrol.h"
#include "port.h"

/* Microseconds between two control frames. */
#define PERIOD_US 200000U

bool figures_on;
static figures_heap_fn *heap_of;
static struct netif *to;
static uint64_t awake_us, woken_us, told_us;

void figures_of(figures_heap_fn *heap) { heap_of = heap; }

void figures_start(struct netif *netif) {
  if (bootargs_get()->figures && heap_of != NULL) {
    to = netif;
    woken_us = hal_machine_us();
    figures_on = true;
  }
}

void figures_tell(void) {
  uint64_t now = hal_machine_us();
  uint32_t used, size;
  if (now - told_us < PERIOD_US || !heap_of(&used, &size)) {
    return;
  }
  told_us = now;
  uint8_t numbers[LINKCONTROL_NUMBERS] = {0};
  bytes_put_be64(bytes_put_be32(bytes_put_be32(numbers, used), size), awake_us + now - woken_us);
  port_net_lock();
  linkcontrol_send(to, LINKCONTROL_FIGURES, numbers);
  port_net_unlock();
}

void figures_asleep(void) { awake_us += hal_machine_us() - woken_us; }

void figures_awake(void) { woken_us = hal_machine_us(); }
