/** In place of readable-stream's own util. */
import util = require('node:util');
import '../additions/events/addAbortListener';
import events = require('node:events');

const never = (): boolean => false;

export = {
  kEmptyObject: Object.freeze({}),
  /** fn, which runs once. */
  once(fn: (...args: unknown[]) => void) {
    let called = false;
    return function (this: unknown, ...args: unknown[]): void {
      if (called) return;
      called = true;
      fn.apply(this, args);
    };
  },
  createDeferredPromise() {
    let resolve: ((value: unknown) => void) | undefined;
    let reject: ((reason: unknown) => void) | undefined;
    const promise = new Promise((yes, no) => {
      resolve = yes;
      reject = no;
    });
    return { promise, resolve, reject };
  },
  promisify: util.promisify,
  debuglog: util.debuglog,
  deprecate: util.deprecate,
  inspect: util.inspect,
  format: util.format,
  types: { isAsyncFunction: util.types.isAsyncFunction, isArrayBufferView: ArrayBuffer.isView },
  isBlob: never,
  addAbortListener: (events as { addAbortListener?: unknown }).addAbortListener,
  AbortSignalAny: (signals: AbortSignal[]): AbortSignal => AbortSignal.any(signals),
};
