#include "semihost.h"

#include <string.h>

enum operation {
  SYS_OPEN = 0x01,
  SYS_CLOSE = 0x02,
  SYS_READ = 0x06,
  SYS_TIME = 0x11,
  SYS_GET_CMDLINE = 0x15,
  SYS_EXIT_EXTENDED = 0x20,
};

#ifdef __riscv
static int32_t semihost_call(enum operation operation, void *arguments) {
  register uint32_t a0 __asm__("a0") = (uint32_t)operation;
  register void *a1 __asm__("a1") = arguments;
  /* Three whole instructions within a page are what tells the call from a breakpoint. */
  __asm__ volatile(".option push\n\t"
                   ".option norvc\n\t"
                   ".balign 16\n\t"
                   "slli zero, zero, 0x1f\n\t"
                   "ebreak\n\t"
                   "srai zero, zero, 7\n\t"
                   ".option pop"
                   : "+r"(a0)
                   : "r"(a1)
                   : "memory");
  return (int32_t)a0;
}
#else
static int32_t semihost_call(enum operation operation, void *arguments) {
  register uint32_t r0 __asm__("r0") = (uint32_t)operation;
  register void *r1 __asm__("r1") = arguments;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory", "cc");
  return (int32_t)r0;
}
#endif

_Noreturn void semihost_exit(int code) {
  uint32_t arguments[2] = {0x20026, (uint32_t)code & 0xffU}; /* ADP_Stopped_ApplicationExit */
  for (;;) {
    semihost_call(SYS_EXIT_EXTENDED, arguments);
  }
}

bool semihost_command_line(char *out, size_t size) {
  struct {
    char *out;
    uint32_t size;
  } arguments = {out, (uint32_t)size - 1};
  if (semihost_call(SYS_GET_CMDLINE, &arguments) != 0 || arguments.size >= size) {
    return false;
  }
  out[arguments.size] = '\0';
  return true;
}

uint32_t semihost_time(void) { return (uint32_t)semihost_call(SYS_TIME, NULL); }

size_t semihost_read_file(const char *path, void *data, size_t size) {
  struct {
    const char *path;
    uint32_t mode;
    uint32_t size;
  } open_arguments = {path, 1 /* "rb" */, (uint32_t)strlen(path)};
  int32_t file = semihost_call(SYS_OPEN, &open_arguments);
  if (file < 0) {
    return 0;
  }
  struct {
    int32_t file;
    void *data;
    uint32_t size;
  } read_arguments = {file, data, (uint32_t)size};
  int32_t left = semihost_call(SYS_READ, &read_arguments);
  semihost_call(SYS_CLOSE, &file);
  return left < 0 || (size_t)left > size ? 0 : size - (size_t)left;
}
