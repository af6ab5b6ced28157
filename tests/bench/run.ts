/*
 * run.ts: `make bench`. Measures, prints the table with the budgets of results.ts beside it, writes
 * build/bench/results.json and build/bench/chart.svg, and compares with tests/bench/baseline.json: a median or mean
 * that is over 1% worse fails, and so does a budget that the baseline keeps and these figures do not. A budget that the
 * baseline misses too is a known miss: it is shown as over budget, and fails when it gets worse. How it is measured:
 * board.ts.
 *
 *   --baseline      keep these figures: writes tests/bench/baseline.json and tests/bench/chart.svg, compares nothing
 *   --engine E      one engine only
 *   --short         what `make test` takes: 64 and 1,024 bytes, one socket and 64, boot, memory
 *   --filter TEXT   measurements with TEXT in their name only
 *   --totals FILE   for tests/run.ts: every row is a test, counted there as JSON
 *   --no-build      measure what is built already
 */
import * as fs from 'node:fs';
import { parseArgs } from 'node:util';
import { make } from '#toolchain/build/make';
import { type Engine, inRoot, writeWhole } from '#toolchain/build/paths';
import { buildFirmware } from '#toolchain/commands/build';
import { UserError } from '#toolchain/user_error';
import { inParallel, sortEngines, type Totals } from '../runner/targets';
import { endWithSignals } from './board';
import { engineTasks, floorTasks, madeOf, MEMORY_COUNTED, shownPath, SMALL, onSmallBoard } from './cases';
import { chart } from './chart';
import { builtOf } from './made';
import { type Comparison, compare, type Figures, type Finding, overBudget, type Row, table, told } from './results';
import { beginProgram } from '../runner/program';

beginProgram(module);

const BASELINE = inRoot('tests', 'bench', 'baseline.json');
const CHART = inRoot('tests', 'bench', 'chart.svg');
const AT_ONCE = 3; // the boards sleep half of the time
const KEEP = 'make bench-baseline keeps new figures';

async function makeQuiet(args: string[]): Promise<void> {
  if ((await make(['-s', ...args])) !== 0) throw new Error(`make ${args.join(' ')} failed`);
}

async function build(engines: Engine[], short: boolean): Promise<void> {
  await makeQuiet(['-f', 'tests/bench/floor/Makefile', 'BENCH=1']);
  for (const engine of engines) {
    for (const board of short || !onSmallBoard(engine) ? [undefined] : [undefined, SMALL]) {
      await buildFirmware('qemu-arm', engine, board);
      await makeQuiet(['firmware', `ENGINE=${engine}`, ...(board === undefined ? [] : [`BOARD=${board}`]), 'BENCH=1']);
    }
  }
}

async function measured(engines: Engine[], short: boolean, filter: string | undefined): Promise<Figures> {
  const tasks = [...floorTasks(), ...engines.flatMap((engine) => engineTasks(engine, short))].filter(
    (task) => (task.short || !short) && (filter === undefined || task.name.includes(filter)),
  );
  // What takes long begins first; the rows keep their order.
  const order = tasks.map((task, at) => ({ task, at })).reverse();
  const done = await inParallel(order, AT_ONCE, async ({ task, at }) => ({ rows: await task.run(), at }));
  const rows: Row[] = done.sort((a, b) => a.at - b.at).flatMap((one) => one.rows);
  return { made: Object.assign({}, ...(['floor', ...engines] as const).map((one) => madeOf(one, short))), rows };
}

function listed(title: string, lines: string[]): void {
  if (lines.length > 0) console.log(`\n${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/** What a failing row is about and what to do, a line each. */
function failuresOf(comparison: Comparison, fresh: Finding[]): string[] {
  return [
    ...fresh.map((finding) => `${told(finding, 'budget')}: the baseline keeps it; make profile shows what it costs`),
    ...comparison.worse.map(
      (finding) =>
        `${told(finding, 'baseline')}: over 1% worse; make profile and make size say why; if it is meant, ${KEEP}`,
    ),
  ];
}

function report(figures: Figures, baseline: Figures, whole: boolean): Totals {
  console.log(`${table(figures, baseline)}\n\n${MEMORY_COUNTED}`);
  const { known, fresh } = overBudget(baseline, figures);
  const comparison = compare(baseline, figures);
  const failures = failuresOf(comparison, fresh);
  const elsewhere = [...new Set(comparison.elsewhere.map(builtOf))];
  const lost = whole ? comparison.gone.map((name) => `${name}: in the baseline, but not measured; ${KEEP}`) : [];
  const unknown = comparison.unknown.map((name) => `${name}: not in the baseline; ${KEEP}`);
  listed(
    'Over budget, as the baseline is',
    known.map((finding) => told(finding, 'budget')),
  );
  listed('Failures', [...failures, ...lost, ...unknown]);
  for (const name of elsewhere) {
    console.log(
      `\n${name}: not compared, since these are figures of another build (${figures.made[name]}; the ` +
        `baseline's: ${baseline.made[name] ?? 'none'})`,
    );
  }
  if (comparison.better.length > 0) console.log(`\n${comparison.better.length} rows are over 1% better: ${KEEP}`);
  const bad = new Set([...comparison.worse, ...fresh].map(({ name }) => name));
  return {
    passed: comparison.held.filter((name) => !bad.has(name)).length,
    failed: bad.size + lost.length + unknown.length,
    skipped: comparison.elsewhere.filter((name) => !bad.has(name)).length,
    failures: [...failures, ...lost, ...unknown].map((line) => `bench: ${line}`),
  };
}

async function main(): Promise<void> {
  endWithSignals();
  const { values: options } = parseArgs({
    options: {
      baseline: { type: 'boolean', default: false },
      engine: { type: 'string' },
      short: { type: 'boolean', default: false },
      filter: { type: 'string' },
      totals: { type: 'string' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const { here: engines, missing } = sortEngines(options.engine);
  if (engines.length === 0) throw new UserError('there is no engine to measure');
  const { short, filter } = options;
  if (options.baseline && (short || filter !== undefined || options.engine !== undefined))
    throw new Error('a baseline holds everything: --baseline goes with no choice of a part');
  if (!options['no-build']) await build(engines, short);
  const start = Date.now();
  const figures = await measured(engines, short, filter);
  const seconds = Math.round((Date.now() - start) / 1000);
  const json = `${JSON.stringify(figures, null, 1)}\n`;
  const svg = chart(figures.rows);
  const out = short ? 'short' : 'results';
  writeWhole(inRoot('build', 'bench', `${out}.json`), json);
  if (!short) writeWhole(inRoot('build', 'bench', 'chart.svg'), svg);
  if (options.baseline) {
    writeWhole(BASELINE, json);
    writeWhole(CHART, svg);
    console.log(table(figures, { made: {}, rows: [] }));
    console.log(`\nwrote ${shownPath(BASELINE)} and ${shownPath(CHART)}: ${figures.rows.length} rows in ${seconds} s`);
    return;
  }
  const baseline = JSON.parse(fs.readFileSync(BASELINE, 'utf8')) as Figures;
  const totals = report(figures, baseline, !short && filter === undefined);
  // Of an engine that is not here each row of the baseline is skipped.
  totals.skipped += baseline.rows.filter(({ name }) => missing.some((one) => name.startsWith(`${one}/`))).length;
  if (options.totals !== undefined) fs.writeFileSync(options.totals, JSON.stringify(totals));
  console.log(`\nbench: ${figures.rows.length} rows in ${seconds} s, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

void main();
