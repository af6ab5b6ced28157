/* app_image.c: port_app_image() on ESP32: the partitions app_a and app_b, mapped, and the record in slots. */
#include "app_slots.h"
#include "esp_err.h"
#include "esp_partition.h"
#include "sdkconfig.h"

/* Found by the name: their types are Tinygram's own. */
static const esp_partition_t *find_partition(const char *label) {
  return esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, label);
}

/* ---- the partition `slots`; NULL where there is none, and then nothing works ---- */

static bool read_slots(void *context, uint32_t offset, void *data, size_t size) {
  const esp_partition_t *slots = context;
  return slots != NULL && esp_partition_read(slots, offset, data, size) == ESP_OK;
}

static bool erase_slots(void *context, uint32_t offset) {
  const esp_partition_t *slots = context;
  return slots != NULL && esp_partition_erase_range(slots, offset, SLOTS_SECTOR) == ESP_OK;
}

static bool write_slots(void *context, uint32_t offset, const void *data, size_t size) {
  const esp_partition_t *slots = context;
  return slots != NULL && esp_partition_write(slots, offset, data, size) == ESP_OK;
}

/* ---- the apps ---- */

/* Maps the partition for the program's life: the address space has room for both beside the firmware. Returns NULL, or
 * why it cannot be read. */
static const char *map_partition(const char *label, struct port_image *out) {
  const esp_partition_t *partition = find_partition(label);
  if (partition == NULL) {
    return "the partition table has no place for it";
  }
  const void *data = NULL;
  esp_partition_mmap_handle_t handle;
  esp_err_t error = esp_partition_mmap(partition, 0, partition->size, ESP_PARTITION_MMAP_DATA, &data, &handle);
  if (error != ESP_OK) {
    return esp_err_to_name(error);
  }
  *out = (struct port_image){data, partition->size};
  return NULL;
}

bool port_app_image(struct port_image *out) {
  struct app_slots board = {.flash = {read_slots, erase_slots, write_slots, (void *)find_partition("slots")},
                            .confirm_after_ms = CONFIG_TINYGRAM_CONFIRM_AFTER_S * 1000U};
  board.problems[0] = map_partition("app_a", &board.images[0]);
  board.problems[1] = map_partition("app_b", &board.images[1]);
  return app_slots_start(&board, out);
}
