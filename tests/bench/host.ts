/*
 * host.ts: `make bench-host`. CPU time that an echo costs the host port's process, beside Node's own dgram echo: the
 * same app, the same sender and payloads, over the same wire, one after the other in one run. Needs root, for two
 * network namespaces:
 *
 *   sender - kernel - TAP - wire.c - TAP - kernel - Node's echo                        (192.168.77.3)
 *                                        \ bridge - TAP - the host port's lwIP - echo  (192.168.77.2)
 *
 * Counted is what the kernel's scheduler says of all threads of the server's process, in user mode and in its system
 * calls; the sender, the wire and interrupts are not in it, so a busy machine changes little. Node leaves UDP and IP to
 * the kernel, the host port brings its own. Each of ROUNDS rounds measures both, one right after the other, now one
 * first and now the other; the figures are medians of the rounds, the least and the largest beside them.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Engine, ENGINES, firmwarePath, inRoot, writeWhole } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { startBoard } from '#toolchain/boards/board';
import { namespaceMissing } from '../net/lib/namespace';
import { engineMissing } from '../runner/targets';
import { endWithSignals } from './board';
import { SIZES } from './cases';
import { medianOf } from './results';
import { beginProgram } from '../runner/program';

beginProgram(module);

const APP = inRoot('tests', 'bench', 'apps', 'echo.js');
const OUTSTANDING = 16;
const ROUNDS = 9;
const DURATION_MS = 300;
const NODE = '192.168.77.3';
const DEVICE = '192.168.77.2';

function program(name: string): string {
  const out = inRoot('build', 'bench', name);
  fs.mkdirSync(path.dirname(out), { recursive: true });
  execFileSync('gcc', [
    '-std=gnu11',
    '-O2',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-o',
    out,
    inRoot('tests', 'bench', 'host', `${name}.c`),
  ]);
  return out;
}

const ip = (...args: string[]): void => {
  execFileSync('ip', args, { stdio: 'pipe' });
};
const inside = (space: string): string[] => ['netns', 'exec', space];

/** Resolves when the child has printed `text`. */
function said(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout!.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before "${text}": ${output}`)));
  });
}

/** Nanoseconds that the threads of a process were on a CPU. */
function cpuOf(pid: number): number {
  return fs
    .readdirSync(`/proc/${pid}/task`)
    .map((thread) => Number(fs.readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]))
    .reduce((sum, time) => sum + time, 0);
}

interface Cost {
  /** Nanoseconds of CPU time an echo. */
  perEcho: number;
  lost: number;
}

function cost(sender: string, space: string, server: { address: string; pid: number }, size: number): Cost {
  const args = [...inside(space), sender, server.address, '7', String(size), String(OUTSTANDING), String(DURATION_MS)];
  const before = cpuOf(server.pid);
  const [answers, lost] = execFileSync('ip', args, { encoding: 'utf8', timeout: 30_000 }).split(' ').map(Number);
  const used = cpuOf(server.pid) - before;
  if (!answers) throw new Error(`${server.address} answered nothing`);
  return { perEcho: used / answers, lost: lost! };
}

interface Round {
  node: Cost;
  ours: Cost;
}

/** A median with the least and the largest of the rounds. */
interface Spread {
  median: number;
  least: number;
  largest: number;
}

/** What the rounds of one payload say: microseconds of CPU time an echo, and ours to Node's. */
export interface Comparison {
  ours: Spread;
  node: Spread;
  ratio: Spread;
  /** Datagrams that no answer came to. */
  lost: number;
}

function spreadOf(values: number[]): Spread {
  const short = (value: number): number => Math.round(value * 100) / 100;
  const [median, least, largest] = [medianOf(values), Math.min(...values), Math.max(...values)].map(short);
  return { median: median!, least: least!, largest: largest! };
}

export function comparisonOf(rounds: Round[]): Comparison {
  return {
    ours: spreadOf(rounds.map(({ ours }) => ours.perEcho / 1000)),
    node: spreadOf(rounds.map(({ node }) => node.perEcho / 1000)),
    ratio: spreadOf(rounds.map(({ node, ours }) => ours.perEcho / node.perEcho)),
    lost: rounds.reduce((sum, { node, ours }) => sum + node.lost + ours.lost, 0),
  };
}

const shownSpread = ({ median, least, largest }: Spread): string =>
  `${median.toFixed(2).padStart(6)} (${least.toFixed(2)} to ${largest.toFixed(2)})`;

async function compare(engine: Engine): Promise<object[]> {
  const near = `tgb-${process.pid}-a`;
  const far = `tgb-${process.pid}-b`;
  const sender = program('sender');
  const wireProgram = program('wire');
  const { image } = await buildImage(APP, {
    engine,
    port: 'host',
    release: true,
    out: inRoot('build', 'bench', engine, 'echo-host.tgi'),
  });
  await buildFirmware('host', engine);
  const children: ChildProcess[] = [];
  const start = (space: string, command: string[]): ChildProcess => {
    const child = spawn('ip', [...inside(space), ...command], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };
  const cleanUp = (): void => {
    for (const child of children) child.kill('SIGKILL');
    for (const space of [near, far]) {
      try {
        ip('netns', 'del', space);
      } catch {
        // It was not made.
      }
    }
  };
  process.once('exit', cleanUp);
  try {
    ip('netns', 'add', near);
    ip('netns', 'add', far);
    await said(start(near, [wireProgram, 'tap0', `/run/netns/${far}`, 'tap1']), 'ready');
    ip('-n', near, 'address', 'add', '192.168.77.1/24', 'dev', 'tap0');
    ip('-n', near, 'link', 'set', 'tap0', 'up');
    ip('-n', far, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', far, 'tuntap', 'add', 'tap2', 'mode', 'tap');
    for (const tap of ['tap1', 'tap2']) {
      ip('-n', far, 'link', 'set', tap, 'master', 'br0');
      ip('-n', far, 'link', 'set', tap, 'up');
    }
    ip('-n', far, 'address', 'add', `${NODE}/24`, 'dev', 'br0');
    ip('-n', far, 'link', 'set', 'br0', 'up');
    const nodeEcho = start(far, [process.execPath, APP]);
    await said(nodeEcho, 'listening');
    const board = await startBoard({
      port: 'host',
      firmware: firmwarePath('host', engine),
      image,
      words: [`ip=${DEVICE}/24`],
      network: { kind: 'tap', name: 'tap2' },
      wrapper: ['ip', ...inside(far)],
      timeoutMs: 120_000,
    });
    try {
      await board.waitFor('listening', 10_000);
      const servers = { node: { address: NODE, pid: nodeEcho.pid! }, ours: { address: DEVICE, pid: board.pid } };
      for (const server of Object.values(servers)) cost(sender, near, server, SIZES[0]!); // warm by then
      return SIZES.map((size) => {
        const rounds = Array.from({ length: ROUNDS }, (_, number): Round => {
          const order = number % 2 === 0 ? (['node', 'ours'] as const) : (['ours', 'node'] as const);
          const costs = order.map((name) => [name, cost(sender, near, servers[name], size)] as const);
          return Object.fromEntries(costs) as unknown as Round;
        });
        const found = comparisonOf(rounds);
        console.log(
          `${engine.padEnd(12)}${String(size).padStart(6)} bytes  tinygram ${shownSpread(found.ours)}  ` +
            `Node ${shownSpread(found.node)}  ratio ${shownSpread(found.ratio)}` +
            (found.lost > 0 ? `, ${found.lost} lost` : ''),
        );
        return { engine, size, ...found };
      });
    } finally {
      board.kill();
      await board.exited;
    }
  } finally {
    process.removeListener('exit', cleanUp);
    cleanUp();
  }
}

async function main(): Promise<void> {
  endWithSignals();
  const missing = namespaceMissing();
  if (missing !== false) {
    console.log(`skipped: bench-host: ${missing}`);
    return;
  }
  console.log(
    `microseconds of CPU time an echo, server process alone; ${OUTSTANDING} on their way, Node ${process.version}; ` +
      `medians of ${ROUNDS} rounds, least and largest`,
  );
  const rows: object[] = [];
  for (const engine of ENGINES) {
    const why = engineMissing(engine);
    if (why !== undefined) console.log(`skipped: ${engine}: ${why}`);
    else rows.push(...(await compare(engine)));
  }
  writeWhole(inRoot('build', 'bench', 'host.json'), `${JSON.stringify(rows, null, 1)}\n`);
}

if (require.main === module) void main();
