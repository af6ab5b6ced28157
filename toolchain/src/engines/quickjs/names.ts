/**
 * The built-in modules for QuickJS: their names and texts, and those of the engine's own objects, stand in flash once,
 * in a list that the engine is given at start. The code has their numbers in it, so it runs where it lies and the names
 * take no heap.
 */
import { spawnSync } from 'node:child_process';
import type { CompiledModule } from '../../build/compile';
import { UserError } from '../../user_error';
import { compilerPath, inRoot, shown, writeWhole } from '../../build/paths';
import { precompiled } from '../precompile';

export interface ListedCode {
  modules: { id: string; code: Buffer }[];
  /** In the order of the buckets of QuickJS's hash; for each bucket, how many there are up to its end. */
  strings: string[];
  ends: number[];
}

/** Words of a header (runtime/engine/quickjs/internals.h, struct lazy_header). */
const SIZE = 2;
const ROOT = 3;
const NAMES = 4;

/** The names of 8-bit characters that precompiled code brings along (runtime/engine/quickjs/lazy.c). */
export function namesIn(code: Buffer): string[] {
  const word = (index: number): number => code.readUInt32LE(4 * index);
  const names: string[] = [];
  if (word(ROOT) === 0) return names;
  for (let at = word(NAMES); at < word(SIZE);) {
    let head = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = code.readUInt8(at++);
      head |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    const [length, wide] = [head >>> 1, head & 1];
    if (!wide) names.push(code.toString('latin1', at, at + length));
    at += length << wide;
  }
  return names;
}

/** A list as tinygram-compile reads and writes it: each string with a NUL, and an empty one behind each bucket. */
export function bucketsOf(list: string): { strings: string[]; ends: number[] } {
  const strings: string[] = [];
  const ends: number[] = [];
  for (const text of list.split('\0').slice(0, -1)) {
    if (text === '') ends.push(strings.length);
    else strings.push(text);
  }
  return { strings, ends };
}

/** Compiles all modules; nothing is compiled again while no module's text changed. */
export function precompileListed(modules: CompiledModule[], { strip }: { strip: boolean }): ListedCode {
  const program = compilerPath('quickjs');
  const all = (list: string): Buffer[] =>
    modules.map(({ id, file, small }) => precompiled('quickjs', id, strip ? small : file, { strip, list }));
  const [found, list] = ['found', 'listed'].map((name) =>
    inRoot('build', 'modules', 'quickjs', `names${strip ? '' : '.positions'}.${name}`),
  ) as [string, string];
  const names = new Set(
    all('')
      .flatMap(namesIn)
      .filter((name) => name !== '' && !name.includes('\0')),
  );
  writeWhole(found, [...names].map((name) => `${name}\0`).join(''));
  const run = spawnSync(program, ['--names', found], { encoding: 'utf8', timeout: 60_000 });
  if (run.status !== 0) throw new UserError(`${shown(program)} --names: ${run.error?.message ?? run.stderr}`);
  writeWhole(list, run.stdout);
  const codes = all(list);
  return { modules: modules.map(({ id }, index) => ({ id, code: codes[index] as Buffer })), ...bucketsOf(run.stdout) };
}
