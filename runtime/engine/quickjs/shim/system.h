/*
 * system.h: what QuickJS asks of the system, answered by the adapter (engine.c), so that it needs no more of a C
 * library than a small one has. engine.mk puts it in front of each file of QuickJS.
 */
#ifndef ENGINE_SHIM_SYSTEM_H
#define ENGINE_SHIM_SYSTEM_H

#include <sys/time.h>
#include <time.h>

int quickjs_time_of_day(struct timeval *out);
/* For the time-out of Atomics.wait(). */
int quickjs_clock(struct timespec *out);
/* Seconds east of Greenwich. QuickJS wants no other field of struct tm, and newlib's lacks that one. */
long quickjs_offset_of_local_time(time_t at);

#ifdef ENGINE_SHIM_FOR_QUICKJS
#define CONFIG_VERSION "of build/deps" /* for a print-out that nothing here asks for */
#define gettimeofday(out, zone) quickjs_time_of_day(out)
#define clock_gettime(clock, out) quickjs_clock(out)
#define localtime_r(at, out) ((out)->tm_isdst = (int)quickjs_offset_of_local_time(*(at)))
#define tm_gmtoff tm_isdst
#endif

#endif
