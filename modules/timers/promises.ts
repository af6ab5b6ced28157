/** Node 18's `timers/promises`, without its experimental part. */
import timers = require('../timers');
import { AbortError } from '../internal/errors';
import { validateAbortSignal, validateBoolean, validateObject } from '../internal/validators';

interface Signal {
  aborted: boolean;
  reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
interface Options {
  signal?: Signal;
  ref?: boolean;
}
interface Handle {
  unref(): unknown;
}

function checked(options: Options | undefined): Options {
  const given = options === undefined ? {} : options;
  validateObject(given, 'options');
  validateAbortSignal(given.signal, 'options.signal');
  if (given.ref !== undefined) validateBoolean(given.ref, 'options.ref');
  return given;
}

/** A promise of value that start() fulfils by its callback, unless options.signal aborts first. */
function wait<T>(
  value: T,
  options: Options | undefined,
  start: (done: () => void) => Handle,
  stop: (handle: Handle) => void,
): Promise<T> {
  let given: Options;
  try {
    given = checked(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const signal = given.signal;
  if (signal !== undefined && signal.aborted) return Promise.reject(AbortError(signal));
  return new Promise<T>(function (resolve, reject) {
    const onAbort = function (): void {
      stop(handle);
      reject(AbortError(signal!));
    };
    const handle = start(function () {
      if (signal !== undefined) signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (given.ref === false) handle.unref();
    if (signal !== undefined) signal.addEventListener('abort', onAbort);
  });
}

export function setTimeout<T>(delay?: number, value?: T, options?: Options): Promise<T | undefined> {
  return wait(
    value,
    options,
    function (done) {
      return timers.setTimeout(done, delay);
    },
    timers.clearTimeout,
  );
}

export function setImmediate<T>(value?: T, options?: Options): Promise<T | undefined> {
  return wait(
    value,
    options,
    function (done) {
      return timers.setImmediate(done);
    },
    timers.clearImmediate,
  );
}

interface Ticks<T> {
  next(): Promise<IteratorResult<T | undefined>>;
  return(): Promise<IteratorResult<T | undefined>>;
  [Symbol.asyncIterator](): Ticks<T>;
}

/** An async iterator that gives value every delay milliseconds. */
export function setInterval<T>(delay?: number, value?: T, options?: Options): Ticks<T> {
  const given = checked(options);
  const signal = given.signal;
  let due = 0;
  let ended = false;
  const waiting: Array<{ resolve(result: IteratorResult<T | undefined>): void; reject(error: unknown): void }> = [];
  const timer = timers.setInterval(function () {
    const next = waiting.shift();
    if (next === undefined) due++;
    else next.resolve({ done: false, value: value });
  }, delay);
  if (given.ref === false) timer.unref();
  const end = function (): void {
    ended = true;
    timers.clearTimeout(timer);
    if (signal !== undefined) signal.removeEventListener('abort', onAbort);
  };
  const onAbort = function (): void {
    end();
    for (const each of waiting.splice(0)) each.reject(AbortError(signal!));
  };
  if (signal !== undefined) {
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  }
  const iterator = {
    next: function () {
      if (signal !== undefined && signal.aborted) return Promise.reject(AbortError(signal));
      if (ended) return Promise.resolve({ done: true, value: undefined } as IteratorResult<T | undefined>);
      if (due > 0) {
        due--;
        return Promise.resolve({ done: false, value: value } as IteratorResult<T | undefined>);
      }
      return new Promise(function (resolve, reject) {
        waiting.push({ resolve: resolve, reject: reject });
      });
    },
    return: function () {
      end();
      for (const each of waiting.splice(0)) each.resolve({ done: true, value: undefined });
      return Promise.resolve({ done: true, value: undefined } as IteratorResult<T | undefined>);
    },
  } as Ticks<T>;
  iterator[Symbol.asyncIterator] = function () {
    return iterator;
  };
  return iterator;
}
