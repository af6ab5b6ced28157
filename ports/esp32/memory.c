/* memory.c: the C heap. */
#include "memory.h"

#include <stdbool.h>

#include "console.h"
#include "core/errors.h"
#include "esp_heap_caps.h"
#include "port.h"
#include "restart.h"
#include "sdkconfig.h"
#include "settings.h"

#ifdef CONFIG_TINYGRAM_HEAP_IN_PSRAM
#define ENGINE_HEAP_CAPS (MALLOC_CAP_SPIRAM | MALLOC_CAP_8BIT)
#else
#define ENGINE_HEAP_CAPS (MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT)
#endif

#define REPORT_INTERVAL_US 1000000U

/* Room for what IDF's allocator adds to a block. It looks for one by size classes (8 KiB wide at 136 KiB), so a request
 * for whole KiB, and this on top, would pass over a free block that is large enough. */
#define BLOCK_OVERHEAD 64U

/* Written where an allocation fails, in any task; read by the script's. Each alone is whole. */
static volatile uint32_t failures;
static volatile size_t failed_size;
static uint32_t reported;
static uint64_t reported_us;

/* Where memory is short nothing is printed: the console may want some. */
static void allocation_failed(size_t size, uint32_t caps, const char *function) {
  (void)caps;
  (void)function;
  failed_size = size;
  failures = failures + 1;
  restart_note_memory(size);
}

void memory_start(void) { heap_caps_register_failed_alloc_callback(allocation_failed); }

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

void *port_engine_heap(size_t beside, size_t *size) {
  unsigned kb = settings_get()->heap_kb;
  *size = (size_t)kb * 1024U + beside - BLOCK_OVERHEAD;
  /* IDF's blocks are aligned to 4 bytes; engines name places of their heap in units of 8. */
  void *block = heap_caps_aligned_alloc(8, *size, ENGINE_HEAP_CAPS);
  if (block == NULL) {
    console_line("no memory for the script heap of %u KiB, one block of %u bytes: the largest free one has %u "
                 "(setting \"heap\")",
                 kb, (unsigned)*size, (unsigned)heap_caps_get_largest_free_block(ENGINE_HEAP_CAPS));
    port_exit(RUNTIME_EXIT_OUT_OF_MEMORY);
  }
  return block;
}

/* The heap has all RAM that static data leaves; script's heap and tasks' stacks are from it too. */
void port_memory(struct port_memory *out) {
  out->total = heap_caps_get_total_size(MALLOC_CAP_DEFAULT);
  out->used = out->total - heap_caps_get_free_size(MALLOC_CAP_DEFAULT);
}
