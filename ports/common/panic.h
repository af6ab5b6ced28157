/* panic.h: the end of the road for errors that leave nothing to return to. */
#ifndef PANIC_H
#define PANIC_H

#include <stdint.h>

/* Exit codes of a port; the runtime's own are in its errors.h. */
enum {
  PANIC_EXIT_FAULT = 73, /* processor fault, stack overflow, failed assertion */
  PANIC_EXIT_BOOT = 74   /* a boot word that is unknown or malformed, or names something that is not there */
};

/* Reports a failed assertion on the console's stderr and exits with PANIC_EXIT_FAULT. Any context. */
_Noreturn void panic_assertion(const char *message, const char *file, int line);

/* The same with the caller's address in place of message and file. */
_Noreturn void panic_assertion_at(int line);

/* Reports "tinygram: " and the formatted line (printf's rules, at most 255 bytes) and exits with
 * PANIC_EXIT_BOOT. Script thread, before the runtime starts. */
_Noreturn void panic_boot(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the program as a failed assertion does: for the C library's abort(). Any context. */
_Noreturn void panic_aborted(void);

/* For reports of processor faults: text, and "name=01234567 ", to the console's stderr. Any context. */
void panic_text(const char *text);
void panic_register(const char *name, uint32_t value);

#endif
