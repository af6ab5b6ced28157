/* The app image on ESP32: partitions found, mapped, damaged or missing, a flash that fails, trial and confirmation. */
#include <stdio.h>
#include <string.h>

#include "app_slots.h"
#include "core/engine.h"
#include "core/image.h"
#include "esp_err.h"
#include "esp_partition.h"
#include "port.h"
#include "sdkconfig.h"
#include "unity.h"

TEST_SOURCE_FILE("image.c")
TEST_SOURCE_FILE("slots.c")

#include "../../../ports/esp32/app_image.c"

/* ---- a flash with partitions --------------------------------------------- */

#define APP_SIZE 8192

enum { APP_A, APP_B, SLOTS, PARTITIONS };
static const char *const labels[PARTITIONS] = {"app_a", "app_b", "slots"};
static esp_partition_t partitions[PARTITIONS];
static _Alignas(8) uint8_t flash[PARTITIONS][APP_SIZE];
static bool missing[PARTITIONS];
static esp_err_t map_error[PARTITIONS];
static bool broken;
static char console[2048];

static unsigned index_of(const esp_partition_t *partition) {
  TEST_ASSERT_TRUE(partition >= partitions && partition < partitions + PARTITIONS);
  return (unsigned)(partition - partitions);
}

const esp_partition_t *esp_partition_find_first(esp_partition_type_t type, esp_partition_subtype_t subtype,
                                                const char *label) {
  TEST_ASSERT_EQUAL(ESP_PARTITION_TYPE_DATA, type);
  TEST_ASSERT_EQUAL(ESP_PARTITION_SUBTYPE_ANY, subtype);
  for (unsigned i = 0; i < PARTITIONS; i++) {
    if (strcmp(label, labels[i]) == 0) {
      return missing[i] ? NULL : &partitions[i];
    }
  }
  TEST_FAIL_MESSAGE(label);
  return NULL;
}

esp_err_t esp_partition_read(const esp_partition_t *partition, size_t offset, void *data, size_t size) {
  TEST_ASSERT_LESS_OR_EQUAL(partition->size, offset + size);
  memcpy(data, flash[index_of(partition)] + offset, size);
  return ESP_OK;
}

esp_err_t esp_partition_write(const esp_partition_t *partition, size_t offset, const void *data, size_t size) {
  TEST_ASSERT_EQUAL(SLOTS, index_of(partition));
  TEST_ASSERT_LESS_OR_EQUAL(partition->size, offset + size);
  for (size_t i = 0; i < size && !broken; i++) {
    flash[SLOTS][offset + i] &= ((const uint8_t *)data)[i];
  }
  return broken ? ESP_FAIL : ESP_OK;
}

esp_err_t esp_partition_erase_range(const esp_partition_t *partition, size_t offset, size_t size) {
  TEST_ASSERT_EQUAL(SLOTS, index_of(partition));
  TEST_ASSERT_EQUAL(0, offset % 4096);
  TEST_ASSERT_EQUAL(4096, size);
  TEST_ASSERT_LESS_OR_EQUAL(partition->size, offset + size);
  if (!broken) {
    memset(flash[SLOTS] + offset, 0xff, size);
  }
  return broken ? ESP_FAIL : ESP_OK;
}

esp_err_t esp_partition_mmap(const esp_partition_t *partition, size_t offset, size_t size,
                             esp_partition_mmap_memory_t memory, const void **out_ptr,
                             esp_partition_mmap_handle_t *out_handle) {
  unsigned i = index_of(partition);
  TEST_ASSERT_EQUAL(0, offset);
  TEST_ASSERT_EQUAL(partition->size, size);
  TEST_ASSERT_EQUAL(ESP_PARTITION_MMAP_DATA, memory);
  *out_handle = i + 1;
  *out_ptr = map_error[i] == ESP_OK ? flash[i] : NULL;
  return map_error[i];
}

const char *esp_err_to_name(esp_err_t code) { return code == ESP_ERR_NO_MEM ? "ESP_ERR_NO_MEM" : "ESP_FAIL"; }

void port_console_write(enum port_stream stream, const char *data, size_t size) {
  TEST_ASSERT_EQUAL(PORT_STDERR, stream);
  strncat(console, data, size);
}

/* ---- apps ---------------------------------------------------------------- */

static void put32(uint8_t *at, uint32_t value) {
  for (int i = 0; i < 4; i++) {
    at[i] = (uint8_t)(value >> (8 * i));
  }
}

/* An app image that this firmware runs: 64 bytes of header, a function, the entry's name. */
static void put_app(unsigned slot) {
  static const char code[] = "(function(){})";
  uint8_t *at = flash[slot];
  memset(at, 0, 96);
  memcpy(at, "TGI1", 4);
  put32(at + 4, IMAGE_VERSION | IMAGE_HEADER_SIZE << 16);
  put32(at + 8, 96);
  memcpy(at + 16, ENGINE_NAME, strlen(ENGINE_NAME));
  put32(at + 32, ENGINE_VERSION);
  put32(at + 36, ENGINE_CODE_FORMAT);
  put32(at + 40, IMAGE_KIND_SOURCE);
  put32(at + 44, IMAGE_HEADER_SIZE);
  put32(at + 48, sizeof code - 1);
  put32(at + 52, 88);
  memcpy(at + IMAGE_HEADER_SIZE, code, sizeof code - 1);
  memcpy(at + 88, "app.js", 6);
  put32(at + 12, image_crc32(at + 16, 80));
}

static void put_record(uint8_t active, uint8_t trial) {
  struct slots_record record = {1, active, trial, 0, SLOTS_STARTS};
  slots_encode(&record, flash[SLOTS]);
}

void setUp(void) {
  memset(flash, 0xff, sizeof flash);
  memset(missing, 0, sizeof missing);
  memset(map_error, 0, sizeof map_error);
  broken = false;
  console[0] = '\0';
  for (unsigned i = 0; i < PARTITIONS; i++) {
    partitions[i] = (esp_partition_t){.type = ESP_PARTITION_TYPE_DATA, .size = APP_SIZE, .erase_size = 4096};
    strcpy(partitions[i].label, labels[i]);
  }
}

void tearDown(void) {}

/* Starts the board, which runs the slot (PARTITIONS: none) and says text. */
static void expect_start(unsigned slot, bool trial, const char *text) {
  struct port_image image = {NULL, 0};
  struct port_slot found;
  console[0] = '\0';
  bool runs = port_app_image(&image);
  TEST_ASSERT_EQUAL_STRING(text, console);
  TEST_ASSERT_EQUAL(slot != PARTITIONS, runs);
  if (runs) {
    TEST_ASSERT_EQUAL_PTR(flash[slot], image.data);
    TEST_ASSERT_EQUAL(APP_SIZE, image.size);
  }
  port_slot(&found);
  TEST_ASSERT_EQUAL(runs ? (int)('a' + slot) : 0, found.name);
  TEST_ASSERT_EQUAL(trial, found.trial);
}

void test_active_slot_is_mapped_and_runs(void) {
  put_app(APP_A);
  put_app(APP_B);
  put_record(SLOTS_B, SLOTS_NONE);
  expect_start(APP_B, false, "");
  TEST_ASSERT_EQUAL(0, port_slot_confirm());
  TEST_ASSERT_EQUAL_STRING("", console);
}

void test_trial_runs_and_confirms(void) {
  struct port_slot slot;
  put_app(APP_A);
  put_app(APP_B);
  put_record(SLOTS_A, SLOTS_B);
  expect_start(APP_B, true, "tinygram: slot b is on trial: start 1 of 3.\n");
  port_slot(&slot);
  TEST_ASSERT_EQUAL_UINT32(CONFIG_TINYGRAM_CONFIRM_AFTER_S * 1000, slot.confirm_after_ms);
  console[0] = '\0';
  TEST_ASSERT_EQUAL(1, port_slot_confirm());
  TEST_ASSERT_EQUAL_STRING("tinygram: slot b is confirmed.\n", console);
  TEST_ASSERT_EQUAL(0, port_slot_confirm());
  expect_start(APP_B, false, "");
}

void test_trial_that_never_confirms_is_rolled_back(void) {
  put_app(APP_A);
  put_app(APP_B);
  put_record(SLOTS_A, SLOTS_B);
  expect_start(APP_B, true, "tinygram: slot b is on trial: start 1 of 3.\n");
  expect_start(APP_B, true, "tinygram: slot b is on trial: start 2 of 3.\n");
  expect_start(APP_B, true, "tinygram: slot b is on trial: start 3 of 3.\n");
  expect_start(APP_A, false,
               "tinygram: slot b is withdrawn: it did not confirm in 3 starts.\ntinygram: slot a runs.\n");
  expect_start(APP_A, false, "");
}

void test_damaged_image_gives_way_to_the_other_slot(void) {
  put_app(APP_A);
  put_app(APP_B);
  flash[APP_A][70] ^= 1;
  put_record(SLOTS_A, SLOTS_NONE);
  struct port_image image;
  TEST_ASSERT_TRUE(port_app_image(&image));
  TEST_ASSERT_EQUAL_PTR(flash[APP_B], image.data);
  TEST_ASSERT_NOT_NULL(strstr(console, "slot a cannot run: the app image is damaged: its CRC-32 is"));
  TEST_ASSERT_NOT_NULL(strstr(console, "tinygram: slot b runs.\n"));
  expect_start(APP_B, false, "");
}

void test_missing_partition_gives_way_to_the_other_slot(void) {
  put_app(APP_A);
  put_record(SLOTS_A, SLOTS_B);
  missing[APP_B] = true;
  expect_start(APP_A, false,
               "tinygram: slot b cannot run: the partition table has no place for it.\ntinygram: slot a runs.\n");
}

void test_partition_that_cannot_be_mapped_gives_way_to_the_other_slot(void) {
  put_app(APP_A);
  put_app(APP_B);
  put_record(SLOTS_A, SLOTS_NONE);
  map_error[APP_A] = ESP_ERR_NO_MEM;
  expect_start(APP_B, false, "tinygram: slot a cannot run: ESP_ERR_NO_MEM.\ntinygram: slot b runs.\n");
}

void test_without_the_partition_slots_an_app_runs_all_the_same(void) {
  put_app(APP_A);
  missing[SLOTS] = true;
  expect_start(APP_A, false,
               "tinygram: slot a runs, there is no slot record.\n"
               "tinygram: the slot record could not be written: the flash failed.\n");
  TEST_ASSERT_EQUAL(0, port_slot_confirm());
}

void test_flash_that_fails_while_confirming_keeps_the_trial(void) {
  struct port_slot slot;
  put_app(APP_A);
  put_app(APP_B);
  put_record(SLOTS_A, SLOTS_B);
  expect_start(APP_B, true, "tinygram: slot b is on trial: start 1 of 3.\n");
  broken = true;
  console[0] = '\0';
  TEST_ASSERT_LESS_THAN(0, port_slot_confirm());
  TEST_ASSERT_EQUAL_STRING("tinygram: slot b cannot be confirmed: its record could not be written.\n", console);
  port_slot(&slot);
  TEST_ASSERT_TRUE(slot.trial);
}

void test_empty_board_says_how_to_flash_an_app(void) {
  expect_start(PARTITIONS, false,
               "tinygram: slot a cannot run: it is empty.\ntinygram: slot b cannot run: it is empty.\n"
               "tinygram: no slot holds an app that can run: flash one (tinygram flash --app app.tgi).\n");
}
