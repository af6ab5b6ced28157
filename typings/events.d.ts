/**
 * `events`, with the API of Node 18.
 *
 * Differences from Node: an emitter that captures no rejections has no `Symbol(kCapture)` property; the single
 * listener of `'error'` is kept in an array in `_events`; no `EventEmitterAsyncResource`, no domains; an emitter's
 * own limit for event targets is not kept (`setMaxListeners(n, target)` only checks its arguments).
 */
declare module 'events' {
  interface EventEmitterOptions {
    /** A promise that a listener returns and that fails becomes an `'error'` event. */
    captureRejections?: boolean | undefined;
  }
  interface NodeEventTarget {
    once(eventName: string | symbol, listener: (...args: any[]) => void): this;
  }
  interface DOMEventTarget {
    addEventListener(eventName: string, listener: (...args: any[]) => void, opts?: { once: boolean }): any;
  }
  interface StaticEventEmitterOptions {
    signal?: AbortSignal | undefined;
  }

  interface EventEmitter extends NodeJS.EventEmitter {}

  class EventEmitter {
    constructor(options?: EventEmitterOptions);
    /** A promise of the arguments of the next `eventName`; fails with what `'error'` brings, or an `AbortError`. */
    static once(
      emitter: NodeEventTarget,
      eventName: string | symbol,
      options?: StaticEventEmitterOptions,
    ): Promise<any[]>;
    static once(emitter: DOMEventTarget, eventName: string, options?: StaticEventEmitterOptions): Promise<any[]>;
    /** The arguments of every `eventName`, one after another; what comes while nobody asks waits. */
    static on(
      emitter: NodeJS.EventEmitter,
      eventName: string,
      options?: StaticEventEmitterOptions,
    ): AsyncIterableIterator<any[]>;
    static listenerCount(emitter: NodeJS.EventEmitter, eventName: string | symbol): number;
    static getEventListeners(emitter: DOMEventTarget | NodeJS.EventEmitter, name: string | symbol): Function[];
    static setMaxListeners(n?: number, ...eventTargets: Array<DOMEventTarget | NodeJS.EventEmitter>): void;
    /** Where a file that requires `events` names it. Calls resource when signal aborts, soon if it has. */
    static addAbortListener(signal: AbortSignal, resource: (event: Event) => void): { [Symbol.dispose](): void };
    /** A listener of this hears errors before, and without being, the listeners of `'error'`. */
    static readonly errorMonitor: unique symbol;
    static readonly captureRejectionSymbol: unique symbol;
    static captureRejections: boolean;
    static defaultMaxListeners: number;
  }

  import internal = require('events');
  namespace EventEmitter {
    export { internal as EventEmitter };
  }
  export = EventEmitter;
}
declare module 'node:events' {
  import events = require('events');
  export = events;
}
