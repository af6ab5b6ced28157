/**
 * What a command does, said on a terminal when it has said nothing for half a second, the time counted in which the
 * command itself started. Work like the check of types holds this thread for seconds, so a thread of its own keeps the
 * time and writes the line.
 *
 *   const program = await during('checking types', () => checkedProgram(file));
 */
import * as fs from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const SILENCE_MS = 500;

/**
 * Shared with the thread: which piece of work it is (changes at each start and end), the bytes of its line, and after
 * how many milliseconds it is said.
 */
const TURN = 0;
const LENGTH = 1;
const PATIENCE = 2;
const TEXT = 12;
const SIZE = 512;

let shared: SharedArrayBuffer | undefined;

function say(line: string): void {
  let patience = SILENCE_MS;
  if (shared === undefined) {
    if (line === '') return;
    patience = Math.max(0, SILENCE_MS - performance.now());
    shared = new SharedArrayBuffer(SIZE);
    new Worker(__filename, { workerData: { progress: shared } }).unref();
  }
  const state = new Int32Array(shared);
  const bytes = Buffer.from(line).subarray(0, SIZE - TEXT);
  new Uint8Array(shared, TEXT).set(bytes);
  Atomics.store(state, LENGTH, bytes.length);
  Atomics.store(state, PATIENCE, patience);
  Atomics.add(state, TURN, 1);
  Atomics.notify(state, TURN);
}

const going: string[] = [];

/** Does the work, and says what it is when that takes long and stderr is a terminal. Work may be part of other work. */
export async function during<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work();
  const line = (): string => (going.length > 0 ? `tinygram: ${going[going.length - 1]} …\n` : '');
  going.push(what);
  say(line());
  try {
    return await work();
  } finally {
    going.splice(going.lastIndexOf(what), 1);
    say(line());
  }
}

function keepTime(memory: SharedArrayBuffer): void {
  const state = new Int32Array(memory);
  let lastLine = '';
  for (;;) {
    const turn = Atomics.load(state, TURN);
    const length = Atomics.load(state, LENGTH);
    if (length > 0 && Atomics.wait(state, TURN, turn, Atomics.load(state, PATIENCE)) === 'timed-out') {
      const line = Buffer.from(new Uint8Array(memory, TEXT, length)).toString();
      if (line !== lastLine) fs.writeSync(2, line);
      lastLine = line;
    }
    Atomics.wait(state, TURN, turn);
  }
}

const given = (workerData as { progress?: SharedArrayBuffer } | null)?.progress;
if (!isMainThread && given !== undefined) keepTime(given);
