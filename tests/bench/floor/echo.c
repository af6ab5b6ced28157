/*
 * echo.c: the least a UDP echo can cost on a board: lwIP's raw API on the port, no engine and no runtime. It is the
 * ports' own smoke test (port 7: echo) and the floor that benchmarks of the runtime are compared with.
 *
 * env.COUNT=N: after N echoed datagrams it reports and exits 0. env.JOIN=a.b.c.d joins that group on the NIC.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lwip/igmp.h"
#include "lwip/netif.h"
#include "lwip/udp.h"
#include "port.h"
#include "port_start.h"

#define ECHO_PORT 7

static uint32_t echoed;
static uint32_t failed;

static const char *env(const char *name) {
  size_t length = strlen(name);
  for (const char *const *entry = port_env(); *entry != NULL; entry++) {
    if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') {
      return *entry + length + 1;
    }
  }
  return NULL;
}

static void on_datagram(void *arg, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *from, u16_t port) {
  (void)arg;
  if (udp_sendto(pcb, p, from, port) != ERR_OK) {
    failed++;
  }
  pbuf_free(p);
  echoed++;
  port_wake();
}

static int start(void) {
  int status = port_net_start();
  if (status != 0) {
    return status;
  }
  port_net_lock();
  struct udp_pcb *pcb = udp_new_ip_type(IPADDR_TYPE_ANY);
  err_t err = pcb == NULL ? ERR_MEM : udp_bind(pcb, IP_ANY_TYPE, ECHO_PORT);
  const char *group = env("JOIN");
  if (err == ERR_OK) {
    udp_recv(pcb, on_datagram, NULL);
    ip4_addr_t address;
    if (group != NULL) {
      err = ip4addr_aton(group, &address) ? igmp_joingroup_netif(netif_default, &address) : ERR_ARG;
    }
  }
  port_net_unlock();
  return err;
}

int main(int argc, char **argv) {
  port_start(argc, argv);
  int status = start();
  if (status != 0) {
    printf("echo: cannot start: %d\n", status);
    return 1;
  }
  const char *count = env("COUNT");
  uint32_t wanted = count == NULL ? 0 : (uint32_t)strtoul(count, NULL, 10);
  printf("echo: listening on port %d\n", ECHO_PORT);
  fflush(stdout);
  while (wanted == 0 || echoed < wanted) {
    port_wait(PORT_WAIT_FOREVER);
  }
  printf("echo: %lu echoed, %lu failed\n", (unsigned long)echoed, (unsigned long)failed);
  return failed == 0 ? 0 : 1;
}
