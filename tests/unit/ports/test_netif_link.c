/* The host's interface on the virtual link: framing both ways, partial reads, a full wire, a lost other end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "unity.h"

/* The host port is not on the project's source path: its lwipopts.h and port_config.h would hide those of the tests. */
#include "../../../ports/host/netif_link.c"

struct stats_ lwip_stats;
static struct netif nic;
static int other_end = -1;
static int listener = -1;
static char path[64];

/* ---- what netif_link.c calls ---- */

static struct {
  uint8_t bytes[NETIF_FRAMES_MAX];
  size_t size;
} received[64];
static size_t received_count;
static unsigned link_down;

void netif_frames_setup(struct netif *netif, netif_linkoutput_fn linkoutput) { netif->linkoutput = linkoutput; }

void netif_frames_input(struct netif *netif, const uint8_t *frame, size_t size) {
  TEST_ASSERT_EQUAL_PTR(&nic, netif);
  TEST_ASSERT_TRUE(received_count < 64);
  received[received_count].size = size;
  memcpy(received[received_count++].bytes, frame, size < NETIF_FRAMES_MAX ? size : NETIF_FRAMES_MAX);
}

size_t netif_frames_gather(const struct pbuf *p, uint8_t out[NETIF_FRAMES_MAX]) {
  memcpy(out, p->payload, p->len);
  return p->len;
}

void netif_set_link_down(struct netif *netif) {
  TEST_ASSERT_EQUAL_PTR(&nic, netif);
  link_down++;
}

/* ---- the link's other end ---- */

void setUp(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(path, sizeof path, "/tmp/test_netif_link_%d", (int)getpid());
  unlink(path);
  strcpy(address.sun_path, path);
  listener = socket(AF_UNIX, SOCK_STREAM, 0);
  TEST_ASSERT_EQUAL_INT(0, bind(listener, (struct sockaddr *)&address, sizeof address));
  TEST_ASSERT_EQUAL_INT(0, listen(listener, 1));
  memset(&lwip_stats, 0, sizeof lwip_stats);
  received_count = link_down = 0;
  TEST_ASSERT_EQUAL_INT(0, netif_link_open(path));
  other_end = accept(listener, NULL, NULL);
  TEST_ASSERT_TRUE(other_end >= 0);
  netif_link.init(&nic);
}

void tearDown(void) {
  if (netif_link_fd() >= 0) {
    link_disconnect(&nic);
  }
  close(other_end);
  close(listener);
  unlink(path);
}

static void give(const void *data, size_t size) { TEST_ASSERT_EQUAL_INT(size, write(other_end, data, size)); }

static void send_bytes(const char *text, uint16_t size) {
  struct pbuf p;
  memset(&p, 0, sizeof p);
  p.payload = (void *)(uintptr_t)text;
  p.len = p.tot_len = size;
  TEST_ASSERT_EQUAL_INT(ERR_OK, nic.linkoutput(&nic, &p));
}

void test_a_frame_comes_with_its_length_in_front(void) {
  static const uint8_t wire[] = {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 2, 'd', 'e'};
  give(wire, sizeof wire);
  netif_link.poll(&nic);
  TEST_ASSERT_EQUAL(2, received_count);
  TEST_ASSERT_EQUAL(3, received[0].size);
  TEST_ASSERT_EQUAL_MEMORY("abc", received[0].bytes, 3);
  TEST_ASSERT_EQUAL(2, received[1].size);
  TEST_ASSERT_EQUAL_MEMORY("de", received[1].bytes, 2);
}

void test_a_frame_that_comes_byte_by_byte(void) {
  static const uint8_t wire[] = {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 1, 'd'};
  for (size_t i = 0; i < sizeof wire; i++) {
    give(wire + i, 1);
    netif_link.poll(&nic);
    TEST_ASSERT_EQUAL(i < 6 ? 0 : i < 11 ? 1 : 2, received_count);
    TEST_ASSERT_FALSE(netif_link_waiting());
  }
  TEST_ASSERT_EQUAL_MEMORY("d", received[1].bytes, 1);
}

void test_frames_beyond_the_budget_wait_in_order(void) {
  for (uint8_t i = 0; i < HAL_POLL_FRAMES + 5; i++) {
    uint8_t wire[] = {0, 0, 0, 1, i};
    give(wire, sizeof wire);
  }
  netif_link.poll(&nic);
  TEST_ASSERT_EQUAL(HAL_POLL_FRAMES, received_count);
  TEST_ASSERT_TRUE(netif_link_waiting()); /* poll() on the socket would not say so */
  netif_link.poll(&nic);
  TEST_ASSERT_EQUAL(HAL_POLL_FRAMES + 5, received_count);
  TEST_ASSERT_FALSE(netif_link_waiting());
  for (uint8_t i = 0; i < HAL_POLL_FRAMES + 5; i++) {
    TEST_ASSERT_EQUAL(i, received[i].bytes[0]);
  }
}

void test_sends_length_and_frame(void) {
  uint8_t wire[16];
  send_bytes("hello", 5);
  TEST_ASSERT_EQUAL_INT(9, read(other_end, wire, sizeof wire));
  TEST_ASSERT_EQUAL_MEMORY("\0\0\0\5hello", wire, 9);
  TEST_ASSERT_EQUAL(1, lwip_stats.link.xmit);
  TEST_ASSERT_FALSE(netif_link_unsent());
}

void test_a_full_wire_keeps_a_bounded_queue_of_whole_frames(void) {
  static char frame[NETIF_FRAMES_MAX];
  static uint8_t wire[4 + NETIF_FRAMES_MAX];
  unsigned tried = 0, arrived = 0;
  do { /* nobody reads */
    memset(frame, (int)tried++, sizeof frame);
    send_bytes(frame, sizeof frame);
  } while (lwip_stats.link.err == 0 && tried < 5000);
  TEST_ASSERT_EQUAL(1, lwip_stats.link.err);
  TEST_ASSERT_TRUE(netif_link_unsent());
  TEST_ASSERT_TRUE(output_to - output_from <= NETIF_LINK_QUEUE);
  while (netif_link_unsent() || arrived < tried - 1) {
    for (size_t got = 0; got < sizeof wire;) {
      ssize_t count = recv(other_end, wire + got, sizeof wire - got, MSG_DONTWAIT);
      if (count <= 0) {
        netif_link.poll(&nic);
        count = 0;
      }
      got += (size_t)count;
    }
    TEST_ASSERT_EQUAL_HEX8_ARRAY("\0\0\5\352", wire, 4); /* 1514 */
    TEST_ASSERT_EACH_EQUAL_HEX8((uint8_t)arrived, wire + 4, NETIF_FRAMES_MAX);
    arrived++;
  }
  TEST_ASSERT_EQUAL(tried - 1, arrived);
  TEST_ASSERT_EQUAL(0, link_down);
}

void test_the_link_goes_down_when_the_other_end_closes(void) {
  close(other_end);
  netif_link.poll(&nic);
  TEST_ASSERT_EQUAL(1, link_down);
  TEST_ASSERT_EQUAL_INT(-1, netif_link_fd());
  netif_link.poll(&nic);
  TEST_ASSERT_EQUAL(1, link_down);
  struct pbuf p;
  memset(&p, 0, sizeof p);
  p.payload = "x";
  p.len = p.tot_len = 1;
  TEST_ASSERT_EQUAL_INT(ERR_IF, nic.linkoutput(&nic, &p));
  TEST_ASSERT_EQUAL(1, lwip_stats.link.err);
}

void test_a_stream_out_of_step_takes_the_link_down(void) {
  give("\1\0\0\0xxxx", 8); /* 16 MiB */
  netif_link.poll(&nic);
  TEST_ASSERT_EQUAL(1, link_down);
  TEST_ASSERT_EQUAL(0, received_count);
}

void test_opening_what_is_not_there(void) {
  link_disconnect(&nic);
  TEST_ASSERT_EQUAL_INT(ENOENT, netif_link_open("/nonexistent/socket"));
  TEST_ASSERT_EQUAL_INT(-1, netif_link_fd());
  char longer[200];
  memset(longer, 'x', sizeof longer - 1);
  longer[sizeof longer - 1] = '\0';
  TEST_ASSERT_EQUAL_INT(ENAMETOOLONG, netif_link_open(longer));
}
