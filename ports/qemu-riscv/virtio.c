#include "virtio.h"

#include "board.h"

/* Registers, in words. */
enum {
  MAGIC = 0x000 / 4,
  VERSION = 0x004 / 4,
  DEVICE_TYPE = 0x008 / 4,
  DEVICE_FEATURES = 0x010 / 4,
  DEVICE_FEATURES_SELECT = 0x014 / 4,
  DRIVER_FEATURES = 0x020 / 4,
  DRIVER_FEATURES_SELECT = 0x024 / 4,
  QUEUE_SELECT = 0x030 / 4,
  QUEUE_SIZE_MAX = 0x034 / 4,
  QUEUE_SIZE = 0x038 / 4,
  QUEUE_READY = 0x044 / 4,
  QUEUE_NOTIFY = 0x050 / 4,
  INTERRUPT_STATUS = 0x060 / 4,
  INTERRUPT_ACKNOWLEDGE = 0x064 / 4,
  STATUS = 0x070 / 4,
  QUEUE_DESCRIPTORS = 0x080 / 4,
  QUEUE_AVAILABLE = 0x090 / 4,
  QUEUE_USED = 0x0a0 / 4,
  CONFIG = 0x100
};

#define MAGIC_VALUE 0x74726976U /* "virt" */
#define VERSION_MODERN 2U
#define FEATURE_VERSION_1 1U /* bit 32 */

#define STATUS_ACKNOWLEDGE 1U
#define STATUS_DRIVER 2U
#define STATUS_DRIVER_OK 4U
#define STATUS_FEATURES_OK 8U

#define DESCRIPTOR_NEXT 1U
#define DESCRIPTOR_DEVICE_WRITES 2U
#define AVAILABLE_NO_INTERRUPT 1U
#define USED_NO_NOTIFY 1U

_Static_assert(sizeof(struct virtio_descriptor) == 16, "as the device reads it");
_Static_assert(VIRTIO_QUEUE_SIZE <= 32 && (VIRTIO_QUEUE_SIZE & (VIRTIO_QUEUE_SIZE - 1)) == 0,
               "lent has a bit for each");

/* Orders what the device sees; the compiler too. */
static void virtio_barrier(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

static uint32_t features_offered(volatile uint32_t *registers, uint32_t word) {
  registers[DEVICE_FEATURES_SELECT] = word;
  return registers[DEVICE_FEATURES];
}

static bool features_agree(volatile uint32_t *registers, uint32_t features) {
  registers[STATUS] = 0; /* reset */
  registers[STATUS] = STATUS_ACKNOWLEDGE;
  registers[STATUS] = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
  if ((features_offered(registers, 0) & features) != features ||
      (features_offered(registers, 1) & FEATURE_VERSION_1) == 0) {
    return false;
  }
  registers[DRIVER_FEATURES_SELECT] = 0;
  registers[DRIVER_FEATURES] = features;
  registers[DRIVER_FEATURES_SELECT] = 1;
  registers[DRIVER_FEATURES] = FEATURE_VERSION_1;
  registers[STATUS] |= STATUS_FEATURES_OK;
  return (registers[STATUS] & STATUS_FEATURES_OK) != 0;
}

bool virtio_open(struct virtio_device *device, enum virtio_type type, uint32_t features) {
  for (unsigned i = 0; i < BOARD_VIRTIO_COUNT; i++) {
    volatile uint32_t *registers = (volatile uint32_t *)(uintptr_t)(BOARD_VIRTIO_ADDRESS + i * BOARD_VIRTIO_STRIDE);
    if (registers[MAGIC] == MAGIC_VALUE && registers[VERSION] == VERSION_MODERN && registers[DEVICE_TYPE] == type) {
      device->registers = registers;
      device->irq = BOARD_VIRTIO_IRQ + i;
      return features_agree(registers, features);
    }
  }
  return false;
}

static void set_address(volatile uint32_t *low, const volatile void *address) {
  low[0] = (uint32_t)(uintptr_t)address;
  low[1] = 0;
}

bool virtio_add_queue(const struct virtio_device *device, struct virtio_queue *queue, unsigned number) {
  volatile uint32_t *registers = device->registers;
  registers[QUEUE_SELECT] = number;
  if (registers[QUEUE_READY] != 0 || registers[QUEUE_SIZE_MAX] < VIRTIO_QUEUE_SIZE) {
    return false;
  }
  queue->registers = registers;
  queue->number = number;
  registers[QUEUE_SIZE] = VIRTIO_QUEUE_SIZE;
  set_address(&registers[QUEUE_DESCRIPTORS], queue->descriptors);
  set_address(&registers[QUEUE_AVAILABLE], &queue->available);
  set_address(&registers[QUEUE_USED], &queue->used);
  registers[QUEUE_READY] = 1;
  return true;
}

void virtio_start(const struct virtio_device *device) {
  device->registers[STATUS] |= STATUS_DRIVER_OK;
  plic_enable(device->irq);
}

uint8_t virtio_config(const struct virtio_device *device, size_t offset) {
  return ((volatile uint8_t *)device->registers)[CONFIG + offset];
}

void virtio_acknowledge(const struct virtio_device *device) {
  device->registers[INTERRUPT_ACKNOWLEDGE] = device->registers[INTERRUPT_STATUS];
}

void virtio_lend(struct virtio_queue *queue, unsigned first, const struct virtio_buffer *buffers, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    struct virtio_descriptor *descriptor = &queue->descriptors[first + i];
    descriptor->address = (uintptr_t)buffers[i].data;
    descriptor->size = buffers[i].size;
    descriptor->flags =
        (uint16_t)((buffers[i].device_writes ? DESCRIPTOR_DEVICE_WRITES : 0U) | (i + 1 < count ? DESCRIPTOR_NEXT : 0U));
    descriptor->next = (uint16_t)(first + i + 1);
  }
  queue->lent |= 1U << first;
  queue->available.ring[queue->available.index % VIRTIO_QUEUE_SIZE] = (uint16_t)first;
  virtio_barrier(); /* the entry before the index that shows it */
  queue->available.index++;
}

void virtio_kick(struct virtio_queue *queue) {
  virtio_barrier(); /* the index before a look at the device's wish */
  if ((queue->used.flags & USED_NO_NOTIFY) == 0) {
    queue->registers[QUEUE_NOTIFY] = queue->number;
  }
}

bool virtio_waiting(const struct virtio_queue *queue) { return queue->used.index != queue->taken; }

bool virtio_take(struct virtio_queue *queue, unsigned *first, uint32_t *written) {
  while (virtio_waiting(queue)) {
    virtio_barrier(); /* the index before the entry that it shows */
    unsigned entry = queue->taken++ % VIRTIO_QUEUE_SIZE;
    uint32_t id = queue->used.ring[entry].id;
    if (id < VIRTIO_QUEUE_SIZE && (queue->lent & 1U << id) != 0) {
      queue->lent &= ~(1U << id);
      *first = id;
      *written = queue->used.ring[entry].written;
      return true;
    }
    queue->errors++;
  }
  return false;
}

void virtio_interrupts(struct virtio_queue *queue, bool on) {
  queue->available.flags = on ? 0U : AVAILABLE_NO_INTERRUPT;
  virtio_barrier(); /* before a look whether something came meanwhile */
}
