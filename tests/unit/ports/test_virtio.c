/* Virtqueues against a device of the test's own: what it returns is believed only as far as it was lent. */
#include <string.h>

#include "unity.h"

#include "../../../ports/qemu-riscv/board.h"

static uint32_t slots[8][BOARD_VIRTIO_STRIDE / 4];
#undef BOARD_VIRTIO_ADDRESS
#define BOARD_VIRTIO_ADDRESS ((uintptr_t)slots)

#include "../../../ports/qemu-riscv/virtio.c"

static struct virtio_device device;
static struct virtio_queue queue;
static unsigned enabled_irq;

void plic_enable(unsigned irq) { enabled_irq = irq; }

/* A network device in the third slot, between empty slots. */
void setUp(void) {
  memset(slots, 0, sizeof slots);
  memset(&queue, 0, sizeof queue);
  for (unsigned i = 0; i < 8; i++) {
    slots[i][MAGIC] = MAGIC_VALUE;
    slots[i][VERSION] = VERSION_MODERN;
  }
  slots[2][DEVICE_TYPE] = VIRTIO_NET;
  slots[2][DEVICE_FEATURES] = 1U << 5 | FEATURE_VERSION_1;
  slots[2][QUEUE_SIZE_MAX] = 256;
  enabled_irq = 0;
}

void tearDown(void) {}

/* The queue number 0 of the device, ready. */
static void open_queue(void) {
  TEST_ASSERT_TRUE(virtio_open(&device, VIRTIO_NET, 1U << 5));
  TEST_ASSERT_TRUE(virtio_add_queue(&device, &queue, 0));
  virtio_start(&device);
}

static void lend(unsigned first) {
  static uint8_t bytes[8];
  const struct virtio_buffer buffer = {bytes, sizeof bytes, true};
  virtio_lend(&queue, first, &buffer, 1);
}

/* The device finishes a chain. */
static void finish(uint32_t id, uint32_t written) {
  unsigned entry = queue.used.index % VIRTIO_QUEUE_SIZE;
  queue.used.ring[entry].id = id;
  queue.used.ring[entry].written = written;
  queue.used.index++;
}

void test_a_device_is_found_by_its_type(void) {
  open_queue();
  TEST_ASSERT_EQUAL_PTR(slots[2], device.registers);
  TEST_ASSERT_EQUAL_UINT(BOARD_VIRTIO_IRQ + 2, device.irq);
  TEST_ASSERT_EQUAL_UINT(device.irq, enabled_irq);
  TEST_ASSERT_EQUAL_HEX32(STATUS_ACKNOWLEDGE | STATUS_DRIVER | STATUS_FEATURES_OK | STATUS_DRIVER_OK, slots[2][STATUS]);
  TEST_ASSERT_EQUAL_UINT(VIRTIO_QUEUE_SIZE, slots[2][QUEUE_SIZE]);
}

void test_a_device_of_another_type_version_or_features_is_not_taken(void) {
  TEST_ASSERT_FALSE(virtio_open(&device, VIRTIO_CONSOLE, 0));
  TEST_ASSERT_FALSE(virtio_open(&device, VIRTIO_NET, 1U << 6));
  slots[2][VERSION] = 1;
  TEST_ASSERT_FALSE(virtio_open(&device, VIRTIO_NET, 0));
}

void test_a_queue_that_is_too_short_or_in_use_is_not_taken(void) {
  TEST_ASSERT_TRUE(virtio_open(&device, VIRTIO_NET, 0));
  slots[2][QUEUE_SIZE_MAX] = VIRTIO_QUEUE_SIZE - 1;
  TEST_ASSERT_FALSE(virtio_add_queue(&device, &queue, 0));
  slots[2][QUEUE_SIZE_MAX] = VIRTIO_QUEUE_SIZE;
  slots[2][QUEUE_READY] = 1;
  TEST_ASSERT_FALSE(virtio_add_queue(&device, &queue, 0));
}

void test_a_chain_names_its_buffers_in_order(void) {
  uint8_t head[2], answer;
  const struct virtio_buffer chain[] = {{head, sizeof head, false}, {&answer, 1, true}};
  open_queue();
  virtio_lend(&queue, 4, chain, 2);
  TEST_ASSERT_EQUAL_UINT(1, queue.available.index);
  TEST_ASSERT_EQUAL_UINT(4, queue.available.ring[0]);
  TEST_ASSERT_EQUAL_HEX16(DESCRIPTOR_NEXT, queue.descriptors[4].flags);
  TEST_ASSERT_EQUAL_UINT(5, queue.descriptors[4].next);
  TEST_ASSERT_EQUAL_UINT(2, queue.descriptors[4].size);
  TEST_ASSERT_EQUAL_HEX16(DESCRIPTOR_DEVICE_WRITES, queue.descriptors[5].flags);
}

void test_the_device_is_told_unless_it_looks_by_itself(void) {
  open_queue();
  slots[2][QUEUE_NOTIFY] = 77;
  queue.used.flags = USED_NO_NOTIFY;
  virtio_kick(&queue);
  TEST_ASSERT_EQUAL_UINT(77, slots[2][QUEUE_NOTIFY]);
  queue.used.flags = 0;
  virtio_kick(&queue);
  TEST_ASSERT_EQUAL_UINT(0, slots[2][QUEUE_NOTIFY]);
}

void test_chains_come_back_as_the_device_finishes_them(void) {
  unsigned first;
  uint32_t written;
  open_queue();
  lend(1);
  lend(2);
  TEST_ASSERT_FALSE(virtio_waiting(&queue));
  TEST_ASSERT_FALSE(virtio_take(&queue, &first, &written));
  finish(2, 7);
  finish(1, 0);
  TEST_ASSERT_TRUE(virtio_take(&queue, &first, &written));
  TEST_ASSERT_EQUAL_UINT(2, first);
  TEST_ASSERT_EQUAL_UINT(7, written);
  TEST_ASSERT_TRUE(virtio_take(&queue, &first, &written));
  TEST_ASSERT_EQUAL_UINT(1, first);
  TEST_ASSERT_FALSE(virtio_take(&queue, &first, &written));
}

void test_what_was_not_lent_is_counted_and_not_given(void) {
  unsigned first;
  uint32_t written;
  open_queue();
  lend(3);
  finish(VIRTIO_QUEUE_SIZE, 1);
  finish(UINT32_MAX, 1);
  finish(0, 1);
  finish(3, 5);
  finish(3, 6); /* once more */
  TEST_ASSERT_TRUE(virtio_take(&queue, &first, &written));
  TEST_ASSERT_EQUAL_UINT(3, first);
  TEST_ASSERT_EQUAL_UINT(5, written);
  TEST_ASSERT_FALSE(virtio_take(&queue, &first, &written));
  TEST_ASSERT_EQUAL_UINT(4, queue.errors);
}

void test_the_indices_wrap(void) {
  unsigned first;
  uint32_t written;
  open_queue();
  for (uint32_t i = 0; i < 70000; i++) {
    unsigned slot = i % VIRTIO_QUEUE_SIZE;
    lend(slot);
    TEST_ASSERT_EQUAL_UINT(slot, queue.available.ring[(queue.available.index - 1U) % VIRTIO_QUEUE_SIZE]);
    finish(slot, i);
    TEST_ASSERT_TRUE(virtio_take(&queue, &first, &written));
    TEST_ASSERT_EQUAL_UINT(slot, first);
    TEST_ASSERT_EQUAL_UINT(i, written);
  }
  TEST_ASSERT_EQUAL_UINT(0, queue.errors);
}

void test_interrupts_are_asked_for_and_declined(void) {
  open_queue();
  TEST_ASSERT_EQUAL_HEX16(0, queue.available.flags);
  virtio_interrupts(&queue, false);
  TEST_ASSERT_EQUAL_HEX16(AVAILABLE_NO_INTERRUPT, queue.available.flags);
  slots[2][INTERRUPT_STATUS] = 1;
  virtio_acknowledge(&device);
  TEST_ASSERT_EQUAL_HEX32(1, slots[2][INTERRUPT_ACKNOWLEDGE]);
}
