#include "flash_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app_slots.h"
#include "core/bytes.h"
#include "panic.h"

/* The partition table: entries of 32 bytes, ended by one without the magic. */
#define TABLE_AT 0x8000
#define TABLE_SIZE 0xc00
#define ENTRY_SIZE 32
enum { AT_OFFSET = 4, AT_SIZE = 8, AT_LABEL = 12 };
#define LABEL_SIZE 16

static uint8_t *flash;
static size_t flash_size;

struct partition {
  uint32_t offset; /* bytes from the flash's start */
  uint32_t size;
};

static struct partition find_partition(const char *path, const char *label) {
  for (size_t at = TABLE_AT; at < TABLE_AT + TABLE_SIZE; at += ENTRY_SIZE) {
    const uint8_t *entry = flash + at;
    if (entry[0] != 0xaa || entry[1] != 0x50) {
      break;
    }
    if (strncmp((const char *)entry + AT_LABEL, label, LABEL_SIZE) == 0) {
      struct partition found = {bytes_le32(entry + AT_OFFSET), bytes_le32(entry + AT_SIZE)};
      if (found.offset > flash_size || found.size > flash_size - found.offset) {
        panic_boot("flash file %s: the partition %s does not lie within its %zu bytes", path, label, flash_size);
      }
      return found;
    }
  }
  panic_boot("flash file %s: no partition %s in the table at 0x8000", path, label);
}

static void map_flash(const char *path) {
  struct stat status;
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) != 0) {
    panic_boot("flash file %s: %s", path, strerror(errno));
  }
  flash_size = (size_t)status.st_size;
  if (flash_size < TABLE_AT + TABLE_SIZE) {
    panic_boot("flash file %s: %zu bytes are no whole flash", path, flash_size);
  }
  void *data = mmap(NULL, flash_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (data == MAP_FAILED) {
    panic_boot("flash file %s: %s", path, strerror(errno));
  }
  flash = data;
  close(fd);
}

/* ---- the partition `slots` ---- */

static struct partition slots;

/* The bytes from offset on, or NULL when not all of them lie within the partition. */
static uint8_t *flash_at(uint32_t offset, size_t size) {
  return offset <= slots.size && size <= slots.size - offset ? flash + slots.offset + offset : NULL;
}

static bool read_slots(void *context, uint32_t offset, void *data, size_t size) {
  (void)context;
  const uint8_t *at = flash_at(offset, size);
  if (at != NULL) {
    memcpy(data, at, size);
  }
  return at != NULL;
}

static bool erase_slots(void *context, uint32_t offset) {
  (void)context;
  uint8_t *at = flash_at(offset, SLOTS_SECTOR);
  if (at != NULL) {
    memset(at, 0xff, SLOTS_SECTOR);
  }
  return at != NULL;
}

/* As in flash, bits only go from 1 to 0. */
static bool write_slots(void *context, uint32_t offset, const void *data, size_t size) {
  (void)context;
  uint8_t *at = flash_at(offset, size);
  for (size_t i = 0; at != NULL && i < size; i++) {
    at[i] &= ((const uint8_t *)data)[i];
  }
  return at != NULL;
}

bool flash_file_start(const char *path, uint32_t confirm_after_ms, struct port_image *out) {
  map_flash(path);
  slots = find_partition(path, "slots");
  struct app_slots board = {.flash = {read_slots, erase_slots, write_slots, NULL},
                            .confirm_after_ms = confirm_after_ms};
  static const char *const labels[2] = {"app_a", "app_b"};
  for (int i = 0; i < 2; i++) {
    struct partition app = find_partition(path, labels[i]);
    board.images[i] = (struct port_image){flash + app.offset, app.size};
  }
  return app_slots_start(&board, out);
}
