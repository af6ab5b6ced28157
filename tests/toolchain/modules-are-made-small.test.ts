import assert from 'node:assert/strict';
import * as vm from 'node:vm';
import { test } from 'node:test';
import * as typescript from 'typescript';
import { compress, shortenNames, visibleNames } from '#toolchain/engines/minify';
import { Positions, type SourceMap } from '#toolchain/build/sourcemap';
import { newerThanEs5 } from './lib/es5';

const visible = (...texts: string[]): Set<string> => visibleNames(typescript, texts);

/** What a text's module exports; T says what that is. */
const exportsOf = <T>(text: string): T => vm.runInNewContext(`var e = {}; ${text}(e); e`) as T;

const MODULE = `"use strict";
function Timer() { this.x = helper(2); }
Timer.prototype.go = function () { return helper(this.x); };
function helper(number) { var doubled = number * 2; return function () { return doubled; }; }
function lookup(name) { return helper(name); }
exports.lookup = lookup;
exports.timer = function () { return new Timer(); };
var LIMIT = 7;
exports.limit = function () { return LIMIT; };
`;

async function small(text: string): Promise<string> {
  const map: SourceMap = { version: 3, sources: ['m.ts'], names: [], mappings: 'AAAA' };
  const names = visible(text);
  const compressed = await compress(text, map, names);
  return shortenNames(`(function (exports) {\n${compressed.text}})\n`, names);
}

test('names of properties, texts and constructors are visible, names of variables are not', () => {
  assert.deepEqual([...visible('var a = b.c; d["e"]; ({ f: g }); function H() {} H.prototype; i("j k", k)')].sort(), [
    'H',
    'c',
    'e',
    'f',
    'prototype',
  ]);
  assert.ok(visible('a.b', 'b = 1').has('b'), "one text's property is visible in another");
});

test('visible functions keep their names, others and variables have short ones', async () => {
  const text = await small(MODULE);
  assert.deepEqual(newerThanEs5(text), []);
  assert.doesNotMatch(text, /helper|doubled|LIMIT/);
  const { lookup, timer, limit } = exportsOf<{
    lookup(name: number): () => number;
    timer(): { go(): unknown; constructor: { name: string } };
    limit(): number;
  }>(text);
  assert.equal(lookup.name, 'lookup');
  assert.equal(lookup(3)(), 6);
  assert.equal(timer().constructor.name, 'Timer');
  assert.equal(timer().go.length, 0);
  assert.equal(limit(), 7);
});

test('a function that is used once is not made at each call', async () => {
  const text = await small(
    'function once() { return x; } exports.f = function (g) { g(once); g(once2()); };\n' +
      'function once2() { var y = exports; return function () { return y; }; }',
  );
  const { f } = exportsOf<{ f(use: (given: unknown) => void): void }>(text);
  const seen: unknown[] = [];
  f((given: unknown) => seen.push(given));
  f((given: unknown) => seen.push(given));
  assert.equal(seen[0], seen[2]);
});

test('positions lead to the source of the text', async () => {
  const text = 'function f(a) {\n  return g(a);\n}\nexports.f = f;\n';
  // Each line of the text is the line of the source that is ten below.
  const map: SourceMap = { version: 3, sources: ['m.ts'], names: [], mappings: 'AAUA;AACA;AACA;AACA' };
  const result = await compress(text, map, visible(text));
  const column = result.text.indexOf('return') + 1;
  const place = new Positions(result.map).find(1, column);
  assert.deepEqual([place?.source, place?.line], ['m.ts', 12], result.text);
});
