/* freertos/task.h: tasks and their notifications. */
#ifndef FREERTOS_TASK_H
#define FREERTOS_TASK_H

#include "freertos/FreeRTOS.h"

typedef struct tskTaskControlBlock *TaskHandle_t;
typedef void (*TaskFunction_t)(void *arg);

/* usStackDepth is bytes in ESP-IDF. */
BaseType_t xTaskCreatePinnedToCore(TaskFunction_t pxTaskCode, const char *pcName, uint32_t ulStackDepth,
                                   void *pvParameters, UBaseType_t uxPriority, TaskHandle_t *pxCreatedTask,
                                   BaseType_t xCoreID);
TaskHandle_t xTaskGetCurrentTaskHandle(void);
void vTaskDelay(TickType_t xTicksToDelay);
void vTaskSuspend(TaskHandle_t xTaskToSuspend);
uint32_t ulTaskNotifyTake(BaseType_t xClearCountOnExit, TickType_t xTicksToWait);
BaseType_t xTaskNotifyGive(TaskHandle_t xTaskToNotify);
void vTaskNotifyGiveFromISR(TaskHandle_t xTaskToNotify, BaseType_t *pxHigherPriorityTaskWoken);

#endif
