/**
 * `make bench-loop`: how long the steps of an app author's work take here, each ten times: `tinygram new`, `build` and
 * `test` of the app it makes, after a change of it each, and `run --watch` from a save to the app's first line. Prints
 * median and largest, and fails where the median from save to line is 2 seconds or more.
 *
 * It is wall time, so it is for a machine that does nothing else; no stage of `make test` takes it.
 */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { ENGINES, inRoot, type Engine } from '#toolchain/build/paths';
import { beginProgram } from '../runner/program';
import { engineMissing } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';
import { medianOf } from './results';

beginProgram(module);

const TIMES = 10;
const WATCH_LIMIT_MS = 2000;
const PATIENCE_MS = 120_000;
const CLI = inRoot('build', 'toolchain', 'cli.js');

function run(folder: string, args: string[]): void {
  const done = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8', timeout: PATIENCE_MS });
  if (done.status !== 0) throw new Error(`tinygram ${args.join(' ')}: ${done.stdout}${done.stderr}`);
}

/** Milliseconds that the work takes. */
async function timed(work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Makes the app another one, whose first line has this number. */
function change(app: string, number: number): void {
  const file = path.join(app, 'src', 'app.ts');
  const text = fs.readFileSync(file, 'utf8').replace(/^console\.log\('change \d+'\);\n/, '');
  fs.writeFileSync(file, `console.log('change ${number}');\n${text}`);
}

/** Each time from a save to the first line of the app that was saved. */
async function watched(app: string, engine: Engine): Promise<number[]> {
  const child = spawn(process.execPath, [CLI, 'run', '--watch', '--engine', engine], { cwd: app });
  let output = '';
  let look: () => void = () => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data.toString();
      look();
    });
  }
  const until = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no "${text}" in:\n${output}`)), PATIENCE_MS);
      look = () => {
        if (!output.includes(text)) return;
        clearTimeout(timer);
        resolve();
      };
      look();
    });
  try {
    await until('server listening');
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      const number = 1000 + i;
      times.push(
        await timed(async () => {
          change(app, number);
          await until(`change ${number}\n`);
        }),
      );
      // The check of types, which goes on beside the run, is of this save and not of the next one.
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
    return times;
  } finally {
    child.kill('SIGINT');
    await new Promise((resolve) => child.once('close', resolve));
  }
}

async function repeated(work: (number: number) => void): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) times.push(await timed(() => work(i)));
  return times;
}

async function main(): Promise<void> {
  console.log(`${'command'.padEnd(44)} | median, s | largest, s`);
  const show = (what: string, times: number[]): void => {
    const cell = (ms: number): string => (ms / 1000).toFixed(2);
    console.log(`${what.padEnd(44)} | ${cell(medianOf(times)).padStart(9)} | ${cell(Math.max(...times)).padStart(10)}`);
  };
  const folder = scratch();
  show('new', await repeated((number) => run(folder, ['new', `app${number}`])));
  for (const engine of ENGINES.filter((one) => engineMissing(one) === undefined)) {
    const app = path.join(folder, 'app0');
    const of = (command: string): string => `${command} (qemu-arm, ${engine})`;
    run(app, ['build', '--engine', engine]); // the firmware, and what the machine keeps of files
    const builds = await repeated((number) => {
      change(app, number);
      run(app, ['build', '--engine', engine]);
    });
    show(of('build'), builds);
    const tests = await repeated((number) => {
      change(app, 100 + number);
      run(app, ['test', '--engine', engine]);
    });
    show(of('test'), tests);
    const saves = await watched(app, engine);
    show(of('run --watch, save to first line'), saves);
    if (medianOf(saves) >= WATCH_LIMIT_MS) process.exitCode = 1;
  }
  if (process.exitCode === 1) console.error(`From a save to the first line it is ${WATCH_LIMIT_MS} ms or more.`);
}

void main();
