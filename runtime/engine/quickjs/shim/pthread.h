/*
 * pthread.h as QuickJS's Atomics wants it, for an engine that has one thread: locks do nothing, and nobody
 * waits (Atomics.wait() throws before it gets here, since the engine may not block). Seen by QuickJS only.
 */
#ifndef ENGINE_SHIM_PTHREAD_H
#define ENGINE_SHIM_PTHREAD_H

#include <time.h>

#define pthread_mutex_t char
#define pthread_cond_t char
#define PTHREAD_MUTEX_INITIALIZER 0

#define pthread_mutex_lock(mutex) ((void)(mutex))
#define pthread_mutex_unlock(mutex) ((void)(mutex))
#define pthread_cond_init(cond, attributes) ((void)(cond))
#define pthread_cond_destroy(cond) ((void)(cond))
#define pthread_cond_signal(cond) ((void)(cond))
#define pthread_cond_wait(cond, mutex) ((void)(cond))
#define pthread_cond_timedwait(cond, mutex, until) ((void)(until), 0)

#endif
