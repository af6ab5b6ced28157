/* freertos/FreeRTOS.h: the kernel's types, and critical sections that hold off the other core too. */
#ifndef FREERTOS_FREERTOS_H
#define FREERTOS_FREERTOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sdkconfig.h"

typedef int BaseType_t;
typedef unsigned UBaseType_t;
typedef uint32_t TickType_t;
#define pdFALSE 0
#define pdTRUE 1
#define pdPASS 1
#define portMAX_DELAY 0xffffffffU
#define configTICK_RATE_HZ CONFIG_FREERTOS_HZ
#define pdMS_TO_TICKS(ms) ((TickType_t)(((uint64_t)(ms)*configTICK_RATE_HZ) / 1000U))
#define tskNO_AFFINITY 0x7fffffff

typedef struct {
  uint32_t owner;
  uint32_t count;
} portMUX_TYPE;
#define portMUX_INITIALIZER_UNLOCKED \
  { 0, 0 }

/* Nest, in tasks and in interrupts. */
void portENTER_CRITICAL_SAFE(portMUX_TYPE *mux);
void portEXIT_CRITICAL_SAFE(portMUX_TYPE *mux);
BaseType_t xPortInIsrContext(void);
void portYIELD_FROM_ISR(BaseType_t woken);

#endif
