/**
 * A file of tests on a board of the laboratory. What the module `test` (modules/library/test.ts) tells comes by the
 * board's channel, a line each, {"tinygram": …}; what it asks for is done here and answered the same way.
 *
 * Tests with a budget of instructions or heap run in a second start, on a board without a network whose clock is its
 * count of instructions: nothing from outside is in what they measure.
 */
import * as path from 'node:path';
import type { Board } from '../boards/board';
import { StackMapper } from '../build/stack';
import { displayPath, type Engine, type Port } from '../build/paths';
import { APP_NAME, type BuiltImage } from '../commands/build';
import { Laboratory, type BoardPlan } from '../lab/laboratory';
import { playScenario, type Scenario, type ScenarioBoard } from '../lab/scenario';
import { UserError } from '../user_error';
import type { FileResult, Measured, Result, Status, TestError } from './results';

/** Each instruction of a board that counts is 2^8 ns: more than two ticks of any board's clock. */
const ICOUNT = 8;

/** Frames of the module `test` itself say nothing of an author's test. */
const OWN_FRAME = /^\s+at .*\bmodules\/library\/(internal\/test_|test\.)/;

export interface SessionOptions {
  port: Port;
  engine: Engine;
  board?: string;
  firmware: string;
  /** An absolute path. */
  file: string;
  image: BuiltImage;
  /** A pattern that full names of tests must match. */
  name?: string;
  /** For each of the two starts. */
  timeoutMs: number;
  seed?: number;
  /** What the network is after, and boards beside that of the tests. */
  scenario?: Scenario;
  /** Builds an app that a test starts, by its absolute path; the project's own without one. */
  build: (app?: string) => Promise<BuiltImage>;
}

/** What the board tells. */
type TestMessage =
  | { type: 'begin'; key: string; name: string; kind: 'suite' | 'test' }
  | ({ type: 'end'; key: string; status: Status | 'deferred'; image?: boolean } & Omit<Partial<Result>, 'status'> & {
        name: string;
      })
  | { type: 'diagnostic'; key: string; text: string }
  | { type: 'stray'; error: TestError }
  | { type: 'done'; failures: number }
  | { type: 'ask'; number: number; what: string; args: unknown[] };

interface Known {
  name: string;
  /** It waits for the start that counts, and wants the size of the app's image there. */
  image?: boolean;
  kind: 'suite' | 'test';
  status?: Status | 'deferred';
  ms?: number;
  error?: TestError;
  reason?: string;
  measured?: Measured;
  diagnostics: string[];
}

class Session {
  readonly known = new Map<string, Known>();
  readonly errors: string[] = [];
  output = '';
  private readonly mapper: StackMapper;

  constructor(private readonly options: SessionOptions) {
    this.mapper = new StackMapper(options.image.map, APP_NAME);
  }

  /** Starts the board and resolves when it has ended, and so has every other that its tests have started. */
  async start(counting: boolean): Promise<void> {
    const { options } = this;
    const wanted = counting && [...this.known.values()].some(({ image }) => image === true);
    const image = wanted ? await options.build() : undefined;
    const plan: BoardPlan = {
      name: 'b1',
      image: options.image.image,
      map: options.image.map,
      appName: APP_NAME,
      argv: [],
      channel: true,
      words: [
        `env.TINYGRAM_TEST=${counting ? 'count' : 'run'}`,
        ...(options.name === undefined ? [] : [`env.TINYGRAM_TEST_NAME=${options.name}`]),
        ...(counting && options.port !== 'host' ? [`env.TINYGRAM_TEST_NS=${2 ** ICOUNT}`, 'watchdog=0'] : []),
        ...(image === undefined ? [] : [`env.TINYGRAM_TEST_IMAGE=${image.size}`]),
      ],
    };
    const scenario = counting ? undefined : options.scenario;
    const lab = await Laboratory.open({
      port: options.port,
      engine: options.engine,
      firmware: options.firmware,
      ...(options.board === undefined ? {} : { board: options.board }),
      boards: [plan, ...(scenario === undefined ? [] : await this.further(scenario))],
      ...(scenario === undefined ? {} : { settings: scenario.settings, partitions: scenario.partitions }),
      network: counting ? 'none' : 'lab',
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(counting && options.port !== 'host' ? { icount: ICOUNT } : {}),
    });
    let done = false;
    let late = false;
    const attach = (name: string): void => {
      const board = lab.board(name) as Board;
      board.on('channel', (line) => {
        if (name !== 'b1') return this.answer(lab, { type: 'message', board: name, value: parsed(line) });
        const message = (parsed(line) as { tinygram?: TestMessage } | undefined)?.tinygram;
        if (message?.type === 'done') done = true;
        else if (message?.type === 'ask') void this.serve(lab, message);
        else if (message) this.receive(message);
      });
    };
    lab.on('started', attach);
    lab.on('console', (name, text) => (this.output += name === 'b1' ? text : text.replace(/^(?=.)/gm, `${name} | `)));
    const ended = new Promise<number>((resolve) =>
      lab.on('exit', (name, { code }) => {
        if (name === 'b1') resolve(code);
        else this.answer(lab, { type: 'exit', board: name, value: code });
      }),
    );
    attach('b1');
    const unmet = scenario === undefined ? undefined : playScenario(lab, scenario);
    const timer = setTimeout(() => {
      late = true;
      lab.board('b1')?.kill();
    }, options.timeoutMs);
    try {
      const code = await ended;
      if (late) this.errors.push(`${this.where()}: not ended within ${options.timeoutMs / 1000} s (--timeout)`);
      else if (!done) this.errors.push(`${this.where()}: the board ended with code ${code} before its tests did`);
      for (const line of unmet?.() ?? []) this.errors.push(`${this.where()}: ${line}`);
    } finally {
      clearTimeout(timer);
      await lab.close();
    }
  }

  /** The scenario's boards but for the first, whose place the board of the tests has. */
  private async further({ boards }: Scenario): Promise<BoardPlan[]> {
    const list: ScenarioBoard[] = typeof boards === 'number' ? Array.from({ length: boards }, () => ({})) : boards;
    const plans: BoardPlan[] = [];
    for (const [at, { name = `b${at + 1}`, app, args = [], boot = [] }] of list.entries()) {
      if (at === 0) continue;
      const { image, map } = await this.options.build(app);
      plans.push({ name, image, map, appName: APP_NAME, argv: args, words: boot });
    }
    return plans;
  }

  /** Whether a test waits for a start that counts. */
  get deferred(): boolean {
    return [...this.known.values()].some(({ status }) => status === 'deferred');
  }

  /** In the order of the file: keys are places in lists. */
  results(): Result[] {
    const numbers = (key: string): number[] => key.split('.').map(Number);
    const order = (a: string, b: string): number => {
      const [x, y] = [numbers(a), numbers(b)];
      const at = x.findIndex((number, i) => number !== y[i]);
      return at < 0 ? x.length - y.length : (x[at] as number) - (y[at] ?? -1);
    };
    return [...this.known.keys()].sort(order).map((key) => {
      const { status, ms = 0, kind, diagnostics, error, reason, measured } = this.known.get(key) as Known;
      const names = numbers(key).map((_number, i) => {
        const above = key.split('.', i + 1).join('.');
        return this.known.get(above)?.name ?? '';
      });
      const lost = { name: 'Error', message: 'it never ended', stack: 'it never ended' };
      return {
        kind,
        path: names,
        status: status === undefined || status === 'deferred' ? 'fail' : status,
        ms,
        diagnostics,
        ...(status === undefined || status === 'deferred' ? { error: lost } : error ? { error } : {}),
        ...(reason === undefined ? {} : { reason }),
        ...(measured === undefined ? {} : { measured }),
      };
    });
  }

  /** The tests that began and did not end, for an error of the whole file. */
  private where(): string {
    const open = [...this.known.values()].filter(({ status }) => status === undefined).map(({ name }) => `"${name}"`);
    return open.length > 0 ? `in ${open.join(' > ')}` : displayPath(this.options.file);
  }

  private receive(message: Exclude<TestMessage, { type: 'done' | 'ask' }>): void {
    if (message.type === 'stray') {
      this.errors.push(this.mapped(message.error).stack);
    } else if (message.type === 'diagnostic') {
      this.known.get(message.key)?.diagnostics.push(message.text);
    } else {
      const { type, key, name, kind = 'test', ...more } = message;
      const before = this.known.get(key);
      const error = 'error' in more && more.error ? { error: this.mapped(more.error) } : {};
      const earlier =
        type === 'begin' && before?.status !== undefined && before.status !== 'deferred' ? before : undefined;
      this.known.set(key, { ...earlier, diagnostics: before?.diagnostics ?? [], ...more, name, kind, ...error });
    }
  }

  private mapped(error: TestError): TestError {
    const lines = this.mapper.map(error.stack).split('\n');
    return { ...error, stack: lines.filter((line) => !OWN_FRAME.test(line)).join('\n') };
  }

  private answer(lab: Laboratory, message: object): void {
    lab.board('b1')?.send(JSON.stringify({ tinygram: message }));
  }

  private async serve(lab: Laboratory, { number, what, args }: TestMessage & { type: 'ask' }): Promise<void> {
    const answer = (more: object): void => this.answer(lab, { type: 'answer', number, ...more });
    try {
      answer({ value: (await this.perform(lab, what, args)) ?? null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      answer({ error: error.message });
    }
  }

  private async perform(lab: Laboratory, what: string, args: unknown[]): Promise<unknown> {
    const boardOf = (name: unknown): Board => {
      const board = lab.board(String(name));
      if (board === undefined) throw new UserError(`There is no board "${String(name)}".`);
      return board;
    };
    const [first] = args;
    switch (what) {
      case 'image':
        return (await this.options.build()).size;
      case 'network':
        return lab.command(String(first));
      case 'start': {
        const more = (args[1] ?? {}) as { name?: string; args?: string[]; boot?: string[] };
        const file = path.resolve(path.dirname(this.options.file), String(first));
        const { image, map } = await this.options.build(file);
        const name = more.name ?? `b${lab.names.length + 1}`;
        const words = more.boot ?? [];
        await lab.add({ name, image, map, appName: APP_NAME, argv: more.args ?? [], words, channel: true });
        const { ip4, ip6 } = lab.addresses(name);
        return { name, address: ip4, address6: ip6 };
      }
      case 'waitFor': {
        const [, source, flags, text, timeout] = args as [string, string | null, string, string, number];
        const pattern = typeof source === 'string' ? new RegExp(source, flags) : text;
        return [...(await boardOf(first).waitFor(pattern, timeout))];
      }
      case 'output':
        return boardOf(first).output;
      case 'send':
        return boardOf(first).send(JSON.stringify(args[1]));
      case 'reset':
        return lab.reset(String(first));
      case 'stop':
        boardOf(first).kill();
        await boardOf(first).exited;
        return undefined;
      case 'exited':
        return (await boardOf(first).exited).code;
      default:
        throw new UserError(`The laboratory knows no "${what}".`);
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Runs a file's tests; never rejects for what the file or its board does. */
export async function runFile(options: SessionOptions): Promise<FileResult> {
  const session = new Session(options);
  const start = Date.now();
  await session.start(false);
  if (session.deferred) await session.start(true);
  return {
    file: displayPath(options.file),
    results: session.results(),
    errors: session.errors,
    output: session.output,
    ms: Date.now() - start,
  };
}
