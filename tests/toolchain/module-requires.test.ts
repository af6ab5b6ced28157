import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { compileModules, requireId } from '#toolchain/build/compile';
import { inRoot } from '#toolchain/build/paths';
import { newerThanEs5 } from './lib/es5';

test('a relative name becomes an id below modules/, another loses only its node: prefix', () => {
  assert.equal(requireId(inRoot('modules', 'dgram.ts'), './internal/errors'), 'internal/errors');
  assert.equal(requireId(inRoot('modules', 'internal', 'dgram.ts'), '../events'), 'events');
  assert.equal(requireId(inRoot('modules', 'internal', 'dgram.ts'), './errors'), 'internal/errors');
  assert.equal(requireId(inRoot('modules', 'dgram.ts'), 'node:events'), 'events');
  assert.equal(requireId(inRoot('modules', 'dgram.ts'), 'events'), 'events');
});

test('each built-in module is an ES5 function whose requires are ids of modules', async () => {
  const modules = await compileModules();
  const ids = new Set(modules.map(({ id }) => id));
  assert.ok(ids.has('dgram') && ids.has('events'));
  for (const { id, file } of modules) {
    const code = fs.readFileSync(file, 'utf8');
    assert.match(code, /^\(function \(exports, require, module, native\) \{\n/, id);
    assert.deepEqual(newerThanEs5(code), [], id);
    for (const [, name] of code.matchAll(/\brequire\("([^"]+)"\)/g))
      assert.ok(ids.has(name as string), `${id}: ${name}`);
    assert.doesNotMatch(code, /__esModule/, id);
  }
});
