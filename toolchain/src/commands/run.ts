/** `tinygram run`: builds apps and runs them on boards of the network laboratory, with their consoles here. */
import * as readline from 'node:readline';
import type { Target } from '../cli';
import { parsePartition, parseSetting, type Kind, KIND_NAMES, type Setting } from '../lab/conditions';
import { Laboratory, type BoardPlan, type LabPlan, type NamedForward } from '../lab/laboratory';
import { visible } from '../boards/visible';
import { UserError } from '../user_error';
import { APP_NAME, buildFirmware, buildImage, imagePath } from './build';

export interface RunOptions extends Target, Partial<Record<Kind, string[]>> {
  board?: string;
  release?: boolean;
  udp?: NamedForward[];
  expose?: boolean;
  multicast?: string;
  boot?: string[];
  net: string;
  boards?: number;
  app?: string[];
  partition?: string[];
  seed?: number;
  pcap?: string;
  /** Control characters go to the terminal. */
  raw?: boolean;
}

/** Exit codes after a signal are 128 and the signal's number, as shells have it. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Colours of board names on a terminal (ANSI), one after the other. */
const COLOURS = [36, 33, 35, 32, 34, 31, 96, 93, 95, 92, 94, 91];

/** Returns the exit code to end with. */
export async function run(app: string, args: string[], options: RunOptions): Promise<number> {
  const network = networkOf(options.net);
  const apps = [app, ...(options.app ?? [])];
  // The images first: an error in an app shows at once.
  const images: { image: string; map: string }[] = [];
  const outs = apps.map((one, i) => {
    const out = imagePath(one);
    // Files of one name in one package: each needs an image of its own.
    return apps.slice(0, i).some((other) => imagePath(other) === out) ? out.replace(/\.tgi$/, `-${i + 1}.tgi`) : out;
  });
  const buildAll = async (release: boolean): Promise<void> => {
    for (const [i, one] of apps.entries())
      images[i] = await buildImage(one, { ...options, port: options.target, release, out: outs[i] });
  };
  await buildAll(false);
  const firmware = await buildFirmware(options.target, options.engine, options.board);
  if (options.release) await buildAll(true);
  const count = Math.max(options.boards ?? 1, apps.length);
  const boards = Array.from({ length: count }, (_, number): BoardPlan => {
    // More boards than apps: the last ones run the first app again.
    const { image, map } = images[number < images.length ? number : 0] as (typeof images)[number];
    return { name: `b${number + 1}`, image, map, appName: APP_NAME, argv: args, words: options.boot ?? [] };
  });
  const lab = await Laboratory.open({
    port: options.target,
    engine: options.engine,
    firmware,
    boards,
    network: (options.boot ?? []).some((word) => word.startsWith('net=')) ? 'none' : network,
    forwards: options.udp ?? [],
    settings: settingsOf(options),
    partitions: (options.partition ?? []).map(parsePartition),
    ...only(options, 'board', 'expose', 'multicast', 'seed', 'pcap'),
  });
  return watch(lab, options.raw === true);
}

/** Shows the consoles, takes commands, and ends with the boards; gives the exit code. */
async function watch(lab: Laboratory, raw: boolean): Promise<number> {
  const show = consoleOf(lab, raw ? (text) => text : visible);
  let stopped: number | undefined;
  for (const [name, number] of Object.entries(SIGNALS)) {
    process.once(name, () => {
      stopped = 128 + number;
      lab.kill();
    });
  }
  const commands = readline.createInterface({ input: process.stdin, terminal: false });
  commands.on('line', (line) => {
    try {
      const answer = lab.command(line);
      if (answer !== undefined) process.stderr.write(`${answer}\n`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`${error.message}\n`);
    }
  });
  lab.on('exit', (name, { code, reason, signal }) => {
    show.end(name);
    const board = lab.board(name);
    if (stopped !== undefined) return;
    if (board?.diagnostics) process.stderr.write(visible(board.diagnostics));
    const who = lab.names.length > 1 ? `Board ${name}` : 'The board';
    if (reason === 'crash') process.stderr.write(`${who} was ended by ${signal ?? 'a fault'}.\n`);
    else if (lab.names.length > 1) process.stderr.write(`${who} has ended with code ${code}.\n`);
  });
  const exits = await lab.ended;
  commands.close();
  process.stdin.destroy();
  await lab.close();
  return stopped ?? exits.find(({ code }) => code !== 0)?.code ?? 0;
}

/** Writes consoles to stdout: that of one board as it is, those of several in whole lines behind their names. */
function consoleOf(lab: Laboratory, safe: (text: string) => string): { end(name: string): void } {
  if (lab.names.length === 1) {
    lab.on('console', (_name, text) => void process.stdout.write(safe(text)));
    return { end: () => undefined };
  }
  const width = Math.max(...lab.names.map((name) => name.length));
  const coloured = process.stdout.isTTY && !process.env.NO_COLOR;
  const heads = new Map(
    lab.names.map((name, number) => {
      const head = `${name.padEnd(width)} |`;
      return [name, coloured ? `\x1b[${COLOURS[number % COLOURS.length]}m${head}\x1b[0m` : head];
    }),
  );
  const rests = new Map<string, string>();
  const write = (name: string, lines: string[]): void => {
    if (lines.length > 0) process.stdout.write(lines.map((line) => `${heads.get(name)} ${safe(line)}\n`).join(''));
  };
  lab.on('console', (name, text) => {
    const lines = ((rests.get(name) ?? '') + text).split('\n');
    rests.set(name, lines.pop() as string);
    write(name, lines);
  });
  return {
    end: (name) => {
      const rest = rests.get(name) ?? '';
      rests.delete(name);
      if (rest !== '') write(name, [rest]);
    },
  };
}

function networkOf(text: string): LabPlan['network'] {
  if (text === 'lab' || text === 'none') return text;
  const tap = /^tap:([\w.-]{1,15})$/.exec(text)?.[1];
  if (tap !== undefined) return { tap };
  throw new UserError(`--net ${text} is no network. It reads lab, none, or tap:NAME for a TAP device that is there.`);
}

function settingsOf(options: RunOptions): Setting[] {
  return KIND_NAMES.flatMap((kind) => (options[kind] ?? []).map((text) => parseSetting(kind, text)));
}

/** The named fields that are there. */
function only<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Pick<T, K>;
}
