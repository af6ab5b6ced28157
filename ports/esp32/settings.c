/* settings.c: the settings in NVS. A value that is wrong costs only itself. */
#include "settings.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console.h"
#include "nvs.h"
#include "nvs_flash.h"
#include "sdkconfig.h"

#define NAMESPACE "tinygram"

static struct settings settings;

const struct settings *settings_get(void) { return &settings; }

/* ---- one value ------------------------------------------------------------ */

/* The value of key in a new block that the caller frees, or NULL where there is none or a wrong one. */
static char *read_text(nvs_handle_t handle, const char *key, size_t max) {
  size_t size = 0; /* the closing zero included */
  esp_err_t error = nvs_get_str(handle, key, NULL, &size);
  if (error == ESP_ERR_NVS_NOT_FOUND) {
    return NULL;
  }
  if (error == ESP_OK && size > max + 1) {
    console_line("setting \"%s\": %u bytes; at most %u are possible; ignored", key, (unsigned)(size - 1),
                 (unsigned)max);
    return NULL;
  }
  char *text = NULL;
  if (error == ESP_OK) {
    text = malloc(size + 1);
    error = text != NULL ? nvs_get_str(handle, key, text, &size) : ESP_ERR_NO_MEM;
  }
  if (error != ESP_OK) {
    console_line("setting \"%s\": %s; ignored", key,
                 error == ESP_ERR_NVS_TYPE_MISMATCH ? "not a string" : esp_err_to_name(error));
    free(text);
    return NULL;
  }
  text[size] = '\0';
  return text;
}

/* ---- each setting --------------------------------------------------------- */

static bool is_hex(const char *text) {
  while (isxdigit((unsigned char)*text)) {
    text++;
  }
  return *text == '\0';
}

static bool is_password(const char *text) {
  size_t size = strlen(text);
  return size == 0 || (size >= 8 && size <= 63) || (size == 64 && is_hex(text));
}

/* Never shows it: consoles are logged. */
static void read_password(nvs_handle_t handle) {
  char *text = read_text(handle, "password", 64);
  if (text == NULL) {
    return;
  }
  if (is_password(text)) {
    strcpy(settings.password, text);
  } else {
    console_line("setting \"password\": %u bytes; 8 to 63, or 64 hexadecimal digits, are needed; ignored",
                 (unsigned)strlen(text));
  }
  free(text);
}

static bool is_hostname(const char *text) {
  size_t size = strlen(text);
  if (size == 0 || text[0] == '-' || text[size - 1] == '-') {
    return false;
  }
  for (; *text != '\0'; text++) {
    if (!isalnum((unsigned char)*text) && *text != '-') {
      return false;
    }
  }
  return true;
}

static void read_hostname(nvs_handle_t handle) {
  char *text = read_text(handle, "hostname", sizeof settings.hostname - 1);
  if (text == NULL) {
    return;
  }
  if (is_hostname(text)) {
    strcpy(settings.hostname, text);
  } else {
    console_line("setting \"hostname\": \"%s\"; letters, digits and inner hyphens are possible; ignored", text);
  }
  free(text);
}

static void read_ssid(nvs_handle_t handle) {
  char *text = read_text(handle, "ssid", sizeof settings.ssid - 1);
  if (text == NULL) {
    return;
  }
  if (text[0] != '\0') {
    strcpy(settings.ssid, text);
    settings.password[0] = '\0'; /* Kconfig's belongs to Kconfig's network */
  } else {
    console_line("setting \"ssid\": 0 bytes; 1 to 32 are needed; ignored");
  }
  free(text);
}

static void read_log_level(nvs_handle_t handle) {
  char *text = read_text(handle, "log", 16);
  if (text == NULL) {
    return;
  }
  int level = 0;
  while (level < CONSOLE_LEVELS && strcmp(text, console_level_names[level]) != 0) {
    level++;
  }
  if (level < CONSOLE_LEVELS) {
    settings.log_level = level;
  } else {
    console_line("setting \"log\": \"%s\"; none, error, warn, info, debug or verbose is possible; ignored", text);
  }
  free(text);
}

static void read_heap(nvs_handle_t handle) {
  char *text = read_text(handle, "heap", 16);
  if (text == NULL) {
    return;
  }
  char *end;
  long kb = strtol(text, &end, 10);
  if (isdigit((unsigned char)text[0]) && *end == '\0' && kb >= CONFIG_TINYGRAM_HEAP_FLOOR_KB &&
      kb <= CONFIG_TINYGRAM_HEAP_MAX_KB) {
    settings.heap_kb = (unsigned)kb;
  } else {
    console_line("setting \"heap\": \"%s\"; %d to %d (KiB) are possible; ignored", text, CONFIG_TINYGRAM_HEAP_FLOOR_KB,
                 CONFIG_TINYGRAM_HEAP_MAX_KB);
  }
  free(text);
}

static bool is_env(const char *text) {
  const char *equals = strchr(text, '=');
  return equals != NULL && equals != text;
}

/* Words stay for the program's life. */
static void read_words(nvs_handle_t handle, const char *name, bool (*check)(const char *), const char **out) {
  size_t count = 0;
  for (int i = 0; i < SETTINGS_WORDS; i++) {
    char key[16];
    snprintf(key, sizeof key, "%s.%d", name, i);
    size_t size = 0;
    if (nvs_get_str(handle, key, NULL, &size) == ESP_ERR_NVS_NOT_FOUND) {
      break;
    }
    char *text = read_text(handle, key, SETTINGS_WORD_SIZE);
    if (text != NULL && check != NULL && !check(text)) {
      console_line("setting \"%s\": \"%.64s\"; NAME=value is needed; ignored", key, text);
      free(text);
      text = NULL;
    }
    if (text != NULL) {
      out[count++] = text;
    }
  }
  out[count] = NULL;
}

/* ---- all of them ---------------------------------------------------------- */

/* Kconfig has a network's symbols where it has the network. */
static void take_network(void) {
#ifdef CONFIG_TINYGRAM_NET_WIFI
  snprintf(settings.ssid, sizeof settings.ssid, "%s", CONFIG_TINYGRAM_WIFI_SSID);
  if (is_password(CONFIG_TINYGRAM_WIFI_PASSWORD)) {
    snprintf(settings.password, sizeof settings.password, "%s", CONFIG_TINYGRAM_WIFI_PASSWORD);
  } else {
    console_line("TINYGRAM_WIFI_PASSWORD: %u bytes; 8 to 63, or 64 hexadecimal digits, are needed; ignored",
                 (unsigned)strlen(CONFIG_TINYGRAM_WIFI_PASSWORD));
  }
#endif
}

static void take_defaults(void) {
  memset(&settings, 0, sizeof settings);
  snprintf(settings.hostname, sizeof settings.hostname, "%s", CONFIG_TINYGRAM_HOSTNAME);
  settings.log_level = CONFIG_TINYGRAM_LOG_LEVEL;
  settings.heap_kb = CONFIG_TINYGRAM_HEAP_KB;
  take_network();
}

static esp_err_t start_nvs(void) {
  esp_err_t error = nvs_flash_init();
  if (error == ESP_ERR_NVS_NO_FREE_PAGES || error == ESP_ERR_NVS_NEW_VERSION_FOUND) {
    console_line("the settings cannot be read (%s): erased, so that new ones can be stored", esp_err_to_name(error));
    error = nvs_flash_erase();
    if (error == ESP_OK) {
      error = nvs_flash_init();
    }
  }
  return error;
}

void settings_start(void) {
  take_defaults();
  nvs_handle_t handle;
  esp_err_t error = start_nvs();
  if (error == ESP_OK) {
    error = nvs_open(NAMESPACE, NVS_READONLY, &handle);
    if (error == ESP_ERR_NVS_NOT_FOUND) {
      return; /* nothing was ever stored */
    }
  }
  if (error != ESP_OK) {
    console_line("the settings cannot be read (%s): going on with those of the firmware", esp_err_to_name(error));
    return;
  }
  read_ssid(handle);
  read_password(handle);
  read_hostname(handle);
  read_log_level(handle);
  read_heap(handle);
  read_words(handle, "arg", NULL, settings.argv);
  read_words(handle, "env", is_env, settings.env);
  nvs_close(handle);
}
