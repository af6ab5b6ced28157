/*
 * loop.c: tasks at once on the event loop, under the thread sanitizer: the posting of runtime/core/loop.c, waiting,
 * waking and critical section of ports/esp32/port_esp32.c, and the network events of ports/esp32/netevents.c, with
 * POSIX threads for FreeRTOS's tasks. One thread is the script task; two post and wake. Ends with 0 when no post was
 * lost, no wake-up was missed, and the sanitizer saw nothing. Built with -DNO_CRITICAL_SECTION it must fail.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "console.h"
#include "core/loop.h"
#include "esp_err.h"
#include "esp_random.h"
#include "esp_timer.h"
#include "freertos/task.h"
#include "memory.h"
#include "netevents.h"
#include "port.h"
#include "port_esp32.h"
#include "restart.h"
#include "settings.h"
#include "watchdog.h"

#define ROUNDS 20000
#define POSTERS 2
#define SHARED_EVENTS 4

static void fail(const char *what) {
  fprintf(stderr, "threads/loop: %s\n", what);
  exit(1);
}

/* ---- FreeRTOS ------------------------------------------------------------- */

/* The critical section of a chip with two cores: one lock that its holder may take again. */
static pthread_mutex_t critical;

void portENTER_CRITICAL_SAFE(portMUX_TYPE *mux) {
  (void)mux;
#ifndef NO_CRITICAL_SECTION
  pthread_mutex_lock(&critical);
#endif
}

void portEXIT_CRITICAL_SAFE(portMUX_TYPE *mux) {
  (void)mux;
#ifndef NO_CRITICAL_SECTION
  pthread_mutex_unlock(&critical);
#endif
}

BaseType_t xPortInIsrContext(void) { return pdFALSE; }

void portYIELD_FROM_ISR(BaseType_t woken) { (void)woken; }

/* lwIP's lock, which script's task asks for after a nap. Posters do without, as interrupts do. */
static pthread_mutex_t net_lock = PTHREAD_MUTEX_INITIALIZER;

void port_net_lock(void) { pthread_mutex_lock(&net_lock); }

void port_net_unlock(void) { pthread_mutex_unlock(&net_lock); }

/* The script task's notification: a count, and a condition for its change. */
static pthread_mutex_t notify_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t notify_changed = PTHREAD_COND_INITIALIZER;
static uint32_t notify_count;

TaskHandle_t xTaskGetCurrentTaskHandle(void) { return (TaskHandle_t)&notify_count; }

BaseType_t xTaskNotifyGive(TaskHandle_t task) {
  if (task != (TaskHandle_t)&notify_count) {
    fail("another task than script's was woken");
  }
  pthread_mutex_lock(&notify_lock);
  notify_count++;
  pthread_cond_signal(&notify_changed);
  pthread_mutex_unlock(&notify_lock);
  return pdPASS;
}

void vTaskNotifyGiveFromISR(TaskHandle_t task, BaseType_t *woken) {
  xTaskNotifyGive(task);
  *woken = pdFALSE;
}

uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t ticks) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  /* A wake-up that was missed must not hang the test: no sleep of it is longer than 20 s. */
  until.tv_sec += ticks < 20000 ? 1 + (time_t)(ticks / 1000) : 20;
  pthread_mutex_lock(&notify_lock);
  while (notify_count == 0 && ticks != 0) {
    if (pthread_cond_timedwait(&notify_changed, &notify_lock, &until) != 0) {
      fail("a wake-up was missed: the script task slept while work was posted");
    }
  }
  uint32_t count = notify_count;
  notify_count = clear ? 0 : count;
  pthread_mutex_unlock(&notify_lock);
  return count;
}

int64_t esp_timer_get_time(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- what the files name besides ------------------------------------------ */

uint32_t esp_random(void) { return 1; }

void esp_fill_random(void *data, size_t size) {
  (void)data;
  (void)size;
}

const char *esp_err_to_name(esp_err_t code) {
  (void)code;
  return "";
}

const struct settings *settings_get(void) { return NULL; }

void watchdog_feed(void) {}

uint32_t watchdog_patience_ms(void) { return UINT32_MAX; }

void restart_turn(void) {}

void memory_report(void) {}

static unsigned lines;

void console_line(const char *format, ...) {
  (void)format;
  lines++;
}

/* ---- the test ------------------------------------------------------------- */

/* What a poster did before it posted, and what the script task has seen of it. */
static atomic_uint posted_work[SHARED_EVENTS];
static unsigned seen_work[SHARED_EVENTS];

static void run_shared(struct loop_event *event);
static struct loop_event shared[SHARED_EVENTS] = {
    {.run = run_shared}, {.run = run_shared}, {.run = run_shared}, {.run = run_shared}};

static void run_shared(struct loop_event *event) {
  unsigned index = (unsigned)(event - shared);
  seen_work[index] = atomic_load(&posted_work[index]);
}

/* Each poster's end is an event too; the last one lets the loop end. */
static unsigned ended;

static void run_end(struct loop_event *event) {
  (void)event;
  if (++ended == POSTERS) {
    loop_unref();
  }
}

static struct loop_event ends[POSTERS] = {{.run = run_end}, {.run = run_end}};
static atomic_uint accepted;
static atomic_uint refused;

static void *poster(void *arg) {
  unsigned number = *(const unsigned *)arg;
  const struct netevent link = {.kind = NETEVENT_LINK_UP};
  for (unsigned i = 0; i < ROUNDS; i++) {
    unsigned index = (i * 7 + number) % SHARED_EVENTS;
    atomic_fetch_add(&posted_work[index], 1);
    loop_post(&shared[index]);
    if (i % 16 == 0) {
      atomic_fetch_add(netevents_put(&link) ? &accepted : &refused, 1);
    }
    if (i % 64 == 0) {
      port_wake();
      nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL); /* let the loop fall asleep now and then */
    }
  }
  loop_post(&ends[number]);
  return NULL;
}

int main(void) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&critical, &attributes);

  pthread_t threads[POSTERS];
  static unsigned numbers[POSTERS] = {0, 1};
  port_esp32_start();
  loop_ref();
  for (unsigned i = 0; i < POSTERS; i++) {
    if (pthread_create(&threads[i], NULL, poster, &numbers[i]) != 0) {
      fail("pthread_create");
    }
  }
  loop_run();
  for (unsigned i = 0; i < POSTERS; i++) {
    pthread_join(threads[i], NULL);
  }
  netevents_tell();
  unsigned total = 0;
  for (unsigned i = 0; i < SHARED_EVENTS; i++) {
    if (seen_work[i] != atomic_load(&posted_work[i])) {
      fail("a post was lost: work was done before it that the loop never saw");
    }
    total += seen_work[i];
  }
  if (total != POSTERS * ROUNDS) {
    fail("rounds are missing");
  }
  if (atomic_load(&refused) != netevents_dropped() || lines < atomic_load(&accepted)) {
    fail("network events were lost without being counted");
  }
  printf("%u posts from %d threads, %u network events told, %u counted as dropped\n", total, POSTERS,
         atomic_load(&accepted), netevents_dropped());
  return 0;
}
