/**
 * `diagnostics_channel`, with the API of Node 18. A library module: it is in the image of an app that requires it.
 *
 * Differences from Node: a channel stays for as long as the program runs; no `bindStore`, `runStores`.
 */
declare module 'diagnostics_channel' {
  type ChannelListener = (message: unknown, name: string | symbol) => void;

  class Channel {
    readonly name: string | symbol;
    readonly hasSubscribers: boolean;
    private constructor(name: string | symbol);
    /** Calls each subscriber; what one throws becomes an uncaught exception. */
    publish(message: unknown): void;
    subscribe(onMessage: ChannelListener): void;
    /** Whether it was subscribed. */
    unsubscribe(onMessage: ChannelListener): boolean;
  }
  interface TracingHandlers {
    start?: ChannelListener;
    end?: ChannelListener;
    asyncStart?: ChannelListener;
    asyncEnd?: ChannelListener;
    error?: ChannelListener;
  }
  interface TracingChannel {
    readonly start: Channel;
    readonly end: Channel;
    readonly asyncStart: Channel;
    readonly asyncEnd: Channel;
    readonly error: Channel;
    subscribe(handlers: TracingHandlers): void;
    unsubscribe(handlers: TracingHandlers): boolean;
    traceSync<T>(fn: (...args: any[]) => T, context?: object, thisArg?: unknown, ...args: unknown[]): T;
    tracePromise<T>(
      fn: (...args: any[]) => Promise<T>,
      context?: object,
      thisArg?: unknown,
      ...args: unknown[]
    ): Promise<T>;
    traceCallback<T>(
      fn: (...args: any[]) => T,
      position?: number,
      context?: object,
      thisArg?: unknown,
      ...args: unknown[]
    ): T;
  }
  /** The channel of that name, always the same one. */
  function channel(name: string | symbol): Channel;
  function hasSubscribers(name: string | symbol): boolean;
  function subscribe(name: string | symbol, onMessage: ChannelListener): void;
  function unsubscribe(name: string | symbol, onMessage: ChannelListener): boolean;
  function tracingChannel(
    nameOrChannels: string | Pick<TracingChannel, 'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error'>,
  ): TracingChannel;
}
declare module 'node:diagnostics_channel' {
  export * from 'diagnostics_channel';
}
