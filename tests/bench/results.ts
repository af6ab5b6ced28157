/* results.ts: rows of figures, what they are held against, and the table that people read. */

/** What one measurement gave. `value` is what is compared: the median where there is a distribution. */
export interface Row {
  name: string;
  unit: 'instructions' | 'bytes' | 'instructions/s' | 'windows' | 'percent';
  value: number;
  most?: number;
  mean?: number;
}

/** Names are "engine/what/size"; the value may be this at most. Issue 5's first step. */
export const BUDGETS: Record<string, number> = {
  'floor/echo/64': 1550,
  'floor/echo/1024': 2800,
  'quickjs/full echo/64': 12_000,
  'quickjs/full echo/1024': 15_000,
  'jerryscript/full echo/64': 14_000,
  'jerryscript/full echo/1024': 18_000,
  'quickjs/64 sockets over one': 5,
  'jerryscript/64 sockets over one': 5,
  'quickjs/idle, windows without a timer': 0,
  'jerryscript/idle, windows without a timer': 0,
  'quickjs/flash': 512 * 1024,
  'jerryscript/flash': 448 * 1024,
  'quickjs/listening on a small board, heap and static RAM': 160 * 1024,
  'jerryscript/listening on a small board, heap and static RAM': 64 * 1024,
};

/** The first step's goal beyond: the price of one bare callback. Shown, not enforced. */
export const AIMS: Record<string, number> = {
  'quickjs/full echo/64': 8200,
  'jerryscript/full echo/64': 10_700,
  'quickjs/full echo/1024': 10_900,
  'jerryscript/full echo/1024': 14_300,
};

/** A value that is so many percent over the baseline's fails. */
const TOLERANCE = 1;

export function distribution(name: string, counts: number[], less = 0): Row {
  const sorted = [...counts].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, count) => sum + count, 0) / sorted.length - less;
  return {
    name,
    unit: 'instructions',
    value: sorted[sorted.length >> 1]! - less,
    most: sorted[sorted.length - 1]! - less,
    mean: Math.round(mean * 10) / 10,
  };
}

export interface Finding {
  name: string;
  value: number;
  limit: number;
}

export function overBudget(rows: Row[]): Finding[] {
  return rows.flatMap(({ name, value }) => {
    const limit = BUDGETS[name];
    return limit !== undefined && value > limit ? [{ name, value, limit }] : [];
  });
}

/** Rows over 1% worse than the baseline's row of the same name. A percentage may grow by one point. */
export function worseThan(baseline: Row[], rows: Row[]): Finding[] {
  const before = new Map(baseline.map((row) => [row.name, row.value]));
  return rows.flatMap(({ name, unit, value }) => {
    const old = before.get(name);
    if (old === undefined) return [];
    const limit = unit === 'percent' ? old + TOLERANCE : old + Math.abs(old) * TOLERANCE / 100;
    return value > limit ? [{ name, value, limit: old }] : [];
  });
}

const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

export function table(rows: Row[], baseline: Row[]): string {
  const before = new Map(baseline.map((row) => [row.name, row.value]));
  const head = ['', 'median', 'maximum', 'mean', 'budget', 'aim', 'to baseline', ''];
  const lines = rows.map((row) => {
    const old = before.get(row.name);
    const budget = BUDGETS[row.name];
    const aim = AIMS[row.name];
    const change = old === undefined ? 'new' : old === 0 ? (row.value === 0 ? '=' : grouped(row.value)) :
      row.value === old ? '=' : `${row.value > old ? '+' : ''}${((row.value - old) / old * 100).toFixed(2)}%`;
    return [row.name, grouped(row.value), row.most === undefined ? '' : grouped(row.most),
      row.mean === undefined ? '' : grouped(row.mean), budget === undefined ? '' : grouped(budget),
      aim === undefined ? '' : grouped(aim), change,
      budget !== undefined && row.value > budget ? `${row.unit}, OVER BUDGET` : row.unit];
  });
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => line[at]!.length)));
  return [head, ...lines].map((line) => line.map((cell, at) =>
    at === 0 || at === head.length - 1 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)).join('  ').trimEnd(),
  ).join('\n');
}
