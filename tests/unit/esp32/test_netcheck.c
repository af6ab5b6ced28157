/* The check at a program's end: UDP control blocks and memberships, but none that come with addresses. */
#include "unity.h"

#include "fake_console.h"
#include "idf_lwip.h"

#include "../../../ports/esp32/netcheck.c"

struct udp_pcb *udp_pcbs;
struct netif *netif_list;
static int locked;

void port_net_lock(void) { locked++; }

void port_net_unlock(void) { locked--; }

static struct netif station;
static struct udp_pcb pcbs[2];
static struct igmp_group all_systems, group4;
static struct mld_group solicited, group6;

void setUp(void) {
  fake_console_start();
  station = (struct netif){0};
  netif_list = &station;
  pcbs[0] = pcbs[1] = (struct udp_pcb){0};
  udp_pcbs = NULL;
  all_systems = group4 = (struct igmp_group){0};
  all_systems.group_address.addr = PP_HTONL(0xe0000001UL);
  group4.group_address.addr = PP_HTONL(0xe4010203UL);
  solicited = group6 = (struct mld_group){0};
  ip6_addr_set_solicitednode(&solicited.group_address, PP_HTONL(0x010203));
  group6.group_address.addr[0] = PP_HTONL(0xff020000UL);
  group6.group_address.addr[3] = PP_HTONL(0x00001234UL);
  netcheck_start();
}

void tearDown(void) { TEST_ASSERT_EQUAL_INT(0, locked); }

void test_nothing_left_is_no_leak(void) {
  TEST_ASSERT_EQUAL_INT(0, port_net_check());
  fake_console_expect("");
}

void test_a_control_block_that_stays_is_named(void) {
  pcbs[0].local_port = 41234;
  udp_pcbs = &pcbs[0];
  TEST_ASSERT_EQUAL_INT(1, port_net_check());
  fake_console_expect("leak: UDP_PCB holds 1 at the end, 0 at the start\n");
}

void test_the_dhcp_client_may_come_late(void) {
  pcbs[0].local_port = 68;
  udp_pcbs = &pcbs[0];
  TEST_ASSERT_EQUAL_INT(0, port_net_check());
}

void test_groups_of_both_families_that_stay_are_named(void) {
  all_systems.next = &group4;
  solicited.next = &group6;
  station.client_data[LWIP_NETIF_CLIENT_DATA_INDEX_IGMP] = &all_systems;
  station.client_data[LWIP_NETIF_CLIENT_DATA_INDEX_MLD6] = &solicited;
  TEST_ASSERT_EQUAL_INT(1, port_net_check());
  fake_console_expect("leak: the membership list holds 2 at the end, 0 at the start\n");
}

void test_groups_that_addresses_need_are_none_of_the_programs(void) {
  station.client_data[LWIP_NETIF_CLIENT_DATA_INDEX_IGMP] = &all_systems;
  station.client_data[LWIP_NETIF_CLIENT_DATA_INDEX_MLD6] = &solicited;
  TEST_ASSERT_EQUAL_INT(0, port_net_check());
}

void test_what_was_there_before_may_stay(void) {
  pcbs[0].local_port = 5353;
  udp_pcbs = &pcbs[0];
  netcheck_start();
  TEST_ASSERT_EQUAL_INT(0, port_net_check());
  pcbs[0].next = &pcbs[1];
  TEST_ASSERT_EQUAL_INT(1, port_net_check());
}
