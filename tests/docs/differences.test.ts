/** The page of differences from Node is what the typings and the engine table say; README's table of modules too. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { publicModules } from '#toolchain/build/library';
import { inRoot } from '#toolchain/build/paths';
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

test("what README's table says of a module is in its typing", () => {
  for (const { names, text } of readmeRows().filter((row) => row.names.length === 1)) {
    const typing = readFileSync(join(inRoot('typings'), `${names[0]}.d.ts`), 'utf8');
    for (const [, member] of text.matchAll(/`([A-Za-z]+)(?:\(\))?`/g)) {
      assert.match(typing, new RegExp(`\\b${member}\\b *[(:<;]`), `README promises ${names[0]}.${member}`);
    }
  }
});
