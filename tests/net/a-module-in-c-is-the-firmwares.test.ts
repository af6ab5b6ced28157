/* core/native.h: a module in a C file that is no part of the firmware's own, with typings, on the emulated board. */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { makeEnvironment } from '#toolchain/build/make';
import { inRoot } from '#toolchain/build/paths';
import { buildImage } from '#toolchain/commands/build';
import { engineMissing, engines } from '../runner/targets';

const APP = `/// <reference path="${inRoot('tests', 'native', 'counter.d.ts')}" />
import * as counter from 'native:counter';
const told = (act: () => unknown): string => {
  try {
    return String(act());
  } catch (error: any) {
    return error.name + ' ' + (error.code ?? '') + ' ' + String(error.message).split('\\n')[0];
  }
};
const any: any = counter;
console.log(counter.add(40), counter.add(), counter.sum(Buffer.from([1, 2, 250])), counter.made);
console.log(require('native:counter') === require('native:counter'), counter.made);
for (const act of [
  () => any.add(65536),
  () => any.sum('text'),
  () => require('native:test/broken'),
  () => require('native:nothing'),
  () => require('native:a-name-that-is-longer-than-any-module-has'),
]) console.log(told(act));
`;

const EXPECTED = [
  '40 41 253 1',
  'true 1',
  /^RangeError {2}counter\.add: argument 1 \(step\).*65536/,
  /^TypeError {2}counter\.sum: argument 1 \(bytes\)/,
  /^RangeError {2}no such hardware$/,
  /^Error MODULE_NOT_FOUND Cannot find module 'native:nothing'$/,
  /^Error MODULE_NOT_FOUND Cannot find module 'native:a-name-that-is-longer-than-any-module-has'$/,
];

for (const engine of engines()) {
  test(`an app uses a module in C of its firmware's builder (${engine})`, { skip: engineMissing(engine) }, async () => {
    const make = spawnSync(
      'make',
      ['-s', '-j2', 'firmware', 'PORT=qemu-arm', `ENGINE=${engine}`, 'NATIVE=tests/native/counter.c'],
      { cwd: inRoot(), env: makeEnvironment(), encoding: 'utf8' },
    );
    assert.equal(make.status, 0, make.stdout + make.stderr);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-'));
    try {
      const app = path.join(folder, 'app.ts');
      fs.writeFileSync(app, APP);
      const { image } = await buildImage(app, { engine, release: false });
      const firmware = inRoot('build', 'qemu-arm', `${engine}-native`, 'firmware.elf');
      const board = await startBoard({ port: 'qemu-arm', firmware, image, timeoutMs: 60_000 });
      const { code } = await board.exited;
      const text = board.output.replace(/\r/g, '');
      const lines = text.trim().split('\n');
      assert.equal(code, 0, text);
      assert.equal(lines.length, EXPECTED.length, text);
      EXPECTED.forEach((expected, index) => {
        const line = lines[index] as string;
        if (typeof expected === 'string') assert.equal(line, expected);
        else assert.match(line, expected);
      });
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
}
