/* driver/gpio.h */
#ifndef DRIVER_GPIO_H
#define DRIVER_GPIO_H

#include "esp_err.h"

/* ESP_ERR_INVALID_STATE when it was installed before. */
esp_err_t gpio_install_isr_service(int intr_alloc_flags);

#endif
