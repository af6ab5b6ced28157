/* Constant code of JerryScript before and after pack(): every function that can be reached is the same. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { pack } from '#toolchain/engines/jerryscript/pack';
import { precompile } from '#toolchain/engines/precompile';
import { compilerPath } from '#toolchain/build/paths';
import { engineMissing, engines } from '../runner/targets';
import { scratch } from './lib/scratch';

const HEADER = 24;
const UNNAMED = 0x0d;

interface Shape {
  instructions: string;
  literals: number[];
  inner: Shape[];
  name: number;
}

/** A function as the engine reads it: what follows its literals as far as `before` has it. */
function shapeOf(code: Buffer, at: number, before?: Shape): Shape {
  const size = code.readUInt16LE(at) * 8;
  const [registers, plain, all] = [12, 14, 15].map((place) => code.readUInt8(at + place)) as [number, number, number];
  const first = at + 16;
  const word = (index: number): number => code.readUInt32LE(first + 4 * (index - registers));
  const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
  const start = first + 4 * (all - registers);
  const end = before === undefined ? at + size - 8 : start + before.instructions.length / 2;
  return {
    instructions: code.toString('hex', start, end).replace(before === undefined ? /(00)+$/ : /$^/, ''),
    literals: range(registers, plain).map(word),
    inner: range(plain, all).map((index, place) => shapeOf(code, at + word(index), before?.inner[place])),
    name: code.readUInt32LE(at + size - 4),
  };
}

/** A function of 16 bytes of header, no literals, and `instructions`, as the engine writes it. */
function made(instructions: number[], flags = 0x100): Buffer {
  const size = Math.ceil((16 + instructions.length + 8) / 8);
  const code = Buffer.alloc(size * 8);
  code.writeUInt16LE(size, 0);
  code.writeUInt16LE(1, 2);
  code.writeUInt16LE(flags, 4);
  Buffer.from(instructions).copy(code, 16);
  code.writeUInt32LE(0x50, code.length - 8);
  code.writeUInt32LE(UNNAMED, code.length - 4);
  return code;
}

/** A script that gives the first of functions: one literal, which is the distance to it. */
function file(...functions: Buffer[]): Buffer {
  const script = made([32, 0, 0, 0, 0x2c, 0, 0x55]);
  script.writeUInt8(1, 15);
  const code = Buffer.concat([Buffer.alloc(HEADER), script, ...functions]);
  code.writeUInt32LE(code.length, 12);
  return code;
}

test('a zero that belongs to the last instruction stays', () => {
  for (const [instructions, kept] of [
    [[0x57, 0], 2],
    [[1, 2, 3, 0x57, 0], 5],
    [[1, 0x57, 0xff, 0], 4],
  ] as const) {
    const packed = pack(file(made([...instructions]))) as Buffer;
    assert.equal(packed.toString('hex', HEADER + 16, HEADER + 16 + kept), Buffer.from(instructions).toString('hex'));
    const name = HEADER + packed.readUInt16LE(HEADER) * 8 - 4;
    assert.ok(name >= HEADER + 16 + kept && packed.readUInt32LE(name) === UNNAMED);
  }
});

test('code with a function that has more at its end is not packed', () => {
  assert.ok(pack(file(made([0x55]), made([0x55], 0x100))));
  for (const flags of [0x108, 0x120, 0x140, 0x2100, 0x101, 0])
    assert.equal(pack(file(made([0x55]), made([0x55], flags))), undefined, flags.toString(16));
});

test('a script that does more than give a function is not packed', () => {
  const [alone, more] = [file(), file(made([0x55]))];
  more.writeUInt8(0, HEADER + 15);
  assert.equal(pack(more), undefined);
  assert.equal(pack(alone.subarray(0, HEADER + 8)), undefined);
});

const TEXT = `(function (a, b) {
  'use strict';
  var length = function () { return a; };
  function name(value) { return value; }
  function one() { return 1; }
  function push(key) { return length(key) + one(); }
  b.get = function () { return 1; };
  b.set = function () { return 1; };
  b.map = [function () { return this; }, push, name, function (c) { return function () { return [c, push, name]; }; }];
  return b;
})`;

for (const engine of engines('jerryscript')) {
  test(
    `functions of code that ${engine} made are reached as before, in fewer bytes`,
    { skip: engineMissing(engine) },
    (t) => {
      if (!fs.existsSync(compilerPath(engine))) return t.skip('the precompiler is not built');
      const folder = scratch({ 'a.js': TEXT, list: ['a', 'b', 'c', 'one'].map((name) => `${name}\0`).join('') });
      const out = path.join(folder, 'a.code');
      precompile(engine, path.join(folder, 'a.js'), 'a.js', out, { strip: true, list: path.join(folder, 'list') });
      const code = fs.readFileSync(out);
      const packed = pack(code) as Buffer;
      const [before] = shapeOf(code, HEADER).inner;
      assert.equal(before?.inner.length, 8);
      assert.deepEqual(shapeOf(packed, packed.readUInt32LE(20), before), before);
      assert.equal(packed.readUInt32LE(12), packed.length);
      assert.ok(packed.length <= code.length - 8 * 10, `${packed.length} of ${code.length} bytes`);
      const functions = (shape: Shape): Shape[] => [shape, ...shape.inner.flatMap(functions)];
      assert.ok(functions(before).length >= 10);
      return undefined;
    },
  );
}
