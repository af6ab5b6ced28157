/*
 * host.ts: `make bench-host`. The host port's echo beside Node's own dgram echo: the same app, the same sender and
 * payloads, over the same wire, one after the other in one run. Needs root, for two network namespaces:
 *
 *   sender - kernel - TAP - wire.c - TAP - kernel - Node's echo                        (192.168.77.3)
 *                                        \ bridge - TAP - the host port's lwIP - echo  (192.168.77.2)
 *
 * So both sit behind the wire's TAPs; the host port has a TAP of its own besides. The figures are wall time on a
 * machine that does other things too: take the ratio, not the rates. Each of ROUNDS rounds measures both, one right
 * after the other, now one first and now the other; the ratio is the median of the rounds' ratios, and the least and
 * the largest of them stand beside it.
 */
import { type ChildProcess, execFileSync, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { type Engine, ENGINES, firmwarePath, inRoot, writeWhole } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { startBoard } from '#toolchain/boards/board';
import { namespaceMissing } from '../net/lib/namespace';
import { engineMissing } from '../runner/targets';
import { endWithSignals } from './board';
import { SIZES } from './cases';
import { medianOf } from './results';

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

interface Rate {
  perSecond: number;
  lost: number;
}

function rate(sender: string, space: string, address: string, size: number): Rate {
  const args = [...inside(space), sender, address, '7', String(size), String(OUTSTANDING), String(DURATION_MS)];
  const [perSecond, lost] = execFileSync('ip', args, { encoding: 'utf8', timeout: 30_000 }).split(' ').map(Number);
  return { perSecond: perSecond!, lost: lost! };
}

interface Round {
  node: Rate;
  ours: Rate;
}

/** What the rounds of one payload say. */
export interface Ratio {
  ours: number;
  node: number;
  /** Median, least and largest of the rounds' ratios, ours to Node's. */
  ratio: number;
  least: number;
  largest: number;
  /** Datagrams that no answer came to. */
  lost: number;
}

export function ratioOf(rounds: Round[]): Ratio {
  const ratios = rounds.map(({ node, ours }) => ours.perSecond / node.perSecond);
  const short = (value: number): number => Math.round(value * 100) / 100;
  return {
    ours: medianOf(rounds.map(({ ours }) => ours.perSecond)),
    node: medianOf(rounds.map(({ node }) => node.perSecond)),
    ratio: short(medianOf(ratios)),
    least: short(Math.min(...ratios)),
    largest: short(Math.max(...ratios)),
    lost: rounds.reduce((sum, { node, ours }) => sum + node.lost + ours.lost, 0),
  };
}

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
    await said(start(far, [process.execPath, APP]), 'listening');
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
      return SIZES.map((size) => {
        const rounds = Array.from({ length: ROUNDS }, (_, number): Round => {
          const [first, second] = number % 2 === 0 ? [NODE, DEVICE] : [DEVICE, NODE];
          const [a, b] = [rate(sender, near, first, size), rate(sender, near, second, size)];
          return number % 2 === 0 ? { node: a, ours: b } : { node: b, ours: a };
        });
        const found = ratioOf(rounds);
        const { ours, node, ratio, least, largest, lost } = found;
        console.log(
          `${engine.padEnd(12)}${String(size).padStart(6)} bytes  tinygram ${String(ours).padStart(7)}/s  ` +
            `Node ${String(node).padStart(7)}/s  ratio ${ratio.toFixed(2)} (${least.toFixed(2)} to ` +
            `${largest.toFixed(2)})${lost > 0 ? `, ${lost} lost` : ''}`,
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
  console.log(`echoes a second, ${OUTSTANDING} on their way, Node ${process.version}; ratios of ${ROUNDS} rounds`);
  const rows: object[] = [];
  for (const engine of ENGINES) {
    const why = engineMissing(engine);
    if (why !== undefined) console.log(`skipped: ${engine}: ${why}`);
    else rows.push(...(await compare(engine)));
  }
  writeWhole(inRoot('build', 'bench', 'host.json'), `${JSON.stringify(rows, null, 1)}\n`);
}

if (require.main === module) void main();
