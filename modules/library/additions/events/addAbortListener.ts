/** `events.addAbortListener`. */
import events = require('node:events');
import { errors, validateAbortSignal, validateFunction } from '#internal/validators';

/** Calls listener when signal aborts, also if a listener before it stops the event; soon when it has aborted. */
function addAbortListener(signal: AbortSignal, listener: (event?: Event) => void): { [Symbol.dispose](): void } {
  if (signal === undefined) throw errors().ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    /* As Node does it: its own listeners hear of an event also after stopImmediatePropagation(). */
    const options = { once: true, _resistStop: true };
    signal.addEventListener('abort', listener, options);
  }
  return {
    [Symbol.dispose]() {
      signal.removeEventListener('abort', listener);
    },
  };
}

Object.assign(events, { addAbortListener });
