/**
 * Node 18's `events`. A type with one listener holds the function itself, more are an array that emit() copies
 * before it calls. 'error' always holds an array: native emit (runtime/bindings/events.c) calls a lone function
 * at once and leaves all else to emitSlow(), which knows what is special about errors.
 */
import type { NodeError } from './internal/errors';
import { errors, validateBoolean, validateFunction } from './internal/validators';

type EventName = string | symbol;
type Wrapped = Listener & { listener?: Listener };
type Slot = Wrapped | (Wrapped[] & { warned?: boolean });
interface EventTable {
  [name: PropertyKey]: Slot | undefined;
}

declare const process: { emitWarning(warning: Error): void };

type Listener = (...args: any[]) => void;
type Options = { captureRejections?: boolean };

interface EventEmitter {
  _events: any;
  _eventsCount: number;
  _maxListeners: number | undefined;
  on(type: EventName, listener: Listener): this;
  addListener(type: EventName, listener: Listener): this;
  once(type: EventName, listener: Listener): this;
  prependListener(type: EventName, listener: Listener): this;
  prependOnceListener(type: EventName, listener: Listener): this;
  off(type: EventName, listener: Listener): this;
  removeListener(type: EventName, listener: Listener): this;
  removeAllListeners(type?: EventName): this;
  emit(type: EventName, ...args: any[]): boolean;
  setMaxListeners(count: number): this;
  getMaxListeners(): number;
  listeners(type: EventName): Function[];
  rawListeners(type: EventName): Function[];
  listenerCount(type: EventName, listener?: Function): number;
  eventNames(): EventName[];
}

interface EventEmitterStatic {
  new (options?: Options): EventEmitter;
  (this: unknown, options?: Options): void;
  prototype: EventEmitter;
  EventEmitter: EventEmitterStatic;
  init(this: EventEmitter, options?: Options): void;
  once(emitter: any, type: EventName, options?: { signal?: any }): Promise<any[]>;
  on(emitter: any, type: EventName, options?: { signal?: any }): any;
  getEventListeners(emitter: any, type: EventName): Function[];
  getMaxListeners(emitter: any): number;
  setMaxListeners(count?: number, ...targets: any[]): void;
  listenerCount(emitter: EventEmitter, type: EventName): number;
  defaultMaxListeners: number;
  captureRejections: boolean;
  readonly captureRejectionSymbol: symbol;
  readonly errorMonitor: symbol;
  usingDomains: boolean;
}

const kCapture = Symbol('kCapture');
const errorMonitor = Symbol('events.errorMonitor');
const captureRejectionSymbol = Symbol.for('nodejs.rejection');
const binding = native('events');
let defaultMaxListeners = 10;

const EventEmitter = function EventEmitter(this: EventEmitter, options?: Options) {
  init.call(this, options);
} as EventEmitterStatic;

function init(this: any, options?: Options): void {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  if (options && options.captureRejections) {
    validateBoolean(options.captureRejections, 'options.captureRejections');
    errors().hidden(this, kCapture, true);
    binding.watchResults();
  }
}

const proto: any = EventEmitter.prototype;
proto._events = undefined;
proto._eventsCount = 0;
proto._maxListeners = undefined;

function checkCount(count: unknown, name: string): void {
  if (typeof count !== 'number' || !(count >= 0)) throw errors().ERR_OUT_OF_RANGE(name, 'a non-negative number', count);
}

function reject(emitter: any, error: unknown, type: EventName, args: any[]): void {
  if (typeof emitter[captureRejectionSymbol] === 'function') {
    emitter[captureRejectionSymbol].apply(emitter, [error, type].concat(args));
    return;
  }
  /* Without capturing, or a rejection of the 'error' listener would come back here for ever. */
  const before = emitter[kCapture];
  errors().hidden(emitter, kCapture, false);
  try {
    emitter.emit('error', error);
  } finally {
    errors().hidden(emitter, kCapture, before);
  }
}

/** Looks at what a listener returned, if the emitter captures rejections. */
function watch(emitter: any, result: any, type: EventName, args: any[]): void {
  if (!emitter[kCapture]) return;
  try {
    const then = result.then;
    if (typeof then === 'function') {
      then.call(result, undefined, function (error: unknown) {
        native('process').nextTick(reject, emitter, error, type, args);
      });
    }
  } catch (error) {
    emitter.emit('error', error);
  }
}

function unhandled(error: unknown): never {
  if (error instanceof Error) throw error;
  let text: unknown = error;
  try {
    text = errors().show(error);
  } catch (_) {
    /* An object that cannot be shown is shown as String() has it. */
  }
  const wrapper = errors().addCode(new Error('Unhandled error. (' + text + ')'), 'ERR_UNHANDLED_ERROR') as NodeError & {
    context: unknown;
  };
  wrapper.context = error;
  throw wrapper;
}

function emitSlow(this: any, type: EventName): boolean {
  const args: any[] = Array.prototype.slice.call(arguments, 1);
  const events: EventTable | undefined = this._events;
  if (type === 'error') {
    if (events !== undefined && events[errorMonitor as any] !== undefined)
      this.emit.apply(this, ([errorMonitor] as any[]).concat(args));
    if (events === undefined || events.error === undefined) unhandled(args[0]);
  }
  const slot = events === undefined ? undefined : events[type];
  if (slot === undefined) return false;
  const list = typeof slot === 'function' ? [slot] : slot.slice();
  for (let i = 0; i < list.length; i++) {
    const result: unknown = list[i].apply(this, args);
    if (result !== undefined && result !== null) watch(this, result, type, args);
  }
  return true;
}

proto.emit = binding.makeEmit(emitSlow, watch);

function warnOfLeak(emitter: EventEmitter, list: Wrapped[], type: EventName): void {
  const maker = emitter.constructor;
  const warning = new Error(
    'Possible EventEmitter memory leak detected. ' +
      list.length +
      ' ' +
      String(type) +
      ' listeners added to [' +
      ((maker && maker.name) || 'Object') +
      ']. Use emitter.setMaxListeners() to increase limit',
  ) as any;
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = emitter;
  warning.type = type;
  warning.count = list.length;
  process.emitWarning(warning);
}

function add(emitter: EventEmitter, type: EventName, listener: Wrapped, first: boolean): EventEmitter {
  validateFunction(listener, 'listener');
  let events: EventTable | undefined = emitter._events;
  if (events === undefined) {
    events = emitter._events = Object.create(null) as EventTable;
    emitter._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    emitter.emit('newListener', type, listener.listener || listener);
    events = emitter._events as EventTable;
  }
  let slot = events[type];
  if (slot === undefined) {
    events[type] = type === 'error' ? [listener] : listener;
    emitter._eventsCount++;
    return emitter;
  }
  if (typeof slot === 'function') slot = events[type] = first ? [listener, slot] : [slot, listener];
  else if (first) slot.unshift(listener);
  else slot.push(listener);
  const max = maxListeners(emitter);
  if (max > 0 && slot.length > max && !slot.warned) {
    errors().hidden(slot, 'warned', true);
    warnOfLeak(emitter, slot, type);
  }
  return emitter;
}

function onceWrapper(emitter: EventEmitter, type: EventName, listener: Listener): Listener {
  validateFunction(listener, 'listener');
  let fired = false;
  const wrapper = function () {
    if (fired) return undefined;
    emitter.removeListener(type, wrapper);
    fired = true;
    return listener.apply(emitter, arguments as any);
  } as Wrapped;
  wrapper.listener = listener;
  return wrapper;
}

proto.addListener = proto.on = function addListener(this: EventEmitter, type: EventName, listener: Listener) {
  return add(this, type, listener, false);
};

proto.prependListener = function prependListener(this: EventEmitter, type: EventName, listener: Listener) {
  return add(this, type, listener, true);
};

proto.once = function once(this: EventEmitter, type: EventName, listener: Listener) {
  return this.on(type, onceWrapper(this, type, listener));
};

proto.prependOnceListener = function prependOnceListener(this: EventEmitter, type: EventName, listener: Listener) {
  return this.prependListener(type, onceWrapper(this, type, listener));
};

function removeType(emitter: EventEmitter, type: EventName): void {
  if (--emitter._eventsCount === 0) emitter._events = Object.create(null);
  else delete emitter._events[type];
}

proto.off = proto.removeListener = function removeListener(this: EventEmitter, type: EventName, listener: Wrapped) {
  validateFunction(listener, 'listener');
  const events: EventTable | undefined = this._events;
  const slot = events && events[type];
  if (events === undefined || slot === undefined) return this;
  const list = typeof slot === 'function' ? [slot] : slot;
  let at = list.length - 1;
  while (at >= 0 && list[at] !== listener && list[at].listener !== listener) at--;
  if (at < 0) return this;
  const found = list[at];
  if (list.length === 1) {
    removeType(this, type);
  } else {
    list.splice(at, 1);
    if (list.length === 1 && type !== 'error') events[type] = list[0];
  }
  if (events.removeListener !== undefined) this.emit('removeListener', type, found.listener || listener);
  return this;
};

proto.removeAllListeners = function removeAllListeners(this: EventEmitter, type?: EventName) {
  const events: EventTable | undefined = this._events;
  if (events === undefined) return this;
  const all = arguments.length === 0;
  if (events.removeListener === undefined) {
    if (!all) {
      if (events[type!] !== undefined) removeType(this, type!);
      return this;
    }
  } else if (all) {
    const names = Reflect.ownKeys(events);
    for (let i = 0; i < names.length; i++)
      if (names[i] !== 'removeListener') this.removeAllListeners(names[i] as EventName);
    this.removeAllListeners('removeListener');
  } else {
    const list = rawListeners(this, type!);
    for (let i = list.length - 1; i >= 0; i--) this.removeListener(type!, list[i]);
    return this;
  }
  this._events = Object.create(null);
  this._eventsCount = 0;
  return this;
};

function rawListeners(emitter: EventEmitter, type: EventName): Wrapped[] {
  const slot: Slot | undefined = emitter._events && emitter._events[type];
  return slot === undefined ? [] : typeof slot === 'function' ? [slot] : slot.slice();
}

proto.rawListeners = function (this: EventEmitter, type: EventName) {
  return rawListeners(this, type);
};

proto.listeners = function listeners(this: EventEmitter, type: EventName) {
  return rawListeners(this, type).map(function (one) {
    return one.listener || one;
  });
};

function listenerCount(this: EventEmitter, type: EventName, listener?: Function | null): number {
  const slot: Slot | undefined = this._events && this._events[type];
  if (slot === undefined) return 0;
  const list = typeof slot === 'function' ? [slot] : slot;
  if (listener == null) return list.length;
  return list.filter(function (one) {
    return one === listener || one.listener === listener;
  }).length;
}
proto.listenerCount = listenerCount;

proto.eventNames = function eventNames(this: EventEmitter) {
  return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
};

proto.setMaxListeners = function setMaxListeners(this: EventEmitter, count: number) {
  checkCount(count, 'n');
  this._maxListeners = count;
  return this;
};

function maxListeners(target: { _maxListeners?: number }): number {
  return target._maxListeners === undefined ? defaultMaxListeners : target._maxListeners;
}

proto.getMaxListeners = function getMaxListeners(this: EventEmitter) {
  return maxListeners(this);
};

function isEventTarget(target: any): boolean {
  return target != null && typeof target.addEventListener === 'function';
}

function badEmitter(emitter: unknown, name: string): NodeError {
  return errors().ERR_INVALID_ARG_TYPE(name, ['EventEmitter', 'EventTarget'], emitter);
}

/* Promises of events: loaded when they are first asked for. */
function once(emitter: any, type: EventName, options?: { signal?: any }): Promise<any[]> {
  return require('./internal/event_promises').once(emitter, type, options);
}

function on(emitter: any, type: EventName, options?: { signal?: any }): any {
  return require('./internal/event_promises').on(emitter, type, options);
}

EventEmitter.EventEmitter = EventEmitter;
EventEmitter.init = init;
EventEmitter.usingDomains = false;
EventEmitter.once = once;
EventEmitter.on = on;
EventEmitter.listenerCount = function (emitter, type) {
  return typeof emitter.listenerCount === 'function' ? emitter.listenerCount(type) : listenerCount.call(emitter, type);
};
EventEmitter.getEventListeners = function (emitter, type) {
  if (emitter && typeof emitter.listeners === 'function') return emitter.listeners(type);
  if (!isEventTarget(emitter)) throw badEmitter(emitter, 'emitter');
  return require('./internal/event_target').listenersOf(emitter, type);
};
EventEmitter.getMaxListeners = function (emitter) {
  if (emitter && typeof emitter.getMaxListeners === 'function') return emitter.getMaxListeners();
  if (!isEventTarget(emitter)) throw badEmitter(emitter, 'emitter');
  return maxListeners(emitter);
};
EventEmitter.setMaxListeners = function (count?: number) {
  const max = count === undefined ? defaultMaxListeners : count;
  checkCount(max, 'n');
  if (arguments.length < 2) defaultMaxListeners = max;
  for (let i = 1; i < arguments.length; i++) {
    const target: any = arguments[i];
    if (target && typeof target.setMaxListeners === 'function') target.setMaxListeners(max);
    else if (isEventTarget(target)) errors().hidden(target, '_maxListeners', max);
    else throw badEmitter(target, 'eventTargets');
  }
};
(EventEmitter as any).captureRejectionSymbol = captureRejectionSymbol;
(EventEmitter as any).errorMonitor = errorMonitor;
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: function () {
    return defaultMaxListeners;
  },
  set: function (count) {
    checkCount(count, 'defaultMaxListeners');
    defaultMaxListeners = count;
  },
});
Object.defineProperty(EventEmitter, 'captureRejections', {
  enumerable: true,
  get: function () {
    return !!proto[kCapture];
  },
  set: function (on) {
    validateBoolean(on, 'EventEmitter.captureRejections');
    errors().hidden(proto, kCapture, on);
    if (on) binding.watchResults();
  },
});

export = EventEmitter;
