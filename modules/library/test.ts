/**
 * `test`, after Node 20's `node:test`. `tinygram test` starts a file of tests on a board with a channel; each result
 * goes there as it comes, and so does what a test asks of the laboratory. Without a channel results are printed.
 */
import native = require('#native');
import laboratory = require('./internal/test_lab');
import mocking = require('./internal/test_mock');
import { inspect } from 'node:util';

const { lab, ask, tell } = laboratory;
const { Mock } = mocking;
/* Tests may put others in their place. */
const { setTimeout: later, clearTimeout: cancel, setImmediate: soon } = globalThis;

type Hook = 'before' | 'after' | 'beforeEach' | 'afterEach';
type Callback = (context: Context | SuiteContext, done: (error?: unknown) => void) => unknown;
type Status = 'pass' | 'fail' | 'skip' | 'todo' | 'deferred';

interface Budget {
  instructions?: number;
  heap?: number;
  image?: number;
}

interface Options {
  name?: string;
  only?: boolean;
  skip?: boolean | string;
  todo?: boolean | string;
  timeout?: number;
  budget?: Budget;
}

interface Item {
  kind: 'suite' | 'test';
  name: string;
  options: Options;
  fn: Callback | undefined;
  parent: Item | undefined;
  /** The places in the lists of children that lead here, as in "0.2": the same in every run. */
  key: string;
  children: Item[];
  hooks: Record<Hook, { fn: Callback; timeout: number | undefined }[]>;
  /** What a suite's function threw. */
  broken: { error: unknown } | undefined;
  finished: Promise<void>;
  finish: () => void;
}

/** 'count': only tests whose instructions or heap are counted run, on a board that counts. */
const counting = process.env.TINYGRAM_TEST === 'count';
const pattern = process.env.TINYGRAM_TEST_NAME ? new RegExp(process.env.TINYGRAM_TEST_NAME) : undefined;

/** Nanoseconds of an instruction on a board that counts (toolchain/src/testing/session.ts); 0 on others. */
const instructionNs = Number(process.env.TINYGRAM_TEST_NS) || 0;

function makeItem(kind: 'suite' | 'test', name: string, options: Options, fn?: Callback, parent?: Item): Item {
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  const at = parent ? String(parent.children.length) : '';
  const key = parent && parent.key !== '' ? `${parent.key}.${at}` : at;
  const item = { kind, name, options, fn, parent, key, children: [], hooks, broken: undefined, finished, finish };
  if (parent) parent.children.push(item);
  return item;
}

const root = makeItem('suite', '', {});
/** The suite whose function runs. */
let collecting = root;
let scheduled = false;
let failures = 0;

/** What ends the test that runs, when an error comes from nowhere in particular. */
let interrupt: ((error: unknown) => void) | undefined;

function onStray(error: unknown): void {
  if (interrupt) {
    interrupt(error);
  } else {
    failures++;
    tell({ type: 'stray', error: describe(error) });
  }
}

// ---- errors ----------------------------------------------------------------------------------------------------

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'Error', message: `thrown: ${inspect(error)}`, stack: '' };
  const { name, message, stack = '' } = error;
  return { name, message, stack: stack.includes(message) ? stack : `${name}: ${message}\n${stack}` };
}

/**
 * Settles as `work` does. Rejects when it takes longer than `timeout` milliseconds, and for an uncaught exception or an
 * unhandled rejection meanwhile: such an error names no test, so the one that runs has failed.
 */
function guarded(work: Promise<unknown>, timeout: number | undefined): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const before = interrupt;
  const race = new Promise((resolve, reject) => {
    interrupt = reject;
    if (timeout !== undefined && timeout !== Infinity)
      timer = later(() => reject(new Error(`test timed out after ${timeout}ms`)), timeout);
    work.then(resolve, reject);
  });
  const end = (): void => {
    interrupt = before;
    if (timer !== undefined) cancel(timer);
  };
  return race.then(
    (value) => {
      end();
      return value;
    },
    (error: unknown) => {
      end();
      throw error;
    },
  );
}

/** Calls a test's function or a hook: with two parameters it says itself when it is done. */
function call(fn: Callback, context: Context | SuiteContext): Promise<unknown> {
  if (fn.length < 2) return Promise.resolve().then(() => fn.call(context, context, () => undefined));
  return new Promise((resolve, reject) => {
    const done = (error?: unknown): void => (error ? reject(error) : resolve(undefined));
    const returned = fn.call(context, context, done);
    if (returned instanceof Promise) reject(new Error('passed a callback but also returned a Promise'));
  });
}

async function runHooks(owner: Item, hook: Hook, context: Context | SuiteContext): Promise<void> {
  for (const { fn, timeout } of owner.hooks[hook]) await guarded(call(fn, context), timeout);
}

// ---- contexts --------------------------------------------------------------------------------------------------

class SuiteContext {
  constructor(readonly name: string) {}
}

/** What a test's function gets. */
class Context {
  readonly mock = new Mock();
  skipped: string | undefined;
  unfinished: string | undefined;

  constructor(private readonly item: Item) {}

  get name(): string {
    return this.item.name;
  }

  get fullName(): string {
    return fullName(this.item);
  }

  diagnostic(message: string): void {
    tell({ type: 'diagnostic', key: this.item.key, text: String(message) });
  }

  skip(message = ''): void {
    this.skipped = String(message);
  }

  todo(message = ''): void {
    this.unfinished = String(message);
  }

  /** A test inside of this one; it runs at once, after those before it. */
  test(...args: unknown[]): Promise<void> {
    const { name, options, fn } = argumentsOf(args);
    const item = makeItem('test', name, options, fn, this.item);
    const before = this.item.children[this.item.children.length - 2];
    void (before ? before.finished : Promise.resolve()).then(() => runItem(item, true));
    return item.finished;
  }

  before(fn: Callback, options?: Options): void {
    // The test runs already, so this is now.
    addHook(this.item, 'before', fn, options);
  }
  after(fn: Callback, options?: Options): void {
    addHook(this.item, 'after', fn, options);
  }
  beforeEach(fn: Callback, options?: Options): void {
    addHook(this.item, 'beforeEach', fn, options);
  }
  afterEach(fn: Callback, options?: Options): void {
    addHook(this.item, 'afterEach', fn, options);
  }
}

function fullName(item: Item): string {
  return item.parent && item.parent !== root ? `${fullName(item.parent)} > ${item.name}` : item.name;
}

function addHook(owner: Item, hook: Hook, fn: Callback, options: Options = {}): void {
  if (typeof fn !== 'function') throw new TypeError(`${hook}() takes a function, not ${inspect(fn)}`);
  owner.hooks[hook].push({ fn, timeout: options.timeout });
}

// ---- running ---------------------------------------------------------------------------------------------------

const ancestors = (item: Item): Item[] => (item.parent ? [...ancestors(item.parent), item.parent] : []);
const hasOnly = (item: Item): boolean => item.options.only === true || item.children.some(hasOnly);
const isMeasured = ({ options: { budget } }: Item): boolean =>
  budget !== undefined && (budget.instructions !== undefined || budget.heap !== undefined);
const hasMeasured = (item: Item): boolean => isMeasured(item) || item.children.some(hasMeasured);

/** Whether a name that is asked for is in it, above it or below it. */
function isNamed(item: Item): boolean {
  if (pattern === undefined) return true;
  const below = (one: Item): boolean => pattern.test(fullName(one)) || one.children.some(below);
  return below(item) || ancestors(item).some((one) => one !== root && pattern.test(fullName(one)));
}

/** `chosen`: whether it runs where some tests are `only` and neither it nor one below it is. */
async function runItem(item: Item, chosen: boolean): Promise<void> {
  const { only, skip, todo } = item.options;
  const below = item.children.some(hasOnly);
  try {
    if (!isNamed(item) || (counting && !hasMeasured(item))) return;
    if (!chosen && !only && !below) return end(item, 'skip', { reason: 'others are only' });
    if (skip !== undefined && skip !== false) return end(item, 'skip', { reason: skip === true ? '' : skip });
    if (item.fn === undefined)
      return end(item, todo ? 'todo' : 'pass', { reason: typeof todo === 'string' ? todo : '' });
    tell({ type: 'begin', key: item.key, name: item.name, kind: item.kind });
    if (item.kind === 'test') await runTest(item);
    else await runSuite(item, below ? false : chosen || only === true);
  } finally {
    item.finish();
  }
}

function end(item: Item, status: Status, more: object = {}): void {
  if (status === 'fail') failures++;
  tell({ type: 'end', key: item.key, name: item.name, kind: item.kind, status, ...more });
}

async function runSuite(suite: Item, chosen: boolean): Promise<void> {
  const context = new SuiteContext(suite.name);
  let error = suite.broken;
  try {
    if (!error) await runHooks(suite, 'before', context);
  } catch (thrown) {
    error = { error: thrown };
  }
  if (!error) for (let i = 0; i < suite.children.length; i++) await runItem(suite.children[i], chosen);
  try {
    await runHooks(suite, 'after', context);
  } catch (thrown) {
    if (!error) error = { error: thrown };
  }
  if (suite === root) {
    if (error) onStray(error.error);
  } else if (error) {
    end(suite, 'fail', { error: describe(error.error) });
  } else {
    end(suite, 'pass');
  }
}

async function runTest(item: Item): Promise<void> {
  if (isMeasured(item) && !counting) return end(item, 'deferred', { image: item.options.budget?.image !== undefined });
  const { options } = item;
  const context = new Context(item);
  const owners = ancestors(item);
  const start = counting ? 0 : native('process').timeNs();
  let failure: { error: unknown } | undefined;
  let measured: Budget = {};
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!failure) failure = { error };
    }
  };
  await attempt(async () => {
    for (const owner of owners) await runHooks(owner, 'beforeEach', context);
    const fn = item.fn as Callback;
    if (isMeasured(item)) measured = measure(fn, context);
    else await guarded(call(fn, context), options.timeout);
    for (const child of item.children) await child.finished;
  });
  for (const owner of owners.reverse()) await attempt(() => runHooks(owner, 'afterEach', context));
  await attempt(() => runHooks(item, 'after', context));
  context.mock.restoreAll();
  if (!failure) {
    await attempt(async () => {
      if (options.budget?.image !== undefined) {
        // A board that counts asks nothing: when an answer comes is up to the machine.
        const known = process.env.TINYGRAM_TEST_IMAGE;
        measured.image = counting ? Number(known) : ((await ask('image')) as number);
      }
      checkBudget(options.budget ?? {}, measured);
    });
  }
  const todo = context.unfinished ?? (options.todo ? (options.todo === true ? '' : options.todo) : undefined);
  const status = todo !== undefined ? 'todo' : failure ? 'fail' : context.skipped !== undefined ? 'skip' : 'pass';
  end(item, status, {
    // Where instructions are counted (budgets), runs must be alike: a duration has more digits in one run than in
    // another, and so the JSON text of the result would take more or less of the heap.
    ...(counting ? {} : { ms: (native('process').timeNs() - start) / 1e6 }),
    ...(failure ? { error: describe(failure.error) } : {}),
    ...(Object.keys(measured).length > 0 ? { measured } : {}),
    reason: todo ?? context.skipped,
  });
}

// ---- budgets ---------------------------------------------------------------------------------------------------

/** Instructions that two readings of the clock cost. */
let ownCost: number | undefined;

function countOnce(fn: Callback, context: Context): { ns: number; returned: unknown } {
  const start = native('process').timeNs();
  const returned = fn.call(context, context, () => undefined);
  return { ns: native('process').timeNs() - start, returned };
}

/**
 * Runs a function that does not wait and counts its instructions and the heap that it leaves behind. Nothing sleeps
 * before it: a board that never sleeps and hears nothing does the same to the instruction in every run.
 */
function measure(fn: Callback, context: Context): Budget {
  const { gc, memoryUsage } = native('process');
  if (ownCost === undefined) {
    countOnce(() => undefined, context); // what is made once is made now
    ownCost = countOnce(() => undefined, context).ns;
  }
  gc();
  const before = memoryUsage().heapUsed;
  const { ns, returned } = countOnce(fn, context);
  if (returned instanceof Promise)
    throw new Error('A test with a budget of instructions or heap is a function that does not wait: no promise.');
  gc();
  const heap = memoryUsage().heapUsed - before;
  if (instructionNs === 0) context.diagnostic('Instructions are counted on emulated boards alone.');
  return {
    ...(instructionNs > 0 ? { instructions: Math.round((ns - ownCost) / instructionNs) } : {}),
    ...(heap === heap ? { heap } : {}),
  };
}

const UNITS = { instructions: 'instructions', heap: 'bytes of heap', image: 'bytes of image' };

function checkBudget(budget: Budget, measured: Budget): void {
  for (const name of ['instructions', 'heap', 'image'] as const) {
    const [limit, value] = [budget[name], measured[name]];
    if (limit === undefined || value === undefined || value <= limit) continue;
    throw new Error(`${value} ${UNITS[name]}, ${value - limit} over the budget of ${limit}`);
  }
}

// ---- the public face -------------------------------------------------------------------------------------------

function argumentsOf(args: unknown[]): { name: string; options: Options; fn: Callback | undefined } {
  const fn = args.find((arg) => typeof arg === 'function') as Callback | undefined;
  const options = (args.find((arg) => typeof arg === 'object' && arg !== null) as Options | undefined) ?? {};
  const named = typeof args[0] === 'string' ? args[0] : (options.name ?? fn?.name);
  return { name: named || '<anonymous>', options, fn };
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  process.on('uncaughtException', onStray);
  soon(() => void runAll());
}

async function runAll(): Promise<void> {
  const context = new SuiteContext('');
  let seen = -1;
  await guarded(Promise.resolve(), undefined);
  const focused = root.children.some(hasOnly);
  try {
    await runHooks(root, 'before', context);
    // `await test(…)` at a file's top level: the call of the next test() runs once the promise of the one before is
    // settled, so the list may have grown after all of it has run.
    while (seen !== root.children.length) {
      if (seen < 0) seen = 0;
      for (; seen < root.children.length; seen++) await runItem(root.children[seen], !focused);
      await new Promise<void>((resolve) => soon(resolve));
    }
    await runHooks(root, 'after', context);
  } catch (error) {
    onStray(error);
  }
  tell({ type: 'done', failures });
  // What a file leaves open must not keep its board.
  soon(() => process.exit(failures > 0 ? 1 : 0));
}

type Registrar = (...args: unknown[]) => Promise<void>;

const withOption =
  (register: Registrar, option: Options): Registrar =>
  (...args) => {
    const { name, options, fn } = argumentsOf(args);
    return register(name, { ...options, ...option }, fn);
  };

function registrar(register: Registrar): Registrar & Record<'skip' | 'only' | 'todo', Registrar> {
  return Object.assign(register, {
    skip: withOption(register, { skip: true }),
    only: withOption(register, { only: true }),
    todo: withOption(register, { todo: true }),
  });
}

const test = registrar((...args) => {
  const { name, options, fn } = argumentsOf(args);
  schedule();
  return makeItem('test', name, options, fn, collecting).finished;
});

const suite = registrar((...args) => {
  const { name, options, fn } = argumentsOf(args);
  schedule();
  const item = makeItem('suite', name, options, fn, collecting);
  const before = collecting;
  collecting = item;
  try {
    const returned = fn?.call(new SuiteContext(name), new SuiteContext(name), () => undefined);
    if (returned instanceof Promise) throw new TypeError('describe() takes a function that does not wait: no promise.');
  } catch (error) {
    item.broken = { error };
  } finally {
    collecting = before;
  }
  return item.finished;
});

const hook =
  (name: Hook) =>
  (fn: Callback, options?: Options): void => {
    schedule();
    addHook(collecting, name, fn, options);
  };

export = Object.assign(test, {
  test,
  it: test,
  describe: suite,
  suite,
  before: hook('before'),
  after: hook('after'),
  beforeEach: hook('beforeEach'),
  afterEach: hook('afterEach'),
  mock: new Mock(),
  lab,
});
