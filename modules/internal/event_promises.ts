/** events.once() and events.on(): events as promises. */
import { errors, validateAbortSignal } from './validators';

type EventName = string | symbol;
type Listener = (...args: any[]) => void;

/** Adds listener to an emitter or an EventTarget; returns the function that removes it. */
function listen(emitter: any, type: EventName, listener: Listener, once: boolean): () => void {
  if (typeof emitter.on === 'function') {
    if (once) emitter.once(type, listener);
    else emitter.on(type, listener);
    return function () {
      emitter.removeListener(type, listener);
    };
  }
  if (typeof emitter.addEventListener !== 'function')
    throw errors().ERR_INVALID_ARG_TYPE('emitter', ['EventEmitter', 'EventTarget'], emitter);
  emitter.addEventListener(type, listener, { once: once });
  return function () {
    emitter.removeEventListener(type, listener);
  };
}

function signalOf(options: any): any {
  const signal = options ? options.signal : undefined;
  validateAbortSignal(signal, 'options.signal');
  return signal;
}

/** events.once(): a promise of the arguments of the next emit of type. */
export function once(emitter: any, type: EventName, options?: { signal?: any }): Promise<any[]> {
  return new Promise<any[]>(function (resolve, fail) {
    const signal = signalOf(options);
    const cancel: Array<() => void> = [];
    const settle = function (done: (value: any) => void, value: unknown) {
      for (const one of cancel) one();
      done(value);
    };
    const abort = function () {
      settle(fail, errors().AbortError(signal));
    };
    if (signal && signal.aborted) {
      abort();
      return;
    }
    cancel.push(
      listen(
        emitter,
        type,
        function () {
          settle(resolve, Array.prototype.slice.call(arguments));
        },
        true,
      ),
    );
    if (type !== 'error' && typeof emitter.once === 'function') {
      cancel.push(
        listen(
          emitter,
          'error',
          function (error) {
            settle(fail, error);
          },
          true,
        ),
      );
    }
    if (signal) cancel.push(listen(signal, 'abort', abort, true));
  });
}

/** events.on(): an async iterator of the arguments of each emit of type. */
export function on(emitter: any, type: EventName, options?: { signal?: any }): any {
  const signal = signalOf(options);
  if (signal && signal.aborted) throw errors().AbortError(signal);
  const values: any[] = [];
  const waiting: Array<[(value: any) => void, (error: any) => void]> = [];
  let failure: { error: unknown } | undefined;
  let ended = false;
  const cancel: Array<() => void> = [];
  const close = function () {
    ended = true;
    for (const one of cancel.splice(0)) one();
    for (const one of waiting.splice(0)) one[0]({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  const fail = function (error: unknown) {
    const next = waiting.shift();
    if (next) next[1](error);
    else failure = { error: error };
    void close();
  };
  cancel.push(
    listen(
      emitter,
      type,
      function () {
        const value = Array.prototype.slice.call(arguments);
        const next = waiting.shift();
        if (next) next[0]({ value: value, done: false });
        else values.push(value);
      },
      false,
    ),
  );
  if (type !== 'error' && typeof emitter.on === 'function') cancel.push(listen(emitter, 'error', fail, false));
  if (signal) {
    cancel.push(
      listen(
        signal,
        'abort',
        function () {
          fail(errors().AbortError(signal));
        },
        true,
      ),
    );
  }
  const iterator: any = {
    next: function () {
      if (values.length) return Promise.resolve({ value: values.shift(), done: false });
      if (failure) {
        const error = failure.error;
        failure = undefined;
        return Promise.reject(error);
      }
      if (ended) return close();
      return new Promise(function (resolve, reject) {
        waiting.push([resolve, reject]);
      });
    },
    return: close,
    throw: function (error: unknown) {
      if (!(error instanceof Error)) throw errors().ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', error);
      failure = { error: error };
      void close();
    },
  };
  iterator[Symbol.asyncIterator] = function () {
    return this;
  };
  return iterator;
}
