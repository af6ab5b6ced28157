/*
 * virtio.h: virtio devices behind memory-mapped registers (OASIS virtio 1.1, section 4.2.2, device version 2) with
 * split virtqueues (section 2.6). A device is trusted as a wire is: what it puts into a used ring is checked.
 * One thread; nothing from interrupts.
 */
#ifndef VIRTIO_H
#define VIRTIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum virtio_type { VIRTIO_NET = 1, VIRTIO_CONSOLE = 3 };

/* Descriptors of a queue, a power of two. */
#define VIRTIO_QUEUE_SIZE 32U

struct virtio_descriptor {
  uint64_t address;
  uint32_t size;
  uint16_t flags;
  uint16_t next;
};

struct virtio_available {
  volatile uint16_t flags;
  volatile uint16_t index;
  volatile uint16_t ring[VIRTIO_QUEUE_SIZE];
};

struct virtio_used {
  volatile uint16_t flags;
  volatile uint16_t index;
  volatile struct {
    uint32_t id;
    uint32_t written;
  } ring[VIRTIO_QUEUE_SIZE];
};

/* A queue lives as long as the program: the device writes to it. Fields are virtio.c's. */
struct virtio_queue {
  struct virtio_descriptor descriptors[VIRTIO_QUEUE_SIZE] __attribute__((aligned(16)));
  struct virtio_available available __attribute__((aligned(2)));
  struct virtio_used used __attribute__((aligned(4)));
  uint32_t lent;   /* a bit per chain, by its first descriptor, that the device has */
  uint32_t errors; /* entries of the used ring that no chain on loan has */
  uint16_t taken;  /* entries of the used ring that were seen */
  unsigned number;
  volatile uint32_t *registers;
};

struct virtio_device {
  volatile uint32_t *registers;
  unsigned irq;
};

/* One piece of a chain. */
struct virtio_buffer {
  void *data;
  uint32_t size;
  bool device_writes;
};

/*
 * Finds the first device of a type, resets it and agrees on the features (bits of the first 32; version 1 besides, for
 * all). False when there is none, or when it does not offer them.
 */
bool virtio_open(struct virtio_device *device, enum virtio_type type, uint32_t features);
/* Gives the device its queue of this number; false when it has no such queue or one that is too short. */
bool virtio_add_queue(const struct virtio_device *device, struct virtio_queue *queue, unsigned number);
/* All queues are there: the device may work. */
void virtio_start(const struct virtio_device *device);
/* A byte of the device's own configuration. */
uint8_t virtio_config(const struct virtio_device *device, size_t offset);
/* Ends the device's interrupt. */
void virtio_acknowledge(const struct virtio_device *device);

/* Lends the device a chain of count buffers that begins at descriptor `first`, which its owner has to itself, like the
 * count - 1 behind it. Readable buffers come before writable ones. The device looks after virtio_kick(). */
void virtio_lend(struct virtio_queue *queue, unsigned first, const struct virtio_buffer *buffers, unsigned count);
void virtio_kick(struct virtio_queue *queue);
/* Takes back the chain that the device finished next: its first descriptor and the bytes that the device wrote. False
 * when there is none. */
bool virtio_take(struct virtio_queue *queue, unsigned *first, uint32_t *written);
/* Whether virtio_take() has something to look at. */
bool virtio_waiting(const struct virtio_queue *queue);
/* Whether the device shall interrupt when it finishes a chain of this queue; at first it does. */
void virtio_interrupts(struct virtio_queue *queue, bool on);

#endif
