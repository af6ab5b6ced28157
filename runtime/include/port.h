/*
 * port.h: what a port provides to the runtime.
 *
 * The runtime includes no port; it calls the functions declared here, and a port
 * implements every one of them in ports/<port>/port_<port>.c (the NO_SYS ports share
 * the lwIP part in ports/common/).
 *
 * Threads. "Script thread" is the one that calls runtime_run(). On the NO_SYS ports
 * (host, qemu-*) lwIP runs on it too, inside port_wait(); on ESP32 lwIP has a task of
 * its own. A function that may be called from elsewhere says so.
 */
#ifndef PORT_H
#define PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- time ---------------------------------------------------------------- */

/* Microseconds of a clock that never goes back, from an arbitrary start. Any thread. */
uint64_t port_time_us(void);

/* The same clock in nanoseconds, as finely as the port can tell. Any thread. */
uint64_t port_time_ns(void);

/* Milliseconds since 1970-01-01T00:00Z, or since boot where no wall clock is set. Script thread. */
double port_wall_time_ms(void);

/* ---- waiting ------------------------------------------------------------- */

/* port_wait() timeout: sleep until woken. */
#define PORT_WAIT_FOREVER UINT32_MAX

/*
 * Sleeps until port_wake(), a network frame, or timeout_ms (milliseconds; 0 only polls).
 * On NO_SYS ports this is where frames are read, lwIP's timers run and loopback is polled.
 * May return early; the loop looks again. Script thread only, lock not held.
 */
void port_wait(uint32_t timeout_ms);

/* Makes a present or the next port_wait() return at once. Any thread, and interrupts. */
void port_wake(void);

/* ---- locks --------------------------------------------------------------- */

/*
 * The one lock pair around every call into lwIP made from the script thread. Not recursive,
 * and never held while script runs. On NO_SYS ports it only keeps the flag that
 * port_net_locked() answers, so that the same assertions hold on every port.
 */
void port_net_lock(void);
void port_net_unlock(void);

/* True where lwIP may be called: the lock is held, or this is lwIP's own context. For assertions. */
bool port_net_locked(void);

/* Short critical section against interrupts and other threads; nests. Any thread and interrupts. */
uint32_t port_critical_enter(void);
void port_critical_exit(uint32_t state);

/* ---- network set-up ------------------------------------------------------ */

/* Starts lwIP and brings the port's network interfaces up from the boot options. Called once by the
 * runtime before the first script, script thread. Returns 0 or a negative code of core/errors.h. */
int port_net_start(void);

/* For tests: after the script has stopped, holds what lwIP's pools have in use against what port_net_start() left,
 * and writes a line to the console's stderr for each pool that has more. Returns how many have. Script thread. */
int port_net_check(void);

/* ---- console and channel ------------------------------------------------- */

enum port_stream { PORT_STDOUT = 1, PORT_STDERR = 2 };

/* Writes all of data to the console; blocks until the device has taken it. data stays the caller's.
 * Any thread, and fault handlers. */
void port_console_write(enum port_stream stream, const char *data, size_t size);

/* The same of a text with a zero behind it, for errors. */
static inline void port_console_error(const char *text) { port_console_write(PORT_STDERR, text, strlen(text)); }

/*
 * The channel is a byte pipe to the program that started the board (second UART under QEMU, a file
 * descriptor on the host). A port without one answers false and never calls back.
 */
bool port_channel_present(void);
/* Writes all of data. Script thread. */
void port_channel_write(const char *data, size_t size);
/* Reads what is there, at most size bytes, without blocking; 0 when there is nothing, -1 when the other
 * end has closed. Script thread. Arrival of bytes makes port_wait() return. */
int port_channel_read(char *data, size_t size);

/* ---- boot options, memory, image ----------------------------------------- */

/* The app's arguments and environment as given at boot. argv excludes the program name; env entries are
 * "NAME=value". Both arrays live as long as the program and end in NULL. Script thread. */
const char *const *port_argv(void);
const char *const *port_env(void);

/* The app image in memory: 8-byte aligned, valid as long as the program. False where none was given. */
struct port_image {
  const uint8_t *data;
  size_t size; /* bytes that may be read from data, at least the image's own length */
};
bool port_app_image(struct port_image *out);

/* Where the running app came from, on a board with two slots for apps. The runtime confirms an app on trial when its
 * loop has turned for confirm_after_ms milliseconds (0: only the app itself does). Script thread. */
struct port_slot {
  char name;  /* 'a' or 'b'; 0: no slots, or none that runs */
  bool trial; /* the app runs on trial; false once it is confirmed */
  uint32_t confirm_after_ms;
};
void port_slot(struct port_slot *out);

/* Ends the trial: the app's slot is the one that boots from now on. Returns 1, 0 when there is no trial, or a negative
 * code of core/errors.h after saying on the console that the slot's record could not be written. Script thread. */
int port_slot_confirm(void);

/* Fills data with unpredictable bytes (hardware source where there is one). Any thread. */
void port_random(void *data, size_t size);

/* Bytes of RAM for process.memoryUsage() and os.totalmem()/freemem(). Script thread. */
struct port_memory {
  size_t total; /* RAM the program may use */
  size_t used;  /* static data, C heap in use and stack high water */
};
void port_memory(struct port_memory *out);

/* Where CONFIG_ENGINE_HEAP_FROM_PORT is set: the block that the engine's heap is in for the program's life, 8-byte
 * aligned, with beside bytes more than the heap (JerryScript's context). *size becomes the whole block's bytes. Ends
 * the program with RUNTIME_EXIT_OUT_OF_MEMORY, and both sizes on the console, where there is none. Script thread. */
void *port_engine_heap(size_t beside, size_t *size);

/* A port's name ("qemu-arm"), its architecture as in Node's process.arch ("arm"), its board ("mps2-an385").
 * Static strings. Any thread. */
const char *port_name(void);
const char *port_arch(void);
const char *port_board(void);

/* ---- end ----------------------------------------------------------------- */

/* Ends the program with an exit code of 0 to 255 (QEMU: semihosting; ESP32: restart policy). Any thread. */
_Noreturn void port_exit(int code);

#endif
