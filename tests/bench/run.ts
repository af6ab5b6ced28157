/*
 * run.ts: `make bench`. Measures, prints the table with the budgets of results.ts beside it, writes
 * build/bench/results.json and build/bench/chart.svg, and compares with tests/bench/baseline.json: a value over 1%
 * worse fails with its row named, and so does one over its budget. How it is measured: board.ts.
 *
 *   --baseline   keep these figures: writes tests/bench/baseline.json and tests/bench/chart.svg, compares with nothing
 *   --engine E   one engine only
 *   --no-build   measure what is built already
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import { type Engine, ENGINES, inRoot, writeWhole } from '#toolchain/build/paths';
import { buildFirmware } from '#toolchain/commands/build';
import { engineMissing, inParallel } from '../runner/targets';
import { endWithSignals } from './board';
import { engineTasks, floorTasks, MEMORY_COUNTED, shownPath, SMALL } from './cases';
import { chart } from './chart';
import { type Finding, overBudget, type Row, table, worseThan } from './results';

const BASELINE = inRoot('tests', 'bench', 'baseline.json');
const CHART = inRoot('tests', 'bench', 'chart.svg');
const AT_ONCE = 3; // the boards sleep half of the time

function make(args: string[]): void {
  const env = { ...process.env };
  for (const name of ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'MAKEOVERRIDES', 'ENGINE', 'PORT', 'BOARD']) delete env[name];
  const { status } = spawnSync('make', ['--no-print-directory', '-s', '-j2', ...args],
    { cwd: inRoot(), env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`make ${args.join(' ')} failed`);
}

async function build(engines: Engine[]): Promise<void> {
  make(['-f', 'tests/bench/floor/Makefile', 'BENCH=1']);
  for (const engine of engines) {
    await buildFirmware('qemu-arm', engine);
    await buildFirmware('qemu-arm', engine, SMALL);
    make(['firmware', `ENGINE=${engine}`, 'BENCH=1']);
    make(['firmware', `ENGINE=${engine}`, `BOARD=${SMALL}`, 'BENCH=1']);
  }
}

function listed(title: string, findings: Finding[], against: string): void {
  if (findings.length === 0) return;
  console.log(`\n${title}:`);
  for (const { name, value, limit } of findings) console.log(`  ${name}: ${value}, ${against} ${limit}`);
}

async function main(): Promise<void> {
  endWithSignals();
  const args = process.argv.slice(2);
  const only = args.includes('--engine') ? args[args.indexOf('--engine') + 1] : undefined;
  const engines = ENGINES.filter((engine) => only === undefined || engine === only).filter((engine) => {
    const missing = engineMissing(engine);
    if (missing !== undefined) console.log(`skipped: ${engine}: ${missing}`);
    return missing === undefined;
  });
  if (engines.length === 0) throw new Error('there is no engine to measure');
  if (!args.includes('--no-build')) await build(engines);
  const start = Date.now();
  const tasks = [...floorTasks(), ...engines.flatMap(engineTasks)];
  // What takes long begins first; the rows keep their order.
  const order = tasks.map((task, at) => ({ task, at })).reverse();
  const done = await inParallel(order, AT_ONCE, async ({ task, at }) => ({ rows: await task(), at }));
  const rows: Row[] = done.sort((a, b) => a.at - b.at).flatMap((one) => one.rows);
  const json = `${JSON.stringify(rows, null, 1)}\n`;
  const svg = chart(rows);
  writeWhole(inRoot('build', 'bench', 'results.json'), json);
  writeWhole(inRoot('build', 'bench', 'chart.svg'), svg);
  if (args.includes('--baseline')) {
    writeWhole(BASELINE, json);
    writeWhole(CHART, svg);
    console.log(table(rows, []));
    console.log(`\nwrote ${shownPath(BASELINE)} and ${shownPath(CHART)}`);
    return;
  }
  const baseline = fs.existsSync(BASELINE) ? JSON.parse(fs.readFileSync(BASELINE, 'utf8')) as Row[] : [];
  console.log(`${table(rows, baseline)}\n\n${MEMORY_COUNTED}`);
  const over = overBudget(rows);
  const worse = worseThan(baseline, rows);
  listed('Over budget', over, 'budget');
  listed('More than 1% worse than the baseline (make bench-baseline keeps new figures)', worse, 'baseline');
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(`\nbench: ${rows.length} rows in ${seconds} s, ${over.length} over budget, ` +
    `${worse.length} worse than the baseline`);
  process.exitCode = over.length + worse.length > 0 ? 1 : 0;
}

void main();
