/** The global `performance`: the clock since the program's start, marks and measures. */
import native = require('#native');
import { errors, validateString } from '#internal/validators';

class PerformanceEntry {
  constructor(
    readonly name: string,
    readonly entryType: 'mark' | 'measure',
    readonly startTime: number,
    readonly duration: number,
    readonly detail: unknown,
  ) {}

  toJSON(): object {
    return { ...this };
  }
}

const now = (): number => native('process').uptimeUs() / 1000;
const timeOrigin = Date.now() - now();
let entries: PerformanceEntry[] = [];

/** A time, or the time of the last mark of that name. */
function timeOf(mark: unknown): number {
  if (typeof mark === 'number') return mark;
  const name = String(mark);
  for (let i = entries.length - 1; i >= 0; i--)
    if (entries[i].entryType === 'mark' && entries[i].name === name) return entries[i].startTime;
  const error = new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  throw error;
}

function add(entry: PerformanceEntry): PerformanceEntry {
  let at = entries.length;
  while (at > 0 && entries[at - 1].startTime > entry.startTime) at--;
  entries.splice(at, 0, entry);
  return entry;
}

function clear(type: PerformanceEntry['entryType'], name: unknown): void {
  entries = entries.filter((entry) => entry.entryType !== type || (name !== undefined && entry.name !== String(name)));
}

interface MeasureOptions {
  start?: number | string;
  end?: number | string;
  duration?: number;
  detail?: unknown;
}

const performance = {
  timeOrigin,
  now,
  mark(name: string, options?: { startTime?: number; detail?: unknown }): PerformanceEntry {
    if (arguments.length === 0) throw errors().ERR_MISSING_ARGS('name');
    const start = options?.startTime ?? now();
    if (typeof start !== 'number' || start < 0) {
      throw errors().addCode(
        new TypeError(`${String(start)} is not a valid timestamp`),
        'ERR_PERFORMANCE_INVALID_TIMESTAMP',
      );
    }
    return add(new PerformanceEntry(`${name}`, 'mark', start, 0, options?.detail ?? null));
  },
  /** measure(name[, startMark[, endMark]]) or measure(name, options) */
  measure(name: string, from?: string | MeasureOptions, to?: string): PerformanceEntry {
    validateString(name, 'name');
    const options: MeasureOptions = typeof from === 'object' && from !== null ? from : { start: from, end: to };
    const { duration } = options;
    let end: number;
    if (options.end !== undefined) end = timeOf(options.end);
    else if (options.start !== undefined && duration !== undefined) end = timeOf(options.start) + duration;
    else end = now();
    let start: number;
    if (options.start !== undefined) start = timeOf(options.start);
    else start = duration === undefined ? 0 : end - duration;
    return add(new PerformanceEntry(name, 'measure', start, end - start, options.detail ?? null));
  },
  clearMarks: (name?: string): void => clear('mark', name),
  clearMeasures: (name?: string): void => clear('measure', name),
  getEntries: (): PerformanceEntry[] => entries.slice(),
  getEntriesByName: (name: string, type?: string): PerformanceEntry[] =>
    entries.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type)),
  getEntriesByType: (type: string): PerformanceEntry[] => entries.filter((entry) => entry.entryType === type),
  toJSON: (): object => ({ timeOrigin }),
};
Object.defineProperty(performance, Symbol.toStringTag, { value: 'Performance' });

export { performance, PerformanceEntry };
