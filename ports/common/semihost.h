/* semihost.h: calls to the debugger that a board runs under, after ARM's semihosting specification, which RISC-V took
 * over. Any context but an interrupt's. */
#ifndef SEMIHOST_H
#define SEMIHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ends the program; the debugger's own exit code is code's low 8 bits. */
_Noreturn void semihost_exit(int code);
/* The command line, zero-terminated; false when there is none or it is longer than size - 1 bytes. */
bool semihost_command_line(char *out, size_t size);
/* Seconds since 1970-01-01T00:00Z. */
uint32_t semihost_time(void);
/* Reads up to size bytes of a file of the debugger's machine; returns how many. */
size_t semihost_read_file(const char *path, void *data, size_t size);

#endif
