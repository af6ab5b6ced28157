/** Event and EventTarget, globals of Node 18. */
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS, addCode, hidden } from './errors';
import { validateAbortSignal, validateObject } from './validators';

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
    if (options !== undefined)
      validateObject(options, 'options', { allowArray: true, allowFunction: true, nullable: true });
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
  for (const one of list || []) if (one.callback === callback && one.capture === capture) return one;
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
    if (typeof callback !== 'function' && typeof callback !== 'object')
      throw ERR_INVALID_ARG_TYPE('listener', 'EventListener', callback);
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
    if (event.eventPhase !== 0)
      throw addCode(new Error('The event "' + event.type + '" is already being dispatched'), 'ERR_EVENT_RECURSION');
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
