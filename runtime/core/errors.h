/*
 * errors.h: every code that C hands to TypeScript, in one list.
 *
 * Functions return 0 (or a count) for success and the negative number below for failure. Numbers are
 * Linux's errno values, negated, and libuv's for what errno lacks, so that err.errno reads as in Node on
 * Linux; messages are what util.getSystemErrorMap() shows there.
 */
#ifndef ERRORS_H
#define ERRORS_H

#include <stddef.h>

/* X(name, number, message) */
#define ERRORS(X)                                           \
  X(EPERM, -1, "operation not permitted")                   \
  X(EINTR, -4, "interrupted system call")                   \
  X(EIO, -5, "i/o error")                                   \
  X(EBADF, -9, "bad file descriptor")                       \
  X(EAGAIN, -11, "resource temporarily unavailable")        \
  X(ENOMEM, -12, "not enough memory")                       \
  X(EACCES, -13, "permission denied")                       \
  X(EBUSY, -16, "resource busy or locked")                  \
  X(EEXIST, -17, "file already exists")                     \
  X(ENODEV, -19, "no such device")                          \
  X(EINVAL, -22, "invalid argument")                        \
  X(ENFILE, -23, "file table overflow")                     \
  X(EMFILE, -24, "too many open files")                     \
  X(ENOSYS, -38, "function not implemented")                \
  X(EPROTO, -71, "protocol error")                          \
  X(EDESTADDRREQ, -89, "destination address required")      \
  X(EMSGSIZE, -90, "message too long")                      \
  X(ENOPROTOOPT, -92, "protocol not available")             \
  X(EPROTONOSUPPORT, -93, "protocol not supported")         \
  X(EOPNOTSUPP, -95, "operation not supported on socket")   \
  X(ENOTSUP, -95, "operation not supported on socket")      \
  X(EAFNOSUPPORT, -97, "address family not supported")      \
  X(EADDRINUSE, -98, "address already in use")              \
  X(EADDRNOTAVAIL, -99, "address not available")            \
  X(ENETDOWN, -100, "network is down")                      \
  X(ENETUNREACH, -101, "network is unreachable")            \
  X(ECONNABORTED, -103, "software caused connection abort") \
  X(ECONNRESET, -104, "connection reset by peer")           \
  X(ENOBUFS, -105, "no buffer space available")             \
  X(EISCONN, -106, "socket is already connected")           \
  X(ENOTCONN, -107, "socket is not connected")              \
  X(ETIMEDOUT, -110, "connection timed out")                \
  X(ECONNREFUSED, -111, "connection refused")               \
  X(EHOSTUNREACH, -113, "host is unreachable")              \
  X(EALREADY, -114, "connection already in progress")       \
  X(ECANCELED, -125, "operation canceled")                  \
  X(EAI_ADDRFAMILY, -3000, "address family not supported")  \
  X(EAI_AGAIN, -3001, "temporary failure")                  \
  X(EAI_BADFLAGS, -3002, "bad ai_flags value")              \
  X(EAI_FAIL, -3004, "permanent failure")                   \
  X(EAI_FAMILY, -3005, "ai_family not supported")           \
  X(EAI_MEMORY, -3006, "out of memory")                     \
  X(EAI_NODATA, -3007, "no address")                        \
  X(EAI_NONAME, -3008, "unknown node or service")           \
  X(EOF, -4095, "end of file")                              \
  X(UNKNOWN, -4094, "unknown error")

enum error_code {
#define ERRORS_ENUM(name, number, message) ERR_CODE_##name = (number),
  ERRORS(ERRORS_ENUM)
#undef ERRORS_ENUM
};

/* "EINVAL" for -22; "Unknown system error -N" has no name: NULL. Static strings. Any thread. */
const char *errors_name(int code);
/* "invalid argument" for -22, or NULL. */
const char *errors_message(int code);
/* The i-th entry in list order, for the table that script sees; false past the end. */
struct error_entry {
  const char *name;
  int number;
  const char *message;
};
int errors_entry(size_t index, struct error_entry *out);

/* Exit codes of the runtime itself; Node's where Node has one. */
enum runtime_exit {
  RUNTIME_EXIT_UNCAUGHT = 1,       /* uncaught exception */
  RUNTIME_EXIT_HANDLER = 7,        /* an uncaughtException handler threw */
  RUNTIME_EXIT_OUT_OF_MEMORY = 70, /* the engine's heap is full */
  RUNTIME_EXIT_IMAGE = 71,         /* no image, or one that is refused */
  RUNTIME_EXIT_ENGINE = 72,        /* the engine lacks a feature or failed to start */
  RUNTIME_EXIT_FAULT = 73,         /* processor fault, stack overflow, failed assertion */
  RUNTIME_EXIT_BOOT = 74,          /* a boot option that the port does not understand */
  RUNTIME_EXIT_NETWORK = 75,       /* the network did not start */
  RUNTIME_EXIT_LEAK = 76,          /* TINYGRAM_CHECK=1 and a pool was not empty at the end */
  RUNTIME_EXIT_WATCHDOG = 77       /* the loop has not turned for as long as the port bears */
};

#endif
