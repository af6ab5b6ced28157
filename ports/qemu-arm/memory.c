/*
 * memory.c: the C heap between the static data and the end of RAM, the mark that the script's stack has reached,
 * and the system calls that newlib makes. There are no files: what would need one fails with an errno.
 */
#include <errno.h>
#include <malloc.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <unistd.h>

#include "board.h"
#include "panic.h"
#include "port.h"

extern uint32_t start_stack_low[], start_stack_high[];
extern uint8_t start_heap_low[], start_heap_high[], start_ram_low[];

#define STACK_PATTERN 0x5aa5c33cU
/* So many untouched words in a row end the stack's used part; gaps inside it (unused arrays) are shorter. */
#define STACK_GAP 1024U

static uint8_t *heap_end = start_heap_low;

__attribute__((noinline)) void memory_stack_fill(void) {
  uint32_t *top;
  __asm__ volatile("mov %0, sp" : "=r"(top));
  size_t words = (size_t)((uintptr_t)top - (uintptr_t)start_stack_low) / 4U - 16U; /* less this function's own */
  for (volatile uint32_t *word = start_stack_low; words > 0; words--) {
    *word++ = STACK_PATTERN;
  }
}

size_t memory_stack_used(void) {
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
  out->used = fixed + (size_t)heap.uordblks + memory_stack_used();
}

/* newlib declares these with the reserved names that its library calls. */
void *_sbrk(ptrdiff_t increment);
int _write(int file, const char *data, int size);
int _read(int file, char *data, int size);
int _close(int file);
int _lseek(int file, int offset, int whence);
int _fstat(int file, struct stat *status);
int _isatty(int file);
int _kill(int pid, int signal);
int _getpid(void);
int _gettimeofday(struct timeval *now, void *zone);
_Noreturn void _exit(int code);

void *_sbrk(ptrdiff_t increment) {
  ptrdiff_t room = (ptrdiff_t)((uintptr_t)start_heap_high - (uintptr_t)heap_end);
  ptrdiff_t given = (ptrdiff_t)((uintptr_t)heap_end - (uintptr_t)start_heap_low);
  if (increment > room || increment < -given) {
    errno = ENOMEM;
    return (void *)-1;
  }
  void *old = heap_end;
  heap_end += increment;
  return old;
}

int _write(int file, const char *data, int size) {
  if ((file != STDOUT_FILENO && file != STDERR_FILENO) || size < 0) {
    errno = EBADF;
    return -1;
  }
  port_console_write(file == STDERR_FILENO ? PORT_STDERR : PORT_STDOUT, data, (size_t)size);
  return size;
}

int _read(int file, char *data, int size) {
  (void)file;
  (void)data;
  (void)size;
  errno = EBADF;
  return -1;
}

int _close(int file) {
  (void)file;
  errno = EBADF;
  return -1;
}

int _lseek(int file, int offset, int whence) {
  (void)file;
  (void)offset;
  (void)whence;
  errno = ESPIPE;
  return -1;
}

int _fstat(int file, struct stat *status) {
  if (file < STDIN_FILENO || file > STDERR_FILENO) {
    errno = EBADF;
    return -1;
  }
  status->st_mode = S_IFCHR;
  return 0;
}

int _isatty(int file) {
  if (file < STDIN_FILENO || file > STDERR_FILENO) {
    errno = EBADF;
    return 0;
  }
  return 1;
}

int _kill(int pid, int signal) {
  (void)pid;
  (void)signal;
  static const char text[] = "tinygram: aborted\n";
  port_console_write(PORT_STDERR, text, sizeof text - 1);
  semihost_exit(PANIC_EXIT_FAULT); /* abort() raises SIGABRT; nobody else sends signals here */
}

int _getpid(void) {
  return 1;
}

int _gettimeofday(struct timeval *now, void *zone) {
  (void)zone;
  double ms = port_wall_time_ms();
  now->tv_sec = (time_t)(ms / 1000.0);
  now->tv_usec = (suseconds_t)((ms - (double)now->tv_sec * 1000.0) * 1000.0);
  return 0;
}

_Noreturn void _exit(int code) {
  semihost_exit(code);
}
