/* results.ts: rows of figures, what they are held against, and the table that people read. */
import { builtOf, type Made } from './made';

/** What one measurement gave. `value` is the median where there is a distribution; it and the mean are compared. */
export interface Row {
  name: string;
  unit: 'instructions' | 'bytes' | 'windows' | 'percent';
  value: number;
  most?: number;
  mean?: number;
}

/** The files results.json and baseline.json. */
export interface Figures {
  made: Made;
  rows: Row[];
}

/** Names are "engine/what/size"; the value may be this at most. */
export const BUDGETS: Record<string, number> = {
  'floor/echo/64': 1550,
  'floor/echo/1024': 2800,
  'quickjs/full echo/64': 8500,
  'quickjs/full echo/1024': 11_300,
  'jerryscript/full echo/64': 9168,
  'jerryscript/full echo/1024': 11_610,
  'quickjs/64 sockets over one': 5,
  'jerryscript/64 sockets over one': 5,
  'quickjs/idle, windows without a timer': 0,
  'jerryscript/idle, windows without a timer': 0,
  'quickjs/flash': 640 * 1024,
  'quickjs/script heap, listening': 320 * 1024,
  'jerryscript/flash': 480 * 1024,
  'jerryscript/listening on a small board, heap and static RAM': 64 * 1024,
};

/** And the mean, which has the collections of the heap in it. */
export const MEAN_BUDGETS: Record<string, number> = {
  'jerryscript/full echo/64': 10_500,
};

/** The goal beyond: the price of one bare callback. Shown, not enforced. */
export const AIMS: Record<string, number> = {
  'quickjs/full echo/64': 8200,
  'quickjs/full echo/1024': 10_900,
};

/** A figure that is more than so many percent over the baseline's is worse. */
const TOLERANCE = 1;

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

export const medianOf = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;
export const meanOf = (numbers: number[]): number => sum(numbers) / numbers.length;

/** Median, maximum and mean; with `less`, of what is left when that median and mean are taken off. */
export function distribution(name: string, counts: number[], less?: number[]): Row {
  const median = less === undefined ? 0 : medianOf(less);
  const mean = less === undefined ? 0 : meanOf(less);
  return {
    name,
    unit: 'instructions',
    value: medianOf(counts) - median,
    most: Math.max(...counts) - median,
    mean: Math.round((meanOf(counts) - mean) * 10) / 10,
  };
}

export interface Finding {
  name: string;
  unit: Row['unit'];
  figure: 'value' | 'median' | 'mean';
  now: number;
  /** The baseline's figure, or the budget. */
  limit: number;
}

/** What is over its budget: `known` where the baseline, made with the same, is over it too. */
export function overBudget(baseline: Figures, now: Figures): { known: Finding[]; fresh: Finding[] } {
  const before = comparable(baseline, now);
  const known: Finding[] = [];
  const fresh: Finding[] = [];
  for (const row of now.rows) {
    const { name, unit } = row;
    const check = (figure: 'value' | 'mean', limit: number | undefined): void => {
      const value = row[figure];
      if (limit === undefined || value === undefined || value <= limit) return;
      const old = before.get(name);
      // With another build there is nothing to tell whether it was met.
      const was = old === undefined ? builtElsewhere(baseline, now, name) : (old[figure] ?? 0) > limit;
      (was ? known : fresh).push({ name, unit, figure, now: value, limit });
    };
    check('value', BUDGETS[name]);
    check('mean', MEAN_BUDGETS[name]);
  }
  return { known, fresh };
}

const builtElsewhere = (baseline: Figures, now: Figures, name: string): boolean =>
  baseline.rows.some((row) => row.name === name) && baseline.made[builtOf(name)] !== now.made[builtOf(name)];

/** The baseline's rows by name, without those of other builds. */
function comparable(baseline: Figures, now: Figures): Map<string, Row> {
  return new Map(
    baseline.rows
      .filter(({ name }) => baseline.made[builtOf(name)] === now.made[builtOf(name)])
      .map((row) => [row.name, row]),
  );
}

const isWorse = (unit: Row['unit'], old: number, now: number): boolean =>
  now > (unit === 'percent' ? old + TOLERANCE : old + (Math.abs(old) * TOLERANCE) / 100);

export interface Comparison {
  /** Rows that are no worse. */
  held: string[];
  worse: Finding[];
  /** Rows over 1% better. */
  better: string[];
  /** Rows that the baseline lacks. */
  unknown: string[];
  /** Rows whose baseline was made with something else. */
  elsewhere: string[];
  /** Rows of the baseline that are not in `now` though other rows of their engine are. */
  gone: string[];
}

/** Figures against the baseline's of the same names; a percentage may grow by one point. */
export function compare(baseline: Figures, now: Figures): Comparison {
  const before = comparable(baseline, now);
  const known = new Set(baseline.rows.map(({ name }) => name));
  const result: Comparison = { held: [], worse: [], better: [], unknown: [], elsewhere: [], gone: [] };
  for (const row of now.rows) {
    const { name, unit } = row;
    const old = before.get(name);
    if (old === undefined) {
      result[known.has(name) ? 'elsewhere' : 'unknown'].push(name);
      continue;
    }
    const found: Finding[] = [];
    if (isWorse(unit, old.value, row.value))
      found.push({ name, unit, figure: row.mean === undefined ? 'value' : 'median', now: row.value, limit: old.value });
    if (row.mean !== undefined && old.mean !== undefined && isWorse(unit, old.mean, row.mean))
      found.push({ name, unit, figure: 'mean', now: row.mean, limit: old.mean });
    if (found.length > 0) result.worse.push(...found);
    else result.held.push(name);
    if (isWorse(unit, row.value, old.value)) result.better.push(name);
  }
  const engines = new Set(now.rows.map(({ name }) => name.split('/')[0]));
  const measured = new Set(now.rows.map(({ name }) => name));
  result.gone = [...known].filter((name) => engines.has(name.split('/')[0]) && !measured.has(name));
  return result;
}

export const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

const percent = (old: number, now: number): string =>
  old === 0 ? '' : ` (${((now / old - 1) * 100).toFixed(2)}% more)`;

/** "quickjs/full echo/64: mean 9,300 instructions, baseline 9,186.8 (1.23% more)" */
export function told({ name, unit, figure, now, limit }: Finding, against: 'baseline' | 'budget'): string {
  const what = figure === 'value' ? '' : `${figure} `;
  return `${name}: ${what}${grouped(now)} ${unit}, ${against} ${grouped(limit)}${percent(limit, now)}`;
}

const isOver = ({ name, value, mean }: Row): boolean =>
  value > (BUDGETS[name] ?? Infinity) || (mean ?? 0) > (MEAN_BUDGETS[name] ?? Infinity);

export function table({ rows, made }: Figures, baseline: Figures): string {
  const before = comparable(baseline, { rows, made });
  const head = ['', 'median', 'maximum', 'mean', 'budget', 'aim', 'to baseline', ''];
  const lines = rows.map((row) => {
    const old = before.get(row.name)?.value;
    const budget = BUDGETS[row.name];
    const aim = AIMS[row.name];
    const change =
      old === undefined
        ? builtElsewhere(baseline, { rows, made }, row.name)
          ? 'other build'
          : 'new'
        : row.value === old
          ? '='
          : old === 0
            ? grouped(row.value)
            : `${row.value > old ? '+' : ''}${(((row.value - old) / Math.abs(old)) * 100).toFixed(2)}%`;
    return [
      row.name,
      grouped(row.value),
      row.most === undefined ? '' : grouped(row.most),
      row.mean === undefined ? '' : grouped(row.mean),
      budget === undefined ? '' : grouped(budget),
      aim === undefined ? '' : grouped(aim),
      change,
      isOver(row) ? `${row.unit}, OVER BUDGET` : row.unit,
    ];
  });
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => line[at]!.length)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, at) => (at === 0 || at === head.length - 1 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
