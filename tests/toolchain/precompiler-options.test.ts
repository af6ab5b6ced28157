import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { compilerPath, type Engine, ENGINES } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

const TEXT = '(function outerName(param) { "use strict"; var localName = param + 1; return localName; })';

function compile(engine: Engine, text: string, ...options: string[]): { code: Buffer; said: string; status: number } {
  const folder = scratch({ 'in.js': text, list: '' });
  const [input, out] = [path.join(folder, 'in.js'), path.join(folder, 'out.bin')];
  const run = spawnSync(compilerPath(engine), [...options, input, 'name-of-file.js', out], { encoding: 'utf8' });
  const code = fs.existsSync(out) ? fs.readFileSync(out) : Buffer.alloc(0);
  return { code, said: run.stderr, status: run.status ?? -1 };
}

const built = ENGINES.filter((engine) => fs.existsSync(compilerPath(engine)));

for (const engine of built) {
  test(`--strip leaves names of functions and drops the file's: ${engine}`, () => {
    const whole = compile(engine, TEXT);
    const stripped = compile(engine, TEXT, '--strip');
    assert.deepEqual([whole.status, stripped.status], [0, 0], whole.said + stripped.said);
    assert.ok(stripped.code.includes('outerName'));
    assert.ok(!stripped.code.includes('localName') && !stripped.code.includes('name-of-file.js'));
    if (engine === 'quickjs') {
      assert.ok(whole.code.includes('name-of-file.js'));
      assert.ok(stripped.code.length < whole.code.length);
    } else {
      assert.deepEqual(stripped.code, whole.code);
    }
  });

  test(`a wrong call says how it is called: ${engine}`, () => {
    const calls = [[], ['--strip'], ['--strings', 'list', 'in.js'], ['--missing'], ['a', 'b', 'c', 'd']];
    for (const args of calls) {
      const run = spawnSync(compilerPath(engine), args, { encoding: 'utf8' });
      assert.equal(run.status, 2, args.join(' '));
      assert.match(run.stderr, /^usage: tinygram-compile/);
    }
  });
}

test(
  'constant code refers to listed strings, and is refused with what the list lacks',
  { skip: !built.includes('jerryscript') && 'JerryScript is not installed' },
  () => {
    const folder = scratch({ list: 'own\0outerName\0', short: 'own\0', unended: 'own' });
    const text = '(function outerName() { return "own" + "length"; })';
    const constant = compile('jerryscript', text, '--strings', path.join(folder, 'list'));
    assert.equal(constant.status, 0, constant.said);
    for (const name of ['outerName', 'own', 'length']) assert.ok(!constant.code.includes(name), name);

    const refused = compile('jerryscript', text, '--strings', path.join(folder, 'short'));
    assert.equal(refused.status, 1);
    assert.match(refused.said, /outerName/);
    assert.equal(compile('jerryscript', '/x/', '--strings', path.join(folder, 'list')).status, 1);

    const bad = compile('jerryscript', text, '--strings', path.join(folder, 'unended'));
    assert.equal(bad.status, 2);
    assert.match(bad.said, /unended: cannot be read as a list/);
  },
);

test(
  'functions of constant code have no mark that sends an error to positions it does not carry',
  { skip: !built.includes('jerryscript') && 'JerryScript is not installed' },
  () => {
    const folder = scratch({ list: '' });
    const text = '(function () { return function () { return function () { return 1; }; }; })';
    const { code, said } = compile('jerryscript', text, '--strings', path.join(folder, 'list'));
    let functions = 0;
    // JerryScript 3.0: behind 24 bytes each function's size in units of 8 bytes, a count, and marks, 16 bits each.
    for (let at = 24; at < code.readUInt32LE(12); at += code.readUInt16LE(at) * 8) {
      assert.equal(code.readUInt16LE(at + 4) & 0x80, 0, said);
      functions++;
    }
    assert.equal(functions, 4);
  },
);

test(
  "--missing tells strings of ours from the engine's own",
  { skip: !built.includes('jerryscript') && 'JerryScript is not installed' },
  () => {
    const ours = ['own', 'a "quoted" \\ line\n\r', 'h\u00e9llo', "it's"];
    const folder = scratch({ list: ['length', ...ours, 'prototype'].map((text) => `${text}\0`).join('') });
    const run = spawnSync(compilerPath('jerryscript'), ['--missing', path.join(folder, 'list')], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(run.stdout.split('\0').slice(0, -1), ours);
  },
);
