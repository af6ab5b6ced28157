/*
 * made.ts: what figures were made with. Instructions and bytes are the same to the digit only where compiler and
 * installed engine are the same; with others they are figures of another build, and no change of ours.
 */
import { execFileSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import type { Engine } from '#toolchain/build/paths';

/** By builtOf() of a row's name: compiler, and JerryScript's library. */
export type Made = Record<string, string>;

/** The build that a row is of: "floor", "quickjs", "jerryscript on a small board". */
export function builtOf(row: string): string {
  return `${row.split('/')[0]!}${/ on a small board/.test(row) ? ' on a small board' : ''}`;
}

/** The path of an installed libjerry-core.a in a linker's map. */
export function libraryIn(map: string): string | undefined {
  return /^LOAD (\/.*\/libjerry-core\.a)$/m.exec(map)?.[1];
}

const tool = (name: string, args: string[]): string =>
  execFileSync(`arm-none-eabi-${name}`, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });

/**
 * Of its code and sizes: two installs of one source with the same flags have the same, wherever and whenever made. One
 * that becomes code only when it is linked has none of that, so that its file stands for it.
 */
function identityOf(library: string): string {
  const hash = crypto.createHash('sha256');
  const code = tool('objdump', ['-d', library]);
  if (/^ +[0-9a-f]+:\t/m.test(code))
    for (const text of [code, tool('size', [library])]) hash.update(text.split(library).join(''));
  else hash.update(fs.readFileSync(library));
  return hash.digest('hex').slice(0, 16);
}

/** The builds of an engine: its firmware files by the name of the build. */
export function madeWith(engine: Engine | 'floor', firmware: Record<string, string>): Made {
  const compiler = `gcc ${tool('gcc', ['-dumpfullversion']).trim()}`;
  const made: Made = {};
  for (const [name, file] of Object.entries(firmware)) {
    const library = engine === 'jerryscript' ? libraryIn(fs.readFileSync(`${file}.map`, 'utf8')) : undefined;
    made[name] = library === undefined ? compiler : `${compiler}, libjerry-core.a ${identityOf(library)}`;
  }
  return made;
}
