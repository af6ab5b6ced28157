/* Lookups: what needs no server, which answers count, when the next server is asked, and how they end. */
#include "unity.h"

#include <string.h>

#include "core/errors.h"
#include "fake_net.h"
#include "config.h"
#include "lwip/dns.h"
#include "net/dns.h"
#include "port.h"

void setUp(void) { fake_net_start(); }
void tearDown(void) { fake_net_end(); }

#define DNS_NAME_ROOM 64

/* A lookup and how it ended. */
struct fake_lookup {
  struct net_dns_request request; /* first: the event's address leads to the struct */
  int done;
  char name[DNS_NAME_ROOM]; /* the request's */
};

static void count_done(struct loop_event *event) { ((struct fake_lookup *)event)->done++; }

static int lookup_of(uint32_t owner, struct fake_lookup *lookup, const char *name, enum net_dns_family family) {
  memset(lookup, 0, sizeof *lookup);
  lookup->request.owner = owner;
  lookup->request.event.run = count_done;
  TEST_ASSERT_LESS_THAN(DNS_NAME_ROOM, strlen(name));
  strcpy(lookup->name, name);
  return net_dns_lookup(&lookup->request, lookup->name, strlen(name), family);
}

static int lookup(struct fake_lookup *lookup, const char *name, enum net_dns_family family) {
  return lookup_of(0, lookup, name, family);
}

static void use_servers(const char *first, const char *second) {
  struct net_dns_server servers[2];
  size_t count = 0;
  if (first != NULL) {
    servers[count++] = (struct net_dns_server){fake_addr(first), NET_DNS_PORT};
  }
  if (second != NULL) {
    servers[count++] = (struct net_dns_server){fake_addr(second), NET_DNS_PORT};
  }
  TEST_ASSERT_EQUAL(0, net_dns_set_servers(servers, count));
}

/* A query that was sent. */
struct query {
  uint8_t server; /* last byte of its address */
  uint16_t port;  /* that it came from */
  uint16_t id;
  uint16_t type;
  uint8_t bytes[300]; /* the message, without EDNS */
  size_t size;
  bool edns;
};

static struct query take_query(void) {
  struct fake_packet packet;
  struct query query = {0};
  TEST_ASSERT_TRUE_MESSAGE(fake_net_take(&packet), "no query was sent");
  size_t header = packet.bytes[0] == 0x45 ? 20 : 40;
  const uint8_t *udp = packet.bytes + header;
  TEST_ASSERT_EQUAL(53, udp[2] << 8 | udp[3]);
  query.server = packet.bytes[header == 20 ? 19 : 39];
  query.port = (uint16_t)(udp[0] << 8 | udp[1]);
  query.size = packet.size - header - 8;
  memcpy(query.bytes, udp + 8, query.size);
  query.edns = query.bytes[11] == 1;
  if (query.edns) { /* the question alone is what an answer repeats */
    query.size -= 11;
    query.bytes[11] = 0;
  }
  query.id = (uint16_t)(query.bytes[0] << 8 | query.bytes[1]);
  query.type = (uint16_t)(query.bytes[query.size - 4] << 8 | query.bytes[query.size - 3]);
  return query;
}

/* Answers a query with a code and addresses that end in the digits of last. */
static void answer_from(const char *server, uint16_t server_port, const struct query *query, uint8_t code,
                        const char *last) {
  uint8_t bytes[512];
  size_t size = query->size;
  memcpy(bytes, query->bytes, size);
  bytes[2] = 0x81;
  bytes[3] = (uint8_t)(0x80 | code);
  bytes[7] = (uint8_t)strlen(last);
  for (; *last != '\0'; last++) {
    size_t length = query->type == 1 ? 4 : 16;
    const uint8_t head[] = {0xc0, 12, 0, (uint8_t)query->type, 0, 1, 0, 0, 0, 60, 0, (uint8_t)length};
    memcpy(bytes + size, head, sizeof head);
    size += sizeof head;
    memset(bytes + size, 0, length);
    memcpy(bytes + size, query->type == 1 ? "\x0a\x00" : "\xfd\x77", 2);
    bytes[size + length - 1] = (uint8_t)(*last - '0');
    size += length;
  }
  fake_net_datagram(server, server_port, strchr(server, ':') == NULL ? "192.168.77.2" : "fd77::2", query->port, bytes,
                    size);
  fake_net_run();
}

static void answer(const struct query *query, uint8_t code, const char *last) {
  answer_from("192.168.77.1", 53, query, code, last);
}

static const char *addresses(const struct fake_lookup *lookup) {
  static char text[4 * NET_ADDR_TEXT];
  text[0] = '\0';
  for (size_t i = 0; i < lookup->request.count; i++) {
    strcat(text, i == 0 ? "" : " ");
    net_addr_format(&lookup->request.addrs[i], text + strlen(text));
  }
  return text;
}

static void expect_done(const struct fake_lookup *lookup, int status, const char *text) {
  TEST_ASSERT_EQUAL_MESSAGE(1, lookup->done, "how often it ended");
  TEST_ASSERT_EQUAL(status, lookup->request.status);
  TEST_ASSERT_EQUAL_STRING(text, addresses(lookup));
}

static void expect_here(const char *name, enum net_dns_family family, int status, const char *text) {
  struct fake_lookup here;
  TEST_ASSERT_EQUAL_MESSAGE(0, lookup(&here, name, family), name);
  TEST_ASSERT_EQUAL_MESSAGE(0, here.done, "answered on the caller's stack");
  fake_net_run();
  expect_done(&here, status, text);
}

void test_what_needs_no_server(void) {
  use_servers(NULL, NULL);
  expect_here("127.0.0.1", NET_DNS_ANY, 0, "127.0.0.1");
  expect_here("::1", NET_DNS_V6, 0, "::1");
  expect_here("fe80::1%en1", NET_DNS_ANY, 0, "fe80::1%en1");
  expect_here("::1", NET_DNS_V4, ERR_CODE_EAI_ADDRFAMILY, "");
  expect_here("fe80::1%zz9", NET_DNS_ANY, ERR_CODE_EAI_NONAME, "");
  expect_here("localhost", NET_DNS_V4, 0, "127.0.0.1");
  expect_here("LocalHost.", NET_DNS_V6, 0, "::1");
  expect_here("app.LOCALHOST", NET_DNS_ANY, 0, "127.0.0.1 ::1");
  expect_here("no.such.invalid", NET_DNS_ANY, ERR_CODE_EAI_NONAME, "");
  expect_here("notlocalhost", NET_DNS_ANY, ERR_CODE_EAI_AGAIN, "");
  expect_here("example.org", NET_DNS_ANY, ERR_CODE_EAI_AGAIN, "");
}

void test_names_that_cannot_be_asked_for(void) {
  struct fake_lookup bad;
  char name[300];
  memset(name, 'a', sizeof name);
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_lookup(&bad.request, name, 254, NET_DNS_ANY));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_lookup(&bad.request, name, 64, NET_DNS_ANY));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_lookup(&bad.request, "", 0, NET_DNS_ANY));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_lookup(&bad.request, "a..b", 4, NET_DNS_ANY));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_lookup(&bad.request, " 127.0.0.1", 10, NET_DNS_ANY));
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_lookup(&bad.request, "[::1]", 5, NET_DNS_ANY));
}

void test_all_addresses_of_a_name(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  TEST_ASSERT_EQUAL(0, lookup(&a, "example.org", NET_DNS_V4));
  struct query query = take_query();
  TEST_ASSERT_EQUAL(1, query.type);
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  answer(&query, 0, "123456");
  expect_done(&a, 0, "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4");
}

void test_both_families(void) {
  struct fake_lookup both;
  use_servers("192.168.77.1", NULL);
  TEST_ASSERT_EQUAL(0, lookup(&both, "example.org", NET_DNS_ANY));
  struct query a = take_query();
  struct query aaaa = take_query();
  TEST_ASSERT_EQUAL(1, a.type);
  TEST_ASSERT_EQUAL(28, aaaa.type);
  answer(&a, 0, "123");
  TEST_ASSERT_EQUAL(0, both.done);
  answer(&aaaa, 0, "5");
  expect_done(&both, 0, "fd77::5 10.0.0.1 10.0.0.2 10.0.0.3");
}

void test_one_family_alone_is_enough(void) {
  struct fake_lookup both;
  use_servers("192.168.77.1", NULL);
  lookup(&both, "example.org", NET_DNS_ANY);
  struct query a = take_query();
  struct query aaaa = take_query();
  answer(&aaaa, 0, "");
  answer(&a, 0, "1");
  expect_done(&both, 0, "10.0.0.1");
  lookup(&both, "other.example.org", NET_DNS_ANY); /* one is never answered */
  a = take_query();
  take_query();
  answer(&a, 0, "1");
  fake_net_advance(1100);
  expect_done(&both, 0, "10.0.0.1");
  lookup(&both, "other.example.org", NET_DNS_ANY); /* half an answer is not remembered */
  take_query();
  take_query();
  net_dns_cancel(&both.request);
}

void test_no_such_name_and_no_such_address(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  answer(&query, 3, "");
  expect_done(&a, ERR_CODE_EAI_NONAME, "");
  lookup(&a, "example.org", NET_DNS_V6);
  query = take_query();
  answer(&query, 0, "");
  expect_done(&a, ERR_CODE_EAI_NODATA, "");
}

void test_silence_is_asked_again_and_again_from_new_ports(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query first = take_query();
  fake_net_advance(1100);
  struct query second = take_query();
  TEST_ASSERT_NOT_EQUAL(first.id, second.id);
  fake_net_advance(1500);
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  fake_net_advance(600);
  struct query third = take_query();
  answer(&first, 0, "1"); /* too late: that port is closed, that id forgotten */
  answer(&second, 0, "2");
  TEST_ASSERT_EQUAL(0, a.done);
  fake_net_advance(4100);
  expect_done(&a, ERR_CODE_EAI_AGAIN, "");
  TEST_ASSERT_TRUE(third.port != first.port || third.port != second.port);
}

void test_the_second_server_is_asked_next(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", "192.168.77.3");
  lookup(&a, "example.org", NET_DNS_V4);
  TEST_ASSERT_EQUAL(1, take_query().server);
  fake_net_advance(1100);
  struct query query = take_query();
  TEST_ASSERT_EQUAL(3, query.server);
  answer_from("192.168.77.3", 53, &query, 0, "4");
  expect_done(&a, 0, "10.0.0.4");
}

void test_a_failing_server_is_left_at_once(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", "fd77::3");
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  answer(&query, 2, "");
  query = take_query();
  TEST_ASSERT_EQUAL(3, query.server);
  answer_from("fd77::3", 53, &query, 0, "4");
  expect_done(&a, 0, "10.0.0.4");
}

void test_servers_that_all_fail_end_it_soon(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  for (int i = 0; i < 3; i++) {
    struct query query = take_query();
    answer(&query, 5, "");
  }
  expect_done(&a, ERR_CODE_EAI_AGAIN, "");
}

void test_a_server_that_refuses_on_this_host(void) {
  struct fake_lookup a;
  use_servers("127.0.0.1", NULL); /* nobody listens: ICMP says so */
  lookup(&a, "example.org", NET_DNS_V4);
  fake_net_run();
  fake_net_run();
  expect_done(&a, ERR_CODE_EAI_AGAIN, "");
}

void test_answers_of_others_do_not_count(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  answer_from("192.168.77.66", 53, &query, 0, "6");
  answer_from("192.168.77.1", 5353, &query, 0, "6");
  struct query forged = query;
  forged.bytes[1] ^= 1;
  answer(&forged, 0, "6");
  forged = query;
  forged.bytes[14] ^= 1; /* another name */
  answer(&forged, 0, "6");
  TEST_ASSERT_EQUAL(0, a.done);
  answer(&query, 0, "1");
  expect_done(&a, 0, "10.0.0.1");
}

void test_an_answer_behind_a_flood_of_others_counts(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  struct query forged = query;
  forged.bytes[1] ^= 1;
  for (int i = 0; i < CONFIG_UDP_DRAIN; i++) { /* as many as are read in a turn */
    fake_net_datagram("192.168.77.1", 53, "192.168.77.2", query.port, forged.bytes, forged.size);
  }
  TEST_ASSERT_EQUAL(0, a.done);
  answer(&query, 0, "1");
  expect_done(&a, 0, "10.0.0.1");
}

void test_oversize_answers_do_not_count(void) {
  struct fake_lookup a;
  static uint8_t large[1300];
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  memcpy(large, query.bytes, query.size);
  large[2] = 0x81;
  fake_net_datagram("192.168.77.1", 53, "192.168.77.2", query.port, large, sizeof large);
  fake_net_run();
  TEST_ASSERT_EQUAL(0, a.done);
  answer(&query, 0, "1");
  expect_done(&a, 0, "10.0.0.1");
}

void test_names_wait_in_line(void) {
  static struct fake_lookup lookups[CONFIG_DNS_REQUESTS + CONFIG_DNS_ACTIVE];
  struct fake_lookup more;
  struct fake_lookup same;
  char name[] = "x.example.org";
  use_servers("192.168.77.1", NULL);
  for (int i = 0; i < CONFIG_DNS_REQUESTS + CONFIG_DNS_ACTIVE; i++) {
    name[0] = (char)('a' + i % 26);
    name[1] = (char)('a' + i / 26);
    TEST_ASSERT_EQUAL(0, lookup_of((uint32_t)i, &lookups[i], name, NET_DNS_V4));
  }
  TEST_ASSERT_EQUAL(ERR_CODE_EAI_AGAIN, lookup_of(1000, &more, "zzexample.org", NET_DNS_V4));
  TEST_ASSERT_EQUAL(0, lookup(&same, name, NET_DNS_V4)); /* takes no place */
  TEST_ASSERT_EQUAL(CONFIG_DNS_ACTIVE, fake_net_sent());
  for (int i = 0; i < CONFIG_DNS_REQUESTS + CONFIG_DNS_ACTIVE; i++) {
    struct query query = take_query();
    TEST_ASSERT_EQUAL('a' + i % 26, query.bytes[13]); /* first come, first served */
    TEST_ASSERT_EQUAL('a' + i / 26, query.bytes[14]);
    answer(&query, 0, "1");
    expect_done(&lookups[i], 0, "10.0.0.1");
  }
  expect_done(&same, 0, "10.0.0.1");
}

void test_an_owner_leaves_room_for_others(void) {
  static struct fake_lookup greedy[CONFIG_DNS_REQUESTS + CONFIG_DNS_ACTIVE];
  struct fake_lookup second;
  struct fake_lookup third;
  char name[] = "x.example.org";
  int taken = 0;
  use_servers("192.168.77.1", NULL);
  while (lookup_of(1, &greedy[taken], name, NET_DNS_V4) == 0) {
    name[0] = (char)('a' + taken++);
  }
  TEST_ASSERT_EQUAL(CONFIG_DNS_ACTIVE - 1 + CONFIG_SHARE(CONFIG_DNS_REQUESTS), taken);
  TEST_ASSERT_EQUAL(CONFIG_DNS_ACTIVE - 1, fake_net_sent()); /* one may be asked for by somebody else at once */
  struct query query = take_query();
  TEST_ASSERT_EQUAL(0, lookup_of(2, &second, "second.example.org", NET_DNS_V4));
  struct query other = take_query();
  answer(&other, 0, "2");
  expect_done(&second, 0, "10.0.0.2");
  TEST_ASSERT_EQUAL(0, lookup_of(2, &second, "2nd.example.org", NET_DNS_V4));
  TEST_ASSERT_EQUAL(0, lookup_of(3, &third, "third.example.org", NET_DNS_V4)); /* behind the greedy one's */
  other = take_query();
  answer(&other, 0, "2");
  expect_done(&second, 0, "10.0.0.2");
  other = take_query(); /* but it is the third's turn, who has none under way */
  TEST_ASSERT_EQUAL_STRING_LEN("\5third", other.bytes + 12, 6);
  answer(&query, 0, "1");
  expect_done(&greedy[0], 0, "10.0.0.1");
  answer(&other, 0, "3");
  expect_done(&third, 0, "10.0.0.3");
  for (int i = 0; i < taken; i++) {
    net_dns_cancel(&greedy[i].request);
  }
}

void test_equal_names_share_a_query(void) {
  struct fake_lookup first;
  struct fake_lookup second;
  struct fake_lookup third;
  use_servers("192.168.77.1", NULL);
  lookup(&first, "example.org", NET_DNS_V4);
  lookup(&second, "EXAMPLE.org.", NET_DNS_V4);
  lookup(&third, "example.org", NET_DNS_V4);
  TEST_ASSERT_EQUAL(1, fake_net_sent());
  struct query query = take_query();
  net_dns_cancel(&first.request); /* the others go on without it */
  answer(&query, 0, "12");
  TEST_ASSERT_EQUAL(0, first.done);
  expect_done(&second, 0, "10.0.0.1 10.0.0.2");
  expect_done(&third, 0, "10.0.0.1 10.0.0.2");
}

void test_answers_are_remembered_as_long_as_they_hold(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  answer(&query, 0, "1"); /* for 60 seconds */
  lookup(&a, "Example.Org", NET_DNS_V4);
  fake_net_run();
  TEST_ASSERT_EQUAL(0, fake_net_sent());
  expect_done(&a, 0, "10.0.0.1");
  lookup(&a, "example.org", NET_DNS_V6); /* another question */
  query = take_query();
  answer(&query, 0, "");
  fake_net_advance(61000);
  lookup(&a, "example.org", NET_DNS_V4);
  query = take_query();
  answer(&query, 0, "2");
  expect_done(&a, 0, "10.0.0.2");
  use_servers("192.168.77.1", NULL); /* forgets */
  lookup(&a, "example.org", NET_DNS_V4);
  query = take_query();
  answer(&query, 0, "3");
  expect_done(&a, 0, "10.0.0.3");
}

void test_a_server_that_does_not_know_edns_is_asked_without(void) {
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  TEST_ASSERT_TRUE(query.edns);
  answer(&query, 1, "");
  query = take_query();
  TEST_ASSERT_FALSE(query.edns);
  answer(&query, 0, "1");
  expect_done(&a, 0, "10.0.0.1");
}

void test_cut_answers_and_refusals_are_temporary(void) {
  static const uint8_t flags[][2] = {{0x83, 0x80}, {0x81, 0x00}, {0x81, 0x03}, {0x81, 0x85}};
  for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
    struct fake_lookup a;
    use_servers("192.168.77.1", NULL);
    lookup(&a, "example.org", NET_DNS_V4);
    for (int tries = 0; tries < 3; tries++) {
      struct query query = take_query();
      memcpy(query.bytes + 2, flags[i], 2);
      fake_net_datagram("192.168.77.1", 53, "192.168.77.2", query.port, query.bytes, query.size);
      fake_net_run();
    }
    expect_done(&a, ERR_CODE_EAI_AGAIN, "");
  }
}

void test_numbers_as_inet_aton_reads_them_are_addresses(void) {
  expect_here("127.1", NET_DNS_V4, 0, "127.0.0.1");
  expect_here("99", NET_DNS_V4, 0, "0.0.0.99");
  expect_here("010.0.0.1", NET_DNS_V4, 0, "8.0.0.1");
  expect_here("0x7f.0.0.1", NET_DNS_V4, 0, "127.0.0.1");
  expect_here("1.2.772", NET_DNS_V4, 0, "1.2.3.4");
}

void test_cancelled_lookups_do_not_end(void) {
  struct fake_lookup active;
  struct fake_lookup waiting[CONFIG_DNS_ACTIVE];
  struct fake_lookup here;
  use_servers("192.168.77.1", NULL);
  lookup(&active, "a.example.org", NET_DNS_V4);
  for (int i = 0; i < CONFIG_DNS_ACTIVE; i++) {
    lookup(&waiting[i], "b.example.org", NET_DNS_V4);
  }
  lookup(&here, "localhost", NET_DNS_V4);
  struct query query = take_query();
  net_dns_cancel(&here.request);
  net_dns_cancel(&waiting[CONFIG_DNS_ACTIVE - 1].request);
  net_dns_cancel(&active.request);
  answer(&query, 0, "1");
  for (int i = 0; i < CONFIG_DNS_ACTIVE - 1; i++) {
    net_dns_cancel(&waiting[i].request);
  }
  fake_net_advance(30000);
  TEST_ASSERT_EQUAL(0, active.done);
  TEST_ASSERT_EQUAL(0, here.done);
  TEST_ASSERT_EQUAL(0, waiting[0].done);
  lookup(&here, "localhost", NET_DNS_V4);
  fake_net_run();
  net_dns_cancel(&here.request); /* after the end */
  TEST_ASSERT_EQUAL(1, here.done);
}

void test_sockets_of_script_are_not_used_up(void) {
  struct fake_socket sockets[CONFIG_UDP_SOCKETS];
  struct fake_lookup a;
  use_servers("192.168.77.1", NULL);
  for (size_t i = 0; i < CONFIG_UDP_SOCKETS; i++) {
    fake_bound(&sockets[i], 4, "0.0.0.0", (uint16_t)(6000 + i), 0);
  }
  lookup(&a, "example.org", NET_DNS_V4);
  struct query query = take_query();
  answer(&query, 0, "1");
  expect_done(&a, 0, "10.0.0.1");
  for (size_t i = 0; i < CONFIG_UDP_SOCKETS; i++) {
    fake_close(&sockets[i]);
  }
}

void test_servers_are_set_and_read(void) {
  struct net_dns_server servers[3] = {
      {fake_addr("192.168.77.1"), 53}, {fake_addr("fd77::1"), 5353}, {fake_addr("192.168.77.3"), 53}};
  struct net_dns_server now[NET_DNS_SERVERS];
  TEST_ASSERT_EQUAL(ERR_CODE_EINVAL, net_dns_set_servers(servers, 3));
  TEST_ASSERT_EQUAL(0, net_dns_set_servers(servers, 2));
  TEST_ASSERT_EQUAL(2, net_dns_servers(now));
  TEST_ASSERT_TRUE(net_addr_equal(&servers[0].addr, &now[0].addr) && now[0].port == 53);
  TEST_ASSERT_TRUE(net_addr_equal(&servers[1].addr, &now[1].addr) && now[1].port == 5353);
  TEST_ASSERT_EQUAL(0, net_dns_set_servers(NULL, 0));
  TEST_ASSERT_EQUAL(0, net_dns_servers(now));
}

void test_what_dhcp_says_later_does_not_replace_them(void) {
  struct net_dns_server now[NET_DNS_SERVERS];
  ip_addr_t other;
  use_servers("192.168.77.1", NULL);
  TEST_ASSERT_TRUE(ipaddr_aton("192.168.77.66", &other));
  port_net_lock();
  dns_setserver(0, &other);
  port_net_unlock();
  TEST_ASSERT_EQUAL(1, net_dns_servers(now));
  struct net_addr chosen = fake_addr("192.168.77.1");
  TEST_ASSERT_TRUE(net_addr_equal(&chosen, &now[0].addr));
}
