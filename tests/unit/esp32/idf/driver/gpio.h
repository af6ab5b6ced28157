/* driver/gpio.h */
#ifndef DRIVER_GPIO_H
#define DRIVER_GPIO_H

#include <stdint.h>

#include "esp_err.h"

typedef int gpio_num_t;
typedef enum { GPIO_MODE_INPUT = 1, GPIO_MODE_INPUT_OUTPUT = 3 } gpio_mode_t;
typedef enum { GPIO_PULLUP_DISABLE, GPIO_PULLUP_ENABLE } gpio_pullup_t;
typedef struct {
  uint64_t pin_bit_mask;
  gpio_mode_t mode;
  gpio_pullup_t pull_up_en;
} gpio_config_t;
#define GPIO_IS_VALID_GPIO(pin) ((pin) < 22)
#define GPIO_IS_VALID_OUTPUT_GPIO(pin) ((pin) < 22)

esp_err_t gpio_config(const gpio_config_t *config);
esp_err_t gpio_set_level(gpio_num_t pin, uint32_t level);
int gpio_get_level(gpio_num_t pin);

/* ESP_ERR_INVALID_STATE when it was installed before. */
esp_err_t gpio_install_isr_service(int intr_alloc_flags);

#endif
