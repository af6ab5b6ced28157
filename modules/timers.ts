/**
 * Node 18's `timers`. Armed timers are on a heap in C (runtime/core/timer.c); a Timeout is the only object that one
 * costs. Immediates are a list here, with counters that the loop reads.
 */
import { errors, validateFunction } from './internal/validators';

declare const exports: object;
declare const process: { emitWarning(message: string, name: string): void };

type Callback = (...args: any[]) => void;

const binding = native('timers');
const TIMEOUT_MAX = 2147483647;

/* ---- timeouts and intervals ------------------------------------------------------------------------------- */

interface Timeout {
  _idleTimeout: number;
  /** null once it has been cleared. */
  _onTimeout: Callback | null;
  _timerArgs: unknown[] | undefined;
  _repeat: number | null;
  _destroyed: boolean;
  _refed: boolean;
  _id: number;
  ref(): Timeout;
  unref(): Timeout;
  hasRef(): boolean;
  refresh(): Timeout;
  close(): Timeout;
  [Symbol.toPrimitive](): number;
}

/* Timers that were turned into a number, by that number; Node's clearTimeout() takes it. */
const known: { [id: string]: Timeout } = Object.create(null);
let lastId = 0;

function duration(after: unknown): number {
  const ms = Number(after);
  if (ms >= 1 && ms <= TIMEOUT_MAX) return Math.floor(ms);
  if (ms > TIMEOUT_MAX) {
    process.emitWarning(
      ms + ' does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.',
      'TimeoutOverflowWarning',
    );
  }
  return 1;
}

function arm(timer: Timeout, name: string): void {
  const status = binding.start(timer, timer._idleTimeout);
  if (status === 0) return;
  throw errors().errnoException(
    status,
    name,
    '(at most ' + binding.limit + ' timers can be armed at once: CONFIG_TIMERS)',
  );
}

const Timeout = function (
  this: Timeout,
  callback: Callback,
  after: unknown,
  args: unknown[] | undefined,
  repeat: boolean,
) {
  const ms = duration(after);
  this._idleTimeout = ms;
  this._onTimeout = callback;
  this._timerArgs = args;
  this._repeat = repeat ? ms : null;
  this._destroyed = false;
  this._refed = true;
  this._id = 0;
} as unknown as { new (callback: Callback, after: unknown, args: unknown[] | undefined, repeat: boolean): Timeout };

const proto: any = Timeout.prototype;

proto.ref = function (this: Timeout) {
  if (!this._refed) {
    this._refed = true;
    binding.setRef(this, true);
  }
  return this;
};

proto.unref = function (this: Timeout) {
  if (this._refed) {
    this._refed = false;
    binding.setRef(this, false);
  }
  return this;
};

proto.hasRef = function (this: Timeout) {
  return this._refed;
};

/** Starts it over; also one that has run, but not one that was cleared. */
proto.refresh = function (this: Timeout) {
  if (this._onTimeout !== null) {
    this._destroyed = false;
    arm(this, 'refresh');
  }
  return this;
};

proto.close = function (this: Timeout) {
  clearTimeout(this);
  return this;
};

Object.defineProperty(proto, Symbol.toPrimitive, {
  value: function (this: Timeout) {
    if (this._id === 0) this._id = ++lastId;
    if (!this._destroyed) known[this._id] = this;
    return this._id;
  },
  writable: true,
  configurable: true,
});

function forget(timer: Timeout): void {
  timer._destroyed = true;
  if (timer._id !== 0) delete known[timer._id];
}

function runTimer(timer: object): void {
  const due = timer as Timeout;
  const repeat = due._repeat;
  /* From the start of this call, not its end; a callback that clears it takes that back. */
  if (repeat !== null) arm(due, 'setInterval');
  else forget(due);
  const args = due._timerArgs;
  if (args === undefined) due._onTimeout!();
  else Reflect.apply(due._onTimeout!, due, args);
  if (due._repeat !== repeat || repeat !== null) follow(due, repeat);
}

/** What a callback may change in Node's Timeout by its fields: an interval ends, a timeout becomes an interval. */
function follow(timer: Timeout, repeat: number | null): void {
  if (timer._onTimeout === null) {
    if (!timer._destroyed) stop(timer);
  } else if (repeat !== null) {
    if (timer._idleTimeout === -1) stop(timer);
  } else {
    timer._idleTimeout = timer._repeat = duration(timer._repeat);
    timer._destroyed = false;
    arm(timer, 'setInterval');
  }
}

/** Arguments from the third on. */
function rest(all: IArguments, from: number): unknown[] | undefined {
  if (all.length <= from) return undefined;
  const args: unknown[] = [];
  for (let i = from; i < all.length; i++) args.push(all[i]);
  return args;
}

export function setTimeout(callback: Callback, after?: number, ..._args: unknown[]): Timeout;
export function setTimeout(callback: Callback, after?: number): Timeout {
  validateFunction(callback, 'callback');
  const timer = new Timeout(callback, after, rest(arguments, 2), false);
  arm(timer, 'setTimeout');
  return timer;
}

export function setInterval(callback: Callback, after?: number, ..._args: unknown[]): Timeout;
export function setInterval(callback: Callback, after?: number): Timeout {
  validateFunction(callback, 'callback');
  const timer = new Timeout(callback, after, rest(arguments, 2), true);
  arm(timer, 'setInterval');
  return timer;
}

/** A Timeout, or the number or text that one was turned into; anything else is ignored. */
export function clearTimeout(timeout?: unknown): void {
  let timer = timeout as Timeout | undefined;
  if (typeof timeout === 'number' || typeof timeout === 'string') timer = known[timeout];
  if (timer instanceof Timeout && timer._onTimeout !== null) stop(timer);
}

function stop(timer: Timeout): void {
  timer._onTimeout = null;
  timer._idleTimeout = -1;
  timer._repeat = null;
  forget(timer);
  binding.stop(timer);
}

export { clearTimeout as clearInterval };

/* ---- immediates ------------------------------------------------------------------------------------------- */

interface Immediate {
  _onImmediate: Callback | null;
  _argv: unknown[] | undefined;
  _destroyed: boolean;
  _refed: boolean;
  _turn: number;
  _idleNext: Immediate | null;
  _idlePrev: Immediate | null;
  ref(): Immediate;
  unref(): Immediate;
  hasRef(): boolean;
}

/* struct loop_immediates of runtime/core/loop.h */
const info = new Uint32Array(4);
const WAITING = 0;
const REFERENCED = 1;
const TURN = 2;
const RUNNABLE = 3;

let oldest: Immediate | null = null;
let newest: Immediate | null = null;

const Immediate = function (this: Immediate, callback: Callback, args: unknown[] | undefined) {
  this._onImmediate = callback;
  this._argv = args;
  this._destroyed = false;
  this._refed = true;
  this._turn = info[TURN]!;
  this._idleNext = null;
  this._idlePrev = newest;
} as unknown as { new (callback: Callback, args: unknown[] | undefined): Immediate };

const immediateProto: any = Immediate.prototype;

immediateProto.ref = function (this: Immediate) {
  if (!this._refed) {
    this._refed = true;
    if (!this._destroyed) info[REFERENCED]!++;
  }
  return this;
};

immediateProto.unref = function (this: Immediate) {
  if (this._refed) {
    this._refed = false;
    if (!this._destroyed) info[REFERENCED]!--;
  }
  return this;
};

immediateProto.hasRef = function (this: Immediate) {
  return this._refed;
};

function unlinkImmediate(immediate: Immediate): void {
  const next = immediate._idleNext;
  const previous = immediate._idlePrev;
  if (previous === null) oldest = next;
  else previous._idleNext = next;
  if (next === null) newest = previous;
  else next._idlePrev = previous;
  immediate._idleNext = immediate._idlePrev = null;
  immediate._destroyed = true;
  info[WAITING]!--;
  if (immediate._refed) info[REFERENCED]!--;
  if (immediate._turn !== info[TURN]) info[RUNNABLE]!--;
}

function runImmediate(): void {
  const immediate = oldest!;
  unlinkImmediate(immediate);
  const args = immediate._argv;
  if (args === undefined) immediate._onImmediate!();
  else Reflect.apply(immediate._onImmediate!, immediate, args);
  immediate._onImmediate = null;
}

export function setImmediate(callback: Callback, ..._args: unknown[]): Immediate;
export function setImmediate(callback: Callback): Immediate {
  validateFunction(callback, 'callback');
  const immediate = new Immediate(callback, rest(arguments, 1));
  if (newest === null) oldest = immediate;
  else newest._idleNext = immediate;
  newest = immediate;
  info[WAITING]!++;
  info[REFERENCED]!++;
  return immediate;
}

export function clearImmediate(immediate?: unknown): void {
  if (!(immediate instanceof Immediate) || immediate._destroyed) return;
  immediate._onImmediate = null;
  unlinkImmediate(immediate);
}

/* ---- promises --------------------------------------------------------------------------------------------- */

function lazyPromises(): typeof import('./timers/promises') {
  return require('./timers/promises');
}

Object.defineProperty(exports, 'promises', { get: lazyPromises, enumerable: true, configurable: true });
[setTimeout, setImmediate].forEach(function (timer) {
  const name = timer === setTimeout ? 'setTimeout' : 'setImmediate';
  Object.defineProperty(timer, Symbol.for('nodejs.util.promisify.custom'), {
    get: function () {
      return lazyPromises()[name];
    },
    configurable: true,
  });
});

/* Last, and once: a load that fails before it (for want of stack, say) is done again by the next require(). */
binding.setup(runTimer, runImmediate, info);
