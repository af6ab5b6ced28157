/* restart.c: the end of a run and the start of the next. */
#include "restart.h"

#include <stdbool.h>
#include <stdint.h>

#include "console.h"
#include "core/errors.h"
#include "esp_attr.h"
#include "esp_system.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "port.h"
#include "sdkconfig.h"
#include "watchdog.h"

#define MAGIC 0x7e57a27aU
#define NO_CODE -1

/* Kept over a restart. Trusted when check fits, which after power-on it does by chance of 1 in 4 billion. */
static RTC_NOINIT_ATTR struct {
  uint32_t magic;
  int32_t code;        /* exit code of the run that ended, or NO_CODE while one goes on */
  uint32_t streak;     /* runs in a row that did not become healthy, this one included until it does */
  uint32_t lost_bytes; /* the last allocation that failed */
  uint32_t trial;      /* 1: the app runs on trial */
  uint32_t check;
} note;

static bool healthy;
static uint64_t started_us;

static uint32_t check_of_note(void) {
  return ~(note.magic ^ (uint32_t)note.code * 3U ^ note.streak * 5U ^ note.lost_bytes * 7U ^ note.trial * 11U);
}

/* Another task may be noting at the same time that memory ran out. */
static void seal_note(int32_t code, uint32_t streak, uint32_t lost_bytes, uint32_t trial) {
  uint32_t state = port_critical_enter();
  note.magic = MAGIC;
  note.code = code;
  note.streak = streak;
  note.lost_bytes = lost_bytes;
  note.trial = trial;
  note.check = check_of_note();
  port_critical_exit(state);
}

static const char *exit_meaning(int code) {
  switch (code) {
  case 0:
    return "the app ended";
  case RUNTIME_EXIT_UNCAUGHT:
    return "an uncaught error";
  case RUNTIME_EXIT_OUT_OF_MEMORY:
    return "out of memory";
  case RUNTIME_EXIT_IMAGE:
    return "no app image that can run";
  case RUNTIME_EXIT_ENGINE:
    return "the engine did not start";
  case RUNTIME_EXIT_FAULT:
    return "a failed assertion";
  case RUNTIME_EXIT_NETWORK:
    return "the network did not start";
  default:
    return "the app's own code";
  }
}

/* How the run before ended where the program is to blame; NULL otherwise. */
static const char *accident_name(esp_reset_reason_t reason) {
  switch (reason) {
  case ESP_RST_PANIC:
  case ESP_RST_CPU_LOCKUP:
    return "in a panic, whose trace is above on the console";
  case ESP_RST_TASK_WDT:
    return "by the watchdog: script or lwIP did not come back in time";
  case ESP_RST_INT_WDT:
  case ESP_RST_WDT:
    return "by a watchdog of the chip";
  default:
    return NULL;
  }
}

_Noreturn static void rest(void) {
  console_line("the board rests until its reset (TINYGRAM_RESTART)");
  watchdog_stop();
  for (;;) {
    vTaskSuspend(NULL);
  }
}

/* An app on trial that fails starts again under any policy: so its starts run out, and the app before it is back. */
static bool starts_again(int code, bool trial) {
  if (trial && code != 0) {
    return true;
  }
#if defined CONFIG_TINYGRAM_RESTART_ALWAYS
  (void)code;
  return true;
#elif defined CONFIG_TINYGRAM_RESTART_ON_FAILURE
  return code != 0;
#else
  (void)code;
  return false;
#endif
}

static uint32_t wait_s(uint32_t streak) {
  uint32_t seconds = CONFIG_TINYGRAM_RESTART_FIRST_S;
  while (--streak > 0 && seconds < CONFIG_TINYGRAM_RESTART_MAX_S) {
    seconds *= 2;
  }
  return seconds < CONFIG_TINYGRAM_RESTART_MAX_S ? seconds : CONFIG_TINYGRAM_RESTART_MAX_S;
}

/* What the run before left is believed where it can only have been ours. */
static bool note_is_ours(esp_reset_reason_t reason, bool accidental) {
  return note.magic == MAGIC && note.check == check_of_note() &&
         (accidental || (reason == ESP_RST_SW && note.code != NO_CODE));
}

static void restart_report(esp_reset_reason_t reason, const char *accidental, bool known) {
  if (accidental != NULL) {
    console_line("the run before ended %s", accidental);
  } else if (reason == ESP_RST_BROWNOUT || reason == ESP_RST_PWR_GLITCH) {
    console_line("the run before ended because the supply voltage fell");
  } else if (known) {
    console_line("the run before ended with exit code %d: %s", (int)note.code, exit_meaning((int)note.code));
  }
  if (known && note.lost_bytes != 0) {
    console_line("memory had run out in it: an allocation of %u bytes failed", (unsigned)note.lost_bytes);
  }
}

void restart_start(void) {
  esp_reset_reason_t reason = esp_reset_reason();
  const char *accidental = accident_name(reason);
  bool known = note_is_ours(reason, accidental != NULL);
  restart_report(reason, accidental, known);
  if (accidental != NULL && !starts_again(RUNTIME_EXIT_FAULT, known && note.trial != 0)) {
    rest();
  }
  uint32_t streak = known ? note.streak : 0;
  if (streak > 0) {
    uint32_t seconds = wait_s(streak);
    console_line("%u runs in a row ended within %d s: the next starts in %u s", (unsigned)streak,
                 CONFIG_TINYGRAM_RESTART_HEALTHY_S, (unsigned)seconds);
    vTaskDelay(pdMS_TO_TICKS(seconds * 1000U));
  }
  seal_note(NO_CODE, streak + 1, 0, 0);
  healthy = false;
  started_us = port_time_us();
}

void restart_turn(void) {
  if (healthy && note.trial == 0) {
    return;
  }
  struct port_slot slot;
  port_slot(&slot);
  bool now = healthy || port_time_us() - started_us >= CONFIG_TINYGRAM_RESTART_HEALTHY_S * 1000000ULL;
  if (now != healthy || note.trial != slot.trial) {
    healthy = now;
    seal_note(note.code, healthy ? 0 : note.streak, note.lost_bytes, slot.trial);
  }
}

void restart_note_memory(size_t size) { seal_note(note.code, note.streak, (uint32_t)size, note.trial); }

_Noreturn void port_exit(int code) {
  restart_turn();
  seal_note(code, note.streak, note.lost_bytes, note.trial);
  console_line("exit code %d: %s", code, exit_meaning(code));
  if (!starts_again(code, note.trial != 0)) {
    rest();
  }
  esp_restart();
}
