/*
 * channel.c: the channel, port 1 of a virtio console (OASIS virtio 1.1, section 5.3; port 0 is for consoles, of which
 * QEMU drops what does not fit). Its ring of buffers is where bytes wait until script reads them; while it is full the
 * device waits, and with it the sender. The byte 0x04 (end of transmission), which JSON text cannot hold, says that the
 * other end has closed, as on the board whose channel is a UART.
 */
#include <string.h>

#include "board.h"
#include "hal.h"
#include "bootargs.h"
#include "panic.h"
#include "port.h"
#include "semiboot.h"
#include "virtio.h"

#define BUFFERS 8U
#define BUFFER_SIZE 512U
#define END_OF_TRANSMISSION 0x04
#define FLUSH_US 1000000U

#define PORT 1U
#define FEATURE_MULTIPORT (1U << 1)

enum queue_number { CONTROL = 3, RECEIVE = 4, SEND = 5 };

/* What the device is told before it moves bytes; its answers are not asked for. */
enum control_event { DEVICE_READY = 0, PORT_READY = 3, PORT_OPEN = 6 };
struct control_message {
  uint32_t port;
  uint16_t event;
  uint16_t value;
};

static struct virtio_device device;
static struct virtio_queue control_queue, receive_queue, send_queue;
static uint8_t received[BUFFERS][BUFFER_SIZE];
static uint8_t sent[BUFFERS][BUFFER_SIZE];
static uint32_t free_sends; /* a bit per buffer of sent */
static bool closed;

/* The buffer that is being read: its number, and what is left of it. */
static unsigned slot;
static uint32_t at, size_left;

static void lend_receive(unsigned number) {
  const struct virtio_buffer buffer = {received[number], BUFFER_SIZE, true};
  virtio_lend(&receive_queue, number, &buffer, 1);
}

static void open_port(void) {
  static struct control_message messages[] = {{0, DEVICE_READY, 1}, {PORT, PORT_READY, 1}, {PORT, PORT_OPEN, 1}};
  for (unsigned i = 0; i < sizeof messages / sizeof messages[0]; i++) {
    const struct virtio_buffer buffer = {&messages[i], sizeof messages[i], false};
    virtio_lend(&control_queue, i, &buffer, 1);
  }
  virtio_kick(&control_queue);
}

void channel_start(void) {
  if (!port_channel_present()) {
    return;
  }
  if (!virtio_open(&device, VIRTIO_CONSOLE, FEATURE_MULTIPORT) || !virtio_add_queue(&device, &control_queue, CONTROL) ||
      !virtio_add_queue(&device, &receive_queue, RECEIVE) || !virtio_add_queue(&device, &send_queue, SEND)) {
    panic_boot("boot option \"channel=1\": there is no virtio console with a port 1");
  }
  for (unsigned i = 0; i < BUFFERS; i++) {
    lend_receive(i);
  }
  free_sends = (1U << BUFFERS) - 1U;
  virtio_interrupts(&control_queue, false);
  virtio_interrupts(&send_queue, false);
  virtio_start(&device);
  open_port();
  virtio_kick(&receive_queue);
}

bool channel_interrupt(unsigned irq) {
  if (!port_channel_present() || irq != device.irq) {
    return false;
  }
  virtio_acknowledge(&device);
  return true;
}

bool port_channel_present(void) { return bootargs_get()->channel == 1; }

/* ---- send ---- */

static void take_sent(void) {
  unsigned number;
  uint32_t written;
  while (virtio_take(&send_queue, &number, &written)) {
    free_sends |= 1U << number;
  }
}

void port_channel_write(const char *data, size_t size) {
  while (port_channel_present() && size > 0) {
    do {
      take_sent();
    } while (free_sends == 0);
    unsigned number = (unsigned)__builtin_ctz(free_sends);
    size_t count = size < BUFFER_SIZE ? size : BUFFER_SIZE;
    const struct virtio_buffer buffer = {sent[number], (uint32_t)count, false};
    memcpy(sent[number], data, count);
    free_sends &= ~(1U << number);
    virtio_lend(&send_queue, number, &buffer, 1);
    virtio_kick(&send_queue);
    data += count;
    size -= count;
  }
}

void channel_flush(void) {
  if (port_channel_present()) {
    uint64_t end = hal_machine_us() + FLUSH_US;
    do {
      take_sent();
    } while (free_sends != (1U << BUFFERS) - 1U && hal_machine_us() < end);
  }
}

/* ---- receive ---- */

/* Makes sure that there is something left in the buffer that is being read; false when nothing has come. */
static bool channel_look(void) {
  while (size_left == 0) {
    uint32_t written;
    if (!virtio_take(&receive_queue, &slot, &written)) {
      return false;
    }
    at = 0;
    size_left = written < BUFFER_SIZE ? written : BUFFER_SIZE;
    if (size_left == 0) {
      lend_receive(slot);
      virtio_kick(&receive_queue);
    }
  }
  return true;
}

int port_channel_read(char *data, size_t size) {
  size_t count = 0;
  while (port_channel_present() && !closed && count < size && channel_look()) {
    uint8_t byte = received[slot][at++];
    if (byte == END_OF_TRANSMISSION) {
      closed = true; /* nothing follows the end */
    } else {
      data[count++] = (char)byte;
    }
    if (--size_left == 0) {
      lend_receive(slot);
      virtio_kick(&receive_queue);
    }
  }
  return count == 0 && closed ? -1 : (int)count;
}
