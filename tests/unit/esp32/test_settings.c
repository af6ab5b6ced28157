/* Settings in NVS: what is stored, what is not, what is wrong, and a partition that cannot be read. */
#include <string.h>

#include "unity.h"

#include "fake_console.h"
#include "mock_esp_err.h"
#include "mock_nvs.h"
#include "mock_nvs_flash.h"
#include "sdkconfig.h"

#undef CONFIG_TINYGRAM_WIFI_SSID
#undef CONFIG_TINYGRAM_WIFI_PASSWORD
#define CONFIG_TINYGRAM_WIFI_SSID kconfig_ssid
#define CONFIG_TINYGRAM_WIFI_PASSWORD kconfig_password
static const char *kconfig_ssid;
static const char *kconfig_password;

/* The C library's, but for one that a test lets fail. */
#include <stdlib.h>
static int allocations_left;
static void *counted_malloc(size_t size) { return allocations_left-- == 0 ? NULL : malloc(size); }
#define malloc counted_malloc
#include "../../../ports/esp32/settings.c"
#undef malloc

/* ---- a partition ---------------------------------------------------------- */

#define HANDLE 7

static struct {
  const char *key;
  const char *value;
  esp_err_t error;
} stored[32];
static unsigned stored_count;
static unsigned open_handles;
static esp_err_t open_error;

static void store(const char *key, const char *value) {
  stored[stored_count].key = key;
  stored[stored_count].error = ESP_OK;
  stored[stored_count++].value = value;
}

static void store_error(const char *key, esp_err_t error) {
  store(key, "");
  stored[stored_count - 1].error = error;
}

static esp_err_t fake_open(const char *name, nvs_open_mode_t mode, nvs_handle_t *out, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_STRING("tinygram", name);
  TEST_ASSERT_EQUAL_INT(NVS_READONLY, mode);
  if (open_error != ESP_OK) {
    return open_error;
  }
  open_handles++;
  *out = HANDLE;
  return ESP_OK;
}

static esp_err_t fake_get(nvs_handle_t handle, const char *key, char *out, size_t *length, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_UINT32(HANDLE, handle);
  TEST_ASSERT_TRUE_MESSAGE(strlen(key) < 16, "NVS keys have at most 15 characters");
  for (unsigned i = 0; i < stored_count; i++) {
    if (strcmp(stored[i].key, key) == 0) {
      size_t size = strlen(stored[i].value) + 1;
      if (stored[i].error != ESP_OK) {
        return stored[i].error;
      }
      if (out != NULL && *length < size) {
        return ESP_ERR_NVS_INVALID_LENGTH;
      }
      if (out != NULL) {
        memcpy(out, stored[i].value, size);
      }
      *length = size;
      return ESP_OK;
    }
  }
  return ESP_ERR_NVS_NOT_FOUND;
}

static void fake_close(nvs_handle_t handle, int calls) {
  (void)calls;
  TEST_ASSERT_EQUAL_UINT32(HANDLE, handle);
  open_handles--;
}

static const char *fake_name(esp_err_t error, int calls) {
  (void)calls;
  return error == ESP_ERR_NVS_NO_FREE_PAGES ? "ESP_ERR_NVS_NO_FREE_PAGES" : error == ESP_FAIL ? "ESP_FAIL" : "?";
}

void setUp(void) {
  fake_console_start();
  stored_count = 0;
  open_handles = 0;
  open_error = ESP_OK;
  allocations_left = -1;
  kconfig_ssid = "";
  kconfig_password = "";
  nvs_open_Stub(fake_open);
  nvs_get_str_Stub(fake_get);
  nvs_close_Stub(fake_close);
  esp_err_to_name_Stub(fake_name);
}

void tearDown(void) {
  for (int i = 0; i < SETTINGS_WORDS; i++) {
    free((void *)settings.argv[i]);
    free((void *)settings.env[i]);
  }
  memset(&settings, 0, sizeof settings);
  TEST_ASSERT_EQUAL_UINT_MESSAGE(0, open_handles, "a handle was not closed");
}

static void start(void) {
  nvs_flash_init_ExpectAndReturn(ESP_OK);
  settings_start();
}

/* ---- what is stored ------------------------------------------------------- */

void test_all_settings_are_read(void) {
  store("ssid", "workshop");
  store("password", "correct horse");
  store("hostname", "lamp-1");
  store("log", "debug");
  store("heap", "96");
  store("arg.0", "--fast");
  store("arg.1", "41234");
  store("env.0", "TZ=UTC");
  start();
  fake_console_expect("");
  const struct settings *found = settings_get();
  TEST_ASSERT_EQUAL_STRING("workshop", found->ssid);
  TEST_ASSERT_EQUAL_STRING("correct horse", found->password);
  TEST_ASSERT_EQUAL_STRING("lamp-1", found->hostname);
  TEST_ASSERT_EQUAL_INT(4, found->log_level);
  TEST_ASSERT_EQUAL_UINT(96, found->heap_kb);
  TEST_ASSERT_EQUAL_STRING("--fast", found->argv[0]);
  TEST_ASSERT_EQUAL_STRING("41234", found->argv[1]);
  TEST_ASSERT_NULL(found->argv[2]);
  TEST_ASSERT_EQUAL_STRING("TZ=UTC", found->env[0]);
  TEST_ASSERT_NULL(found->env[1]);
}

void test_without_any_kconfig_holds(void) {
  kconfig_ssid = "factory";
  kconfig_password = "factory password";
  open_error = ESP_ERR_NVS_NOT_FOUND;
  start();
  fake_console_expect("");
  TEST_ASSERT_EQUAL_STRING("factory", settings_get()->ssid);
  TEST_ASSERT_EQUAL_STRING("factory password", settings_get()->password);
  TEST_ASSERT_EQUAL_STRING("tinygram", settings_get()->hostname);
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_LOG_LEVEL, settings_get()->log_level);
  TEST_ASSERT_NULL(settings_get()->argv[0]);
  TEST_ASSERT_NULL(settings_get()->env[0]);
}

void test_kconfigs_password_is_not_told_to_another_network(void) {
  kconfig_ssid = "factory";
  kconfig_password = "factory password";
  store("ssid", "cafe");
  start();
  TEST_ASSERT_EQUAL_STRING("cafe", settings_get()->ssid);
  TEST_ASSERT_EQUAL_STRING("", settings_get()->password);
}

void test_the_longest_values_fit(void) {
  static const char ssid[] = "12345678901234567890123456789012";
  static const char key[] = "0123456789abcdefABCDEF0123456789012345678901234567890123456789ab";
  store("ssid", ssid);
  store("password", key);
  store("hostname", "abcdefghijklmnopqrstuvwxyz-12345");
  start();
  fake_console_expect("");
  TEST_ASSERT_EQUAL_STRING(ssid, settings_get()->ssid);
  TEST_ASSERT_EQUAL_STRING(key, settings_get()->password);
  TEST_ASSERT_EQUAL_STRING("abcdefghijklmnopqrstuvwxyz-12345", settings_get()->hostname);
}

void test_words_beyond_the_eighth_are_left(void) {
  static const char *const keys[] = {"arg.0", "arg.1", "arg.2", "arg.3", "arg.4", "arg.5", "arg.6", "arg.7", "arg.8"};
  for (unsigned i = 0; i < 9; i++) {
    store(keys[i], "word");
  }
  start();
  TEST_ASSERT_EQUAL_STRING("word", settings_get()->argv[7]);
  TEST_ASSERT_NULL(settings_get()->argv[8]);
}

/* ---- what is wrong -------------------------------------------------------- */

void test_an_ssid_that_is_too_long_is_named_with_its_limit(void) {
  store("ssid", "123456789012345678901234567890123");
  start();
  fake_console_expect("setting \"ssid\": 33 bytes; at most 32 are possible; ignored\n");
  TEST_ASSERT_EQUAL_STRING("", settings_get()->ssid);
}

void test_an_empty_ssid_is_none(void) {
  store("ssid", "");
  start();
  fake_console_expect("setting \"ssid\": 0 bytes; 1 to 32 are needed; ignored\n");
}

void test_a_wrong_password_is_named_but_never_shown(void) {
  store("password", "secret");
  start();
  fake_console_expect("setting \"password\": 6 bytes; 8 to 63, or 64 hexadecimal digits, are needed; ignored\n");
  TEST_ASSERT_EQUAL_STRING("", settings_get()->password);
}

void test_a_key_of_64_that_is_not_hexadecimal_is_wrong(void) {
  store("password", "0123456789abcdefghijkl0123456789012345678901234567890123456789ab");
  start();
  fake_console_expect("setting \"password\": 64 bytes; 8 to 63, or 64 hexadecimal digits, are needed; ignored\n");
}

void test_kconfigs_password_is_checked_too(void) {
  kconfig_password = "short";
  start();
  fake_console_expect("TINYGRAM_WIFI_PASSWORD: 5 bytes; 8 to 63, or 64 hexadecimal digits, are needed; ignored\n");
}

void test_hostnames_are_letters_digits_and_inner_hyphens(void) {
  static const char *const wrong[] = {"", "-a", "a-", "a b", "a.b", "\xc3\xa4"};
  for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    char expected[160];
    stored_count = 0;
    store("hostname", wrong[i]);
    start();
    snprintf(expected, sizeof expected,
             "setting \"hostname\": \"%s\"; letters, digits and inner hyphens are possible; ignored\n", wrong[i]);
    fake_console_expect(expected);
    TEST_ASSERT_EQUAL_STRING("tinygram", settings_get()->hostname);
  }
}

void test_an_unknown_log_level_names_the_possible_ones(void) {
  store("log", "loud");
  start();
  fake_console_expect("setting \"log\": \"loud\"; none, error, warn, info, debug or verbose is possible; ignored\n");
  TEST_ASSERT_EQUAL_INT(CONFIG_TINYGRAM_LOG_LEVEL, settings_get()->log_level);
}

void test_a_heap_is_a_number_between_its_floor_and_its_limit(void) {
  static const char *const wrong[] = {"47", "512", "", "-64", " 64", "64k", "99999999999999999"};
  for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    char expected[160];
    stored_count = 0;
    store("heap", wrong[i]);
    start();
    snprintf(expected, sizeof expected, "setting \"heap\": %s; ignored\n",
             strlen(wrong[i]) > 16 ? "17 bytes; at most 16 are possible" : "");
    if (strlen(wrong[i]) <= 16) {
      snprintf(expected, sizeof expected, "setting \"heap\": \"%s\"; 48 to 511 (KiB) are possible; ignored\n",
               wrong[i]);
    }
    fake_console_expect(expected);
    TEST_ASSERT_EQUAL_UINT(CONFIG_TINYGRAM_HEAP_KB, settings_get()->heap_kb);
  }
  stored_count = 0;
  store("heap", "48");
  start();
  TEST_ASSERT_EQUAL_UINT(48, settings_get()->heap_kb);
}

void test_a_wrong_environment_word_costs_only_itself(void) {
  store("env.0", "A=1");
  store("env.1", "nothing");
  store("env.2", "=2");
  store("env.3", "B=");
  start();
  fake_console_expect("setting \"env.1\": \"nothing\"; NAME=value is needed; ignored\n"
                      "setting \"env.2\": \"=2\"; NAME=value is needed; ignored\n");
  TEST_ASSERT_EQUAL_STRING("A=1", settings_get()->env[0]);
  TEST_ASSERT_EQUAL_STRING("B=", settings_get()->env[1]);
  TEST_ASSERT_NULL(settings_get()->env[2]);
}

void test_a_value_of_another_type_is_not_a_string(void) {
  store_error("ssid", ESP_ERR_NVS_TYPE_MISMATCH);
  start();
  fake_console_expect("setting \"ssid\": not a string; ignored\n");
}

void test_a_value_that_cannot_be_read_is_named(void) {
  store_error("hostname", ESP_FAIL);
  start();
  fake_console_expect("setting \"hostname\": ESP_FAIL; ignored\n");
}

void test_out_of_memory_costs_only_the_setting(void) {
  store("ssid", "workshop");
  store("hostname", "lamp");
  allocations_left = 0;
  start();
  fake_console_expect("setting \"ssid\": ?; ignored\n");
  TEST_ASSERT_EQUAL_STRING("", settings_get()->ssid);
  TEST_ASSERT_EQUAL_STRING("lamp", settings_get()->hostname);
}

/* ---- a partition that cannot be read -------------------------------------- */

void test_a_full_partition_is_erased_and_told(void) {
  store("hostname", "lamp");
  nvs_flash_init_ExpectAndReturn(ESP_ERR_NVS_NO_FREE_PAGES);
  nvs_flash_erase_ExpectAndReturn(ESP_OK);
  nvs_flash_init_ExpectAndReturn(ESP_OK);
  settings_start();
  fake_console_expect(
      "the settings cannot be read (ESP_ERR_NVS_NO_FREE_PAGES): erased, so that new ones can be stored\n");
  TEST_ASSERT_EQUAL_STRING("lamp", settings_get()->hostname);
}

void test_a_partition_of_a_newer_version_is_erased_once_only(void) {
  nvs_flash_init_ExpectAndReturn(ESP_ERR_NVS_NEW_VERSION_FOUND);
  nvs_flash_erase_ExpectAndReturn(ESP_OK);
  nvs_flash_init_ExpectAndReturn(ESP_FAIL);
  settings_start();
  fake_console_expect("the settings cannot be read (?): erased, so that new ones can be stored\n"
                      "the settings cannot be read (ESP_FAIL): going on with those of the firmware\n");
}

void test_flash_that_fails_leaves_the_firmwares_settings(void) {
  kconfig_ssid = "factory";
  nvs_flash_init_ExpectAndReturn(ESP_FAIL);
  settings_start();
  fake_console_expect("the settings cannot be read (ESP_FAIL): going on with those of the firmware\n");
  TEST_ASSERT_EQUAL_STRING("factory", settings_get()->ssid);
}

void test_a_namespace_that_cannot_be_opened_is_told(void) {
  open_error = ESP_FAIL;
  start();
  fake_console_expect("the settings cannot be read (ESP_FAIL): going on with those of the firmware\n");
}
