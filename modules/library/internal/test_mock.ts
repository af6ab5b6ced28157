/** `mock` of `test`: functions that remember their calls, and timers and a clock that the test moves. */
import timers = require('node:timers');

type Fn = (...args: any[]) => any;
type Api = 'setTimeout' | 'setInterval' | 'setImmediate' | 'Date';

const APIS: Api[] = ['setTimeout', 'setInterval', 'setImmediate', 'Date'];
const CLEARS = { setTimeout: 'clearTimeout', setInterval: 'clearInterval', setImmediate: 'clearImmediate' } as const;
const RealDate = Date;

// ---- timers ----------------------------------------------------------------------------------------------------

/** What a mocked setTimeout() gives; as Node's, a number where one is asked for. */
class FakeTimer {
  refed = true;
  constructor(
    readonly id: number,
    public at: number,
    readonly delay: number,
    readonly every: boolean,
    readonly run: () => void,
    private readonly owner: MockTimers,
  ) {}

  ref(): this {
    this.refed = true;
    return this;
  }
  unref(): this {
    this.refed = false;
    return this;
  }
  hasRef(): boolean {
    return this.refed;
  }
  refresh(): this {
    this.owner.arm(this);
    return this;
  }
  close(): this {
    this.owner.clear(this);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

class MockTimers {
  private now = 0;
  private made = 0;
  private armed: FakeTimer[] = [];
  private restores: (() => void)[] = [];

  /** From now on the named functions, all without names, are the test's. `now`: what Date.now() says. */
  enable({ apis = APIS, now = 0 }: { apis?: Api[]; now?: number | Date } = {}): void {
    if (this.restores.length > 0) throw new Error('Invalid state: MockTimers is already enabled!');
    for (const api of apis) {
      if (!APIS.includes(api))
        throw new TypeError(`There is no "${String(api)}" to mock. There are: ${APIS.join(', ')}.`);
    }
    this.now = Number(now);
    const holders: object[] = [globalThis, timers];
    for (const api of apis) {
      if (api === 'Date') {
        this.put(globalThis, 'Date', this.fakeDate());
      } else {
        for (const holder of holders) {
          this.put(holder, api, (fn: Fn, ...args: unknown[]) => this.set(api, fn, args));
          this.put(holder, CLEARS[api], (timer: unknown) => this.clear(timer));
        }
        if (api !== 'setInterval') {
          const promises = timers.promises as any;
          this.put(promises, api, (...args: unknown[]) => {
            const value = api === 'setTimeout' ? args[1] : args[0];
            return new Promise((resolve) => this.set(api, () => resolve(value), api === 'setTimeout' ? [args[0]] : []));
          });
        }
      }
    }
  }

  /** Lets time pass; what is due runs in its order, each at its time. */
  tick(ms = 1): void {
    this.check();
    if (!(ms >= 0)) throw new RangeError(`The value of "time" must be positive, not ${ms}`);
    const end = this.now + ms;
    for (;;) {
      const next = this.next();
      if (next === undefined || next.at > end) break;
      this.fire(next);
    }
    this.now = end;
  }

  /** Runs all that is armed, an interval once after its last. */
  runAll(): void {
    this.check();
    const last = this.armed.reduce((most, timer) => Math.max(most, timer.at), this.now);
    this.tick(last - this.now);
  }

  setTime(now: number): void {
    this.check();
    this.now = now;
  }

  /** The functions are the board's again, and what was armed is forgotten. */
  reset(): void {
    for (const restore of this.restores.splice(0).reverse()) restore();
    this.armed = [];
  }

  arm(timer: FakeTimer): void {
    this.clear(timer);
    timer.at = this.now + timer.delay;
    this.armed.push(timer);
  }

  clear(timer: unknown): void {
    const id = timer instanceof FakeTimer ? timer.id : Number(timer);
    this.armed = this.armed.filter((one) => one.id !== id);
  }

  private check(): void {
    if (this.restores.length === 0)
      throw new Error('Invalid state: You should enable MockTimers first by calling .enable()');
  }

  private set(api: Exclude<Api, 'Date'>, fn: Fn, args: unknown[]): FakeTimer {
    if (typeof fn !== 'function') throw new TypeError(`The "callback" argument must be of type function.`);
    const given = api === 'setImmediate' ? args : args.slice(1);
    const delay = api === 'setImmediate' ? 0 : Math.max(1, Number(args[0]) || 1);
    const run = (): void => void fn(...given);
    const timer = new FakeTimer(++this.made, this.now + delay, delay, api === 'setInterval', run, this);
    this.armed.push(timer);
    return timer;
  }

  /** What is due first; of equal ones the one that was armed first. */
  private next(): FakeTimer | undefined {
    return this.armed.reduce<FakeTimer | undefined>(
      (first, one) => (first && first.at <= one.at ? first : one),
      undefined,
    );
  }

  private fire(timer: FakeTimer): void {
    this.now = Math.max(this.now, timer.at);
    if (timer.every) this.arm(timer);
    else this.clear(timer);
    timer.run();
  }

  private put(holder: any, name: string, value: unknown): void {
    const before = holder[name];
    holder[name] = value;
    this.restores.push(() => (holder[name] = before));
  }

  private fakeDate(): DateConstructor {
    const now = (): number => this.now;
    function MockDate(this: unknown, ...args: any[]): unknown {
      const made = args.length === 0 ? new RealDate(now()) : new (RealDate as any)(...args);
      return new.target ? made : made.toString();
    }
    return Object.assign(MockDate, {
      now,
      parse: RealDate.parse,
      UTC: RealDate.UTC,
      prototype: RealDate.prototype,
    }) as unknown as DateConstructor;
  }
}

// ---- functions -------------------------------------------------------------------------------------------------

interface Call {
  arguments: unknown[];
  result: unknown;
  error: unknown;
  this: unknown;
}

class MockContext {
  calls: Call[] = [];
  private readonly once = new Map<number, Fn>();

  constructor(
    private implementation: Fn,
    readonly restore: () => void,
  ) {}

  callCount(): number {
    return this.calls.length;
  }
  resetCalls(): void {
    this.calls = [];
  }
  mockImplementation(implementation: Fn): void {
    this.implementation = implementation;
  }
  mockImplementationOnce(implementation: Fn, onCall = this.calls.length): void {
    this.once.set(onCall, implementation);
  }

  run(holder: unknown, args: unknown[]): unknown {
    const chosen = this.once.get(this.calls.length) ?? this.implementation;
    const call: Call = { arguments: args, result: undefined, error: undefined, this: holder };
    this.calls.push(call);
    try {
      return (call.result = chosen.apply(holder, args));
    } catch (error) {
      call.error = error;
      throw error;
    }
  }
}

type MockFunction = Fn & { mock: MockContext };

class Mock {
  readonly timers = new MockTimers();
  private readonly made: MockContext[] = [];

  /** A function that remembers its calls and does what `implementation`, or else `original`, does. */
  fn(original: Fn = () => undefined, implementation: Fn = original): MockFunction {
    return this.make(implementation, (context) => context.mockImplementation(original));
  }

  /** Puts a remembering function in place of an object's method. */
  method(holder: any, name: PropertyKey, implementation?: Fn): MockFunction {
    const original = holder[name] as Fn;
    if (typeof original !== 'function') throw new TypeError(`${String(name)} is no method of the object`);
    const own = Object.prototype.hasOwnProperty.call(holder, name);
    const mocked = this.make(implementation ?? original, () => {
      if (own) holder[name] = original;
      else delete holder[name];
    });
    holder[name] = mocked;
    return mocked;
  }

  /** Everything is as it was before. */
  restoreAll(): void {
    for (const context of this.made.splice(0)) context.restore();
    this.timers.reset();
  }

  reset(): void {
    this.restoreAll();
  }

  private make(implementation: Fn, restore: (context: MockContext) => void): MockFunction {
    const context = new MockContext(implementation, () => restore(context));
    this.made.push(context);
    const mocked = function (this: unknown, ...args: unknown[]): unknown {
      return context.run(this, args);
    };
    return Object.assign(mocked, { mock: context });
  }
}

export = { Mock };
