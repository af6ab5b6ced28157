/**
 * `assert`, with the API of Node 18.
 *
 * Differences from Node: a failed `assert(value)` without a message says `value == true`, since a device has no source
 * to quote; differences of long values are shown line by line, with runs of equal lines cut in slightly other places;
 * no `CallTracker`; no colours.
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
      constructor(options?: AssertionErrorOptions);
    }
    /** A class, pattern, object whose properties must match, error, or function that says true. */
    type AssertPredicate = RegExp | (new () => object) | ((thrown: unknown) => boolean) | object | Error;

    function fail(message?: string | Error): never;
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
