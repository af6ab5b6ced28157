/* The console: whole lines, both streams, a listener that is gone, and interrupts. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "unity.h"

#include "mock_FreeRTOS.h"
#include "mock_esp_log.h"
#include "mock_esp_rom_sys.h"

/* The test's own output goes on while the console's is looked at. */
static int console_fd[2] = {-1, -1};
static int calls_to_fileno[2];
#define fileno(stream) (calls_to_fileno[(stream) == stderr]++, console_fd[1])
#include "../../../ports/esp32/console.c"
#undef fileno

static char rom[64];
static size_t rom_size;

static void keep(char c, int calls) {
  (void)calls;
  rom[rom_size++] = c;
}

void setUp(void) {
  signal(SIGPIPE, SIG_IGN);
  TEST_ASSERT_EQUAL_INT(0, pipe(console_fd));
  memset(calls_to_fileno, 0, sizeof calls_to_fileno);
  rom_size = 0;
  esp_rom_output_to_channels_Stub(keep);
}

void tearDown(void) {
  close(console_fd[0]);
  close(console_fd[1]);
}

static const char *seen(void) {
  static char text[512];
  ssize_t size = read(console_fd[0], text, sizeof text - 1);
  text[size < 0 ? 0 : size] = '\0';
  return text;
}

void test_what_is_written_comes_whole(void) {
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  port_console_write(PORT_STDOUT, "hello\n", 6);
  TEST_ASSERT_EQUAL_STRING("hello\n", seen());
  TEST_ASSERT_EQUAL_INT(1, calls_to_fileno[0]);
  TEST_ASSERT_EQUAL_INT(0, calls_to_fileno[1]);
}

void test_errors_go_to_standard_error(void) {
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  port_console_write(PORT_STDERR, "oh\n", 3);
  TEST_ASSERT_EQUAL_INT(1, calls_to_fileno[1]);
  TEST_ASSERT_EQUAL_INT(0, calls_to_fileno[0]);
}

void test_a_line_has_prefix_and_end(void) {
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  console_line("%d of %s", 3, "four");
  TEST_ASSERT_EQUAL_STRING("tinygram: 3 of four\n", seen());
}

void test_a_long_line_is_cut_and_still_ends(void) {
  char text[400];
  memset(text, 'x', sizeof text);
  text[sizeof text - 1] = '\0';
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  console_line("%s", text);
  const char *line = seen();
  TEST_ASSERT_EQUAL_UINT(10 + 200 + 1, strlen(line));
  TEST_ASSERT_EQUAL_CHAR('\n', line[210]);
  TEST_ASSERT_EQUAL_CHAR('x', line[209]);
}

void test_a_console_that_nobody_reads_does_not_hold_the_program(void) {
  close(console_fd[0]);
  console_fd[0] = -1;
  xPortInIsrContext_ExpectAndReturn(pdFALSE);
  port_console_write(PORT_STDOUT, "lost", 4);
}

void test_interrupts_write_through_the_rom(void) {
  xPortInIsrContext_ExpectAndReturn(pdTRUE);
  port_console_write(PORT_STDERR, "fault\n", 6);
  TEST_ASSERT_EQUAL_UINT(6, rom_size);
  TEST_ASSERT_EQUAL_MEMORY("fault\n", rom, 6);
  TEST_ASSERT_EQUAL_INT(0, calls_to_fileno[1]);
}

void test_the_level_is_for_all_of_idf(void) {
  esp_log_level_set_Expect("*", ESP_LOG_DEBUG);
  console_log_level(4);
}

void test_every_level_has_its_name(void) {
  static const struct {
    esp_log_level_t level;
    const char *name;
  } levels[] = {
      {ESP_LOG_NONE, "none"}, {ESP_LOG_ERROR, "error"}, {ESP_LOG_WARN, "warn"},
      {ESP_LOG_INFO, "info"}, {ESP_LOG_DEBUG, "debug"}, {ESP_LOG_VERBOSE, "verbose"},
  };
  for (unsigned i = 0; i < CONSOLE_LEVELS; i++) {
    TEST_ASSERT_EQUAL_STRING(levels[i].name, console_level_names[levels[i].level]);
  }
}

void test_there_is_no_channel(void) {
  char byte;
  TEST_ASSERT_FALSE(port_channel_present());
  port_channel_write("x", 1);
  TEST_ASSERT_EQUAL_INT(0, port_channel_read(&byte, 1));
}
