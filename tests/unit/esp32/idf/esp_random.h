/* esp_random.h: the hardware random number generator; true random numbers while the radio or the SAR ADC runs. */
#ifndef ESP_RANDOM_H
#define ESP_RANDOM_H

#include <stddef.h>
#include <stdint.h>

uint32_t esp_random(void);
void esp_fill_random(void *buf, size_t len);

#endif
