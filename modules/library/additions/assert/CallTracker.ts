/** `assert.CallTracker`: functions that count their calls, and a check that the counts are as expected. */
import assert = require('node:assert');
import { errors, validateInteger } from '#internal/validators';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

interface Call {
  readonly thisArg: unknown;
  readonly arguments: readonly unknown[];
}

interface Tracked {
  calls: Call[];
  readonly expected: number;
  readonly name: string;
  /** Made where the function was: its stack shows that place. */
  readonly origin: Error;
}

interface Report {
  message: string;
  actual: number;
  expected: number;
  operator: string;
  stack: Error;
}

let exiting = false;
process.once('exit', () => {
  exiting = true;
});

/** What fn has of its own, length and name too, as a Proxy would show it; no getter is called. */
function dress(wrapper: AnyFunction, fn: AnyFunction): void {
  Object.setPrototypeOf(wrapper, Object.getPrototypeOf(fn) as object);
  if (!Object.prototype.hasOwnProperty.call(fn, 'length')) delete (wrapper as { length?: number }).length;
  const keys = Reflect.ownKeys(fn);
  for (let i = 0; i < keys.length; i++) {
    const property = Object.getOwnPropertyDescriptor(fn, keys[i]) as PropertyDescriptor;
    Object.setPrototypeOf(property, null);
    Reflect.defineProperty(wrapper, keys[i], property);
  }
}

class CallTracker {
  private readonly tracked = new Map<unknown, Tracked>();

  /** calls(fn, expected) or calls(expected): fn, which counts its calls; `expected` is 1 or more. */
  calls(fn?: AnyFunction | number, expected: number = 1): AnyFunction {
    if (exiting)
      throw errors().addCode(new Error('Cannot call function in process exit handler'), 'ERR_UNAVAILABLE_DURING_EXIT');
    const count = typeof fn === 'number' ? fn : expected;
    const called: AnyFunction = typeof fn === 'function' ? fn : () => undefined;
    validateInteger(count, 'expected', 1, 4294967295);
    const entry: Tracked = { calls: [], expected: count, name: called.name || 'calls', origin: new Error() };
    const wrapper: AnyFunction = function (this: unknown, ...args) {
      entry.calls.push(Object.freeze({ thisArg: this, arguments: Object.freeze(args.slice()) }));
      return Reflect.apply(called, this, args);
    };
    dress(wrapper, called);
    this.tracked.set(wrapper, entry);
    return wrapper;
  }

  private entry(tracked: unknown): Tracked {
    const entry = this.tracked.get(tracked);
    if (entry === undefined) throw errors().ERR_INVALID_ARG_VALUE('tracked', tracked, 'is not a tracked function');
    return entry;
  }

  /** The calls of a function that calls() gave, in their order. */
  getCalls(tracked: unknown): readonly Call[] {
    return Object.freeze(this.entry(tracked).calls.slice());
  }

  /** Forgets the calls of a function that calls() gave, or of all. */
  reset(tracked?: unknown): void {
    if (tracked === undefined) {
      this.tracked.forEach((entry) => {
        entry.calls = [];
      });
    } else {
      this.entry(tracked).calls = [];
    }
  }

  /** What is not as expected. */
  report(): Report[] {
    const reports: Report[] = [];
    this.tracked.forEach(({ calls, expected, name, origin }) => {
      const actual = calls.length;
      if (actual === expected) return;
      const was = `but was executed ${actual} time(s).`;
      const message = `Expected the ${name} function to be executed ${expected} time(s) ${was}`;
      reports.push({ message, actual, expected, operator: name, stack: origin });
    });
    return reports;
  }

  /** Throws an AssertionError unless every function was called as often as expected. */
  verify(): void {
    const reports = this.report();
    if (reports.length === 0) return;
    const message =
      reports.length === 1 ? reports[0].message : 'Functions were not called the expected number of times';
    throw Object.assign(new assert.AssertionError({ message }), { details: reports });
  }
}

Object.assign(assert, { CallTracker });
Object.assign(assert.strict, { CallTracker });
