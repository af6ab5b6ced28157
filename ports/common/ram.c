#include "ram.h"

#include <malloc.h>
#include <stdint.h>

#include "port.h"

/* The board's link.ld: the script's stack and the C heap lie in RAM, which begins at start_ram_low. */
extern uint32_t start_stack_low[], start_stack_high[];
extern uint8_t start_heap_low[], start_heap_high[], start_ram_low[];

#define STACK_PATTERN 0x5aa5c33cU
/* So many untouched words in a row end the stack's used part; gaps inside it (unused arrays) are shorter. */
#define STACK_GAP 1024U

__attribute__((noinline)) void ram_stack_fill(void) {
  uintptr_t top = (uintptr_t)__builtin_frame_address(0);
  size_t words = (size_t)(top - (uintptr_t)start_stack_low) / 4U - 16U; /* less this function's own */
  for (volatile uint32_t *word = start_stack_low; words > 0; words--) {
    *word++ = STACK_PATTERN;
  }
}

size_t ram_stack_used(void) {
  /* From the last mark down, so that a second call costs little. */
  static size_t used_words;
  size_t size = (size_t)((uintptr_t)start_stack_high - (uintptr_t)start_stack_low) / 4U;
  size_t gap = 0;
  for (size_t depth = used_words + 1; depth <= size && gap < STACK_GAP; depth++) {
    if (start_stack_low[size - depth] == STACK_PATTERN) {
      gap++;
    } else {
      gap = 0;
      used_words = depth;
    }
  }
  return used_words * 4U;
}

void port_memory(struct port_memory *out) {
  struct mallinfo heap = mallinfo();
  size_t stack = (size_t)((uintptr_t)start_stack_high - (uintptr_t)start_stack_low);
  size_t fixed = (size_t)((uintptr_t)start_heap_low - (uintptr_t)start_ram_low) - stack;
  out->total = (size_t)((uintptr_t)start_heap_high - (uintptr_t)start_ram_low);
  out->used = fixed + (size_t)heap.uordblks + ram_stack_used();
}
