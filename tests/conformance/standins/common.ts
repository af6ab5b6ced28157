/*
 * common.ts: our stand-in for the `../common` of Node's tests, on the board. It offers what the dgram tests use
 * (run.ts refuses a test that uses more), counts expected calls for real, and tells the harness at exit what it
 * counted, so that a test whose checks never ran does not pass.
 */
import assert = require('assert');
import os = require('os');
import util = require('util');
import harness = require('./harness');

interface Expectation {
  name: string;
  least: number;
  most: number;
  called: number;
  site: string;
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type Validator = Parameters<typeof assert.throws>[1];

const expectations: Expectation[] = [];
let ending = false;

function verify(exitCode: number): void {
  ending = true;
  const unmet = exitCode === 0 ? expectations.filter((one) => one.called < one.least || one.called > one.most) : [];
  unmet.forEach((one) => {
    const wanted = one.most === Infinity ? 'at least ' + one.least : 'exactly ' + one.least;
    console.error('common: ' + one.name + ' was called ' + one.called + ' times, expected ' + wanted + '\n' + one.site);
  });
  harness.report({ expectations: expectations.length, unmet: unmet.length });
  if (unmet.length > 0) {
    process.exitCode = 1;
    process.exit(1);
  }
}
process.on('exit', verify);

/** The lines of the present stack below the stand-in's own `depth` frames. */
function callSite(depth: number): string {
  const stack = String(new Error('here').stack);
  return stack
    .split('\n')
    .slice(depth + 1)
    .join('\n');
}

function expectCalls(fn: unknown, least: unknown, most: number | undefined): AnyFunction {
  if (ending) throw new Error('common: calls cannot be expected any more in an exit handler');
  if (typeof fn === 'number') {
    least = fn;
    fn = undefined;
  }
  const times = least === undefined ? 1 : least;
  if (typeof times !== 'number')
    throw new TypeError('common: the number of calls must be a number, not ' + String(times));
  const inner = typeof fn === 'function' ? (fn as AnyFunction) : function nothing() {};
  const expectation: Expectation = {
    name: inner.name || 'a function',
    least: times,
    most: most === undefined ? times : most,
    called: 0,
    site: callSite(2),
  };
  expectations.push(expectation);
  const counted = function (this: unknown): unknown {
    expectation.called++;
    return inner.apply(this, arguments as unknown as unknown[]);
  };
  Object.defineProperty(counted, 'name', { value: inner.name, configurable: true });
  Object.defineProperty(counted, 'length', { value: inner.length, configurable: true });
  return counted;
}

/** Expects `fn` to be called exactly `times` times (once by default) before the program ends. */
function mustCall(fn?: unknown, times?: number): AnyFunction {
  return expectCalls(fn, times, undefined);
}

/** Expects at least `times` calls. */
function mustCallAtLeast(fn?: unknown, times?: number): AnyFunction {
  return expectCalls(fn, times, Infinity);
}

/** Like mustCall() for a callback whose first argument must be no error; `fn` gets the rest. */
function mustSucceed(fn?: unknown, times?: number): AnyFunction {
  const follow = typeof fn === 'function' ? (fn as AnyFunction) : undefined;
  const check = function (this: unknown, error: unknown): unknown {
    assert.ifError(error);
    return follow === undefined ? undefined : follow.apply(this, Array.prototype.slice.call(arguments, 1));
  };
  return expectCalls(check, typeof fn === 'number' ? fn : times, undefined);
}

/** A function that fails the test when it is called. */
function mustNotCall(message?: string): AnyFunction {
  const site = callSite(1);
  const forbidden = function () {
    const seen = Array.prototype.map.call(arguments, (value: unknown) => util.inspect(value)) as string[];
    const given = seen.length > 0 ? ' with ' + seen.join(', ') : '';
    const what = message || 'a function was called that must not be';
    assert.fail(what + given + '\nexpected not to be called at\n' + site);
  };
  /* Node's tests look for this name, which bundling may change. */
  Object.defineProperty(forbidden, 'name', { __proto__: null, value: 'mustNotCall' } as object);
  return forbidden;
}

/** A counted function that takes one error and holds it against `validator` as assert.throws() does. */
function expectsError(validator: Validator, times?: number): AnyFunction {
  return mustCall(function () {
    assert.strictEqual(arguments.length, 1, 'expected one argument, the error');
    const error = arguments[0] as Error;
    const descriptor = Object.getOwnPropertyDescriptor(error, 'message');
    assert.strictEqual(descriptor !== undefined && descriptor.enumerable, false);
    assert.throws(() => {
      throw error;
    }, validator);
    return true;
  }, times);
}

interface Warning extends Error {
  code?: string;
}
type WarningText = string | RegExp;
type Texts = { [name: string]: object };

const awaited: { [name: string]: (warning: Warning) => void } = {};
let watching = false;

function expectWarnings(name: string, texts: WarningText | object, code?: string): void {
  let list: [WarningText, string | undefined][];
  if (typeof texts === 'string' || texts instanceof RegExp) {
    list = [[texts, code]];
  } else if (!Array.isArray(texts)) {
    const byCode = texts as { [code: string]: string };
    list = Object.keys(byCode).map((key): [WarningText, string] => [byCode[key]!, key]);
  } else if (Array.isArray(texts[0])) {
    list = texts as [WarningText, string | undefined][];
  } else {
    list = [[texts[0] as WarningText, texts[1] as string | undefined]];
  }
  if (name === 'DeprecationWarning') list.forEach((entry) => assert.ok(entry[1], 'a deprecation needs its code'));
  awaited[name] = mustCall((warning: Warning) => {
    const next = list.shift();
    if (next === undefined) assert.fail('unexpected further warning: ' + String(warning));
    assert.strictEqual(warning.name, name);
    if (typeof next[0] === 'string') assert.strictEqual(warning.message, next[0]);
    else assert.match(warning.message, next[0]);
    assert.strictEqual(warning.code, next[1]);
  }, list.length);
}

/** Expects the process warnings given as name, text(s) and code, or as a map from name to texts. */
function expectWarning(nameOrMap: string | Texts, texts?: WarningText | object, code?: string): void {
  if (!watching) {
    watching = true;
    process.on('warning', (warning: Warning) => {
      const expected = awaited[warning.name];
      if (expected === undefined)
        throw new TypeError('a ' + warning.name + ' was not expected: ' + util.inspect(warning));
      expected(warning);
    });
  }
  if (typeof nameOrMap === 'string') expectWarnings(nameOrMap, texts!, code);
  else Object.keys(nameOrMap).forEach((name) => expectWarnings(name, nameOrMap[name]!));
}

/** One view of each kind on the memory of `buffer` whose element size divides its length. */
function getArrayBufferViews(buffer: Uint8Array): ArrayBufferView[] {
  interface ViewMaker {
    new (memory: ArrayBufferLike, offset: number, length: number): ArrayBufferView;
    BYTES_PER_ELEMENT?: number;
  }
  const makers: unknown[] = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    typeof BigInt64Array === 'undefined' ? undefined : BigInt64Array,
    typeof BigUint64Array === 'undefined' ? undefined : BigUint64Array,
    DataView,
  ];
  const views: ArrayBufferView[] = [];
  (makers as (ViewMaker | undefined)[]).forEach((Maker) => {
    if (Maker !== undefined) {
      const size = Maker.BYTES_PER_ELEMENT === undefined ? 1 : Maker.BYTES_PER_ELEMENT;
      if (buffer.byteLength % size === 0)
        views.push(new Maker(buffer.buffer, buffer.byteOffset, buffer.byteLength / size));
    }
  });
  return views;
}

function getBufferSources(buffer: Uint8Array): (ArrayBufferView | ArrayBufferLike)[] {
  const sources: (ArrayBufferView | ArrayBufferLike)[] = getArrayBufferViews(buffer);
  sources.push(new Uint8Array(buffer).buffer);
  return sources;
}

/** The end of Node's ERR_INVALID_ARG_TYPE messages for this value. */
function invalidArgTypeHelper(value: unknown): string {
  if (value === null || value === undefined) return ' Received ' + String(value);
  if (typeof value === 'function' && value.name) return ' Received function ' + value.name;
  if (typeof value === 'object') {
    const maker = value.constructor as { name?: string } | undefined;
    const named = maker && maker.name ? 'an instance of ' + maker.name : util.inspect(value, { depth: -1 });
    return ' Received ' + named;
  }
  const shown = util.inspect(value, { colors: false });
  return ' Received type ' + typeof value + ' (' + (shown.length > 28 ? shown.slice(0, 25) + '...' : shown) + ')';
}

/** An argument that must not be changed; on the board it is frozen all the way down. */
function mustNotMutateObjectDeep<T>(original: T): T {
  const object = original !== null && typeof original === 'object' && !ArrayBuffer.isView(original);
  if (object && !Object.isFrozen(original)) {
    Object.freeze(original);
    Object.keys(original).forEach((key) => mustNotMutateObjectDeep((original as { [key: string]: unknown })[key]));
  }
  return original;
}

function platformTimeout<T>(milliseconds: T): T {
  return milliseconds;
}

function printSkipMessage(reason: string): void {
  harness.skipped(reason);
  console.log('1..0 # Skipped: ' + reason);
}

function skip(reason: string): never {
  printSkipMessage(reason);
  process.exit(0);
}

function allowGlobals(): void {
  // Leaked globals are not looked for, so there is nothing to allow.
}

const environment = process.env;

const common = {
  allowGlobals,
  expectWarning,
  expectsError,
  getArrayBufferViews,
  getBufferSources,
  getCallSite: () => callSite(1),
  invalidArgTypeHelper,
  mustCall,
  mustCallAtLeast,
  mustNotCall,
  mustNotMutateObjectDeep,
  mustSucceed,
  platformTimeout,
  printSkipMessage,
  skip,
  /** A device's heap is no gigabyte. */
  enoughTestMem: false,
  isWindows: false,
  isLinux: process.platform === 'linux',
  isOSX: false,
  isFreeBSD: false,
  isOpenBSD: false,
  isSunOS: false,
  isAIX: false,
  isIBMi: false,
  isMainThread: true,
  isDumbTerminal: true,
  hasCrypto: false,
  hasIntl: false,
  inFreeBSDJail: false,
  localhostIPv4: '127.0.0.1',
  localIPv6Hosts: ['localhost'],
  PORT: environment.NODE_COMMON_PORT === undefined ? 12346 : Number(environment.NODE_COMMON_PORT),
  getPort: () => common.PORT,
  get hasIPv6(): boolean {
    const interfaces = os.networkInterfaces();
    return Object.keys(interfaces).some((name) => {
      return /lo/.test(name) && interfaces[name]!.some((entry) => entry.family === 'IPv6');
    });
  },
};

export = common;
