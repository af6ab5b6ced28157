/* Figures against a baseline and against budgets: what holds, what fails, and what cannot be compared. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUDGETS, compare, type Figures, MEAN_BUDGETS, overBudget, type Row, table, told } from './results';

const MADE = {
  floor: 'gcc 1',
  quickjs: 'gcc 1',
  jerryscript: 'gcc 1, lib a',
  'jerryscript on a small board': 'gcc 1, lib s',
};

const figures = (rows: Row[], made: Record<string, string> = MADE): Figures => ({ made, rows });
const row = (name: string, value: number, mean?: number, unit: Row['unit'] = 'instructions'): Row => ({
  name,
  unit,
  value,
  ...(mean === undefined ? {} : { mean, most: 2 * value }),
});
const ECHO = 'quickjs/full echo/64';

const against = (before: Row, now: Row): ReturnType<typeof compare> => compare(figures([before]), figures([now]));

test('what is equal, better, or worse by up to 1% holds', () => {
  for (const value of [10_000, 9000, 10_100]) {
    const { held, worse } = against(row(ECHO, 10_000, 10_000), row(ECHO, value, 10_000));
    assert.deepEqual([held, worse], [[ECHO], []], String(value));
  }
  assert.deepEqual(against(row(ECHO, 10_000), row(ECHO, 9000)).better, [ECHO]);
  assert.deepEqual(against(row(ECHO, 10_000), row(ECHO, 9901)).better, []);
});

test('a median or a mean over 1% worse fails and is named with both values', () => {
  const median = against(row(ECHO, 10_000, 10_000), row(ECHO, 10_101, 10_000));
  assert.deepEqual(median.held, []);
  assert.deepEqual(
    median.worse.map((finding) => told(finding, 'baseline')),
    [`${ECHO}: median 10,101 instructions, baseline 10,000 (1.01% more)`],
  );
  const mean = against(row(ECHO, 10_000, 10_000), row(ECHO, 10_000, 10_200.5));
  assert.deepEqual(
    mean.worse.map((finding) => told(finding, 'baseline')),
    [`${ECHO}: mean 10,200.5 instructions, baseline 10,000 (2.00% more)`],
  );
});

test('a percentage may grow by a point, nothing may grow from 0, and a negative value may not shrink away', () => {
  const share = 'quickjs/64 sockets over one';
  assert.equal(against(row(share, 3, undefined, 'percent'), row(share, 4, undefined, 'percent')).worse.length, 0);
  assert.equal(against(row(share, 3, undefined, 'percent'), row(share, 4.1, undefined, 'percent')).worse.length, 1);
  const idle = 'quickjs/idle, windows without a timer';
  assert.equal(against(row(idle, 0, undefined, 'windows'), row(idle, 1, undefined, 'windows')).worse.length, 1);
  assert.equal(against(row(ECHO, -100), row(ECHO, -99)).worse.length, 0);
  assert.equal(against(row(ECHO, -100), row(ECHO, -98)).worse.length, 1);
});

test('rows that only one side has are told apart', () => {
  const before = figures([row(ECHO, 1), row('quickjs/gone', 1), row('jerryscript/flash', 1)]);
  const { held, unknown, gone } = compare(before, figures([row(ECHO, 1), row('quickjs/new', 1)]));
  // Nothing of JerryScript was measured, so nothing of it is gone.
  assert.deepEqual([held, unknown, gone], [[ECHO], ['quickjs/new'], ['quickjs/gone']]);
});

test('a row made with another compiler or library is not compared', () => {
  const rows = (value: number): Row[] =>
    ['jerryscript/flash', 'jerryscript/flash on a small board', 'quickjs/flash'].map((name) => row(name, value));
  const now = figures(rows(200), { ...MADE, jerryscript: 'gcc 1, lib b' });
  const { elsewhere, worse } = compare(figures(rows(100)), now);
  assert.deepEqual(elsewhere, ['jerryscript/flash']);
  assert.deepEqual(
    worse.map(({ name }) => name),
    ['jerryscript/flash on a small board', 'quickjs/flash'],
  );
  assert.match(table(now, figures(rows(100))), /^jerryscript\/flash +200 .*other build/m);
});

test('a budget that the baseline misses too is a known miss; one that it keeps is a fresh one', () => {
  const budget = BUDGETS[ECHO]!;
  const over = figures([row(ECHO, budget + 10)]);
  const { known, fresh } = overBudget(figures([row(ECHO, budget + 1)]), over);
  assert.deepEqual([known.map(({ name, limit }) => [name, limit]), fresh], [[[ECHO, budget]], []]);
  for (const before of [figures([row(ECHO, budget)]), figures([])]) {
    assert.deepEqual(
      overBudget(before, over).fresh.map(({ name }) => name),
      [ECHO],
    );
  }
  assert.deepEqual(overBudget(figures([]), figures([row(ECHO, budget)])), { known: [], fresh: [] });
  // Of another build: whether it was kept is not known, so it is no failure.
  assert.deepEqual(overBudget(figures([row(ECHO, budget)], { ...MADE, quickjs: 'gcc 2' }), over).fresh, []);
  assert.match(table(over, figures([])), /OVER BUDGET/);
});

test('a mean has a budget of its own', () => {
  const name = 'jerryscript/full echo/64';
  const limit = MEAN_BUDGETS[name]!;
  const [kept, over] = [figures([row(name, 1, limit)]), figures([row(name, 1, limit + 1)])];
  assert.deepEqual(overBudget(kept, kept), { known: [], fresh: [] });
  assert.deepEqual(
    overBudget(kept, over).fresh.map((finding) => told(finding, 'budget')),
    [`${name}: mean ${limit + 1} instructions, budget ${limit} (0.01% more)`.replace(/(\d)(\d{3})\b/g, '$1,$2')],
  );
  assert.match(table(over, kept), /OVER BUDGET/);
});
