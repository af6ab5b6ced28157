/**
 * Node 18's `diagnostics_channel`: named channels, over which a library tells those who listen what it does. A channel
 * stays for as long as the program runs: unlike in Node, where one that nobody holds may be collected.
 */
import { errors, validateFunction } from '#internal/validators';

type Name = string | symbol;
type Subscriber = (message: unknown, name: Name) => void;

const channels = new Map<Name, Channel>();

class Channel {
  private subscribers: Subscriber[] = [];

  constructor(readonly name: Name) {
    Object.defineProperty(this, 'subscribers', { enumerable: false });
  }

  get hasSubscribers(): boolean {
    return this.subscribers.length > 0;
  }

  subscribe(subscription: Subscriber): void {
    validateFunction(subscription, 'subscription');
    this.subscribers = [...this.subscribers, subscription];
  }

  /** Whether it was subscribed. */
  unsubscribe(subscription: Subscriber): boolean {
    const at = this.subscribers.indexOf(subscription);
    if (at >= 0) this.subscribers = this.subscribers.filter((_, i) => i !== at);
    return at >= 0;
  }

  /** Calls each subscriber; what one throws becomes an uncaught exception, and the others are called all the same. */
  publish(message: unknown): void {
    for (const subscriber of this.subscribers) {
      try {
        subscriber(message, this.name);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }
}

/** The channel of that name, always the same one. */
function channel(name: Name): Channel {
  if (typeof name !== 'string' && typeof name !== 'symbol')
    throw errors().ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  let found = channels.get(name);
  if (found === undefined) channels.set(name, (found = new Channel(name)));
  return found;
}

const hasSubscribers = (name: Name): boolean => channels.get(name)?.hasSubscribers ?? false;
const subscribe = (name: Name, subscription: Subscriber): void => channel(name).subscribe(subscription);
const unsubscribe = (name: Name, subscription: Subscriber): boolean => channel(name).unsubscribe(subscription);

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
type Channels = { [event in (typeof EVENTS)[number]]: Channel };
type Handlers = { [event in (typeof EVENTS)[number]]?: Subscriber };
type AnyFunction = (this: unknown, ...args: any[]) => any;

/** What run gives, between start and end; error where it throws. */
function traced<T>({ start, end, error }: Channels, context: { error?: unknown }, run: () => T): T {
  start.publish(context);
  try {
    return run();
  } catch (thrown) {
    context.error = thrown;
    error.publish(context);
    throw thrown;
  } finally {
    end.publish(context);
  }
}

/** The five channels of one thing that is traced: `tracing:<name>:start` and so on. */
class TracingChannel {
  declare readonly start: Channel;
  declare readonly end: Channel;
  declare readonly asyncStart: Channel;
  declare readonly asyncEnd: Channel;
  declare readonly error: Channel;

  constructor(names: string | Channels) {
    if (typeof names !== 'string' && (typeof names !== 'object' || names === null))
      throw errors().ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'Object'], names);
    for (const event of EVENTS)
      this[event] = typeof names === 'string' ? channel(`tracing:${names}:${event}`) : names[event];
  }

  subscribe(handlers: Handlers): void {
    for (const event of EVENTS) {
      const handler = handlers[event];
      if (handler) this[event].subscribe(handler);
    }
  }

  /** Whether all of them were subscribed. */
  unsubscribe(handlers: Handlers): boolean {
    return EVENTS.map((event) => {
      const handler = handlers[event];
      return handler === undefined || this[event].unsubscribe(handler);
    }).every(Boolean);
  }

  /** Calls fn between start and end, with error where it throws. */
  traceSync(fn: AnyFunction, context: any = {}, thisArg?: unknown, ...args: unknown[]): unknown {
    return traced(this, context, () => (context.result = Reflect.apply(fn, thisArg, args)));
  }

  /** As traceSync() for what fn does at once, then asyncStart and asyncEnd when its promise is settled. */
  tracePromise(fn: AnyFunction, context: any = {}, thisArg?: unknown, ...args: unknown[]): Promise<unknown> {
    const channels = this;
    const settled = (): void => {
      channels.asyncStart.publish(context);
      channels.asyncEnd.publish(context);
    };
    return traced(channels, context, () =>
      Promise.resolve(Reflect.apply(fn, thisArg, args)).then(
        (result) => {
          context.result = result;
          settled();
          return result;
        },
        (reason: unknown) => {
          context.error = reason;
          channels.error.publish(context);
          settled();
          throw reason;
        },
      ),
    );
  }

  /** As tracePromise(), of a function whose argument at `position` (from the end where negative) is a callback. */
  traceCallback(fn: AnyFunction, position = -1, context: any = {}, thisArg?: unknown, ...args: any[]): unknown {
    const channels = this;
    const at = position < 0 ? args.length + position : position;
    const callback = args[at] as AnyFunction;
    validateFunction(callback, 'callback');
    args[at] = function (this: unknown, failure: unknown, result: unknown, ...rest: unknown[]): unknown {
      if (failure) {
        context.error = failure;
        channels.error.publish(context);
      } else {
        context.result = result;
      }
      channels.asyncStart.publish(context);
      try {
        return Reflect.apply(callback, this, [failure, result, ...rest]);
      } finally {
        channels.asyncEnd.publish(context);
      }
    };
    return traced(channels, context, () => Reflect.apply(fn, thisArg, args) as unknown);
  }
}

const tracingChannel = (names: string | Channels): TracingChannel => new TracingChannel(names);

export = { channel, hasSubscribers, subscribe, unsubscribe, tracingChannel, Channel };
