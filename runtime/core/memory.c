#include "core/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/engine_calls.h"
#include "core/errors.h"
#include "port.h"

static _Noreturn void end_out_of_memory(const char *text) {
  port_console_error(text);
  port_exit(RUNTIME_EXIT_OUT_OF_MEMORY);
}

void memory_script_heap_full(void) {
  static const char advice[] =
      "Keep fewer objects alive, or build the firmware with a larger heap (README, Engines).\n";
  char text[320];
  char buffers[64] = "";
  jerry_heap_stats_t heap;
  if (engine_buffer_bytes() > 0) {
    snprintf(buffers, sizeof buffers, ", with Buffers of %lu KiB beside it",
             (unsigned long)engine_buffer_bytes() / 1024);
  }
  memset(&heap, 0, sizeof heap);
  if (jerry_heap_stats(&heap)) {
    snprintf(text, sizeof text, "tinygram: out of memory: the script heap of %lu KiB is full (%lu KiB in use%s).\n%s",
             (unsigned long)(heap.size / 1024), (unsigned long)(heap.allocated_bytes / 1024), buffers, advice);
  } else {
    snprintf(text, sizeof text, "tinygram: out of memory: the script heap is full%s.\n%s", buffers, advice);
  }
  end_out_of_memory(text);
}

void memory_full(size_t size, const char *purpose) {
  char text[240];
  struct port_memory memory;
  port_memory(&memory);
  snprintf(text, sizeof text,
           "tinygram: out of memory: there are no %lu bytes for %s (%lu of %lu KiB of RAM in use).\n"
           "Keep fewer sockets, timers and Buffers alive, or build the firmware with smaller pools and heaps.\n",
           (unsigned long)size, purpose, (unsigned long)(memory.used / 1024), (unsigned long)(memory.total / 1024));
  end_out_of_memory(text);
}

void *memory_alloc_native(size_t size, const char *purpose) {
  void *memory = calloc(1, size);
  if (memory == NULL) {
    jerry_heap_gc(JERRY_GC_PRESSURE_HIGH);
    memory = calloc(1, size);
  }
  if (memory == NULL) {
    memory_full(size, purpose);
  }
  return memory;
}

void *memory_alloc(size_t size, const char *purpose) {
  void *memory = malloc(size);
  if (memory == NULL) {
    memory_full(size, purpose);
  }
  return memory;
}
