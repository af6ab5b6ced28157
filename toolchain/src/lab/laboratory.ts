/**
 * The network laboratory: boards on one switch, the gateway behind it, conditions that change while it runs.
 *
 *   const lab = await Laboratory.open({ port: 'host', firmware, boards: [{ name: 'b1', image, … }], … });
 *   lab.on('console', (name, text) => …);
 *   lab.command('loss b1-b2 30%');
 *   await lab.ended;               // all boards have
 *   await lab.close();
 */
import { EventEmitter } from 'node:events';
import { startBoard, type Board, type BoardExit, type BoardNetwork, type Stream } from '../boards/board';
import type { Engine, Port } from '../build/paths';
import { StackMapper, StackMappingStream } from '../build/stack';
import { UserError } from '../user_error';
import { realClock, type Clock } from './clock';
import {
  Conditions,
  KIND_NAMES,
  parseValue,
  parseWhere,
  valueText,
  type Kind,
  type NamedForward,
  type Partition,
  type Setting,
} from './conditions';
import { randomFrom, seedOf } from './impairments';
import type { Forward } from './gateway/flows';
import { boardAddresses, boardWords, Gateway, MAX_BOARDS } from './gateway/gateway';
import { Link, macFor, type Observer } from './switch';
import { VirtualClock } from './virtual_clock';

export interface BoardPlan {
  name: string;
  image: string;
  /** The source map beside the image, and the name that frames of the app carry in stacks. */
  map: string;
  appName: string;
  argv: string[];
  /** Boot options besides address, name and MAC. */
  words: string[];
  /** It has a channel to this process (boards/board.ts). */
  channel?: boolean;
}

export interface LabPlan {
  port: Port;
  engine: Engine;
  firmware: string;
  /** A board of the port. */
  board?: string;
  boards: BoardPlan[];
  /** 'lab' is the switch with its gateway. */
  network: 'lab' | 'none' | { tap: string };
  forwards?: NamedForward[];
  expose?: boolean;
  /** Interface of the host for multicast and broadcast. */
  multicast?: string;
  settings?: Setting[];
  partitions?: Partition[];
  seed?: number;
  pcap?: string;
  /**
   * Boards tell how full their heap is and how long they were awake (Link.figures()); emulated ones then count
   * instructions, of FIGURE_NS nanoseconds each, and are no quicker than that.
   */
  figures?: boolean;
  /**
   * Time goes on as the boards allow, from 2026 on: the same plan gives the same frames at the same times. The
   * gateway then leads nowhere, since what is outside has a time of its own.
   */
  virtual?: boolean;
  /** Emulated boards count instructions, each 2^icount ns, and idle time passes at once. */
  icount?: number;
}

export interface LabEvents {
  /** Console text of a board, its stacks mapped to TypeScript. */
  console: [name: string, text: string, stream: Stream];
  started: [name: string];
  exit: [name: string, exit: BoardExit];
  /** Conditions, cables or partitions are not what they were. */
  changed: [];
}

/** Nanoseconds of an instruction where they are counted, a power of two: 31 million a second. */
const FIGURE_SHIFT = 5;
export const FIGURE_NS = 1 << FIGURE_SHIFT;

/** Boards that start at the same time. */
const STARTING = 8;

export const COMMANDS = [
  'link NAME up|down        mend or cut the cable of a board',
  'reset NAME               end a board and start it again',
  ...KIND_NAMES.map((kind) => `${`${kind} [WHERE] VALUE`.padEnd(25)}as --${kind}; WHERE is b1, b1-b2, or all`),
  'partition NAMES|off      cut the named boards (b1,b2) off from the rest',
  'pause, step, resume      stop frames at the switch, let one pass, let all pass',
  'show, help               conditions and counts; these commands',
];

interface Running {
  plan: BoardPlan;
  number: number;
  board: Board | undefined;
  exit: BoardExit | undefined;
  /** Counts its starts: what an earlier one says is not heard any more. */
  generation: number;
  /** Its last start, and one that waits for that. */
  starting: Promise<void>;
  queued: Promise<void> | undefined;
}

export class Laboratory extends EventEmitter<LabEvents> {
  /** Resolves when every board has ended, with their exits in the order of the plan. */
  readonly ended: Promise<BoardExit[]>;
  readonly link: Link | undefined;
  gateway: Gateway | undefined;
  /** When it was opened, on its clock. */
  readonly since: number;

  private readonly conditions = new Conditions();
  private readonly running = new Map<string, Running>();
  private readonly clock: Clock;
  private readonly virtual: VirtualClock | undefined;
  private readonly cancels: (() => void)[] = [];
  private partitioned: string[] | undefined;
  private finish: (exits: BoardExit[]) => void = () => undefined;
  /** Boards that start from now on are ended at once. */
  private ending = false;
  private closing = false;

  private constructor(private readonly plan: LabPlan) {
    super();
    this.virtual = plan.virtual ? new VirtualClock() : undefined;
    this.clock = this.virtual ?? realClock;
    this.since = this.clock.now();
    this.ended = new Promise((resolve) => (this.finish = resolve));
    if (plan.network === 'lab') {
      this.link = Link.open({
        seed: plan.seed ?? 1,
        clock: this.clock,
        ...(plan.pcap === undefined ? {} : { pcap: plan.pcap }),
      });
    }
    plan.boards.forEach((board, number) => this.running.set(board.name, runningOf(board, number)));
  }

  /** Starts everything. Rejects with a UserError, and leaves nothing behind, when something cannot be had. */
  static async open(plan: LabPlan): Promise<Laboratory> {
    checkPlan(plan);
    const lab = new Laboratory(plan);
    try {
      await lab.start();
    } catch (error) {
      await lab.close();
      throw error;
    }
    return lab;
  }

  /** Names of boards, in the order of the plan. */
  get names(): string[] {
    return [...this.running.keys()];
  }

  /** What rules may name: the boards and the gateway. */
  get stations(): string[] {
    return this.link ? [...this.names, 'gateway'] : this.names;
  }

  board(name: string): Board | undefined {
    return this.running.get(name)?.board;
  }

  exitOf(name: string): BoardExit | undefined {
    return this.running.get(name)?.exit;
  }

  /** What it was opened with. */
  get about(): { port: Port; engine: Engine; seed: number; maps: string[] } {
    const { port, engine, seed = 1, boards } = this.plan;
    return { port, engine, seed, maps: boards.map(({ map }) => map) };
  }

  settings(): Setting[] {
    return this.conditions.list();
  }

  /** The boards that are cut off from the rest; undefined when none are. */
  get partition(): string[] | undefined {
    return this.partitioned;
  }

  set(setting: Setting): void {
    this.conditions.set({ ...setting, where: parseWhere(setting.where, this.stations) });
    this.needLink().impair(this.conditions.rules());
    this.emit('changed');
  }

  setUp(name: string, up: boolean): void {
    this.runningOf(name);
    this.needLink().setUp(name, up);
    this.emit('changed');
  }

  /** Cuts the named boards off from the rest, all from each other when none is named; undefined mends it. */
  cut(names: string[] | undefined): void {
    for (const name of names ?? []) this.runningOf(name);
    const link = this.needLink();
    this.partitioned = names;
    if (names === undefined) link.setIslands(undefined);
    else link.setIslands(names.length > 0 ? [names] : this.stations.map((name) => [name]));
    this.emit('changed');
  }

  /** Starts a further board. */
  async add(plan: BoardPlan): Promise<void> {
    if (this.running.has(plan.name)) throw new UserError(`There is a board "${plan.name}" already.`);
    if (this.running.size >= MAX_BOARDS) throw new UserError(`There are at most ${MAX_BOARDS} boards.`);
    const running = runningOf(plan, this.running.size);
    this.running.set(plan.name, running);
    this.gateway?.reserve(macFor(plan.name), addressesOf(running).ip4);
    await (running.starting = this.startOne(running));
  }

  /** A board's addresses. */
  addresses(name: string): { ip4: string; ip6: string } {
    return addressesOf(this.runningOf(name));
  }

  /** Ends a board and starts it again from its image, after what was asked for before; what waits is done once. */
  reset(name: string): Promise<void> {
    const running = this.runningOf(name);
    const next = (): Promise<void> => {
      running.queued = undefined;
      return this.restart(running);
    };
    running.queued ??= running.starting = running.starting.then(next, next);
    return running.queued;
  }

  private async restart(running: Running): Promise<void> {
    const goOn = this.virtual?.hold();
    try {
      running.generation++;
      running.board?.kill();
      await running.board?.exited;
      if (!this.closing) await this.startOne(running);
    } finally {
      goOn?.();
    }
  }

  /** Carries out a line of COMMANDS; what it says, or nothing. Throws a UserError. */
  command(line: string): string | undefined {
    const [word = '', ...rest] = line.trim().split(/\s+/);
    switch (word) {
      case '':
        return undefined;
      case 'link': {
        const [name = '', state = ''] = rest;
        if (state !== 'up' && state !== 'down') throw new UserError('It reads: link NAME up, or link NAME down.');
        this.setUp(name, state === 'up');
        return undefined;
      }
      case 'reset':
        this.runningOf(rest[0] ?? '');
        void this.reset(rest[0] as string).catch((error: unknown) =>
          this.emit('console', rest[0] as string, `${String(error)}\n`, 'stderr'),
        );
        return undefined;
      case 'partition':
        if (rest.length !== 1) throw new UserError('It reads: partition b1,b2 or partition off.');
        this.cut(rest[0] === 'off' ? undefined : rest[0] === 'all' ? [] : (rest[0] as string).split(','));
        return undefined;
      case 'pause':
        this.needLink().pause();
        break;
      case 'step':
        this.needLink().step();
        break;
      case 'resume':
        this.needLink().resume();
        break;
      case 'show':
        return this.report();
      case 'help':
        return COMMANDS.join('\n');
      default:
        if (!(KIND_NAMES as string[]).includes(word) || rest.length < 1 || rest.length > 2)
          throw new UserError(`There is no command "${line.trim()}". There are:\n  ${COMMANDS.join('\n  ')}`);
        this.set({
          where: rest.length === 2 ? (rest[0] as string) : '',
          kind: word as Kind,
          value: parseValue(word as Kind, rest.at(-1) as string),
        });
        return undefined;
    }
    this.emit('changed');
    return undefined;
  }

  /** Ends all boards at once. */
  kill(): void {
    this.ending = true;
    this.virtual?.stop();
    for (const { board } of this.running.values()) board?.kill();
  }

  /** Ends everything. Harmless when repeated. */
  async close(): Promise<void> {
    this.closing = true;
    for (const cancel of this.cancels.splice(0)) cancel();
    this.kill();
    await Promise.allSettled([...this.running.values()].map(({ starting }) => starting));
    await Promise.all([...this.running.values()].map(({ board }) => board?.exited));
    this.gateway?.close();
    await this.link?.close();
  }

  /**
   * Does something at a time since the start, in milliseconds. On a virtual clock what boards have printed and sent
   * until then has been read, and none of them runs meanwhile.
   */
  at(time: number, act: () => void): void {
    const { virtual } = this;
    const acts = async (): Promise<void> => {
      const goOn = virtual?.hold();
      // Boards that are due at this very time go on first.
      if (virtual) await new Promise(setImmediate);
      await virtual?.quiet();
      // Two turns of the event loop hold one look at all pipes.
      if (virtual) await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      if (!this.closing) act();
      goOn?.();
    };
    this.cancels.push(this.clock.later(Math.max(0, this.since + time - this.clock.now()), () => void acts()));
  }

  observe(observer: Observer): () => void {
    return this.needLink().observe(observer);
  }

  private async start(): Promise<void> {
    const { plan } = this;
    if (this.link) {
      const forwards = (plan.forwards ?? []).map(({ host, board, name }): Forward => {
        const running = name === undefined ? [...this.running.values()][0] : this.runningOf(name);
        return { host, board, to: addressesOf(running as Running) };
      });
      this.gateway = await Gateway.open(this.link, {
        forwards,
        expose: plan.expose ?? false,
        outside: !this.virtual,
        ...(plan.multicast === undefined ? {} : { multicast: plan.multicast }),
      });
      for (const running of this.running.values())
        this.gateway.reserve(macFor(running.plan.name), addressesOf(running).ip4);
      for (const setting of plan.settings ?? []) this.set(setting);
      for (const { names, from, to } of plan.partitions ?? []) {
        for (const name of names) this.runningOf(name);
        this.at(from, () => this.cut(names));
        this.at(to, () => this.cut(undefined));
      }
    }
    // In the order of the plan, whichever starts first.
    for (const name of this.names) await this.link?.plug(name);
    const goOn = this.virtual?.hold();
    const waiting = [...this.running.values()];
    const starter = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await (next.starting = this.startOne(next));
    };
    await Promise.all(Array.from({ length: STARTING }, starter));
    goOn?.();
  }

  private async startOne(running: Running): Promise<void> {
    const { plan } = running;
    const generation = ++running.generation;
    const goOn = this.virtual?.hold();
    const sleeps = this.virtual && this.link?.started(plan.name);
    const board = await startBoard({
      port: this.plan.port,
      firmware: this.plan.firmware,
      ...(this.plan.board === undefined ? {} : { board: this.plan.board }),
      image: plan.image,
      argv: plan.argv,
      network: await this.networkOf(plan),
      words: this.wordsOf(running),
      ...(this.plan.figures ? { icount: FIGURE_SHIFT } : {}),
      ...(plan.channel === undefined ? {} : { channel: plan.channel }),
      ...(this.plan.icount === undefined ? {} : { icount: this.plan.icount, skipIdle: true }),
    });
    running.board = board;
    running.exit = undefined;
    if (this.ending) board.kill();
    void Promise.race([sleeps, board.exited]).then(goOn);
    const mapper = new StackMapper(plan.map, plan.appName);
    const mapped = (stream: Stream): StackMappingStream =>
      new StackMappingStream(mapper, (text) => this.emit('console', plan.name, text, stream));
    const streams = { stdout: mapped('stdout'), stderr: mapped('stderr') };
    board.on('output', (text, stream) => streams[stream].push(text));
    this.emit('started', plan.name);
    void board.exited.then((exit) => {
      for (const stream of Object.values(streams)) stream.flush();
      if (generation !== running.generation) return;
      running.exit = exit;
      this.emit('exit', plan.name, exit);
      const exits = [...this.running.values()].map((one) => one.exit);
      if (exits.every((one) => one !== undefined)) this.finish(exits);
    });
  }

  private async networkOf({ name }: BoardPlan): Promise<BoardNetwork> {
    const { network } = this.plan;
    if (this.link) return { kind: 'link', socket: await this.link.plug(name) };
    return network === 'none' || network === 'lab' ? { kind: 'none' } : { kind: 'tap', name: network.tap };
  }

  private wordsOf(running: Running): string[] {
    const { words, name } = running.plan;
    const has = (start: string): boolean => words.some((word) => word === start || word.startsWith(`${start}=`));
    // An emulated board has its Ethernet chip also where nothing is on the wire.
    if (!this.link) return this.plan.network === 'none' && !has('net') ? ['net=none', ...words] : words;
    const own = has('dhcp') || has('ip') ? [] : boardWords(addressesOf(running));
    const mac = has('mac') ? [] : [`mac=${macFor(name)}`];
    const time = this.virtual ? [`clock=link:${Math.round(this.clock.now())}`, `seed=${this.seedOf(running)}`] : [];
    const figures = this.plan.figures ? ['figures'] : [];
    const host = has('host') || this.running.size === 1 ? [] : [`host=${name}`];
    return [...own, ...mac, ...host, ...time, ...figures, ...words];
  }

  /** Of a board's random numbers: another one for each board and each start. */
  private seedOf({ plan, generation }: Running): number {
    return Math.floor(randomFrom(seedOf(`${this.plan.seed ?? 1} ${plan.name} ${generation}`))() * 400_000_000);
  }

  private runningOf(name: string): Running {
    const running = this.running.get(name);
    if (!running) throw new UserError(`There is no board "${name}". There are: ${this.names.join(', ')}.`);
    return running;
  }

  private needLink(): Link {
    if (!this.link) throw new UserError('The boards are not on the laboratory’s network, so it cannot be changed.');
    return this.link;
  }

  private report(): string {
    const settings = this.settings().map(
      ({ where, kind, value }) => `${where || 'all'}: ${kind} ${valueText(kind, value)}`,
    );
    const counts = this.names.map((name) => {
      const { sent, delivered, lost, dropped } = this.needLink().counters(name);
      return `${name}: ${sent} frames sent, ${delivered} received, ${lost} of its own lost, ${dropped} dropped`;
    });
    return [...settings, ...counts].join('\n');
  }
}

/** A board that has not started yet. */
function runningOf(plan: BoardPlan, number: number): Running {
  const starting = Promise.resolve();
  return { plan, number, board: undefined, exit: undefined, generation: 0, starting, queued: undefined };
}

/** A board's addresses: those that its boot options give, else those of its number. */
function addressesOf({ plan, number }: Running): { ip4: string; ip6: string } {
  const own = boardAddresses(number);
  const given = (start: string): string | undefined =>
    plan.words
      .find((word) => word.startsWith(start))
      ?.slice(start.length)
      .replace(/\/\d+$/, '');
  return { ip4: given('ip=') ?? own.ip4, ip6: given('ip6=') ?? own.ip6 };
}

const networkText = (network: LabPlan['network']): string =>
  typeof network === 'string' ? network : `tap:${network.tap}`;

function checkPlan(plan: LabPlan): void {
  if (plan.boards.length > MAX_BOARDS)
    throw new UserError(`There are at most ${MAX_BOARDS} boards, not ${plan.boards.length}.`);
  const names = plan.boards.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new UserError(`Two boards are called "${twice}"; each has a name of its own.`);
  const taken = names.find((name) => ['all', 'off', 'gateway'].includes(name));
  if (taken !== undefined) throw new UserError(`No board can be called "${taken}": that means something else here.`);
  if (plan.virtual) {
    const reason = plan.forwards?.length
      ? '--udp'
      : plan.multicast !== undefined
        ? '--multicast'
        : plan.network !== 'lab'
          ? `--net ${networkText(plan.network)}`
          : undefined;
    if (reason)
      throw new UserError(`With --clock virtual boards are on a network of their own; ${reason} does not go with it.`);
  }
  if (plan.network === 'lab') return;
  const asked = [
    plan.forwards?.length ? '--udp' : undefined,
    plan.multicast === undefined ? undefined : '--multicast',
    plan.settings?.length ? `--${(plan.settings[0] as Setting).kind}` : undefined,
    plan.partitions?.length ? '--partition' : undefined,
    plan.pcap === undefined ? undefined : '--pcap',
    plan.figures ? '--ui' : undefined,
  ].find((name) => name !== undefined);
  const network = networkText(plan.network);
  if (asked) throw new UserError(`${asked} is for the laboratory’s network, and --net ${network} leaves that out.`);
  if (plan.network !== 'none' && plan.boards.length > 1) {
    throw new UserError(
      `A TAP device is one cable: with --net ${network} there is one board, not ${plan.boards.length}.`,
    );
  }
}
