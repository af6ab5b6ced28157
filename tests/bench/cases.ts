/* cases.ts: everything that is measured, on one engine and on none. */
import * as path from 'node:path';
import { type Engine, inRoot, builtinModules } from '#toolchain/build/paths';
import { buildImage } from '#toolchain/commands/build';
import { countExchange, type CountingBoard, type Exchange, INSTRUCTION_NS, onCountingBoard } from './board';
import { footprintOf } from './elf';
import { distribution, type Row } from './results';
import { madeWith, type Made } from './made';

export const SIZES = [64, 512, 1024, 1472];
export const SMALL = 'mps2-an385-small';
/** QuickJS is for machines with room. */
export const onSmallBoard = (engine: Engine): boolean => engine === 'jerryscript';
const SOCKETS = [1, 8, 64];
const SHORT_SOCKETS = [1, 64];
const TIMERS = [1, 8, 64, 512];
/** Until addresses are settled, and then counted; of the board's time. */
const SETTLING_MS = 2000;
const IDLE_MS = 3000;
const ECHOES = 1000;

/** Gives rows; tasks may run at the same time. */
export interface Task {
  /** What the names of its rows begin with. */
  name: string;
  /** Part of a short run, which is the one in `make test`. */
  short: boolean;
  run: () => Promise<Row[]>;
}

const SHORT_SIZES = [64, 1024];

const firmware = (engine: string, suffix = ''): string =>
  inRoot('build', 'qemu-arm', `${engine}${suffix}`, 'firmware.elf');

const images = new Map<string, Promise<string>>();

/** The image of tests/bench/apps/<name>.js, precompiled. */
function imageOf(engine: Engine, name: string): Promise<string> {
  const out = inRoot('build', 'bench', engine, `${name}.tgi`);
  let image = images.get(out);
  if (image === undefined) {
    image = buildImage(inRoot('tests', 'bench', 'apps', `${name}.js`), {
      engine,
      port: 'qemu-arm',
      release: true,
      out,
    }).then((built) => built.image);
    images.set(out, image);
  }
  return image;
}

const FLOOR = inRoot('build', 'qemu-arm', 'floor-bench', 'echo.elf');

/** A task for each size; those of SHORT_SIZES are short. */
function bySize(name: string, short: boolean, counted: (size: number) => Promise<number[]>): Task[] {
  return SIZES.map((size) => ({
    name: `${name}/${size}`,
    short: short && SHORT_SIZES.includes(size),
    run: async () => [distribution(`${name}/${size}`, await counted(size))],
  }));
}

export function floorTasks(): Task[] {
  return bySize('floor/echo', true, (size) => countExchange({ firmware: FLOOR }, { size }));
}

async function counts(
  engine: Engine,
  app: string,
  exchange: Exchange,
  env: Record<string, string | number> = {},
): Promise<number[]> {
  return countExchange({ firmware: firmware(engine, '-bench'), image: await imageOf(engine, app), env }, exchange);
}

/** A send's own price: a turn that takes a one-byte datagram and sends, less the turn that only takes it. */
async function sends(engine: Engine): Promise<Row[]> {
  const taking = await counts(engine, 'receive', { size: 1, answer: 0 });
  const rows: Row[] = [];
  for (const [app, name] of [
    ['send', 'send'],
    ['connected', 'connected send'],
  ] as const) {
    for (const size of SIZES) {
      const both = await counts(engine, app, { size: 1, answer: size }, { SIZE: size });
      rows.push(distribution(`${engine}/${name}/${size}`, both, taking));
    }
  }
  return rows;
}

/** Sockets are asked in turn, so that none stays where lwIP looks first. */
async function sockets(engine: Engine, some: number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of some) {
    const exchange = { size: 64, ports: count };
    rows.push(
      distribution(
        `${engine}/full echo/64, ${count} sockets`,
        await counts(engine, 'sockets', exchange, { SOCKETS: count }),
      ),
    );
  }
  const value = Math.round((rows[rows.length - 1]!.value / rows[0]!.value - 1) * 1000) / 10;
  return [...rows, { name: `${engine}/64 sockets over one`, unit: 'percent', value }];
}

/** Runs an app to its end: what it has printed, and the board. */
async function printed(
  engine: Engine,
  app: string,
  pattern: RegExp,
  env: Record<string, string | number> = {},
): Promise<{ match: RegExpExecArray; counting: CountingBoard }> {
  const options = { firmware: firmware(engine, '-bench'), image: await imageOf(engine, app), env };
  return onCountingBoard(options, async (counting) => {
    const match = await counting.board.waitFor(pattern, 20_000);
    await counting.ended;
    return { match, counting };
  });
}

async function boot(engine: Engine): Promise<Row[]> {
  const { match, counting } = await printed(engine, 'boot', /listening after (\d+)\s/);
  const running = Math.round(Number(match[1]) / INSTRUCTION_NS) - counting.idleInstructions;
  const value = counting.bootInstructions + running;
  return [{ name: `${engine}/boot to listening`, unit: 'instructions', value }];
}

async function requires(engine: Engine): Promise<Row[]> {
  const rows: Row[] = [];
  for (const id of builtinModules()) {
    const { match } = await printed(engine, 'require', /required in (-?\d+)\s/, { MODULE: id });
    const value = Math.max(0, Math.round(Number(match[1]) / INSTRUCTION_NS));
    rows.push({ name: `${engine}/first require/${id}`, unit: 'instructions', value });
  }
  return rows;
}

/** With nothing to do the board wakes for the network's timers and for nothing else. */
async function idle(engine: Engine): Promise<Row[]> {
  const options = { firmware: firmware(engine, '-bench'), image: await imageOf(engine, 'echo') };
  return onCountingBoard(options, async (counting) => {
    await counting.board.waitFor('listening', 20_000);
    const { windows } = counting;
    const span = (from: number): number =>
      windows.length <= from ? 0 : windows[windows.length - 1]!.time - windows[from]!.time;
    await counting.until(() => span(0) >= SETTLING_MS, 'timer');
    const from = windows.length;
    await counting.until(() => span(from) > IDLE_MS, 'timer');
    const first = windows[from]!.time;
    const counted = windows.slice(from).filter(({ time }) => time - first < IDLE_MS);
    const timers = counted.filter(({ clean, frame }) => !clean && !frame).map(({ instructions }) => instructions);
    const others = counted.filter(({ clean, received }) => clean && received === 0).length;
    return [
      distribution(`${engine}/idle, a timer of the network`, timers),
      { name: `${engine}/idle, timers a second`, unit: 'windows', value: (timers.length * 1000) / IDLE_MS },
      { name: `${engine}/idle, windows without a timer`, unit: 'windows', value: others },
    ];
  });
}

/** What the rows "listening, heap and static RAM" count. */
export const MEMORY_COUNTED =
  'listening, heap and static RAM: bytes in use of the script heap when one socket ' +
  "listens, bytes that malloc() holds at the program's end, data and zeroed data with the network's pools, less the " +
  "script heap's array. Reserved: the same with the whole array. Stacks are in neither.";

/** Bytes of the image, and what an echo app has used of the memory that a program asks for. */
async function memory(engine: Engine, board?: string): Promise<Row[]> {
  const where = board === undefined ? '' : ' on a small board';
  const suffix = board === undefined ? '' : `-${board}`;
  const foot = footprintOf(firmware(engine, suffix));
  if (foot.heap === 0) throw new Error(`elf.ts does not know the static array that is ${engine}'s heap`);
  const options = {
    firmware: firmware(engine, `${suffix}-bench`),
    ...(board === undefined ? {} : { board }),
    image: await imageOf(engine, 'memory'),
    env: { COUNT: ECHOES },
  };
  return onCountingBoard(options, async (counting) => {
    const { board: program, peer } = counting;
    const [, , used] = await program.waitFor(/listening heap (\d+) used (\d+)\s/, 20_000);
    peer.serve(5000, () => undefined);
    for (let i = 0; i < ECHOES - 1; i++) await counting.ask(7, Buffer.alloc(64, i));
    await counting.asleep();
    peer.send(5000, '192.168.77.2', 7, Buffer.alloc(64));
    const [, peak] = await program.waitFor(/most (\d+)\s/, 20_000);
    await counting.ended;
    const { stack, malloc } = counting;
    const row = (name: string, value: number): Row => ({ name: `${engine}/${name}`, unit: 'bytes', value });
    return [
      row(`flash${where}`, foot.flash),
      row(`static RAM${where}`, foot.staticRam),
      row(`script heap, listening${where}`, Number(used)),
      row(`script heap, most in ${ECHOES} echoes${where}`, Number(peak)),
      row(`C heap${where}`, malloc),
      row(`stack, most${where}`, stack),
      row(`listening${where || ' on the large board'}, heap and static RAM`, foot.staticRam + Number(used) + malloc),
      row(`reserved${where || ' on the large board'}`, foot.staticRam + foot.heap + malloc),
    ];
  });
}

export function engineTasks(engine: Engine, short: boolean): Task[] {
  const echo = (app: string, name: string): Task[] =>
    bySize(`${engine}/${name}`, true, (size) => counts(engine, app, { size }));
  const task = (name: string, inShort: boolean, run: () => Promise<Row[]>): Task => ({
    name: `${engine}/${name}`,
    short: inShort,
    run,
  });
  return [
    ...echo('echo', 'full echo'),
    ...echo('minimal', 'minimal binding'),
    ...bySize(`${engine}/receive`, false, (size) => counts(engine, 'receive', { size, answer: 0 })),
    task('send', false, () => sends(engine)),
    task('sockets', true, () => sockets(engine, short ? SHORT_SOCKETS : SOCKETS)),
    ...TIMERS.map((count) =>
      task(`full echo/64, ${count} timers`, false, async () => [
        distribution(
          `${engine}/full echo/64, ${count} timers armed`,
          await counts(engine, 'timers', { size: 64 }, { TIMERS: count }),
        ),
      ]),
    ),
    task('boot', true, () => boot(engine)),
    task('first require', false, () => requires(engine)),
    task('memory', true, () => memory(engine)),
    ...(onSmallBoard(engine) ? [task('memory on a small board', false, () => memory(engine, SMALL))] : []),
    task('idle', false, () => idle(engine)),
  ];
}

/** What the figures of an engine, or of the floor, are made with. */
export function madeOf(engine: Engine | 'floor', short: boolean): Made {
  if (engine === 'floor') return madeWith(engine, { floor: FLOOR });
  return madeWith(engine, {
    [engine]: firmware(engine),
    ...(short || !onSmallBoard(engine) ? {} : { [`${engine} on a small board`]: firmware(engine, `-${SMALL}`) }),
  });
}

export const shownPath = (file: string): string => path.relative(inRoot(), file);
