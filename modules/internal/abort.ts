/** AbortController and AbortSignal, globals of Node 18. */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, addCode, hidden } from './errors';
import { Event, EventTarget } from './event_target';
import { validateInteger } from './validators';

declare function setTimeout(callback: () => void, ms: number): { unref(): void };

export interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: unknown;
  onabort: null | ((this: AbortSignal, event: any) => unknown);
  throwIfAborted(): void;
}

interface AbortSignalStatic {
  new (): AbortSignal;
  prototype: AbortSignal;
  abort(_reason?: unknown): AbortSignal;
  timeout(ms: unknown): AbortSignal;
  any(signals: AbortSignal[]): AbortSignal;
}

interface State {
  aborted: boolean;
  reason: unknown;
  onabort: any;
}

const states = new WeakMap<object, State>();

function stateOf(signal: object): State {
  const state = states.get(signal);
  if (state === undefined) throw ERR_INVALID_THIS('AbortSignal');
  return state;
}

/* No `as`: TypeScript would then emit `exports.AbortSignal = function …`, whose name terser drops. */
// @ts-expect-error: a function of ES5 is no class to TypeScript
export const AbortSignal: AbortSignalStatic = function AbortSignal() {
  throw addCode(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
};
const proto: any = (AbortSignal.prototype = Object.create(EventTarget.prototype));
hidden(proto, 'constructor', AbortSignal);
Object.defineProperty(proto, Symbol.toStringTag, { value: 'AbortSignal', configurable: true });

/** A property of signals that shows what is in their record. */
function defineAccessor(name: keyof State, set?: (this: any, value: any) => void): void {
  Object.defineProperty(proto, name, {
    get: function () {
      return stateOf(this)[name];
    },
    set: set,
    enumerable: true,
    configurable: true,
  });
}
defineAccessor('aborted');
defineAccessor('reason');
defineAccessor('onabort', function (callback) {
  const state = stateOf(this);
  if (state.onabort) this.removeEventListener('abort', state.onabort);
  state.onabort = callback;
  if (callback) this.addEventListener('abort', callback);
});

proto.throwIfAborted = function (this: AbortSignal) {
  if (this.aborted) throw this.reason;
};

proto[Symbol.for('nodejs.util.inspect.custom')] = function (depth: number, options: any, inspect: any) {
  return depth < 0 ? '[AbortSignal]' : 'AbortSignal ' + inspect({ aborted: this.aborted }, options);
};

/** That module's own: a signal which nobody aborts, or with a reason of the app's, does without it. */
function domException(message: string, name: string): Error {
  return require('./dom_exception').DOMException(message, name);
}

function makeSignal(): AbortSignal {
  const signal = Object.create(proto);
  states.set(signal, { aborted: false, reason: undefined, onabort: null });
  return signal;
}

function abortSignal(signal: AbortSignal, reason: unknown): void {
  const state = stateOf(signal);
  if (state.aborted) return;
  state.aborted = true;
  state.reason = reason;
  const event: any = new Event('abort');
  event.isTrusted = true;
  signal.dispatchEvent(event);
}

function reasonOf(args: IArguments): unknown {
  return args[0] === undefined ? domException('This operation was aborted', 'AbortError') : args[0];
}

AbortSignal.abort = function (_reason?: unknown) {
  const signal = makeSignal();
  const state = stateOf(signal);
  state.aborted = true;
  state.reason = reasonOf(arguments);
  return signal;
};

/** Aborts with a TimeoutError after ms; it does not keep the program running. */
AbortSignal.timeout = function (ms: unknown) {
  validateInteger(ms, 'delay', 0, 4294967295);
  const signal = makeSignal();
  setTimeout(function () {
    abortSignal(signal, domException('The operation was aborted due to timeout', 'TimeoutError'));
  }, ms).unref();
  return signal;
};

/** Aborts with the first of signals that does. */
AbortSignal.any = function (signals: AbortSignal[]) {
  const result = makeSignal();
  const list: AbortSignal[] = Array.prototype.slice.call(signals);
  const state = stateOf(result);
  for (let i = 0; i < list.length; i++) {
    const signal = list[i];
    if (!states.has(signal)) throw ERR_INVALID_ARG_TYPE('signals[' + i + ']', 'AbortSignal', signal);
    if (signal.aborted && !state.aborted) {
      state.aborted = true;
      state.reason = signal.reason;
    }
  }
  if (!state.aborted) {
    const follow = function (event: { target: AbortSignal }) {
      abortSignal(result, event.target.reason);
    };
    for (const signal of list) signal.addEventListener('abort', follow, { once: true });
  }
  return result;
};

export class AbortController {
  readonly signal: AbortSignal;

  constructor() {
    this.signal = makeSignal();
  }

  abort(_reason?: unknown): void {
    abortSignal(this.signal, reasonOf(arguments));
  }
}
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { value: 'AbortController', configurable: true });
