/**
 * `perf_hooks`, with the API of Node 18. A library module: it is in the image of an app that requires it or names
 * `performance`.
 *
 * Differences from Node: `performance` has its clock, marks and measures. No observers, histograms, `timerify()` and
 * `eventLoopUtilization()`.
 */
declare module 'perf_hooks' {
  class PerformanceEntry {
    protected constructor();
    readonly duration: number;
    readonly entryType: 'mark' | 'measure';
    readonly name: string;
    readonly startTime: number;
    readonly detail?: unknown;
    toJSON(): any;
  }
  interface MarkOptions {
    detail?: unknown;
    startTime?: number | undefined;
  }
  interface MeasureOptions {
    detail?: unknown;
    duration?: number | undefined;
    end?: number | string | undefined;
    start?: number | string | undefined;
  }
  interface Performance {
    /** Milliseconds since the program's start. */
    now(): number;
    /** When that was, in milliseconds since 1970 by the board's clock. */
    readonly timeOrigin: number;
    mark(name: string, options?: MarkOptions): PerformanceEntry;
    measure(name: string, startMark?: string, endMark?: string): PerformanceEntry;
    measure(name: string, options: MeasureOptions): PerformanceEntry;
    clearMarks(name?: string): void;
    clearMeasures(name?: string): void;
    getEntries(): PerformanceEntry[];
    getEntriesByName(name: string, type?: 'mark' | 'measure'): PerformanceEntry[];
    getEntriesByType(type: 'mark' | 'measure'): PerformanceEntry[];
    toJSON(): any;
  }
  const performance: Performance;

  import { performance as _performance } from 'perf_hooks';
  global {
    var performance: typeof globalThis extends { onmessage: any; performance: infer T } ? T : typeof _performance;
  }
}
declare module 'node:perf_hooks' {
  export * from 'perf_hooks';
}
