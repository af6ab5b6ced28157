/* events.h: what other bindings know of EventEmitter. */
#ifndef EVENTS_H
#define EVENTS_H

#include "jerryscript.h"

/*
 * The one function that emit.call(emitter, type, …) would call with the other arguments and do nothing else: emit is
 * EventEmitter's own, and type has a lone listener. Undefined where there is more to it; then call emit. The caller
 * frees the result. Script thread.
 */
jerry_value_t events_lone_listener(jerry_value_t emit, jerry_value_t emitter, jerry_value_t type);

#endif
