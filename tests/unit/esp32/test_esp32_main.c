/* The board's start: in which order, with which stack, and without memory for the script task. */
#include <setjmp.h>
#include <string.h>

#include "unity.h"

#include "fake_console.h"
#include "mock_task.h"

/* tinygram.h brings core/native.h for modules in C: the start has nothing of it, nor has this test the engine. */
#define NATIVE_H
#include "../../../ports/esp32/main.c"
#include "../../../ports/esp32/start.c"

static char order[128];
static struct settings stored;
static jmp_buf end;
static int exit_code;
static TaskFunction_t task;
static uint32_t stack_size;
static BaseType_t created;

static void note(const char *what) {
  strcat(order, what);
  strcat(order, " ");
}

void memory_start(void) { note("memory"); }

void settings_start(void) { note("settings"); }

const struct settings *settings_get(void) { return &stored; }

void restart_start(void) { note("restart"); }

void port_esp32_start(void) { note("task"); }

void watchdog_start(void) { note("watchdog"); }

int runtime_run(void) {
  note("run");
  return 42;
}

_Noreturn void port_exit(int code) {
  exit_code = code;
  longjmp(end, 1);
}

static BaseType_t create(TaskFunction_t function, const char *name, uint32_t stack, void *arg, UBaseType_t priority,
                         TaskHandle_t *out, BaseType_t core, int calls) {
  (void)arg;
  (void)out;
  (void)calls;
  note("create");
  TEST_ASSERT_EQUAL_STRING("script", name);
  TEST_ASSERT_EQUAL_UINT(CONFIG_TINYGRAM_TASK_PRIORITY, priority);
  TEST_ASSERT_EQUAL_INT(tskNO_AFFINITY, core);
  task = function;
  stack_size = stack;
  return created;
}

void setUp(void) {
  fake_console_start();
  order[0] = '\0';
  exit_code = -1;
  stored.log_level = 4;
  created = pdPASS;
  xTaskCreatePinnedToCore_Stub(create);
}

void tearDown(void) {}

void test_the_board_is_up_before_the_script_task(void) {
  app_main();
  TEST_ASSERT_EQUAL_STRING("memory settings restart create ", order);
  TEST_ASSERT_EQUAL_INT(4, fake_console_level());
  TEST_ASSERT_EQUAL_UINT32(CONFIG_TINYGRAM_STACK_KB * 1024 + 8192, stack_size);
}

void test_the_script_task_is_the_program(void) {
  app_main();
  order[0] = '\0';
  if (setjmp(end) == 0) {
    task(NULL);
  }
  TEST_ASSERT_EQUAL_STRING("task watchdog run ", order);
  TEST_ASSERT_EQUAL_INT(42, exit_code);
}

void test_no_memory_for_the_script_task(void) {
  created = 0;
  if (setjmp(end) == 0) {
    app_main();
  }
  TEST_ASSERT_EQUAL_INT(RUNTIME_EXIT_OUT_OF_MEMORY, exit_code);
  fake_console_expect("no memory for the script task's stack of 24 KiB (TINYGRAM_STACK_KB)\n");
}
