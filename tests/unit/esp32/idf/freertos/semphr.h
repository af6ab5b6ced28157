/* freertos/semphr.h: handles only; lwIP's mutex is one. */
#ifndef FREERTOS_SEMPHR_H
#define FREERTOS_SEMPHR_H

#include "freertos/FreeRTOS.h"

typedef struct QueueDefinition *SemaphoreHandle_t;

#endif
