/**
 * `timers` and the timer functions among the globals, with the API of Node 18.
 *
 * Differences from Node: so many timers may wait at once (runtime/include/config.h); one more throws.
 * The deprecated `enroll`, `unenroll`, `active` and `_unrefActive` come along where a file that requires `timers` names
 * them, `Symbol.dispose` of timers where a source names that.
 */
declare module 'timers' {
  import {
    setImmediate as setImmediatePromise,
    setInterval as setIntervalPromise,
    setTimeout as setTimeoutPromise,
  } from 'timers/promises';

  global {
    namespace NodeJS {
      interface Timer extends RefCounted {
        hasRef(): boolean;
        refresh(): this;
        [Symbol.toPrimitive](): number;
      }
      interface Immediate extends RefCounted {
        hasRef(): boolean;
        _onImmediate: Function;
      }
      interface Timeout extends Timer {
        hasRef(): boolean;
        /** Starts the time again from now. */
        refresh(): this;
        close(): this;
        [Symbol.toPrimitive](): number;
      }
    }

    /** Calls callback once after ms milliseconds, at least 1. */
    function setTimeout<TArgs extends any[]>(
      callback: (...args: TArgs) => void,
      ms?: number,
      ...args: TArgs
    ): NodeJS.Timeout;
    function setTimeout(callback: (args: void) => void, ms?: number): NodeJS.Timeout;
    namespace setTimeout {
      const __promisify__: typeof import('timers/promises').setTimeout;
    }
    function clearTimeout(timeoutId: NodeJS.Timeout | string | number | undefined): void;
    function setInterval<TArgs extends any[]>(
      callback: (...args: TArgs) => void,
      ms?: number,
      ...args: TArgs
    ): NodeJS.Timeout;
    function setInterval(callback: (args: void) => void, ms?: number): NodeJS.Timeout;
    function clearInterval(intervalId: NodeJS.Timeout | string | number | undefined): void;
    /** Calls callback after the I/O of this turn of the loop. */
    function setImmediate<TArgs extends any[]>(callback: (...args: TArgs) => void, ...args: TArgs): NodeJS.Immediate;
    function setImmediate(callback: (args: void) => void): NodeJS.Immediate;
    namespace setImmediate {
      const __promisify__: typeof import('timers/promises').setImmediate;
    }
    function clearImmediate(immediateId: NodeJS.Immediate | undefined): void;
  }

  export { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
  /** @deprecated DEP0095: use setTimeout(). Says that item._onTimeout() is to be called after msecs milliseconds. */
  export function enroll(item: object, msecs: number): void;
  /** @deprecated DEP0096: use clearTimeout(). */
  export function unenroll(item: object): void;
  /** @deprecated DEP0126: use timeout.refresh(). Starts the timer of an enrolled item. */
  export function active(item: object): void;
  export const promises: {
    setTimeout: typeof setTimeoutPromise;
    setImmediate: typeof setImmediatePromise;
    setInterval: typeof setIntervalPromise;
  };
}
declare module 'timers/promises' {
  interface TimerOptions {
    /** false: does not keep the program running. */
    ref?: boolean | undefined;
    signal?: AbortSignal | undefined;
  }
  function setTimeout<T = void>(delay?: number, value?: T, options?: TimerOptions): Promise<T>;
  function setImmediate<T = void>(value?: T, options?: TimerOptions): Promise<T>;
  function setInterval<T = void>(delay?: number, value?: T, options?: TimerOptions): AsyncIterable<T>;
  /** Where a file that requires the module names it. */
  const scheduler: {
    wait(delay?: number, options?: Pick<TimerOptions, 'signal'>): Promise<void>;
    yield(): Promise<void>;
  };
}
declare module 'node:timers' {
  export * from 'timers';
}
declare module 'node:timers/promises' {
  export * from 'timers/promises';
}
