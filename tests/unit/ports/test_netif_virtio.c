/* The filter of a virtio network device: a device that is slow, refuses, or never answers holds nobody up. */
#include <string.h>

#include "unity.h"

#include "lwip/opt.h"
#undef MEM_ALIGNMENT
#define MEM_ALIGNMENT 4 /* as on the board */

#include "../../../ports/qemu-riscv/netif_virtio.c"

struct stats_ lwip_stats;
bool hal_polling;
static struct netif nic;
struct bootargs bootargs_current;
static ethif_filter *filter;

/* ---- what netif_virtio.c calls ---- */

static uint64_t now_us;

/* Time passes while somebody looks at it. */
uint64_t hal_machine_us(void) { return now_us += 10; }

bool hal_poll_has_time(unsigned count) {
  (void)count;
  return true;
}

void ethif_setup(struct netif *netif, netif_linkoutput_fn linkoutput, ethif_filter *change) {
  netif->linkoutput = linkoutput;
  filter = change;
}

void net_guard_lost(void) { TEST_FAIL_MESSAGE("no frame arrives in these tests"); }

static struct pbuf buffer = {.ref = 1};
static uint8_t bytes[2048];

struct pbuf *pbuf_alloc(pbuf_layer layer, u16_t size, pbuf_type type) {
  (void)layer;
  (void)size;
  (void)type;
  buffer.payload = bytes;
  return &buffer;
}

u8_t pbuf_free(struct pbuf *p) {
  (void)p;
  return 1;
}

void pbuf_realloc(struct pbuf *p, u16_t size) { p->len = size; }

u8_t pbuf_remove_header(struct pbuf *p, size_t size) {
  (void)p;
  (void)size;
  return 0;
}

u16_t pbuf_copy_partial(const struct pbuf *p, void *to, u16_t size, u16_t offset) {
  (void)p;
  (void)to;
  (void)offset;
  return size;
}

/* The device: it answers the command that it has after so many microseconds; never, when that is 0. */
static struct {
  uint32_t delay_us;
  uint8_t says;
  bool busy;
  uint64_t since_us;
  uint8_t *answer;
  unsigned tables, switches; /* commands so far */
  uint32_t listed;           /* groups in its table */
  uint8_t all;
  bool interrupts;
} chip;

bool virtio_open(struct virtio_device *which, enum virtio_type type, uint32_t features) {
  (void)which;
  (void)type;
  (void)features;
  return true;
}

bool virtio_add_queue(const struct virtio_device *which, struct virtio_queue *queue, unsigned number) {
  (void)which;
  queue->number = number;
  return true;
}

void virtio_start(const struct virtio_device *which) { (void)which; }

uint8_t virtio_config(const struct virtio_device *which, size_t offset) {
  (void)which;
  return (uint8_t)offset;
}

void virtio_acknowledge(const struct virtio_device *which) { (void)which; }

void virtio_lend(struct virtio_queue *queue, unsigned first, const struct virtio_buffer *buffers, unsigned count) {
  if (queue != &control_queue) {
    return;
  }
  TEST_ASSERT_EQUAL_UINT(0, first);
  TEST_ASSERT_EQUAL_UINT(3, count);
  TEST_ASSERT_FALSE_MESSAGE(chip.busy, "what the device reads is changed under its hands");
  const uint8_t *head = buffers[0].data;
  const uint8_t *data = buffers[1].data;
  if (head[0] == CLASS_ADDRESS && head[1] == ADDRESS_TABLE) {
    chip.tables++;
    memcpy(&chip.listed, data + 4, 4);
    TEST_ASSERT_EQUAL_UINT32(8 + 6 * chip.listed, buffers[1].size);
  } else if (head[0] == CLASS_RECEIVE && head[1] == RECEIVE_ALL_MULTICAST) {
    chip.switches++;
    chip.all = data[0];
  }
  chip.busy = true;
  chip.since_us = now_us;
  chip.answer = buffers[2].data;
}

void virtio_kick(struct virtio_queue *queue) { (void)queue; }

bool virtio_waiting(const struct virtio_queue *queue) {
  return queue == &control_queue && chip.busy && chip.delay_us != 0 && now_us - chip.since_us >= chip.delay_us;
}

bool virtio_take(struct virtio_queue *queue, unsigned *first, uint32_t *written) {
  if (!virtio_waiting(queue)) {
    return false;
  }
  chip.busy = false;
  *chip.answer = chip.says;
  *first = 0;
  *written = 1;
  return true;
}

void virtio_interrupts(struct virtio_queue *queue, bool on) {
  if (queue == &control_queue) {
    chip.interrupts = on;
  }
}

/* ---- tests ---- */

void setUp(void) {
  memset(&chip, 0, sizeof chip);
  memset(groups, 0, sizeof groups);
  unlisted = free_count = 0;
  filter_step = FILTER_SET;
  filter_stale = pending = false;
  all_multicast = UINT8_MAX;
  bootargs_current.clock_link = false;
  chip.delay_us = 1;
  TEST_ASSERT_EQUAL(ERR_OK, netif_virtio_init(&nic));
}

void tearDown(void) {}

/* Joins or leaves a group; returns the microseconds that it took. */
static uint64_t change(uint8_t number, bool add) {
  uint64_t before = now_us;
  filter((uint8_t[]){1, 0, 0x5e, 0, 0, number}, add);
  return now_us - before;
}

static void poll_for(uint64_t us) {
  for (uint64_t end = now_us + us; now_us < end; now_us += 100) {
    netif_virtio_poll(&nic);
  }
}

void test_a_quick_device_has_each_change_at_once(void) {
  change(1, true);
  TEST_ASSERT_EQUAL_UINT32(1, chip.listed);
  TEST_ASSERT_EQUAL_UINT8(0, chip.all);
  change(2, true);
  TEST_ASSERT_EQUAL_UINT32(2, chip.listed);
  change(1, true); /* shared: nothing changes */
  change(1, false);
  TEST_ASSERT_EQUAL_UINT(2, chip.tables);
  change(1, false);
  TEST_ASSERT_EQUAL_UINT32(1, chip.listed);
  TEST_ASSERT_EQUAL_UINT(1, chip.switches); /* it is off since the first */
  TEST_ASSERT_FALSE(chip.busy);
}

void test_a_device_that_never_answers_costs_a_millisecond(void) {
  chip.delay_us = 0;
  for (uint8_t i = 0; i < 100; i++) {
    TEST_ASSERT_LESS_THAN_UINT64(FILTER_US + 100, change(i, true));
  }
  uint64_t before = now_us;
  netif_virtio_poll(&nic);
  TEST_ASSERT_LESS_THAN_UINT64(100, now_us - before);
  TEST_ASSERT_EQUAL_UINT(1, chip.tables);
}

void test_a_slow_device_ends_with_the_last_of_many_changes(void) {
  chip.delay_us = 30000;
  for (uint8_t i = 0; i < 10; i++) {
    TEST_ASSERT_LESS_THAN_UINT64(FILTER_US + 100, change(i, true));
  }
  change(3, false);
  TEST_ASSERT_EQUAL_UINT32(1, chip.listed);
  poll_for(200000);
  TEST_ASSERT_EQUAL_UINT32(9, chip.listed);
  TEST_ASSERT_EQUAL_UINT8(0, chip.all);
  TEST_ASSERT_FALSE(chip.busy);
}

void test_its_answer_ends_a_sleep(void) {
  chip.delay_us = 30000;
  change(1, true);
  TEST_ASSERT_FALSE(netif_virtio_watch(true));
  TEST_ASSERT_TRUE(chip.interrupts);
  now_us += 30000;
  TEST_ASSERT_TRUE(netif_virtio_watch(true));
  netif_virtio_watch(false);
  TEST_ASSERT_FALSE(chip.interrupts);
}

void test_more_groups_than_the_table_holds_turn_the_filter_off_and_on_again(void) {
  for (uint8_t i = 0; i < GROUPS + 2; i++) {
    change(i, true);
  }
  TEST_ASSERT_EQUAL_UINT32(GROUPS, chip.listed);
  TEST_ASSERT_EQUAL_UINT8(1, chip.all);
  change(GROUPS, false);
  TEST_ASSERT_EQUAL_UINT8(1, chip.all);
  change(GROUPS + 1, false);
  TEST_ASSERT_EQUAL_UINT8(0, chip.all);
}

void test_a_refused_table_turns_the_filter_off(void) {
  chip.says = 1;
  change(1, true);
  TEST_ASSERT_EQUAL_UINT8(1, chip.all);
  chip.says = 0;
  change(2, true);
  TEST_ASSERT_EQUAL_UINT8(0, chip.all);
}

void test_on_the_links_clock_a_change_is_done_when_it_returns(void) {
  bootargs_current.clock_link = true;
  chip.delay_us = 30000;
  change(1, true);
  TEST_ASSERT_EQUAL_UINT32(1, chip.listed);
  TEST_ASSERT_FALSE(chip.busy);
}
