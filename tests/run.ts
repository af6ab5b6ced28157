/**
 * Runs every test and ends with one line, `N passed, N failed, N skipped`. `--only stage[,stage]` picks stages,
 * `--filter text` picks tests inside a stage. Output is shown as it comes; failures are listed again at the end.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Engine, ENGINES, PORTS } from '#toolchain/build/paths';
import { UserError } from '#toolchain/user_error';
import { lint } from './lint/lint';
import { sortEngines, type Totals } from './runner/targets';
import { ceedlingTotals, checkRan, type Ended, engineTotals, nodeTotals } from './runner/stages';
import { beginProgram } from './runner/program';

beginProgram(module);

const ROOT = resolve(__dirname, '../..');
process.chdir(ROOT);

interface Context {
  /** Those that are here. */
  engines: Engine[];
  /** Those that are not: what would have run on them counts as skipped. */
  missing: Engine[];
  filter: string | undefined;
}

function totals(passed = 0, failed = 0, skipped = 0, failures: string[] = []): Totals {
  return { passed, failed, skipped, failures };
}

function add(into: Totals, more: Totals): void {
  into.passed += more.passed;
  into.failed += more.failed;
  into.skipped += more.skipped;
  into.failures.push(...more.failures);
}

/** Runs a program to its end, its output both shown (unless quiet) and kept; ends it after `seconds`. */
function run(
  command: string,
  args: string[],
  options: { seconds: number; env?: NodeJS.ProcessEnv; quiet?: boolean },
): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(command, args, { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
      if (!options.quiet) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      output += `\n${command}: not done after ${options.seconds} s, ended\n`;
      child.kill('SIGKILL');
    }, options.seconds * 1000);
    child.on('error', (error) => {
      output += `${command}: ${error.message}\n`;
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      done({ code: code ?? 1, output });
    });
  });
}

/** A whole program as one test: passes when it exits 0. Its output is shown only when it fails. */
async function step(name: string, command: string, args: string[], seconds: number): Promise<Totals> {
  const result = await run(command, args, { seconds, quiet: true });
  if (result.code === 0) return totals(1);
  process.stdout.write(result.output);
  return totals(0, 1, 0, [`${name}: exit code ${result.code}`]);
}

/** Runs node:test files and reads the counts of its closing lines. */
async function nodeTests(folder: string, context: Context, seconds: number): Promise<Totals> {
  const files = readdirSync(join('build/tests', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js') && existsSync(join('tests', folder, name.replace(/\.js$/, '.ts'))))
    .filter((name) => !context.filter || name.includes(context.filter))
    .map((name) => join('build/tests', folder, name));
  if (files.length === 0) return checkRan(`node:test files of ${folder}`, totals(), context.filter);
  const result = await run(
    process.execPath,
    ['--enable-source-maps', '--test', '--test-concurrency=2', '--test-reporter=spec', ...files.sort()],
    { seconds },
  );
  return nodeTotals(folder, result, context.filter);
}

/**
 * Tasks at once on the event loop, watched by the thread sanitizer: nothing to see as it is, and something where the
 * critical section is left out, or the watching is worth nothing.
 */
async function threads(): Promise<Totals> {
  const sum = await step('unit: threads', 'make', ['-s', 'unit-threads'], 300);
  if (sum.failed) return sum;
  add(sum, await step('unit: tasks at once on the loop', 'build/unit/threads/loop', [], 120));
  const unlocked = await run('build/unit/threads/loop-unlocked', [], {
    seconds: 120,
    env: { TSAN_OPTIONS: 'halt_on_error=1' },
    quiet: true,
  });
  const seen = unlocked.code !== 0 && unlocked.output.includes('data race');
  add(sum, seen ? totals(1) : totals(0, 1, 0, ['unit: the thread sanitizer misses a loop without critical section']));
  return sum;
}

async function unit(context: Context): Promise<Totals> {
  const sum = await step('unit: network library', 'make', ['-s', '-j2', 'unit-net'], 300);
  add(sum, await step('unit: assembly on Cortex-M3', 'make', ['-s', '-f', 'tests/unit/cortex_m3/Makefile'], 180));
  const env = {
    BUNDLE_GEMFILE: resolve('build/bundle/Gemfile'),
    BUNDLE_PATH: resolve('build/bundle/gems'),
    // Leaks are found by the tests' own checks of lwIP's pools; the leak checker cannot run under every container.
    ASAN_OPTIONS: 'detect_leaks=1',
  };
  const what = context.filter ? `test:pattern[${context.filter}]` : 'test:all';
  const result = await run('bundle', ['exec', 'ceedling', '--project=tests/unit/project.yml', what], {
    seconds: 900,
    env,
    quiet: true,
  });
  if (result.code !== 0) process.stdout.write(result.output);
  add(sum, ceedlingTotals(result, context.filter));
  if (!context.filter || 'threads'.includes(context.filter)) add(sum, await threads());
  return sum;
}

async function engine(context: Context): Promise<Totals> {
  const sum = totals();
  sum.skipped += context.missing.length;
  const builds = [
    ...context.engines.map((name) => ({ name, args: [`ENGINE=${name}`], folder: `build/host/${name}` })),
    { name: 'quickjs with sanitizers', args: ['ENGINE=quickjs', 'SANITIZE=1'], folder: 'build/host/quickjs-sanitize' },
  ];
  for (const build of builds) {
    const built = await step(
      `engine tests for ${build.name}`,
      'make',
      ['-s', '-j2', 'engine-tests', 'PORT=host', ...build.args],
      600,
    );
    if (built.failed) {
      add(sum, built);
      continue;
    }
    const result = await run(join(build.folder, 'engine-tests'), [], { seconds: 120, quiet: true });
    const cases = engineTotals(build.name, result);
    if (cases.failed > 0) process.stdout.write(result.output);
    add(sum, cases);
  }
  return sum;
}

/** A runner that writes its totals as JSON to the file it is given by --totals. */
async function runner(script: string, args: string[], context: Context, seconds: number): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'tinygram-'));
  const file = join(folder, 'totals.json');
  try {
    const all = [script, ...args, '--totals', file, ...(context.filter ? ['--filter', context.filter] : [])];
    const result = await run(process.execPath, ['--enable-source-maps', ...all], { seconds });
    if (existsSync(file)) {
      const counted = JSON.parse(readFileSync(file, 'utf8')) as Totals;
      return checkRan([script, ...args].join(' '), counted, context.filter);
    }
    return totals(0, 1, 0, [`${script} ${args.join(' ')}: ended with ${result.code} before its totals`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function firmware(context: Context): Promise<Totals> {
  const sum = totals(0, 0, PORTS.length * context.missing.length);
  for (const port of PORTS) {
    for (const engineName of context.engines) {
      add(
        sum,
        await step(
          `firmware ${port} ${engineName}`,
          'make',
          ['-s', '-j2', 'firmware', `PORT=${port}`, `ENGINE=${engineName}`],
          900,
        ),
      );
    }
  }
  return sum;
}

/** Node's tests of dgram on every port, those of the other modules on the host, where they cost a tenth. */
async function conformance(context: Context): Promise<Totals> {
  const sum = await nodeTests('conformance', context, 300);
  const own = 'build/tests/conformance/run.js';
  for (const engineName of ENGINES)
    add(sum, await runner(own, ['--module', 'all', '--port', 'host', '--engine', engineName], context, 1500));
  for (const port of PORTS) {
    for (const engineName of ENGINES)
      add(sum, await runner(own, ['--port', port, '--engine', engineName], context, 1500));
  }
  return sum;
}

/** The tools' own tests, then a short measurement: a figure over 1% worse than tests/bench/baseline.json fails. */
async function bench(context: Context): Promise<Totals> {
  const sum = await nodeTests('bench', context, 600);
  add(sum, await runner('build/tests/bench/run.js', ['--short'], context, 1800));
  return sum;
}

/** In the order of what a failure would explain. */
const STAGES: Record<string, (context: Context) => Promise<Totals>> = {
  lint: async () => lint(ROOT),
  unit,
  fuzz: (context) => runner('build/tests/fuzz/run.js', ['--no-coverage'], context, 400),
  faults: (context) => runner('build/tests/faults/run.js', [], context, 900),
  engine,
  firmware,
  toolchain: (context) => nodeTests('toolchain', context, 900),
  js: (context) => runner('build/tests/runner/run.js', [], context, 1800),
  esp32: (context) => runner('build/tests/esp32/check.js', [], context, 1200),
  net: (context) => nodeTests('net', context, 1800),
  conformance,
  bench,
  docs: (context) => nodeTests('docs', context, 600),
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, filter: { type: 'string' } } });
  const wanted = values.only?.split(',') ?? Object.keys(STAGES);
  const unknown = wanted.filter((name) => !(name in STAGES));
  if (unknown.length > 0)
    throw new UserError(`no stage ${unknown.join(', ')}; there are ${Object.keys(STAGES).join(', ')}`);
  const { here, missing } = sortEngines();
  const context: Context = { engines: here, missing, filter: values.filter };
  const sum = totals();
  for (const name of wanted) {
    console.log(`== ${name}`);
    const started = Date.now();
    let stage: Totals;
    try {
      stage = await STAGES[name](context);
    } catch (error) {
      stage = totals(0, 1, 0, [`${name}: ${error instanceof Error ? error.stack : String(error)}`]);
    }
    checkRan(name, stage, values.filter);
    add(sum, stage);
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`== ${name}: ${stage.passed} passed, ${stage.failed} failed, ${stage.skipped} skipped in ${seconds} s`);
  }
  if (sum.failures.length > 0) console.log(`\nFailures:\n${sum.failures.map((line) => `  ${line}`).join('\n')}`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

void main();
