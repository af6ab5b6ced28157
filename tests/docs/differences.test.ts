/** The page of differences from Node is what the typings and the engine table say; README's table of modules too. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { libraryGlobals, libraryModules, publicModules } from '#toolchain/build/library';
import { builtinModules, inRoot } from '#toolchain/build/paths';
import { page, PAGE, typedModules } from './differences';

test('typings/README.md is up to date (make docs writes it)', () => {
  assert.equal(readFileSync(PAGE, 'utf8'), page());
});

test('every module has typings, and every typing is of a module', () => {
  const modules = publicModules().map((id) => id.replace(/\/.*/, ''));
  assert.deepEqual(typedModules().slice(1), [...new Set(modules)].sort());
});

/** Rows of README's table of modules: the names in the first column, the text of the second. */
function readmeRows(): { names: string[]; text: string }[] {
  const readme = readFileSync(inRoot('README.md'), 'utf8');
  const table = /^\| module \| what it is \|\n\|---\|---\|\n((?:\|.*\n)+)/m.exec(readme)?.[1] ?? '';
  return table
    .trim()
    .split('\n')
    .map((line) => line.split('|').slice(1, 3))
    .map(([first, text]) => ({ names: [...first.matchAll(/`([a-z_/]+)`/g)].map(([, name]) => name), text }));
}

test("README's table of modules has them all", () => {
  const named = readmeRows().flatMap(({ names }) => names);
  assert.deepEqual(named.map((name) => name.replace(/\/.*/, '')).sort(), typedModules().slice(1));
});

const words = (text: string): string[] => [...text.matchAll(/`(\w+)`/g)].map(([, word]) => word);

/** The row of what comes with the apps that use it: its text names globals. */
function libraryRow(): { names: string[]; text: string } {
  const rows = readmeRows().filter(({ text }) => text.includes('The globals '));
  assert.equal(rows.length, 1, 'one row names the globals of the library');
  return rows[0];
}

test("README's row of library modules has them, and no others", () => {
  const alone = readmeRows().flatMap(({ names }) => (names.length === 1 ? names : []));
  const expected = libraryModules().filter((id) => !id.includes('/') && !alone.includes(id));
  assert.deepEqual(libraryRow().names.sort(), expected.sort());
  const others = readmeRows().flatMap(({ names, text }) => (text === libraryRow().text ? [] : names));
  const built = builtinModules().filter((id) => !id.includes('/'));
  assert.deepEqual(others.sort(), [...built, ...libraryModules().filter((id) => alone.includes(id))].sort());
});

test("README's row and the globals' typing name the globals that the library brings", () => {
  // Names that stand in for a property, as symbolDispose for Symbol.dispose, are the toolchain's own.
  const { define } = libraryGlobals();
  const brought = Object.keys(define).flatMap((key) => /^globalThis\.([a-zA-Z]+)$/.exec(key)?.[1] ?? []);
  const own = Object.keys(define).flatMap((key) => (key.startsWith('Symbol.') ? define[key] : []));
  const globals = brought.filter((name) => !own.includes(name)).sort();
  const said = /The globals (.*?) come to a source/.exec(libraryRow().text)?.[1] ?? '';
  assert.deepEqual(words(said).sort(), globals);
  const head = readFileSync(inRoot('typings', 'globals.d.ts'), 'utf8').replace(/\n \*/g, '');
  const typed = /((?:`\w+`(?:, | and )?)+) are in the image of an app whose source names them/.exec(head)?.[1] ?? '';
  assert.deepEqual(words(typed).sort(), globals);
});

test("what README's table says of a module is in its typing", () => {
  for (const { names, text } of readmeRows().filter((row) => row.names.length === 1)) {
    const typing = readFileSync(join(inRoot('typings'), `${names[0]}.d.ts`), 'utf8');
    for (const [, member] of text.matchAll(/`([A-Za-z]+)(?:\(\))?`/g))
      assert.match(typing, new RegExp(`\\b${member}\\b *[(:<;]`), `README promises ${names[0]}.${member}`);
  }
});
