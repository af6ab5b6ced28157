/**
 * `make fuzz SECONDS=n`: each fuzz target for its share of the time, half of it for whole frames. Prints executions,
 * frames, the slowest input and, by file, the lines that the corpora reach. What is new in a corpus stays in
 * build/fuzz-corpus/; seeds and every input that once was a crash are in tests/fuzz/corpus/, a folder for each target,
 * and run first, as does what took more than one input: tests/fuzz/histories/, each a folder whose files are run in
 * order.
 * `make fuzz FRAMES=n` is the long run in place of all that: so many frames, at full speed (soak.c).
 *
 *   node build/tests/fuzz/run.js [--seconds n] [--jobs n] [--no-coverage] [--filter part] [--totals file]
 *                                [--frames n [--seed n]]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { displayPath, inRoot } from '#toolchain/build/paths';
import type { Totals } from '../runner/targets';
import { beginProgram } from '../runner/program';

beginProgram(module);

/** Programs of their own. */
const SMALL = ['addr', 'bootargs', 'channel', 'dns_message', 'image', 'slots'];
/** Frames about one thing: the program `frames` with a corpus of its own. */
const SUBJECTS = ['dhcp', 'igmp', 'mld', 'quotes'];
/** What the toolchain reads of a board: tests/fuzz/toolchain.ts. */
const TOOLCHAIN = ['serial', 'stacks', 'lines', 'records'];
const TARGETS = [...SMALL, ...SUBJECTS, ...TOOLCHAIN, 'frames'];
/** Seconds that one input may take: in a device it would be a hang. */
const PATIENCE = 20;

interface Result {
  target: string;
  ok: boolean;
  executions: number;
  frames: number;
  /** Microseconds of a processor, and which input it was. */
  slowest: number;
  slowestInput: string;
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

/** What a target is run by, in the environment that makes it that target. */
function programOf(target: string): { name: string; env: NodeJS.ProcessEnv } {
  return SUBJECTS.includes(target) ? { name: 'frames', env: { FUZZ_SUBJECT: target } } : { name: target, env: {} };
}

async function fuzzToolchain(target: string, seconds: number): Promise<Result> {
  const script = inRoot('build', 'tests', 'fuzz', 'toolchain.js');
  const { code, output } = await run(process.execPath, [script, target, '--seconds', `${seconds}`]);
  const executions = number(output, /^executions: (\d+)/m);
  return {
    target,
    ok: code === 0,
    executions,
    frames: 0,
    slowest: number(output, /^slowest: (\d+)/m),
    slowestInput: `--first ${number(output, /^slowest input: (\d+)/m)} --runs 1`,
    output,
  };
}

async function fuzz(target: string, seconds: number): Promise<Result> {
  if (TOOLCHAIN.includes(target)) return fuzzToolchain(target, seconds);
  const { name, env: subject } = programOf(target);
  const program = inRoot('build', 'fuzz', name);
  const crashes = folder('build', 'fuzz-crashes', target);
  const slowest = join(folder('build', 'fuzz-slowest'), target);
  const env = { ...subject, FUZZ_HISTORY: crashes, FUZZ_SLOWEST: slowest };
  for (const history of histories(target)) {
    const files = readdirSync(history).sort();
    const again = await run(
      program,
      ['-detect_leaks=0', `-timeout=${PATIENCE}`, ...files.map((file) => join(history, file))],
      subject,
    );
    if (again.code !== 0)
      return { target, ok: false, executions: 0, frames: 0, slowest: 0, slowestInput: history, output: again.output };
  }
  const { code, output } = await run(
    program,
    [
      `-max_total_time=${seconds}`,
      `-timeout=${PATIENCE}`,
      '-max_len=2048',
      '-entropic=0', // a quarter of the time went to its figures
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
    slowest: number(output, /^slowest: (\d+)$/m),
    slowestInput: displayPath(slowest),
    output,
  };
}

/** Frames of the run whose coverage is shown. */
const SHOWN_FRAMES = '1000000';

function build(...what: string[]): void {
  const made = spawnSync('make', ['-s', '-j2', '-f', 'tests/fuzz/Makefile', ...what], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
}

/**
 * Lines reached in our own files, of those that count, by file: by each corpus, and by a million frames that are made
 * from the frames' corpus.
 */
async function coverage(): Promise<string[]> {
  build('COVERAGE=1');
  build('COVERAGE=1', 'SOAK=1', 'build/fuzz-soakcoverage/soak');
  const rows: string[] = [];
  for (const target of [...SMALL, 'frames', ...SUBJECTS]) {
    const { name: file, env } = programOf(target);
    const program =
      target === 'frames' ? inRoot('build', 'fuzz-soakcoverage', 'soak') : inRoot('build', 'fuzz-coverage', file);
    const raw = inRoot('build', 'fuzz-coverage', `${target}.profraw`);
    const args = target === 'frames' ? [SHOWN_FRAMES, '1'] : ['-runs=0', '-detect_leaks=0'];
    const corpora = [folder('build', 'fuzz-corpus', target), ...kept(target)];
    await run(program, [...args, ...corpora], { ...env, LLVM_PROFILE_FILE: raw });
    const merge = ['merge', '-sparse', raw, '-o', `${raw}.merged`];
    if (spawnSync('llvm-profdata', merge).status !== 0) continue;
    const { stdout } = spawnSync('llvm-cov', ['export', '-summary-only', program, `-instr-profile=${raw}.merged`], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    const data = JSON.parse(stdout) as { data: { files: { filename: string; summary: { lines: Lines } }[] }[] };
    let [covered, count] = [0, 0];
    for (const { filename, summary } of data.data[0]!.files) {
      const name = /(?:^|\/)((?:runtime|ports|core\/ipv[46])\/.*\.c)$/.exec(filename)?.[1];
      if (name === undefined || !isShown(target, name)) continue;
      covered += summary.lines.covered;
      count += summary.lines.count;
      rows.push(row(target, name, summary.lines.covered, summary.lines.count));
    }
    if (target === 'frames') rows.push(row(target, 'runtime/net, all', covered, count));
  }
  return rows;
}

/** The files that a target is about: of frames' all of net/, of a subject's its own, lwIP's too. */
function isShown(target: string, name: string): boolean {
  const about: Record<string, RegExp> = {
    frames: /^runtime\/net\//,
    dhcp: /\/dhcp\.c$/,
    igmp: /^runtime\/net\/(group|report)\.c$/,
    mld: /^runtime\/net\/(group|report)\.c$/,
    quotes: /^runtime\/net\/icmp\.c$|^core\/ipv[46]\/icmp6?\.c$/,
  };
  return about[target]?.test(name) ?? !name.startsWith('core/');
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

/** The long run; its figures go to the console as they come. */
function soak(frames: string, seed: string): void {
  build('SOAK=1', 'build/fuzz-soak/soak');
  const corpora = [folder('build', 'fuzz-corpus', 'frames'), ...kept('frames')];
  const env = { ...process.env, FUZZ_HISTORY: folder('build', 'fuzz-crashes', 'frames') };
  const ended = spawnSync(inRoot('build', 'fuzz-soak', 'soak'), [frames, seed, ...corpora], { env, stdio: 'inherit' });
  process.exitCode = ended.status ?? 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      jobs: { type: 'string', default: '2' },
      'no-coverage': { type: 'boolean' },
      totals: { type: 'string' },
      filter: { type: 'string' },
      frames: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.frames !== undefined) return soak(values.frames, values.seed);
  const seconds = Math.max(12, Number(values.seconds));
  build();
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
  for (const { target, ok, executions, frames: count, slowest, slowestInput, output } of results) {
    if (ok && TOOLCHAIN.includes(target) && !values['no-coverage']) console.log(output.split('\n').slice(3).join('\n'));
    if (!ok) console.log(output.split('\n').slice(-60).join('\n'));
    console.log(
      `${ok ? 'ok    ' : 'FAILED'} ${target.padEnd(12)} ${executions} executions` +
        `${count > 0 ? `, ${count} frames` : ''}, the slowest input ${slowest} µs (${slowestInput})`,
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
