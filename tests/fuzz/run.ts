/**
 * `make fuzz SECONDS=n`: each fuzz target for its share of the time, half of it for whole frames. Prints executions,
 * frames, the slowest input and, by file, the lines that the corpora reach. What is new in a corpus stays in
 * build/fuzz-corpus/; seeds and every input that once was a crash are in tests/fuzz/corpus/ and run first.
 *
 *   node build/tests/fuzz/run.js [--seconds n] [--jobs n] [--no-coverage] [--filter part] [--totals file]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inRoot } from '#toolchain/build/paths';
import type { Totals } from '../runner/targets';
import { endWithHelp } from '../runner/help';

endWithHelp(module);

const TARGETS = ['addr', 'bootargs', 'dns_message', 'image', 'slots', 'frames'];
/** Seconds that one input may take: in a device it would be a hang. */
const PATIENCE = 20;

interface Result {
  target: string;
  ok: boolean;
  executions: number;
  frames: number;
  slowest: number;
  output: string;
}

function folder(...parts: string[]): string {
  const path = inRoot(...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The kept corpus of a target, which may have none. */
function kept(target: string): string[] {
  const path = inRoot('tests', 'fuzz', 'corpus', target);
  return existsSync(path) ? [path] : [];
}

/** Histories of crashes, each a folder whose files are run in order. */
function histories(target: string): string[] {
  const path = inRoot('tests', 'fuzz', 'histories', target);
  return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
}

function run(program: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-200_000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function number(output: string, pattern: RegExp): number {
  return Number(pattern.exec(output)?.[1] ?? 0);
}

async function fuzz(target: string, seconds: number): Promise<Result> {
  const program = inRoot('build', 'fuzz', target);
  const crashes = folder('build', 'fuzz-crashes', target);
  const env = { FUZZ_HISTORY: crashes };
  for (const history of histories(target)) {
    const files = readdirSync(history).sort();
    const again = await run(program, [
      '-detect_leaks=0',
      `-timeout=${PATIENCE}`,
      ...files.map((name) => join(history, name)),
    ]);
    if (again.code !== 0) return { target, ok: false, executions: 0, frames: 0, slowest: 0, output: again.output };
  }
  const { code, output } = await run(
    program,
    [
      `-max_total_time=${seconds}`,
      `-timeout=${PATIENCE}`,
      '-max_len=2048',
      '-detect_leaks=0', // frames counts its own blocks; what lwIP packs into packets the sanitizer does not find
      '-print_final_stats=1',
      `-artifact_prefix=${crashes}/`,
      folder('build', 'fuzz-corpus', target),
      ...kept(target),
    ],
    env,
  );
  return {
    target,
    ok: code === 0,
    executions: number(output, /stat::number_of_executed_units:\s*(\d+)/),
    frames: number(output, /^frames: (\d+)$/m),
    slowest: number(output, /stat::slowest_unit_time_sec:\s*(\d+)/),
    output,
  };
}

/** Lines reached in our own files, of those that count, by file. */
async function coverage(): Promise<string[]> {
  const made = spawnSync('make', ['-s', '-j2', '-f', 'tests/fuzz/Makefile', 'COVERAGE=1'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  const rows: string[] = [];
  for (const target of TARGETS) {
    const program = inRoot('build', 'fuzz-coverage', target);
    const raw = `${program}.profraw`;
    const corpora = [folder('build', 'fuzz-corpus', target), ...kept(target)];
    await run(program, ['-runs=0', '-detect_leaks=0', ...corpora], { LLVM_PROFILE_FILE: raw });
    const merge = ['merge', '-sparse', raw, '-o', `${program}.profdata`];
    if (spawnSync('llvm-profdata', merge).status !== 0) continue;
    const { stdout } = spawnSync(
      'llvm-cov',
      ['export', '-summary-only', program, `-instr-profile=${program}.profdata`],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const data = JSON.parse(stdout) as { data: { files: { filename: string; summary: { lines: Lines } }[] }[] };
    let [covered, count] = [0, 0];
    for (const { filename, summary } of data.data[0]!.files) {
      const name = /(?:^|\/)((?:runtime|ports)\/.*\.c)$/.exec(filename)?.[1];
      if (name === undefined || (target === 'frames' && !name.startsWith('runtime/net/'))) continue;
      covered += summary.lines.covered;
      count += summary.lines.count;
      rows.push(row(target, name, summary.lines.covered, summary.lines.count));
    }
    if (target === 'frames') rows.push(row(target, 'runtime/net, all', covered, count));
  }
  return rows;
}

interface Lines {
  covered: number;
  count: number;
}

function row(target: string, name: string, covered: number, count: number): string {
  const share = ((100 * covered) / count).toFixed(1).padStart(5);
  const lines = `${String(covered).padStart(5)} of ${String(count).padStart(5)} lines`;
  return `  ${target.padEnd(12)} ${name.padEnd(34)} ${lines}  ${share}%`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      jobs: { type: 'string', default: '2' },
      'no-coverage': { type: 'boolean' },
      totals: { type: 'string' },
      filter: { type: 'string' },
    },
  });
  const seconds = Math.max(12, Number(values.seconds));
  const made = spawnSync('make', ['-s', '-j2', '-f', 'tests/fuzz/Makefile'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  const targets = TARGETS.filter((name) => values.filter === undefined || name.includes(values.filter));
  // The small ones one after the other, beside the frames.
  const share = Math.max(1, Math.floor(seconds / (2 * (TARGETS.length - 1))));
  const small = async (): Promise<Result[]> => {
    const results: Result[] = [];
    for (const target of targets.filter((name) => name !== 'frames')) results.push(await fuzz(target, share));
    return results;
  };
  const frames = async (): Promise<Result[]> =>
    targets.includes('frames') ? [await fuzz('frames', Math.floor(seconds / 2))] : [];
  const results =
    Number(values.jobs) > 1
      ? (await Promise.all([small(), frames()])).flat()
      : [...(await small()), ...(await frames())];
  for (const { target, ok, executions, frames: count, slowest, output } of results) {
    if (!ok) console.log(output.split('\n').slice(-60).join('\n'));
    console.log(
      `${ok ? 'ok    ' : 'FAILED'} ${target.padEnd(12)} ${executions} executions` +
        `${count > 0 ? `, ${count} frames` : ''}, the slowest input ${slowest} s`,
    );
  }
  if (!values['no-coverage']) console.log((await coverage()).join('\n'));
  const failures = results
    .filter(({ ok }) => !ok)
    .map(({ target }) => `fuzz ${target}: see build/fuzz-crashes/${target}`);
  const totals: Totals = { passed: results.length - failures.length, failed: failures.length, skipped: 0, failures };
  if (values.totals) writeFileSync(values.totals, JSON.stringify(totals));
  if (failures.length > 0) process.exitCode = 1;
}

void main();
