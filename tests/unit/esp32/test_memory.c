/* The C heap: its figures, and allocations that fail, told once a second and remembered for the next boot. */
#include "unity.h"

#include "fake_console.h"
#include "mock_esp_heap_caps.h"

#include <setjmp.h>

static uint64_t now_us;
static size_t noted;
static jmp_buf ended;
static int exit_code;

#include "../../../ports/esp32/memory.c"

uint64_t port_time_us(void) { return now_us; }

void restart_note_memory(size_t size) { noted = size; }

static struct settings stored;

const struct settings *settings_get(void) { return &stored; }

_Noreturn void port_exit(int code) {
  exit_code = code;
  longjmp(ended, 1);
}

static esp_alloc_failed_hook_t hook;

static esp_err_t keep(esp_alloc_failed_hook_t callback, int calls) {
  (void)calls;
  hook = callback;
  return ESP_OK;
}

void setUp(void) {
  fake_console_start();
  failures = reported = 0;
  reported_us = 0;
  now_us = 5000000;
  noted = 0;
  heap_caps_register_failed_alloc_callback_Stub(keep);
  memory_start();
}

void tearDown(void) {}

void test_nothing_is_told_while_there_is_memory(void) {
  memory_report();
  fake_console_expect("");
}

void test_a_failure_is_told_with_its_size_and_what_is_left(void) {
  hook(4096, MALLOC_CAP_DEFAULT, "malloc");
  TEST_ASSERT_EQUAL_UINT(4096, noted);
  fake_console_expect(""); /* not where it failed */
  heap_caps_get_free_size_ExpectAndReturn(MALLOC_CAP_DEFAULT, 900);
  memory_report();
  fake_console_expect("out of memory: an allocation of 4096 bytes failed, 1 since the start; 900 bytes are free\n");
  memory_report();
  fake_console_expect("");
}

void test_a_thousand_failures_are_a_line_a_second(void) {
  heap_caps_get_free_size_IgnoreAndReturn(10);
  for (int i = 0; i < 1000; i++) {
    hook(1500, MALLOC_CAP_DEFAULT, "malloc");
    memory_report();
  }
  fake_console_expect("out of memory: an allocation of 1500 bytes failed, 1 since the start; 10 bytes are free\n");
  now_us += 999999;
  memory_report();
  fake_console_expect("");
  now_us += 1;
  memory_report();
  fake_console_expect("out of memory: an allocation of 1500 bytes failed, 1000 since the start; 10 bytes are free\n");
}

void test_the_figures_are_the_heaps(void) {
  struct port_memory memory;
  heap_caps_get_total_size_ExpectAndReturn(MALLOC_CAP_DEFAULT, 300000);
  heap_caps_get_free_size_ExpectAndReturn(MALLOC_CAP_DEFAULT, 120000);
  port_memory(&memory);
  TEST_ASSERT_EQUAL_UINT(300000, memory.total);
  TEST_ASSERT_EQUAL_UINT(180000, memory.used);
}

void test_scripts_heap_is_one_block_of_the_setting_in_the_chips_own_memory(void) {
  static uint8_t block[8];
  size_t size = 0;
  stored.heap_kb = 80;
  /* The block is asked for with what IDF's allocator adds to it in mind: as a whole it has so many KiB. */
  heap_caps_aligned_alloc_ExpectAndReturn(8, 80 * 1024 + 100 - 64, MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT, block);
  TEST_ASSERT_EQUAL_PTR(block, port_engine_heap(100, &size));
  TEST_ASSERT_EQUAL_UINT(80 * 1024 + 100 - 64, size);
  fake_console_expect("");
}

void test_no_room_for_scripts_heap_ends_the_program_with_what_there_is(void) {
  size_t size = 0;
  stored.heap_kb = 300;
  heap_caps_aligned_alloc_IgnoreAndReturn(NULL);
  heap_caps_get_largest_free_block_ExpectAndReturn(MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT, 113 * 1024);
  if (setjmp(ended) == 0) {
    port_engine_heap(0, &size);
    TEST_FAIL_MESSAGE("it returned");
  }
  TEST_ASSERT_EQUAL_INT(RUNTIME_EXIT_OUT_OF_MEMORY, exit_code);
  fake_console_expect("no memory for the script heap of 300 KiB, one block of 307136 bytes: the largest free one has "
                      "115712 (setting \"heap\")\n");
}
