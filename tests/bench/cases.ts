/* cases.ts: everything that is measured, on one engine and on none. */
import * as path from 'path';
import { type Engine, inRoot, publicModules } from '#toolchain/build/paths';
import { buildImage } from '#toolchain/commands/build';
import { countExchange, type CountingBoard, type Exchange, INSTRUCTION_NS, onCountingBoard } from './board';
import { footprintOf } from './elf';
import { distribution, type Row } from './results';

export const SIZES = [64, 512, 1024, 1472];
export const SMALL = 'mps2-an385-small';
const SOCKETS = [1, 8, 64];
const TIMERS = [1, 8, 64, 512];
const IDLE_MS = 3000;
const ECHOES = 1000;

/** A task gives rows; tasks may run at the same time. */
export type Task = () => Promise<Row[]>;

const firmware = (engine: string, suffix = ''): string =>
  inRoot('build', 'qemu-arm', `${engine}${suffix}`, 'firmware.elf');

const images = new Map<string, Promise<string>>();

/** The image of tests/bench/apps/<name>.js, precompiled. */
function imageOf(engine: Engine, name: string): Promise<string> {
  const out = inRoot('build', 'bench', engine, `${name}.tgi`);
  let image = images.get(out);
  if (image === undefined) {
    image = buildImage(inRoot('tests', 'bench', 'apps', `${name}.js`), { engine, port: 'qemu-arm', release: true, out })
      .then((built) => built.image);
    images.set(out, image);
  }
  return image;
}

export function floorTasks(): Task[] {
  const echo = inRoot('build', 'qemu-arm', 'floor-bench', 'echo.elf');
  return SIZES.map((size) => async () =>
    [distribution(`floor/echo/${size}`, await countExchange({ firmware: echo }, { size }))]);
}

async function counts(
  engine: Engine, app: string, exchange: Exchange, env: Record<string, string | number> = {},
): Promise<number[]> {
  return countExchange({ firmware: firmware(engine, '-bench'), image: await imageOf(engine, app), env }, exchange);
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** A send's own price: a turn that takes a one-byte datagram and sends, less the turn that only takes it. */
async function sends(engine: Engine): Promise<Row[]> {
  const taking = median(await counts(engine, 'receive', { size: 1, answer: 0 }));
  const rows: Row[] = [];
  for (const [app, name] of [['send', 'send'], ['connected', 'connected send']] as const) {
    for (const size of SIZES) {
      const both = await counts(engine, app, { size: 1, answer: size }, { SIZE: size });
      rows.push(distribution(`${engine}/${name}/${size}`, both, taking));
    }
  }
  return rows;
}

/** Sockets are asked in turn, so that none stays where lwIP looks first. */
async function sockets(engine: Engine): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of SOCKETS) {
    const exchange = { size: 64, ports: count };
    rows.push(distribution(`${engine}/full echo/64, ${count} sockets`,
      await counts(engine, 'sockets', exchange, { SOCKETS: count })));
  }
  const value = Math.round((rows[rows.length - 1]!.value / rows[0]!.value - 1) * 1000) / 10;
  return [...rows, { name: `${engine}/64 sockets over one`, unit: 'percent', value }];
}

async function printed(
  engine: Engine, app: string, pattern: RegExp, env: Record<string, string | number> = {},
): Promise<{ match: RegExpExecArray; counting: CountingBoard }> {
  const options = { firmware: firmware(engine, '-bench'), image: await imageOf(engine, app), env };
  return onCountingBoard(options, async (counting) =>
    ({ match: await counting.board.waitFor(pattern, 20_000), counting }));
}

async function boot(engine: Engine): Promise<Row[]> {
  const { match, counting } = await printed(engine, 'boot', /listening after (\d+)\s/);
  await counting.board.exited;
  const value = counting.bootInstructions + Math.round(Number(match[1]) / INSTRUCTION_NS);
  return [{ name: `${engine}/boot to listening`, unit: 'instructions', value }];
}

async function requires(engine: Engine): Promise<Row[]> {
  const rows: Row[] = [];
  for (const id of publicModules()) {
    const { match } = await printed(engine, 'require', /required in (-?\d+)\s/, { MODULE: id });
    const value = Math.max(0, Math.round(Number(match[1]) / INSTRUCTION_NS));
    rows.push({ name: `${engine}/first require/${id}`, unit: 'instructions', value });
  }
  return rows;
}

async function idle(engine: Engine): Promise<Row[]> {
  const options = { firmware: firmware(engine, '-bench'), image: await imageOf(engine, 'echo') };
  return onCountingBoard(options, async (counting) => {
    await counting.board.waitFor('listening', 20_000);
    await counting.asleep();
    await new Promise((resolve) => setTimeout(resolve, 2000)); // addresses are settled by then
    const from = counting.windows.length;
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const windows = counting.windows.slice(from);
    const seconds = (windows[windows.length - 1]!.time - windows[0]!.time) / 1000;
    const timers = windows.filter(({ clean, frame }) => !clean && !frame).map(({ instructions }) => instructions);
    const others = windows.filter(({ clean, received }) => clean && received === 0).length;
    return [
      { ...distribution(`${engine}/idle, a timer of the network`, timers) },
      { name: `${engine}/idle, timers a second`, unit: 'windows', value: Math.round(timers.length / seconds) },
      { name: `${engine}/idle, windows without a timer`, unit: 'windows', value: others },
    ];
  });
}

/** What the rows "listening, heap and static RAM" count. */
export const MEMORY_COUNTED = 'listening, heap and static RAM: bytes in use of the script heap when one socket ' +
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
    await program.exited;
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

export function engineTasks(engine: Engine): Task[] {
  const echo = (app: string, name: string): Task[] => SIZES.map((size) => async () =>
    [distribution(`${engine}/${name}/${size}`, await counts(engine, app, { size }))]);
  return [
    ...echo('echo', 'full echo'),
    ...echo('minimal', 'minimal binding'),
    ...SIZES.map((size) => async () =>
      [distribution(`${engine}/receive/${size}`, await counts(engine, 'receive', { size, answer: 0 }))]),
    () => sends(engine),
    () => sockets(engine),
    ...TIMERS.map((count) => async () => [distribution(`${engine}/full echo/64, ${count} timers armed`,
      await counts(engine, 'timers', { size: 64 }, { TIMERS: count }))]),
    () => boot(engine),
    () => requires(engine),
    () => memory(engine),
    () => memory(engine, SMALL),
    () => idle(engine),
  ];
}

export const shownPath = (file: string): string => path.relative(inRoot(), file);
