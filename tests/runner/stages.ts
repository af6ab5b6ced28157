/** What a stage of tests/run.ts owes, and what the programs that it runs have counted. */
import type { Totals } from './targets';

/**
 * A stage, or a part of one that counts its own tests, that ran nothing and skipped nothing has failed, unless a filter
 * picked nothing of it.
 */
export function checkRan(name: string, totals: Totals, filter: string | undefined): Totals {
  if (filter !== undefined || totals.passed + totals.failed + totals.skipped > 0) return totals;
  totals.failed = 1;
  totals.failures.push(`${name}: nothing ran`);
  return totals;
}

/** A program's end: its exit code and all that it printed. */
export interface Ended {
  code: number;
  output: string;
}

/** `failed` is at least 1, with a line about it, where the program says so by its exit code alone. */
function counted(passed: number, failed: number, skipped: number, ended: Ended, failure: string): Totals {
  const totals: Totals = { passed, failed, skipped, failures: [] };
  if (ended.code !== 0) {
    totals.failed = Math.max(failed, 1);
    totals.failures.push(failure);
  }
  return totals;
}

/** Ceedling's report: `PASSED: 12` and so on, a line each. */
export function ceedlingTotals(ended: Ended, filter: string | undefined): Totals {
  const count = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)$`, 'm').exec(ended.output)?.[1] ?? 0);
  const failure = "unit: see Ceedling's report above";
  const totals = counted(count('PASSED'), count('FAILED'), count('IGNORED'), ended, failure);
  return checkRan('unit: Ceedling', totals, filter);
}

/** The last line of tests/native: `12 passed, 0 failed`. */
export function engineTotals(build: string, ended: Ended): Totals {
  const found = /^(\d+) passed, (\d+) failed/m.exec(ended.output);
  const failure = `engine tests on ${build}: exit code ${ended.code}`;
  const totals = counted(Number(found?.[1] ?? 0), Number(found?.[2] ?? 0), 0, ended, failure);
  return checkRan(`engine tests on ${build}`, totals, undefined);
}

/** The closing lines of node:test: `# pass 12` or, as people read it, `ℹ pass 12`. */
export function nodeTotals(folder: string, ended: Ended, filter: string | undefined): Totals {
  const count = (what: string): number =>
    Number(new RegExp(`^\\S* ?${what} (\\d+)$`, 'm').exec(ended.output)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  const totals: Totals = { passed: count('pass'), failed, skipped: count('skipped'), failures: [] };
  if (failed > 0) {
    const list = ended.output.slice(ended.output.indexOf('failing tests:'));
    totals.failures.push(...[...list.matchAll(/^test at (.+)$/gm)].map((match) => `${folder}: ${match[1]}`));
  } else if (ended.code !== 0) {
    totals.failed = 1;
    totals.failures.push(`${folder}: the test runner ended with ${ended.code}`);
  }
  return checkRan(folder, totals, filter);
}
