/* picolibc.c: what picolibc asks of the board. Its C heap needs two names of link.ld; there are no files. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "panic.h"
#include "port.h"

static int put_out(char c, FILE *file) {
  (void)file;
  port_console_write(PORT_STDOUT, &c, 1);
  return (unsigned char)c;
}

static int put_error(char c, FILE *file) {
  (void)file;
  port_console_write(PORT_STDERR, &c, 1);
  return (unsigned char)c;
}

static int get_nothing(FILE *file) {
  (void)file;
  return _FDEV_EOF;
}

static FILE in_file = FDEV_SETUP_STREAM(NULL, get_nothing, NULL, _FDEV_SETUP_READ);
static FILE out_file = FDEV_SETUP_STREAM(put_out, NULL, NULL, _FDEV_SETUP_WRITE);
static FILE error_file = FDEV_SETUP_STREAM(put_error, NULL, NULL, _FDEV_SETUP_WRITE);

FILE *const stdin = &in_file;
FILE *const stdout = &out_file;
FILE *const stderr = &error_file;

pid_t getpid(void) { return 1; }

int kill(pid_t pid, int number) {
  (void)pid;
  (void)number;
  panic_aborted(); /* abort() raises SIGABRT; nobody else sends signals here */
}

_Noreturn void _exit(int code) { port_exit(code); }
