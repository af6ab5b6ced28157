/** What came of a file of tests. */

export interface TestError {
  name: string;
  message: string;
  /** With its message first, its places in the author's files. */
  stack: string;
}

export interface Measured {
  instructions?: number;
  heap?: number;
  image?: number;
}

export type Status = 'pass' | 'fail' | 'skip' | 'todo';

export interface Result {
  kind: 'suite' | 'test';
  /** Names from the outermost suite to its own. */
  path: string[];
  status: Status;
  /** On the board's clock; 0 for what did not run. */
  ms: number;
  error?: TestError;
  /** Why it was skipped, or what is to do. */
  reason?: string;
  measured?: Measured;
  diagnostics: string[];
}

export interface FileResult {
  /** As people write it. */
  file: string;
  /** In the order of the file, a suite before what is in it. */
  results: Result[];
  /** What kept the file from its end: an error of its build, of the board, or one that no test had. */
  errors: string[];
  /** The console of its board. */
  output: string;
  ms: number;
}

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
  todo: number;
}

/** Counts tests; a suite counts when it failed by itself, and so does each error of a file. */
export function totalsOf(files: readonly FileResult[]): Totals {
  const all = files.flatMap(({ results }) => results);
  const count = (status: Status): number =>
    all.filter((one) => one.status === status && (one.kind === 'test' || status === 'fail')).length;
  const broken = files.reduce((sum, { errors }) => sum + errors.length, 0);
  return { passed: count('pass'), failed: count('fail') + broken, skipped: count('skip'), todo: count('todo') };
}

export const measuredText = ({ instructions, heap, image }: Measured): string =>
  [
    instructions === undefined ? '' : `${instructions} instructions`,
    heap === undefined ? '' : `${heap} bytes of heap`,
    image === undefined ? '' : `${image} bytes of image`,
  ]
    .filter((part) => part !== '')
    .join(', ');
