/*
 * newlib.c: the system calls that newlib makes. The C heap lies between the static data and the end of RAM. There are
 * no files: what would need one fails with an errno.
 */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <unistd.h>

#include "panic.h"
#include "port.h"
#include "semihost.h"

extern uint8_t start_heap_low[], start_heap_high[];

static uint8_t *heap_end = start_heap_low;

/* newlib's own brings malloc_stats(), that fprintf() and files. */
struct mallinfo mallinfo(void) {
  return _mallinfo_r(_REENT);
}

/* newlib's own raises a signal. */
_Noreturn void abort(void) { panic_assertion("nothing calls abort()", __FILE__, __LINE__); }

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
  panic_aborted(); /* abort() raises SIGABRT; nobody else sends signals here */
}

int _getpid(void) { return 1; }

int _gettimeofday(struct timeval *now, void *zone) {
  (void)zone;
  double ms = port_wall_time_ms();
  now->tv_sec = (time_t)(ms / 1000.0);
  now->tv_usec = (suseconds_t)((ms - (double)now->tv_sec * 1000.0) * 1000.0);
  return 0;
}

_Noreturn void _exit(int code) { semihost_exit(code); }
