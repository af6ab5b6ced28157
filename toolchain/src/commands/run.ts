/** `tinygram run`: builds apps and runs them on boards of the network laboratory, with their consoles here. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as readline from 'node:readline';
import type { Target } from '../cli';
import {
  KIND_NAMES,
  parsePartition,
  parseSetting,
  parseTime,
  type Kind,
  type NamedForward,
  type Setting,
} from '../lab/conditions';
import { playScenario, readScenario, type Scenario, type ScenarioBoard } from '../lab/scenario';
import { Laboratory, type BoardPlan, type LabPlan } from '../lab/laboratory';
import type { Stream } from '../boards/board';
import { visible } from '../boards/visible';
import { PageServer } from '../lab/page_server';
import { shellWord, UserError } from '../user_error';
import { during } from '../progress';
import { styled } from '../style';
import { SIGNALS } from '../temporary';
import { APP_NAME, buildFirmware, buildImage, imagePath, type BuiltImage, type ImageOptions } from './build';
import { Rebuilding } from './rebuilding';

export interface RunOptions extends Target, Partial<Record<Kind, string[]>> {
  board?: string;
  release?: boolean;
  strict?: boolean;
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
  scenario?: string;
  ui?: boolean;
  uiPort?: number;
  duration?: string;
  clock: 'real' | 'virtual';
  /** Control characters go to the terminal. */
  raw?: boolean;
  /** Build and start again whenever a file of an app changes. */
  watch?: boolean;
}

/** Colours of board names on a terminal, one after the other. */
const COLOURS = [
  'cyan',
  'yellow',
  'magenta',
  'green',
  'blue',
  'red',
  'cyanBright',
  'yellowBright',
  'magentaBright',
  'greenBright',
  'blueBright',
  'redBright',
] as const;
type Colour = (typeof COLOURS)[number];

/** Returns the exit code to end with. */
export async function run(app: string, args: string[], options: RunOptions): Promise<number> {
  const scenario = scenarioOf(options);
  const forwards = [...scenario.forwards, ...(options.udp ?? [])];
  const ports = forwards.map(({ host }) => host);
  const twice = ports.find((port, at) => ports.indexOf(port) < at);
  if (twice !== undefined) {
    const who = scenario.forwards.length > 0 ? 'it is named' : '--udp names it';
    throw new UserError(`UDP port ${twice} of this machine leads to one board, and ${who} twice.`);
  }
  const network = networkOf(options.net);
  const count = Math.max(options.boards ?? 1, 1 + (options.app?.length ?? 0));
  const wanted: ScenarioBoard[] =
    typeof scenario.boards === 'object'
      ? scenario.boards
      : Array.from({ length: Math.max(scenario.boards, count) }, (_, i) => {
          const own = i > 0 ? options.app?.[i - 1] : undefined;
          return own === undefined ? {} : { app: own };
        });
  const apps = [...new Set(wanted.map((board) => path.resolve(board.app ?? app)))];
  const outs = apps.map((one, i) => {
    const out = imagePath(one);
    // Files of one name in one package: each needs an image of its own.
    return apps.slice(0, i).some((other) => imagePath(other) === out) ? out.replace(/\.tgi$/, `-${i + 1}.tgi`) : out;
  });
  const images = new Map<string, BuiltImage>();
  const buildOne = async (one: string, more: Partial<ImageOptions>): Promise<BuiltImage> => {
    const made = await buildImage(one, { ...options, port: options.target, out: outs[apps.indexOf(one)], ...more });
    images.set(one, made);
    return made;
  };
  // The images first: an error in an app shows at once.
  const rebuilding = options.watch ? new Rebuilding(apps, buildOne) : undefined;
  if (rebuilding) await rebuilding.first();
  else for (const one of apps) await buildOne(one, { release: false });
  const firmware = await buildFirmware(options.target, options.engine, options.board);
  if (options.release) for (const one of apps) await buildOne(one, {});
  const appOf = (board: ScenarioBoard): string => path.resolve(board.app ?? app);
  const nameOf = (board: ScenarioBoard, number: number): string => board.name ?? `b${number + 1}`;
  const boot = options.boot ?? [];
  const plan: LabPlan = {
    port: options.target,
    engine: options.engine,
    firmware,
    boards: wanted.map((board, number): BoardPlan => {
      const { image, map } = images.get(appOf(board)) as BuiltImage;
      const name = nameOf(board, number);
      const words = [...boot, ...(board.boot ?? [])];
      return { name, image, map, appName: APP_NAME, argv: board.args ?? args, words };
    }),
    figures: options.ui === true,
    virtual: options.clock === 'virtual' || scenario.clock === 'virtual',
    network: boot.some((word) => word.startsWith('net=')) ? 'none' : network,
    forwards,
    settings: [...scenario.settings, ...settingsOf(options)],
    partitions: [...scenario.partitions, ...(options.partition ?? []).map(parsePartition)],
    ...only({ seed: scenario.seed, pcap: scenario.pcap, ...options }, 'board', 'expose', 'multicast', 'seed', 'pcap'),
  };
  const lab = await during(wanted.length > 1 ? 'starting the boards' : 'starting the board', () =>
    Laboratory.open(plan),
  );
  const failed = async (error: unknown): Promise<never> => {
    await lab.close();
    throw error;
  };
  const unmet = await Promise.resolve(lab)
    .then((one) => playScenario(one, scenario))
    .catch(failed);
  const restart = (one: string): string[] =>
    wanted.map(nameOf).filter((_name, number) => appOf(wanted[number] as ScenarioBoard) === one);
  void rebuilding?.follow(async (one) => {
    const names = restart(one);
    await Promise.all(names.map((name) => lab.reset(name)));
    return names;
  });
  const show: Showing = { unmet, raw: options.raw === true, stays: rebuilding !== undefined };
  const watch = (): Promise<number> => showing(lab, show).finally(() => rebuilding?.close());
  if (!options.ui) return watch();
  const page = await PageServer.open(lab, options.uiPort ?? 0).catch(failed);
  process.stderr.write(`The page is at ${page.url}\n`);
  const code = await watch();
  await page.close();
  return code;
}

function scenarioOf(options: RunOptions): Scenario {
  const none: Scenario = { boards: 1, settings: [], partitions: [], forwards: [], events: [], expectations: [] };
  const scenario = options.scenario === undefined ? none : readScenario(options.scenario);
  return options.duration === undefined ? scenario : { ...scenario, duration: parseTime(options.duration) };
}

interface Showing {
  /** Expectations that were not met, once the boards have ended. */
  unmet: () => string[];
  /** Control characters go to the terminal. */
  raw: boolean;
  /** Boards that have ended start again: it ends with a signal alone. */
  stays: boolean;
}

/** Shows the consoles, takes commands, and ends with the boards; gives the exit code. */
async function showing(lab: Laboratory, { unmet, raw, stays }: Showing): Promise<number> {
  const show = consoleOf(lab, raw ? (text) => text : visible);
  let stopped: number | undefined;
  let stop: () => void = () => undefined;
  const signalled = new Promise<void>((resolve) => (stop = resolve));
  for (const [name, number] of Object.entries(SIGNALS)) {
    process.once(name, () => {
      stopped = 128 + number;
      lab.kill();
      stop();
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
    // The end of the run, or a signal, has ended it.
    if (stopped !== undefined || reason === 'killed') return;
    if (board?.diagnostics) process.stderr.write(visible(board.diagnostics));
    const who = lab.names.length > 1 ? `Board ${name}` : 'The board';
    if (reason === 'crash') process.stderr.write(`${who} was ended by ${signal ?? 'a fault'}.\n`);
    else if (lab.names.length > 1 || stays) process.stderr.write(`${who} has ended with code ${code}.\n`);
  });
  if (stays) await signalled;
  const exits = await lab.ended;
  commands.close();
  process.stdin.destroy();
  await lab.close();
  const failures = unmet();
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  if (failures.length > 0 && stopped === undefined) return 1;
  // A board that the end of the run has ended has not failed.
  const ended = exits.filter(({ reason }) => reason !== 'killed');
  return stopped ?? ended.find(({ code }) => code !== 0)?.code ?? 0;
}

/** Writes consoles to stdout and stderr: that of one board as it is, those of several in whole lines behind names. */
function consoleOf(lab: Laboratory, safe: (text: string) => string): { end(name: string): void } {
  if (lab.names.length === 1) {
    lab.on('console', (_name, text, stream) => void process[stream].write(safe(text)));
    return { end: () => undefined };
  }
  const width = Math.max(...lab.names.map((name) => name.length));
  const head = (name: string, stream: Stream): string =>
    styled(COLOURS[lab.names.indexOf(name) % COLOURS.length] as Colour, `${name.padEnd(width)} |`, process[stream]);
  const rests = { stdout: new Map<string, string>(), stderr: new Map<string, string>() };
  const write = (name: string, stream: Stream, lines: string[]): void => {
    if (lines.length === 0) return;
    process[stream].write(lines.map((line) => `${head(name, stream)} ${safe(line)}\n`).join(''));
  };
  lab.on('console', (name, text, stream) => {
    const lines = ((rests[stream].get(name) ?? '') + text).split('\n');
    rests[stream].set(name, lines.pop() as string);
    write(name, stream, lines);
  });
  return {
    end: (name) => {
      for (const stream of ['stdout', 'stderr'] as const) {
        const rest = rests[stream].get(name) ?? '';
        rests[stream].delete(name);
        if (rest !== '') write(name, stream, [rest]);
      }
    },
  };
}

/** The network interfaces of this process's network namespace, those that are down too. */
const interfaces = (): string[] =>
  [...fs.readFileSync('/proc/self/net/dev', 'utf8').matchAll(/^\s*(\S+):/gm)].map(([, name]) => name as string);

/** Who runs this, as ip tuntap takes it. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 0); // a user that the system has no name for
  }
}

function networkOf(text: string): LabPlan['network'] {
  if (text === 'lab' || text === 'none') return text;
  const tap = /^tap:([\w.-]{1,15})$/.exec(text)?.[1];
  if (tap !== undefined) {
    // QEMU and the host port would say it in the kernel's words, and as root make a device that nobody asked for.
    if (process.platform === 'linux' && !interfaces().includes(tap)) {
      throw new UserError(
        `There is no TAP device ${tap}. ` +
          `Make it, as root: ip tuntap add dev ${tap} mode tap user ${shellWord(userName())}`,
      );
    }
    return { tap };
  }
  throw new UserError(`--net ${text} is no network. It reads lab, none, or tap:NAME for a TAP device that is there.`);
}

function settingsOf(options: RunOptions): Setting[] {
  return KIND_NAMES.flatMap((kind) => (options[kind] ?? []).map((text) => parseSetting(kind, text)));
}

/** The named fields that are there. */
function only<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Pick<T, K>;
}
