import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { StackMapper, StackMappingStream } from '#toolchain/build/stack';
import { compileModules } from '#toolchain/build/compile';
import { inRoot } from '#toolchain/build/paths';
import { Positions, type SourceMap } from '#toolchain/build/sourcemap';
import { scratch } from './lib/scratch';

/** app.js line 2, column 1 is line 5, column 3 of src/app.ts. */
function mapper(): { mapper: StackMapper; source: string } {
  const folder = scratch({
    'build/app.tgi.map': JSON.stringify({ version: 3, sources: ['../src/app.ts'], names: [], mappings: ';AAIE' }),
  });
  const source = path.relative(process.cwd(), path.join(folder, 'src', 'app.ts'));
  const absolute = path.join(folder, 'src', 'app.ts');
  return {
    mapper: new StackMapper(path.join(folder, 'build', 'app.tgi.map'), 'app.js'),
    source: source.length < absolute.length ? source : absolute,
  };
}

test('positions of the app become positions of its source; other text stays', () => {
  const { mapper: one, source } = mapper();
  assert.equal(
    one.map('Error: x\n    at f (app.js:2:1)\n    at app.js:2:9\n'),
    `Error: x\n    at f (${source}:5:3)\n    at ${source}:5:3\n`,
  );
  for (const text of [
    'other.js:2:1',
    'myapp.js:2:1',
    'app.js:99:1',
    'app.js:1:1',
    '10:20:30',
    'app.js',
    'app.js:2',
    'tinygram:nothing:1:1',
  ])
    assert.equal(one.map(text), text);
});

test('positions of a built-in module are named below modules/', async () => {
  await compileModules();
  const file = inRoot('build', 'modules', 'events.js');
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('removeListener')) + 1;
  const column = (lines[line - 1] as string).indexOf('removeListener') + 1;
  const place = new Positions(JSON.parse(fs.readFileSync(`${file}.map`, 'utf8')) as SourceMap).find(line, column);
  assert.ok(place && place.source === 'modules/events.ts');
  const source = fs.readFileSync(inRoot(place.source), 'utf8').split('\n')[place.line - 1] as string;
  assert.ok(source.includes('removeListener'), source);
  assert.equal(
    mapper().mapper.map(`at emit (tinygram:events:${line}:${column})`),
    `at emit (modules/events.ts:${place.line}:${place.column})`,
  );
});

test('a stream is mapped in whole lines, and an unended line comes through', async () => {
  const { mapper: one, source } = mapper();
  let text = '';
  const stream = new StackMappingStream(one, (part) => (text += part));
  for (const part of ['at ap', 'p.js:2', ':1\nat app.js:', '2:1\nprompt> ']) stream.push(part);
  assert.equal(text, `at ${source}:5:3\nat ${source}:5:3\n`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(text, `at ${source}:5:3\nat ${source}:5:3\nprompt> `);
  stream.push('app.js:2:1');
  stream.flush();
  assert.ok(text.endsWith(`prompt> ${source}:5:3`));
});
