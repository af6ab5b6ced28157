/* esp_timer.h: the microsecond clock and one-shot timers, whose callbacks run in a task of their own. */
#ifndef ESP_TIMER_H
#define ESP_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#include "esp_err.h"

typedef struct esp_timer *esp_timer_handle_t;
typedef void (*esp_timer_cb_t)(void *arg);
typedef enum { ESP_TIMER_TASK } esp_timer_dispatch_t;

typedef struct {
  esp_timer_cb_t callback;
  void *arg;
  esp_timer_dispatch_t dispatch_method;
  const char *name;
  bool skip_unhandled_events;
} esp_timer_create_args_t;

int64_t esp_timer_get_time(void);
esp_err_t esp_timer_create(const esp_timer_create_args_t *create_args, esp_timer_handle_t *out_handle);
/* ESP_ERR_INVALID_STATE when it is running. */
esp_err_t esp_timer_start_once(esp_timer_handle_t timer, uint64_t timeout_us);

#endif
