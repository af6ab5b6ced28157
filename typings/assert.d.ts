/**
 * `assert`, with the API of Node 18.
 *
 * Differences from Node: a failed `assert(value)` without a message says `value == true`, since a device has no source
 * to quote; of views of more than 1,024 bytes the bytes alone are compared, not properties of one's own; no colours.
 * `CallTracker` comes along where a file that requires `assert` names it.
 */
declare module 'assert' {
  function assert(value: unknown, message?: string | Error): asserts value;
  namespace assert {
    interface AssertionErrorOptions {
      message?: string | undefined;
      actual?: unknown | undefined;
      expected?: unknown | undefined;
      operator?: string | undefined;
      stackStartFn?: Function | undefined;
    }
    class AssertionError extends Error {
      actual: unknown;
      expected: unknown;
      operator: string;
      generatedMessage: boolean;
      code: 'ERR_ASSERTION';
      constructor(options: AssertionErrorOptions);
    }
    interface CallTrackerCall {
      thisArg: unknown;
      arguments: readonly unknown[];
    }
    interface CallTrackerReport {
      message: string;
      actual: number;
      expected: number;
      operator: string;
      stack: object;
    }
    class CallTracker {
      /** fn, which counts its calls; verify() wants `exact` of them, 1 or more. */
      calls<T extends (...args: any[]) => any>(fn: T, exact?: number): T;
      calls(exact?: number): () => void;
      getCalls(tracked: Function): readonly CallTrackerCall[];
      report(): CallTrackerReport[];
      reset(tracked?: Function): void;
      /** Throws an AssertionError unless every function was called as often as it was to be. */
      verify(): void;
    }
    /** A class, pattern, object whose properties must match, error, or function that says true. */
    type AssertPredicate = RegExp | (new () => object) | ((thrown: unknown) => boolean) | object | Error;

    function fail(message?: string | Error): never;
    /** @deprecated DEP0094 */
    function fail(
      actual: unknown,
      expected: unknown,
      message?: string | Error,
      operator?: string,
      stackStartFn?: Function,
    ): never;
    function ok(value: unknown, message?: string | Error): asserts value;
    /** `==`, where NaN equals NaN. */
    function equal(actual: unknown, expected: unknown, message?: string | Error): void;
    function notEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    function deepEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    function notDeepEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    /** `Object.is()` */
    function strictEqual<T>(actual: unknown, expected: T, message?: string | Error): asserts actual is T;
    function notStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    function deepStrictEqual<T>(actual: unknown, expected: T, message?: string | Error): asserts actual is T;
    function notDeepStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void;
    function throws(block: () => unknown, message?: string | Error): void;
    function throws(block: () => unknown, error: AssertPredicate, message?: string | Error): void;
    function doesNotThrow(block: () => unknown, message?: string | Error): void;
    function doesNotThrow(block: () => unknown, error: AssertPredicate, message?: string | Error): void;
    function ifError(value: unknown): asserts value is null | undefined;
    function rejects(block: (() => Promise<unknown>) | Promise<unknown>, message?: string | Error): Promise<void>;
    function rejects(
      block: (() => Promise<unknown>) | Promise<unknown>,
      error: AssertPredicate,
      message?: string | Error,
    ): Promise<void>;
    function doesNotReject(block: (() => Promise<unknown>) | Promise<unknown>, message?: string | Error): Promise<void>;
    function doesNotReject(
      block: (() => Promise<unknown>) | Promise<unknown>,
      error: AssertPredicate,
      message?: string | Error,
    ): Promise<void>;
    function match(value: string, regExp: RegExp, message?: string | Error): void;
    function doesNotMatch(value: string, regExp: RegExp, message?: string | Error): void;

    /** The same with strict comparison in `equal`, `deepEqual` and their opposites. */
    const strict: Omit<
      typeof assert,
      | 'equal'
      | 'notEqual'
      | 'deepEqual'
      | 'notDeepEqual'
      | 'ok'
      | 'strictEqual'
      | 'deepStrictEqual'
      | 'ifError'
      | 'strict'
    > & {
      (value: unknown, message?: string | Error): asserts value;
      equal: typeof strictEqual;
      notEqual: typeof notStrictEqual;
      deepEqual: typeof deepStrictEqual;
      notDeepEqual: typeof notDeepStrictEqual;
      ok: typeof ok;
      strictEqual: typeof strictEqual;
      deepStrictEqual: typeof deepStrictEqual;
      ifError: typeof ifError;
      strict: typeof strict;
    };
  }
  export = assert;
}
declare module 'node:assert' {
  import assert = require('assert');
  export = assert;
}
declare module 'assert/strict' {
  import { strict } from 'node:assert';
  export = strict;
}
declare module 'node:assert/strict' {
  import { strict } from 'node:assert';
  export = strict;
}
