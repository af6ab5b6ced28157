/**
 * What modules/process.ts gives the bootstrap when it is loaded. A program that never touches `process` never loads
 * it, and then none of this is set.
 */
export interface Hooks {
  /** See ProcessHooks of typings/native/process.d.ts. */
  uncaught?(error: unknown, fromPromise: boolean): true | number;
  /** Returns true when a listener took it. */
  rejection?(reason: unknown, promise: Promise<unknown>): boolean;
  rejectionHandled?(promise: Promise<unknown>): void;
  beforeExit?(): void;
  exit?(): number;
  message?(line: string): void;
  disconnected?(): void;
  /** process.stdout and process.stderr, once a program has asked for them: console goes through them then. */
  streams?: { [fd: number]: { write(text: string): unknown } };
}

export const hooks: Hooks = {};
