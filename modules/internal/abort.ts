/** Event, EventTarget, AbortController, AbortSignal and DOMException, as globals of Node 18. */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS, addCode, hidden, setStackHeader } from './errors';
import { validateAbortSignal, validateInteger, validateObject } from './validators';

declare function setTimeout(callback: () => void, ms: number): { unref(): void };

/* ---- DOMException ------------------------------------------------------------------------------------------ */

const codes: { [name: string]: number } = {
  IndexSizeError: 1,
  NotFoundError: 8,
  NotSupportedError: 9,
  InvalidStateError: 11,
  SyntaxError: 12,
  InvalidAccessError: 15,
  NetworkError: 19,
  AbortError: 20,
  QuotaExceededError: 22,
  TimeoutError: 23,
  DataCloneError: 25,
};

/** new DOMException(message, name), or with { name, cause }. */
export function DOMException(message?: unknown, options?: any): Error {
  const error: any = new Error(message === undefined ? '' : String(message));
  const given = typeof options === 'object' && options !== null ? options : { name: options };
  const name = given.name === undefined ? 'Error' : String(given.name);
  Object.setPrototypeOf(error, DOMException.prototype);
  hidden(error, 'name', name);
  hidden(error, 'code', codes[name] || 0);
  if ('cause' in given) hidden(error, 'cause', given.cause);
  setStackHeader(error, name + (error.message && ': ' + error.message));
  return error;
}
DOMException.prototype = Object.create(Error.prototype);
hidden(DOMException.prototype, 'constructor', DOMException);
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });

/* ---- Event ------------------------------------------------------------------------------------------------- */

interface EventOptions {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
}

function clock(): number {
  return native('process').uptimeUs() / 1000;
}

export class Event {
  readonly type: string;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  readonly timeStamp: number;
  readonly isTrusted: boolean;
  defaultPrevented: boolean;
  cancelBubble: boolean;
  target: EventTarget | null;
  currentTarget: EventTarget | null;
  eventPhase: number;
  /** After stopImmediatePropagation(). */
  _stopped: boolean;

  constructor(type: unknown, options?: EventOptions | null) {
    if (arguments.length === 0) throw ERR_MISSING_ARGS('type');
    if (options !== undefined) {
      validateObject(options, 'options', { allowArray: true, allowFunction: true, nullable: true });
    }
    this.type = String(type);
    this.bubbles = !!(options && options.bubbles);
    this.cancelable = !!(options && options.cancelable);
    this.composed = !!(options && options.composed);
    this.timeStamp = clock();
    this.isTrusted = false;
    this.defaultPrevented = this.cancelBubble = false;
    this.target = this.currentTarget = null;
    this.eventPhase = 0;
    this._stopped = false;
    hidden(this, '_stopped', false);
  }

  get srcElement(): EventTarget | null {
    return this.target;
  }

  get returnValue(): boolean {
    return !this.defaultPrevented;
  }

  composedPath(): EventTarget[] {
    return this.currentTarget ? [this.currentTarget] : [];
  }

  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }

  stopPropagation(): void {
    this.cancelBubble = true;
  }

  stopImmediatePropagation(): void {
    this.cancelBubble = this._stopped = true;
  }
}
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: 'Event', configurable: true });
Object.assign(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });

/* ---- EventTarget ------------------------------------------------------------------------------------------- */

interface Entry {
  callback: any;
  capture: boolean;
  once: boolean;
  /** Called also after stopImmediatePropagation(): events.addAbortListener()'s. */
  resist: boolean;
  removed: boolean;
}

type Table = { [type: string]: Entry[] };

function tableOf(target: any): Table {
  if (!(target instanceof EventTarget)) throw ERR_INVALID_THIS('EventTarget');
  const holder = target as any;
  if (holder._listeners === undefined) hidden(holder, '_listeners', Object.create(null));
  return holder._listeners;
}

function drop(list: Entry[] | undefined, entry: Entry): void {
  const at = list ? list.indexOf(entry) : -1;
  if (at >= 0) list!.splice(at, 1);
  entry.removed = true;
}

function find(list: Entry[] | undefined, callback: unknown, capture: boolean): Entry | undefined {
  for (const one of list || []) {
    if (one.callback === callback && one.capture === capture) return one;
  }
  return undefined;
}

function rethrow(error: unknown): never {
  throw error;
}

export class EventTarget {
  addEventListener(type: string, callback: any, options?: any): void {
    if (arguments.length < 2) throw ERR_MISSING_ARGS('type', 'listener');
    const table = tableOf(this);
    const given = typeof options === 'object' && options !== null ? options : { capture: !!options };
    if (callback == null) return;
    if (typeof callback !== 'function' && typeof callback !== 'object') {
      throw ERR_INVALID_ARG_TYPE('listener', 'EventListener', callback);
    }
    const signal = given.signal;
    validateAbortSignal(signal, 'options.signal');
    if (signal && signal.aborted) return;
    const list = table[type] || (table[type] = []);
    if (find(list, callback, !!given.capture)) return;
    const entry = {
      callback: callback,
      capture: !!given.capture,
      once: !!given.once,
      resist: !!given._resistStop,
      removed: false,
    };
    list.push(entry);
    if (signal) {
      signal.addEventListener(
        'abort',
        function () {
          drop(list, entry);
        },
        { once: true },
      );
    }
  }

  removeEventListener(type: string, callback: any, options?: any): void {
    if (arguments.length < 2) throw ERR_MISSING_ARGS('type', 'listener');
    const list = tableOf(this)[type];
    const entry = find(list, callback, typeof options === 'object' && options !== null ? !!options.capture : !!options);
    if (entry) drop(list, entry);
  }

  /** Returns false when the event was cancelled. What a listener throws becomes an uncaught exception. */
  dispatchEvent(event: Event): boolean {
    if (!(event instanceof Event)) throw ERR_INVALID_ARG_TYPE('event', 'Event', event);
    const table = tableOf(this);
    if (event.eventPhase !== 0) {
      throw addCode(new Error('The event "' + event.type + '" is already being dispatched'), 'ERR_EVENT_RECURSION');
    }
    const list = table[event.type];
    event.target = event.currentTarget = this;
    event.eventPhase = 2;
    for (const entry of list ? list.slice() : []) {
      if (entry.removed || (event._stopped && !entry.resist)) continue;
      if (entry.once) drop(list, entry);
      try {
        if (typeof entry.callback === 'function') entry.callback.call(this, event);
        else if (typeof entry.callback.handleEvent === 'function') entry.callback.handleEvent(event);
      } catch (error) {
        native('process').nextTick(rethrow, error);
      }
    }
    event.currentTarget = null;
    event.eventPhase = 0;
    return !event.defaultPrevented;
  }
}
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { value: 'EventTarget', configurable: true });

/** For events.getEventListeners(). */
export function listenersOf(target: EventTarget, type: string): unknown[] {
  return (tableOf(target)[type] || []).map(function (entry) {
    return entry.callback;
  });
}

/* ---- AbortSignal and AbortController ----------------------------------------------------------------------- */

export interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: unknown;
  onabort: unknown;
  throwIfAborted(): void;
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

export const AbortSignal: any = function AbortSignal() {
  throw addCode(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
};
const proto: any = (AbortSignal.prototype = Object.create(EventTarget.prototype));
hidden(proto, 'constructor', AbortSignal);
Object.defineProperty(proto, Symbol.toStringTag, { value: 'AbortSignal', configurable: true });

/** A property of signals that shows what is in their record. */
function show(name: keyof State, set?: (this: any, value: any) => void): void {
  Object.defineProperty(proto, name, {
    get: function () {
      return stateOf(this)[name];
    },
    set: set,
    enumerable: true,
    configurable: true,
  });
}
show('aborted');
show('reason');
show('onabort', function (callback) {
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
  return args[0] === undefined ? new (DOMException as any)('This operation was aborted', 'AbortError') : args[0];
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
    abortSignal(signal, new (DOMException as any)('The operation was aborted due to timeout', 'TimeoutError'));
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
