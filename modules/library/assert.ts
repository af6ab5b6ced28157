/** Node 18's `assert`. */
import {
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_MISSING_ARGS,
  addCode,
  hidden,
  received,
} from '#internal/errors';
import { validateObject } from '#internal/validators';
import { inspect } from '#internal/inspect';
import comparisons = require('./internal/comparisons');

const { isDeepEqual, isDeepStrictEqual } = comparisons;

interface Details {
  message?: any;
  actual?: any;
  expected?: any;
  operator?: string;
}

const titles: { [operator: string]: string } = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
};

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function inspectValue(value: unknown): string {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    sorted: true,
    getters: true,
  });
}

function cutLines(text: string): string {
  const lines = text.split('\n');
  return lines.length > 50 ? lines.slice(0, 46).join('\n') + '\n...' : text;
}

function cut(text: string, max: number): string {
  return text.length > max ? text.slice(0, max - 3) + '...' : text;
}

/** An error for showing, without its stack. */
function withoutStack(error: any): any {
  const copy = Object.assign(Object.create(Object.getPrototypeOf(error)), error);
  hidden(copy, 'message', error.message);
  hidden(copy, 'stack', undefined);
  return copy;
}

function trimComma(line: string): string {
  return line.charAt(line.length - 1) === ',' ? line.slice(0, -1) : line;
}

/**
 * Line by line, as Node prints it: of equal lines two stay behind a difference and two before the next, three at the
 * end; "..." stands for the others.
 */
function difference(actual: string[], expected: string[], title: string): string {
  const a = actual.slice();
  const b = expected.slice();
  const end: string[] = [];
  let skipped = false;
  let edge: string | undefined;
  let equal = 0;
  while (a.length && b.length && a[a.length - 1] === b[b.length - 1]) {
    b.pop();
    if (equal++ < 3) end.unshift('  ' + a.pop());
    else edge = a.pop();
  }
  if (equal >= 5) {
    skipped = true;
    end.unshift('...');
  }
  if (edge !== undefined) end.unshift('  ' + edge);

  const longer = a.length < b.length ? b : a;
  const rows: string[] = [];
  let minus: string[] = [];
  let printed = 0;
  equal = 0;
  for (let i = 0; i < longer.length; i++) {
    const both = i < a.length && i < b.length;
    if (both && trimComma(a[i]) === trimComma(b[i])) {
      rows.push.apply(rows, minus);
      minus = [];
      if (++equal <= 2) printed = rows.push('  ' + (a[i].length < b[i].length ? b[i] : a[i]));
    } else {
      if (equal === 5) {
        rows.push('  ' + longer[i - 3]);
      } else if (equal > 5) {
        skipped = true;
        rows.push('...');
      }
      if (equal > 3) rows.push('  ' + longer[i - 2]);
      if (equal > 2) rows.push('  ' + longer[i - 1]);
      equal = 0;
      if (i < a.length) rows.push('+ ' + a[i]);
      if (i < b.length) minus.push('- ' + b[i]);
      printed = rows.length + minus.length;
    }
    if (printed > 50 && i < longer.length - 2) {
      skipped = true;
      minus.push('...');
      end.length = 0;
      rows.push('...');
      break;
    }
  }
  const lines = rows.concat(minus, end).join('\n');
  return title + '\n+ actual - expected' + (skipped ? ' ... Lines skipped' : '') + '\n\n' + lines;
}

function strictMessage(actual: unknown, expected: unknown, operator: string): string {
  const a = inspectValue(actual).split('\n');
  const b = inspectValue(expected).split('\n');
  if (a.join('\n') === b.join('\n')) return titles.notIdentical + '\n\n' + cutLines(a.join('\n')) + '\n';
  const both = isObject(actual) && isObject(expected);
  const title = titles[operator === 'strictEqual' && both ? 'strictEqualObject' : operator];
  if (a.length !== 1 || b.length !== 1) return difference(a, b, title);
  const length = a[0].length + b[0].length;
  if (length <= 12 && !isObject(actual) && !isObject(expected) && (actual !== 0 || expected !== 0))
    return title + '\n\n' + a[0] + ' !== ' + b[0] + '\n';
  let at = 0;
  if (length > 12 && length < 80 && !(operator === 'strictEqual' && both))
    while (a[0].charAt(at) === b[0].charAt(at)) at++;
  return difference(a, b, title) + (at > 2 ? '\n  ' + ' '.repeat(at) + '^' : '');
}

function unequalMessage(actual: unknown, operator: string): string {
  const lines = cutLines(inspectValue(actual));
  const title = titles[operator === 'notStrictEqual' && isObject(actual) ? 'notStrictEqualObject' : operator];
  if (lines.indexOf('\n') >= 0) return title + '\n\n' + lines + '\n';
  return title + (lines.length > 5 ? '\n\n' : ' ') + lines;
}

function looseMessage(actual: unknown, expected: unknown, operator: string): string {
  const a = inspectValue(actual);
  const b = inspectValue(expected);
  if (operator === 'notDeepEqual' && a === b) return cut(titles.notDeepEqual + '\n\n' + a, 1024);
  const left = cut(a, 512);
  const right = cut(b, 512);
  if (operator === 'deepEqual') return titles.deepEqual + '\n\n' + left + '\n\nshould loosely deep-equal\n\n' + right;
  if (operator === 'notDeepEqual')
    return 'Expected values not to be loosely deep-equal:\n\n' + left + '\n\nshould not loosely deep-equal\n\n' + right;
  return left + ' ' + operator + ' ' + right;
}

function messageOf(details: Details, operator: string): string {
  let actual = details.actual;
  let expected = details.expected;
  if (actual instanceof Error && expected instanceof Error) {
    actual = withoutStack(actual);
    expected = withoutStack(expected);
  }
  switch (operator) {
    case 'deepStrictEqual':
    case 'strictEqual':
      return strictMessage(actual, expected, operator);
    case 'notDeepStrictEqual':
    case 'notStrictEqual':
      return unequalMessage(actual, operator);
  }
  return looseMessage(actual, expected, operator);
}

interface AssertionError extends Error {
  actual: unknown;
  expected: unknown;
  operator: string;
  generatedMessage: boolean;
  code: 'ERR_ASSERTION';
}

/** The error object of a failed assertion; works with and without new. */
function AssertionError(this: unknown, options: Details): AssertionError {
  validateObject(options, 'options');
  const details = options as Details;
  const message = details.message != null ? String(details.message) : messageOf(details, String(details.operator));
  const error: any = new Error(message);
  Object.setPrototypeOf(error, AssertionError.prototype);
  hidden(error, 'name', 'AssertionError');
  error.generatedMessage = !details.message;
  addCode(error, 'ERR_ASSERTION');
  error.actual = details.actual;
  error.expected = details.expected;
  error.operator = details.operator;
  return error;
}
Object.setPrototypeOf(AssertionError, Error);
AssertionError.prototype = Object.create(Error.prototype);
hidden(AssertionError.prototype, 'constructor', AssertionError);

function fail(actual: unknown, expected: unknown, message: unknown, operator: string): never {
  if (message instanceof Error) throw message;
  throw fromCaller(AssertionError({ actual: actual, expected: expected, message: message, operator: operator }));
}

/** The error with a stack that begins where the app called the assertion, as Node's does: no frames of this file. */
function fromCaller(error: any): Error {
  const called = (assert as any)[error.operator];
  if (typeof called === 'function') (Error as any).captureStackTrace(error, called);
  return error as Error;
}

/** Fails with message or, when that is not given, with text. */
function refuse(actual: unknown, expected: unknown, message: unknown, operator: string, text?: string): never {
  if (message instanceof Error) throw message;
  const error: any = AssertionError({
    actual: actual,
    expected: expected,
    message: message == null ? text : message,
    operator: operator,
  });
  error.generatedMessage = message == null;
  throw fromCaller(error);
}

/** Fails unless value is truthy; count is the number of arguments of the public function. */
function check(value: unknown, message: unknown, count: number): void {
  if (value) return;
  refuse(value, true, message, '==', count === 0 ? 'No value argument passed to `assert.ok()`' : undefined);
}

function assert(value?: unknown, message?: unknown): void {
  check(value, message, arguments.length);
}

assert.ok = function ok(value: unknown, message?: unknown) {
  check(value, message, arguments.length);
};

assert.AssertionError = AssertionError as typeof AssertionError & Pick<ErrorConstructor, 'captureStackTrace'>;

let warnedOfFail = false;

/** fail(message), or Node's deprecated fail(actual, expected, message, operator). */
assert.fail = function fail(
  actual?: any,
  expected?: unknown,
  message?: unknown,
  operator?: string,
  caller?: { name: string },
) {
  const count = arguments.length;
  if (count < 2) {
    const text: unknown = actual == null ? 'Failed' : actual;
    if (text instanceof Error) throw text;
    const error: any = AssertionError({ message: text, operator: 'fail' });
    error.generatedMessage = actual == null;
    throw error;
  }
  if (!warnedOfFail) {
    warnedOfFail = true;
    process.emitWarning(
      'assert.fail() with more than one argument is deprecated. Please use assert.strictEqual() instead or only ' +
        'pass a message.',
      'DeprecationWarning',
      'DEP0094',
    );
  }
  if (message instanceof Error) throw message;
  const error = AssertionError({
    actual: actual,
    expected: expected,
    message: message,
    operator: count === 2 ? '!=' : operator === undefined ? 'fail' : operator,
  });
  if (caller && caller.name) hideFrames(error, caller.name);
  throw error;
};

/** Takes the frames of the function of that name, and those before them, out of the stack. */
function hideFrames(error: Error, name: string): void {
  const frames = String(error.stack).split('\n    at ');
  for (let i = frames.length - 1; i > 0; i--) {
    if (frames[i].indexOf(name + ' (') === 0) {
      frames.splice(1, i);
      break;
    }
  }
  hidden(error, 'stack', frames.join('\n    at '));
}

type Comparing = (actual?: unknown, expected?: unknown, message?: unknown) => void;

function comparison(operator: string, passes: (a: any, b: any) => boolean): Comparing {
  return function (actual, expected, message) {
    if (arguments.length < 2) throw ERR_MISSING_ARGS('actual', 'expected');
    if (!passes(actual, expected)) fail(actual, expected, message, operator);
  };
}
/* eslint-disable eqeqeq */
assert.equal = comparison('==', function (a, b) {
  return a == b || (a !== a && b !== b);
});
assert.notEqual = comparison('!=', function (a, b) {
  return a != b && (a === a || b === b);
});
/* eslint-enable eqeqeq */
assert.strictEqual = comparison('strictEqual', Object.is);
assert.notStrictEqual = comparison('notStrictEqual', function (a, b) {
  return !Object.is(a, b);
});
assert.deepEqual = comparison('deepEqual', isDeepEqual);
assert.notDeepEqual = comparison('notDeepEqual', function (a, b) {
  return !isDeepEqual(a, b);
});
assert.deepStrictEqual = comparison('deepStrictEqual', isDeepStrictEqual);
assert.notDeepStrictEqual = comparison('notDeepStrictEqual', function (a, b) {
  return !isDeepStrictEqual(a, b);
});

function matcher(name: string, wanted: boolean): (text?: unknown, pattern?: unknown, message?: unknown) => void {
  return function (text, pattern, message) {
    if (!(pattern instanceof RegExp)) throw ERR_INVALID_ARG_TYPE('regexp', 'RegExp', pattern);
    if (typeof text === 'string' && pattern.test(text) === wanted) return;
    refuse(
      text,
      pattern,
      message,
      name,
      typeof text !== 'string'
        ? 'The "string" argument must be of type string. Received type ' + typeof text + ' (' + inspect(text) + ')'
        : 'The input ' +
            (wanted ? 'did not match' : 'was expected to not match') +
            ' the regular expression ' +
            inspect(pattern) +
            '. Input:\n\n' +
            inspect(text) +
            '\n',
    );
  };
}
assert.match = matcher('match', true);
assert.doesNotMatch = matcher('doesNotMatch', false);

assert.ifError = function ifError(value: any) {
  if (value === null || value === undefined) return;
  const text =
    typeof value === 'object' && typeof value.message === 'string'
      ? value.message || (value.constructor ? value.constructor.name : '')
      : inspect(value);
  const error: any = AssertionError({
    actual: value,
    expected: null,
    operator: 'ifError',
    message: 'ifError got unwanted exception: ' + text,
  });
  error.generatedMessage = false;
  throw fromCaller(error);
};

/** The part of an error that is compared, under this name in messages. */
function Comparison(): void {
  /* filled by pick() */
}

function pick(from: any, keys: string[]): any {
  const part: any = new (Comparison as any)();
  for (const name of keys) if (name in from) part[name] = from[name];
  return part;
}

/** What throws() and rejects() compare an error with, key by key. */
function matchObject(actual: any, expected: any, message: unknown, operator: string): void {
  let keys: string[] = Object.keys(expected);
  if (expected instanceof Error) keys = keys.concat('name', 'message');
  else if (keys.length === 0) throw ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  for (const key of keys) {
    const pattern = expected[key];
    if (typeof actual[key] === 'string' && pattern instanceof RegExp && pattern.test(actual[key])) continue;
    if (key in actual && isDeepStrictEqual(actual[key], pattern)) continue;
    if (message) fail(actual, expected, message, operator);
    const actualPart = pick(actual, keys);
    const expectedPart = pick(expected, keys);
    for (const name of keys) {
      if (
        expectedPart[name] instanceof RegExp &&
        typeof actualPart[name] === 'string' &&
        expectedPart[name].test(actualPart[name])
      )
        expectedPart[name] = actualPart[name];
    }
    refuse(actual, expected, undefined, operator, strictMessage(actualPart, expectedPart, 'deepStrictEqual'));
  }
}

function isConstructorOf(expected: any, actual: unknown): boolean {
  return expected.prototype !== undefined && actual instanceof expected;
}

/** Checks an error that did come against expected, a RegExp, object, class or function. */
function expectedException(actual: any, expected: any, message: unknown, operator: string): void {
  let text: string;
  if (expected instanceof RegExp) {
    const input = String(actual);
    if (expected.test(input)) return;
    text =
      'The input did not match the regular expression ' + inspect(expected) + '. Input:\n\n' + inspect(input) + '\n';
  } else if (typeof expected === 'object') {
    if (!isObject(actual)) {
      if (message instanceof Error) throw message;
      const mismatch: any = AssertionError({
        actual: actual,
        expected: expected,
        message: message,
        operator: 'deepStrictEqual',
      });
      mismatch.operator = operator;
      throw mismatch;
    }
    matchObject(actual, expected, message, operator);
    return;
  } else {
    if (isConstructorOf(expected, actual)) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
      text = 'The error is expected to be an instance of "' + expected.name + '". Received ';
      if (actual instanceof Error) text += '"' + actual.name + '"\n\nError message:\n\n' + actual.message;
      else text += '"' + inspect(actual, { depth: -1 }) + '"';
    } else {
      const result: unknown = expected.call({}, actual);
      if (result === true) return;
      text =
        'The ' +
        (expected.name ? '"' + expected.name + '" ' : '') +
        'validation function is expected to return "true". Received ' +
        inspect(result);
      if (actual instanceof Error) text += '\n\nCaught error:\n\n' + actual;
    }
  }
  refuse(actual, expected, message, operator, text);
}

const none = {};

/** Judges throws() and rejects(): actual is none when nothing came. */
function expectsError(actual: any, error: any, message: any, count: number, operator: string): void {
  let expected = error;
  let text = message;
  if (typeof error === 'string') {
    if (count > 2) throw ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
    if (actual !== none && (isObject(actual) ? actual.message === error : actual === error)) {
      throw addCode(
        new TypeError(
          'The "error/message" argument is ambiguous. The error ' +
            (isObject(actual) ? 'message "' + actual.message : '"' + actual) +
            '" is identical to the message.',
        ),
        'ERR_AMBIGUOUS_ARGUMENT',
      );
    }
    text = error;
    expected = undefined;
  } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
    throw ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
  }
  if (actual === none) {
    if (text instanceof Error) throw text;
    fail(
      undefined,
      expected,
      'Missing expected ' +
        (operator === 'rejects' ? 'rejection' : 'exception') +
        (expected && expected.name ? ' (' + expected.name + ')' : '') +
        (text ? ': ' + text : '.'),
      operator,
    );
  }
  if (expected != null) expectedException(actual, expected, text, operator);
}

/** Judges doesNotThrow() and doesNotReject(). */
function expectsNoError(actual: any, error: any, message: any, operator: string): void {
  if (actual === none) return;
  let expected = error;
  let text = message;
  if (typeof error === 'string') {
    text = error;
    expected = undefined;
  }
  const applies =
    !expected ||
    (expected instanceof RegExp
      ? expected.test(String(actual))
      : isConstructorOf(expected, actual) ||
        (!Object.prototype.isPrototypeOf.call(Error, expected) && expected.call({}, actual) === true));
  if (!applies) throw actual;
  fail(
    actual,
    expected,
    'Got unwanted ' +
      (operator === 'doesNotReject' ? 'rejection' : 'exception') +
      (text ? ': ' + text : '.') +
      '\nActual message: "' +
      (actual && actual.message) +
      '"',
    operator,
  );
}

function caught(fn: any): any {
  if (typeof fn !== 'function') throw ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
  try {
    fn();
  } catch (error) {
    return error;
  }
  return none;
}

assert.throws = function throws(fn: unknown, error?: unknown, message?: unknown) {
  expectsError(caught(fn), error, message, arguments.length, 'throws');
};
assert.doesNotThrow = function doesNotThrow(fn: unknown, error?: unknown, message?: unknown) {
  expectsNoError(caught(fn), error, message, 'doesNotThrow');
};

function isThenable(value: any): boolean {
  return (
    typeof value === 'object' && value !== null && typeof value.then === 'function' && typeof value.catch === 'function'
  );
}

/** A promise of what the promise (or the one that a function gives) was rejected with, or of none. */
function rejection(promiseFn: any): Promise<any> {
  return new Promise(function (resolve) {
    let promise = promiseFn;
    if (typeof promiseFn === 'function') {
      promise = promiseFn();
      if (!isThenable(promise)) {
        throw addCode(
          new TypeError(
            'Expected instance of Promise to be returned from the "promiseFn" function but ' +
              'got ' +
              received(promise) +
              '.',
          ),
          'ERR_INVALID_RETURN_VALUE',
        );
      }
    } else if (!isThenable(promise)) {
      throw ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promise);
    }
    promise.then(function () {
      resolve(none);
    }, resolve);
  });
}

assert.rejects = function rejects(promiseFn: unknown, error?: unknown, message?: unknown) {
  const count = arguments.length;
  return rejection(promiseFn).then(function (actual) {
    expectsError(actual, error, message, count, 'rejects');
  });
};
assert.doesNotReject = function doesNotReject(promiseFn: unknown, error?: unknown, message?: unknown) {
  return rejection(promiseFn).then(function (actual) {
    expectsNoError(actual, error, message, 'doesNotReject');
  });
};

function strict(value?: unknown, message?: unknown): void {
  check(value, message, arguments.length);
}
strict.strict = strict;
assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});

export = assert;
