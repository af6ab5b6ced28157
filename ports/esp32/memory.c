/* memory.c: the C heap. */
#include "memory.h"

#include <stdbool.h>

#include "console.h"
#include "esp_heap_caps.h"
#include "port.h"
#include "restart.h"

#define REPORT_INTERVAL_US 1000000U

/* Written where an allocation fails, in any task; read by the script's. Each alone is whole. */
static volatile uint32_t failures;
static volatile size_t failed_size;
static uint32_t reported;
static uint64_t reported_us;

/* Where memory is short nothing is printed: the console may want some. */
static void failed(size_t size, uint32_t caps, const char *function) {
  (void)caps;
  (void)function;
  failed_size = size;
  failures = failures + 1;
  restart_note_memory(size);
}

void memory_start(void) { heap_caps_register_failed_alloc_callback(failed); }

void memory_report(void) {
  uint32_t now = failures;
  if (now == reported) {
    return;
  }
  uint64_t time = port_time_us();
  if (reported != 0 && time - reported_us < REPORT_INTERVAL_US) {
    return;
  }
  console_line("out of memory: an allocation of %u bytes failed, %u since the start; %u bytes are free",
               (unsigned)failed_size, (unsigned)now, (unsigned)heap_caps_get_free_size(MALLOC_CAP_DEFAULT));
  reported = now;
  reported_us = time;
}

/* The heap has all RAM that static data, QuickJS's heap among it, leaves; tasks' stacks are from it too. */
void port_memory(struct port_memory *out) {
  out->total = heap_caps_get_total_size(MALLOC_CAP_DEFAULT);
  out->used = out->total - heap_caps_get_free_size(MALLOC_CAP_DEFAULT);
}
