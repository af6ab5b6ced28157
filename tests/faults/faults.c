/*
 * faults.c: a program for tests in which the n-th allocation fails (FAULTS=1 of ports/firmware.mk).
 *
 * Where the app prints the line "faults: begin", the process forks, again and again: each child goes on from there with
 * one allocation that fails, and the parent waits for its end. The first child has no such allocation: it shows how
 * many there are, and how many blocks are left at the end. The environment's FAULTS is how many children there are at
 * most for each kind of memory: all allocations where that is enough, else the first half of that number and then every
 * so many-th. Between the children's own output the parent prints
 *
 *   faults: count <kind> <allocations of the first child>
 *   faults: <kind> <n>                                  before a child, n from 1
 *   faults: ended <exit code, or -signal> <difference of the blocks left from those of the first child>
 *
 * Kinds: c (the C heap), lwip (its heap and its pools), engine (the engine's heap), large (requests of at least 8 KiB
 * to it), and c+, large+: there all that follow fail too. Of lwIP the pool of timers is left out: its size follows from
 * the modules that use it (lwipopts_common.h).
 */
#define FAULTS_C
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults.h"
#include "jerryscript-port.h"
#include "lwip/mem.h"
#include "lwip/timeouts.h"
#include "port.h"

enum kind { KIND_C, KIND_LWIP, KIND_ENGINE, KIND_LARGE, KIND_COUNT };
static const struct {
  const char *name;
  enum kind kind;
  bool on; /* all that follow fail too */
} sweeps[] = {
    {"c", KIND_C, false},           {"c+", KIND_C, true},         {"lwip", KIND_LWIP, false},
    {"engine", KIND_ENGINE, false}, {"large", KIND_LARGE, false}, {"large+", KIND_LARGE, true},
};

#define LARGE 8192U
/* Seconds after which a child hangs. */
#define PATIENCE 30U
/* lwIP's own word in front of each block counts its size. */
#define TIMER_BLOCK (LWIP_MEM_ALIGN_SIZE(sizeof(struct sys_timeo)) + LWIP_MEM_ALIGN_SIZE(sizeof(mem_size_t)))

static bool child;
static enum kind failing;
static unsigned long failing_from, failing_to;
static long blocks;

/* What a child tells its parent. */
static struct {
  unsigned long counts[KIND_COUNT];
  long blocks;
} * told;

static bool fails(enum kind kind) {
  if (!child) {
    return false;
  }
  unsigned long n = ++told->counts[kind];
  return kind == failing && n >= failing_from && n <= failing_to;
}

/* ---- the ways to memory ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

static void *counted(void *block) {
  blocks += block != NULL;
  return block;
}

static void *resized(void *block, size_t size) {
  void *moved = __real_realloc(block, size);
  blocks += block == NULL && moved != NULL;
  return moved;
}

void *__wrap_malloc(size_t size) { return fails(KIND_C) ? NULL : counted(__real_malloc(size)); }

void *__wrap_calloc(size_t count, size_t size) { return fails(KIND_C) ? NULL : counted(__real_calloc(count, size)); }

void *__wrap_realloc(void *block, size_t size) { return fails(KIND_C) ? NULL : resized(block, size); }

void __wrap_free(void *block) {
  blocks -= block != NULL;
  __real_free(block);
}

void *faults_lwip_malloc(size_t size) {
  return size != TIMER_BLOCK && fails(KIND_LWIP) ? NULL : counted(__real_malloc(size));
}

/* ---- the engine's ---- */

void *faults_engine_malloc(size_t size);
void *faults_engine_realloc(void *block, size_t size);

static bool engine_fails(size_t size) { return fails(size < LARGE ? KIND_ENGINE : KIND_LARGE); }

void *faults_engine_malloc(size_t size) { return engine_fails(size) ? NULL : counted(__real_malloc(size)); }

void *faults_engine_realloc(void *block, size_t size) { return engine_fails(size) ? NULL : resized(block, size); }

void *__real_jmem_heap_alloc_block(size_t size);
void *__real_jmem_heap_alloc_block_null_on_error(size_t size);
void *__wrap_jmem_heap_alloc_block(size_t size);
void *__wrap_jmem_heap_alloc_block_null_on_error(size_t size);

#ifndef JERRY_QUICKJS_VERSION_MAJOR
/* This one of JerryScript does not return without memory. */
void *__wrap_jmem_heap_alloc_block(size_t size) {
  if (size > 0 && engine_fails(size)) {
    jerry_port_fatal(JERRY_FATAL_OUT_OF_MEMORY);
  }
  return __real_jmem_heap_alloc_block(size);
}

void *__wrap_jmem_heap_alloc_block_null_on_error(size_t size) {
  return size > 0 && engine_fails(size) ? NULL : __real_jmem_heap_alloc_block_null_on_error(size);
}
#endif

/* ---- the children ---- */

static void tell(void) { told->blocks = blocks; }

/* Forks; returns true in the child, which goes on with the app, and in the parent after the child's end. */
static bool child_starts(enum kind kind, unsigned long n, bool on) {
  memset(told, 0, sizeof *told);
  pid_t pid = fork();
  if (pid == 0) {
    child = true;
    failing = kind;
    failing_from = n;
    failing_to = on ? ULONG_MAX : n;
    alarm(PATIENCE);
    atexit(tell);
    return true;
  }
  int status = 0;
  if (pid < 0 || waitpid(pid, &status, 0) < 0) {
    perror("faults: fork");
    _exit(1);
  }
  static long first_blocks;
  if (n == 0) {
    first_blocks = told->blocks;
  }
  dprintf(STDOUT_FILENO, "faults: ended %d %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status),
          told->blocks - first_blocks);
  return false;
}

static void sweep(unsigned long most) {
  told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (told == MAP_FAILED) {
    perror("faults: mmap");
    _exit(1);
  }
  dup2(STDOUT_FILENO, STDERR_FILENO); /* one order for all that is printed */
  dprintf(STDOUT_FILENO, "faults: none 0\n");
  if (child_starts(KIND_C, 0, false)) {
    return;
  }
  unsigned long counts[KIND_COUNT];
  memcpy(counts, told->counts, sizeof counts);
  for (size_t i = 0; i < sizeof sweeps / sizeof sweeps[0] && most > 0; i++) {
    unsigned long count = counts[sweeps[i].kind];
    dprintf(STDOUT_FILENO, "faults: count %s %lu\n", sweeps[i].name, count);
    unsigned long dense = count > most ? most / 2 : count;
    unsigned long step = dense < most ? (count - dense) / (most - dense) + 1 : 1;
    for (unsigned long n = 1; n <= count; n += n < dense ? 1 : step) {
      dprintf(STDOUT_FILENO, "faults: %s %lu\n", sweeps[i].name, n);
      if (child_starts(sweeps[i].kind, n, sweeps[i].on)) {
        return;
      }
    }
  }
  _exit(0);
}

void __real_port_console_write(enum port_stream stream, const char *data, size_t size);
void __wrap_port_console_write(enum port_stream stream, const char *data, size_t size);

void __wrap_port_console_write(enum port_stream stream, const char *data, size_t size) {
  static const char begin[] = "faults: begin\n";
  const char *most = getenv("FAULTS");
  if (!child && most != NULL && size == sizeof begin - 1 && memcmp(data, begin, size) == 0) {
    sweep(strtoul(most, NULL, 10));
    return;
  }
  __real_port_console_write(stream, data, size);
}
