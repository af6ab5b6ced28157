/*
 * run.ts: `make faults SECONDS=n`: what happens when memory fails, and when script does what it likes; on the host port
 * with sanitizers.
 *
 *   node build/tests/faults/run.js [--only sweep,api] [--engine quickjs] [--most n] [--seconds n] [--seed n]
 *     [--filter part] [--totals file]
 *
 * sweep: each of scenarios/, named for what it shows, with one failing allocation after the other (faults.c), at most
 * --most of each kind of memory. Each run ends the program with exit code 70 and its message, or does all it should
 * (its header, as of tests/js, may name another exit code and what is printed) and leaves as many blocks as one without
 * a failure. api: api.js, which calls the API at random, for --seconds in all, as long on each engine that is here;
 * --seed is the first.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Engine, filesBelow, inRoot } from '#toolchain/build/paths';
import { type Header, missingOutput, readHeader } from '../runner/header';
import { beginProgram } from '../runner/program';
import { joinScript, makeImage } from '../runner/image';
import { checkRan } from '../runner/stages';
import { sortEngines, type Totals } from '../runner/targets';

beginProgram(module);

/** Steps of one run of api.js, and seconds after which it hangs. */
const STEPS = 2500;
const PATIENCE = 60;
/** Runs of api.js at a time. */
const WIDTH = 2;
const OUT_OF_MEMORY = 70;

function run(command: string, args: string[], env: NodeJS.ProcessEnv, seconds: number): Promise<[number, string]> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: inRoot(),
      env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0', ...env }, // blocks that are left are counted by themselves
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const take = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => take(Buffer.from(error.message)));
    child.on('close', (code) => resolve([code ?? -1, output]));
  });
}

async function image(engine: Engine, file: string): Promise<string> {
  return (await makeImage(join('faults', basename(file, '.js')), await joinScript(file), engine, 'host')).image;
}

interface Outcome {
  where: string;
  code: number;
  /** Blocks left at the end, less those of the run without a failure. */
  left: number;
  output: string;
}

/** The children of one sweep, from what faults.c prints. */
function outcomes(output: string): Outcome[] {
  const all: Outcome[] = [];
  let where = '';
  let text: string[] = [];
  for (const line of output.split('\n')) {
    const began = /^faults: (none|c\+?|lwip|engine|large\+?) (\d+)$/.exec(line);
    const ended = /^faults: ended (-?\d+) (-?\d+)$/.exec(line);
    if (began) {
      where = `${began[1]} ${began[2]}`;
      text = [];
    } else if (ended) {
      all.push({ where, code: Number(ended[1]), left: Number(ended[2]), output: text.join('\n') });
    } else if (!line.startsWith('faults: count')) {
      text.push(line);
    }
  }
  return all;
}

/** Whether a run had one of the two outcomes that there may be. */
function asItShould({ code, left, output }: Outcome, header: Header): boolean {
  if (code === OUT_OF_MEMORY) return output.includes('tinygram: out of memory: ') && !output.includes('Sanitizer');
  if (code !== header.exit || left !== 0) return false;
  return header.output.length === 0 ? output.trim() === '' : missingOutput(header.output, output) === undefined;
}

async function sweep(engine: Engine, program: string, scenario: string, most: number): Promise<Totals> {
  const name = basename(scenario, '.js');
  const header = readHeader(readFileSync(scenario, 'utf8'));
  const file = await image(engine, scenario);
  const [code, output] = await run(program, [`image=${file}`], { FAULTS: String(most) }, 1200);
  const all = outcomes(output);
  const wrong = all.filter((one) => !asItShould(one, header));
  for (const { where, code: ended, left, output: text } of wrong.slice(0, 10))
    console.log(`FAILED ${name}, ${engine}, allocation ${where}: ended with ${ended}, ${left} blocks more\n${text}`);
  const survived = all.filter((one) => one.code === header.exit).length;
  console.log(
    `${name} on ${engine}: ${all.length - 1} allocations failed in turn, the program went on ${survived - 1}x`,
  );
  const failures = wrong.map(({ where }) => `faults: ${name} on ${engine}: allocation ${where}`);
  /* The first has no failure, and of the others some must have ended for want of memory, or there were none. */
  if (code !== 0 || survived < 1 || survived === all.length) {
    console.log(output.slice(-2000));
    failures.push(`faults: ${name} on ${engine} ended with ${code} after ${all.length} runs`);
  }
  return { passed: all.length - wrong.length, failed: failures.length, skipped: 0, failures };
}

async function api(engine: Engine, program: string, seconds: number, first: number): Promise<Totals> {
  const file = await image(engine, inRoot('tests', 'faults', 'api.js'));
  const until = Date.now() + seconds * 1000;
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  let seed = first;
  const worker = async (): Promise<void> => {
    while (Date.now() < until || seed === first) {
      const mine = seed++;
      const args = [`image=${file}`, '--', String(mine), String(STEPS)];
      const [code, output] = await run(program, args, { TINYGRAM_CHECK: '1' }, PATIENCE);
      if (code === 0 && output.includes('api: done')) {
        totals.passed++;
        continue;
      }
      totals.failed++;
      totals.failures.push(`faults: random calls on ${engine} with --seed ${mine}: ended with ${code}`);
      console.log(`FAILED random calls on ${engine}, --seed ${mine}: ended with ${code}\n${output.slice(-4000)}`);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  console.log(
    `random calls on ${engine} for ${seconds} s: ${totals.passed} seeds from ${first} on, ${STEPS} calls and more each`,
  );
  return totals;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: 'sweep,api' },
      engine: { type: 'string' },
      most: { type: 'string', default: '60' },
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      filter: { type: 'string' },
      totals: { type: 'string' },
    },
  });
  const totals: Totals = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const { here, missing } = sortEngines(values.engine);
  const add = (more: Totals): void => {
    totals.passed += more.passed;
    totals.failed += more.failed;
    totals.failures.push(...more.failures);
  };
  const wanted = (name: string): boolean => values.filter === undefined || name.includes(values.filter);
  const only = values.only.split(',');
  const scenarios = filesBelow(inRoot('tests', 'faults', 'scenarios'), (name) => name.endsWith('.js'));
  const swept = only.includes('sweep') ? scenarios.filter((file) => wanted(basename(file, '.js'))) : [];
  const random = only.includes('api') && wanted('api');
  if (only.includes('sweep')) checkRan('faults: scenarios', { ...totals, passed: swept.length }, values.filter);
  totals.skipped = missing.length * (swept.length + (random ? 1 : 0));
  for (const engine of here) {
    if (swept.length === 0 && !random) break;
    const make = ['-s', '-j2', 'firmware', 'PORT=host', 'SANITIZE=1', 'FAULTS=1', `ENGINE=${engine}`];
    const [code, output] = await run('make', make, {}, 900);
    if (code !== 0) throw new Error(output);
    const program = inRoot('build', 'host', `${engine}-sanitize-faults`, 'tinygram');
    for (const file of swept) add(await sweep(engine, program, file, Number(values.most)));
    if (random) add(await api(engine, program, Number(values.seconds) / here.length, Number(values.seed)));
  }
  if (values.totals) writeFileSync(values.totals, JSON.stringify(totals));
  if (totals.failed > 0) process.exitCode = 1;
}

void main();
