/* port_host.c: port.h on Linux. */
#define _GNU_SOURCE
#include "port_start.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "bootargs.h"
#include "core/errors.h"
#include "flash_file.h"
#include "hal.h"
#include "linkclock.h"
#include "lwip/sys.h"
#include "netif_link.h"
#include "netif_tap.h"
#include "panic.h"
#include "port.h"
#include "random.h"
#include "watchdog.h"

static int wake_fd = -1;
static atomic_bool woken;
static struct port_image image;
static pthread_mutex_t critical;

/* Bytes on the channel end the sleep once; until script has read them all they do not again, or a program that
 * does not listen would not sleep any more. */
static bool channel_watched = true;
static bool channel_closed;

/* ---- boot ---- */

static void map_image(const char *path) {
  static const uint8_t nothing[8];
  struct stat status;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) != 0) {
    panic_boot("app image %s: %s", path, strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    panic_boot("app image %s: not a regular file", path);
  }
  image.data = nothing;
  image.size = (size_t)status.st_size;
  if (image.size > 0) {
    void *data = mmap(NULL, image.size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED) {
      panic_boot("app image %s: %s", path, strerror(errno));
    }
    image.data = data;
  }
  close(fd);
}

/* The process's own CPU time goes on only while it computes: what stops the machine is no reason to end the program. */
static void on_watch_signal(int signal_number) {
  static uint32_t computed_ms;
  (void)signal_number;
  int saved = errno;
  computed_ms += WATCHDOG_LOOK_MS;
  watchdog_look(computed_ms, 0);
  errno = saved;
}

static void start_watchdog(void) {
  struct sigaction action = {.sa_handler = on_watch_signal, .sa_flags = SA_RESTART};
  const struct timeval second = {.tv_sec = WATCHDOG_LOOK_MS / 1000U};
  const struct itimerval timer = {second, second};
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGVTALRM, &action, NULL) != 0 || setitimer(ITIMER_VIRTUAL, &timer, NULL) != 0) {
    panic_boot("no watchdog: %s", strerror(errno));
  }
}

void port_start(int argc, char **argv) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&critical, &attributes);
  pthread_mutexattr_destroy(&attributes);
  signal(SIGPIPE, SIG_IGN);
  bootargs_start(argv + 1, argc > 0 ? (size_t)(argc - 1) : 0, BOOTARGS_FILES);
  const struct bootargs *args = bootargs_get();
  wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake_fd < 0) {
    panic_boot("eventfd: %s", strerror(errno));
  }
  if (args->image != NULL) {
    map_image(args->image);
  }
  start_watchdog();
  if (args->has_seed) {
    random_start_same(args->seed);
  }
  if (args->channel >= 0 && fcntl(args->channel, F_GETFD) < 0) {
    panic_boot("boot option \"channel=%d\": no such file descriptor", args->channel);
  }
}

const struct hal_nic *hal_nic(void) {
  const struct bootargs *args = bootargs_get();
  int error = 0;
  const struct hal_nic *nic = NULL;
  if (args->net == BOOTARGS_NET_LINK) {
    error = netif_link_open(args->net_target);
    nic = &netif_link;
  } else if (args->net == BOOTARGS_NET_TAP) {
    error = netif_tap_open(args->net_target);
    nic = &netif_tap;
  }
  if (error != 0) {
    panic_boot("boot option \"net=\": %s: %s", args->net_target, strerror(error));
  }
  return nic;
}

/* ---- time ---- */

static uint64_t machine_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

uint64_t hal_machine_us(void) { return machine_ns() / 1000U; }

uint64_t port_time_us(void) { return linkclock_on() ? linkclock_time_us() : hal_machine_us(); }

uint64_t port_time_ns(void) { return linkclock_on() ? linkclock_time_us() * 1000U : machine_ns(); }

u32_t sys_now(void) { return (u32_t)(port_time_us() / 1000U); }

double port_wall_time_ms(void) {
  if (linkclock_on()) {
    return linkclock_wall_time_ms();
  }
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (double)now.tv_sec * 1000.0 + (double)(now.tv_nsec / 1000000);
}

/* ---- waiting ---- */

void port_wake(void) {
  if (!atomic_exchange(&woken, true)) {
    uint64_t one = 1;
    /* Nonblocking: it fails only when the counter is full, and then the sleeper wakes as well. */
    ssize_t written = write(wake_fd, &one, sizeof one);
    (void)written;
  }
}

bool hal_take_wake(void) {
  if (!atomic_exchange(&woken, false)) {
    return false;
  }
  uint64_t count;
  ssize_t got = read(wake_fd, &count, sizeof count);
  (void)got;
  return true;
}

void hal_sleep(uint32_t timeout_ms) {
  struct pollfd fds[3] = {{.fd = wake_fd, .events = POLLIN}, {.fd = -1}, {.fd = -1}};
  enum { WAKE, NIC, CHANNEL };
  const struct bootargs *args = bootargs_get();
  if (args->net == BOOTARGS_NET_LINK) {
    if (netif_link_waiting()) {
      return;
    }
    fds[NIC].fd = netif_link_fd();
    fds[NIC].events = (short)(POLLIN | (netif_link_unsent() ? POLLOUT : 0));
  } else if (args->net == BOOTARGS_NET_TAP) {
    fds[NIC].fd = netif_tap_fd();
    fds[NIC].events = POLLIN;
  }
  if (args->channel >= 0 && channel_watched && !channel_closed) {
    fds[CHANNEL].fd = args->channel;
    fds[CHANNEL].events = POLLIN;
  }
  /* To the start of the timeout_ms-th millisecond from now: the rest of this one belongs to it. */
  uint64_t now = hal_machine_us();
  uint64_t us = timeout_ms == 0 ? 0 : (uint64_t)timeout_ms * 1000U - now % 1000U;
  struct timespec timeout = {.tv_sec = (time_t)(us / 1000000U), .tv_nsec = (long)(us % 1000000U) * 1000};
  int ready = ppoll(fds, 3, timeout_ms == UINT32_MAX ? NULL : &timeout, NULL);
  if (ready > 0 && fds[CHANNEL].revents != 0) {
    channel_watched = false;
    port_wake();
  }
}

uint32_t port_critical_enter(void) {
  pthread_mutex_lock(&critical);
  return 0;
}

void port_critical_exit(uint32_t state) {
  (void)state;
  pthread_mutex_unlock(&critical);
}

/* ---- console and channel ---- */

static void write_all(int fd, const char *data, size_t size) {
  while (size > 0) {
    ssize_t written = write(fd, data, size);
    if (written >= 0) {
      data += written;
      size -= (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd wait = {.fd = fd, .events = POLLOUT};
      poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      return; /* nobody reads any more */
    }
  }
}

void port_console_write(enum port_stream stream, const char *data, size_t size) {
  write_all(stream == PORT_STDERR ? STDERR_FILENO : STDOUT_FILENO, data, size);
}

bool port_channel_present(void) { return bootargs_get()->channel >= 0; }

void port_channel_write(const char *data, size_t size) {
  if (port_channel_present()) {
    write_all(bootargs_get()->channel, data, size);
  }
}

int port_channel_read(char *data, size_t size) {
  if (!port_channel_present() || size == 0) {
    return 0;
  }
  if (channel_closed) {
    return -1;
  }
  struct pollfd look = {.fd = bootargs_get()->channel, .events = POLLIN};
  ssize_t got = poll(&look, 1, 0) == 1 ? read(look.fd, data, size > INT32_MAX ? INT32_MAX : size) : -1;
  if (look.revents == 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) {
    channel_watched = true;
    return 0;
  }
  if (got <= 0) {
    channel_closed = true;
    return -1;
  }
  return (int)got;
}

/* ---- what port.h asks for besides ---- */

const char *const *port_argv(void) { return bootargs_get()->argv; }

const char *const *port_env(void) { return bootargs_get()->env; }

bool port_app_image(struct port_image *out) {
  const struct bootargs *args = bootargs_get();
  if (args->flash != NULL) {
    return flash_file_start(args->flash, args->confirm_after_ms, out);
  }
  *out = image;
  return image.data != NULL;
}

void port_random(void *data, size_t size) {
  uint8_t *at = data;
  if (bootargs_get()->has_seed) {
    random_fill(data, size);
    return;
  }
  while (size > 0) {
    ssize_t got = getrandom(at, size, 0);
    if (got < 0 && errno != EINTR) {
      panic_assertion("getrandom() works", __FILE__, __LINE__);
    }
    if (got > 0) {
      at += got;
      size -= (size_t)got;
    }
  }
}

void port_memory(struct port_memory *out) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  unsigned long pages = 0, resident = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file != NULL) {
    if (fscanf(file, "%lu %lu", &pages, &resident) != 2) {
      resident = 0;
    }
    fclose(file);
  }
  out->total = (size_t)sysconf(_SC_PHYS_PAGES) * page;
  out->used = resident * page;
}

const char *port_name(void) { return "host"; }

const char *port_arch(void) {
#if defined(__x86_64__)
  return "x64";
#elif defined(__aarch64__)
  return "arm64";
#elif defined(__arm__)
  return "arm";
#elif defined(__i386__)
  return "ia32";
#else
#error "name this architecture as Node's process.arch does"
#endif
}

const char *port_board(void) { return BOARD_NAME; }

_Noreturn void port_exit(int code) {
  if (code == RUNTIME_EXIT_WATCHDOG) {
    _exit(code); /* from a signal's handler: what exit() would tidy may be what is stuck */
  }
  exit(code);
}
