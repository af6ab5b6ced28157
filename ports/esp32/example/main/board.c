/* board.c: pins and voltages for script, and the program that has them: what a project of one's own looks like. */
#include <stdio.h>

#include "driver/gpio.h"
#include "esp_adc/adc_oneshot.h"
#include "tinygram.h"

void app_main(void);

static jerry_value_t board_failed(const char *what, esp_err_t error) {
  char text[96];
  snprintf(text, sizeof text, "%s: %s", what, esp_err_to_name(error));
  return jerry_throw_sz(JERRY_ERROR_COMMON, text);
}

/* ---- pins ------------------------------------------------------------------ */

/* mode(pin, output): a pin that is read has its pull-up on. */
static jerry_value_t pin_mode(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  uint8_t pin;
  bool output;
  ARGS("board.mode", call, args, count, ARG_U8(&pin), ARG_BOOL(&output));
  if (!GPIO_IS_VALID_GPIO(pin) || (output && !GPIO_IS_VALID_OUTPUT_GPIO(pin))) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "board.mode: this chip has no such pin");
  }
  const gpio_config_t config = {
      .pin_bit_mask = 1ULL << pin,
      .mode = output ? GPIO_MODE_INPUT_OUTPUT : GPIO_MODE_INPUT,
      .pull_up_en = output ? GPIO_PULLUP_DISABLE : GPIO_PULLUP_ENABLE,
  };
  esp_err_t error = gpio_config(&config);
  return error == ESP_OK ? jerry_undefined() : board_failed("gpio_config", error);
}

static jerry_value_t pin_write(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  uint8_t pin;
  bool high;
  ARGS("board.write", call, args, count, ARG_U8(&pin), ARG_BOOL(&high));
  esp_err_t error = gpio_set_level((gpio_num_t)pin, high);
  return error == ESP_OK ? jerry_undefined() : board_failed("gpio_set_level", error);
}

static jerry_value_t pin_read(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  uint8_t pin;
  ARGS("board.read", call, args, count, ARG_U8(&pin));
  if (!GPIO_IS_VALID_GPIO(pin)) {
    return jerry_throw_sz(JERRY_ERROR_RANGE, "board.read: this chip has no such pin");
  }
  return jerry_boolean(gpio_get_level((gpio_num_t)pin) != 0);
}

/* ---- voltages -------------------------------------------------------------- */

static adc_oneshot_unit_handle_t adc;

/* sample(channel): a raw value of the first converter, 0 to 4095 with 12 bits. */
static jerry_value_t adc_sample(const jerry_call_info_t *call, const jerry_value_t args[], const jerry_length_t count) {
  uint8_t channel;
  ARGS("board.sample", call, args, count, ARG_U8(&channel));
  const adc_oneshot_chan_cfg_t config = {.atten = ADC_ATTEN_DB_12, .bitwidth = ADC_BITWIDTH_DEFAULT};
  int raw = 0;
  esp_err_t error = adc_oneshot_config_channel(adc, (adc_channel_t)channel, &config);
  if (error == ESP_OK) {
    error = adc_oneshot_read(adc, (adc_channel_t)channel, &raw);
  }
  return error == ESP_OK ? jerry_number(raw) : board_failed("adc_oneshot_read", error);
}

/* ---- the module ------------------------------------------------------------ */

static const struct props_method methods[] = {
    {"mode", pin_mode}, {"write", pin_write}, {"read", pin_read}, {"sample", adc_sample}};

static jerry_value_t board_module(void) {
  if (adc == NULL) {
    const adc_oneshot_unit_init_cfg_t config = {.unit_id = ADC_UNIT_1};
    esp_err_t error = adc_oneshot_new_unit(&config, &adc);
    if (error != ESP_OK) {
      return board_failed("adc_oneshot_new_unit", error);
    }
  }
  jerry_value_t module = jerry_object();
  props_methods(module, methods, PROPS_COUNT(methods));
  return module;
}

void app_main(void) {
  native_register("board", board_module);
  tinygram_start();
}
