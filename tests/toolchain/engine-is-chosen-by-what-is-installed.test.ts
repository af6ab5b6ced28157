/** A command that names no engine takes JerryScript where it is installed for the target, and says which it took. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { decodeImage } from '#toolchain/build/image';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

/** The engine of the image that `build` makes, and what it says of it. */
function built(args: string[], targets: string[]): { engine: string; said: string } {
  const prefix = scratch(Object.fromEntries(targets.map((name) => [`${name}/lib/libjerry-core.a`, ''])));
  if (targets.includes('host')) {
    fs.mkdirSync(path.join(prefix, 'host', 'include'));
    fs.writeFileSync(
      path.join(prefix, 'host', 'include', 'jerryscript.h'),
      '#define JERRY_API_MAJOR_VERSION 3\n#define JERRY_API_MINOR_VERSION 0\n#define JERRY_API_PATCH_VERSION 0\n' +
        '#define JERRY_SNAPSHOT_VERSION (70u)\n',
    );
  }
  const folder = scratch({ 'app.js': '' });
  const run = tinygram(['build', 'app.js', '--no-firmware', '--out', 'app.tgi', ...args], folder, {
    TINYGRAM_ENGINE: undefined,
    JERRYSCRIPT_PREFIX: prefix,
  });
  assert.equal(run.code, 0, run.stderr);
  const { engine } = decodeImage(fs.readFileSync(path.join(folder, 'app.tgi')));
  return { engine, said: run.stderr.replaceAll(prefix, 'P') };
}

test('JerryScript, when host and target have it', () => {
  const said = 'engine: jerryscript (it is installed for cortex-m3; --engine quickjs takes the other)\n';
  assert.deepEqual(built([], ['host', 'cortex-m3']), { engine: 'jerryscript', said });
});

test('else QuickJS', () => {
  assert.deepEqual(built([], []), { engine: 'quickjs', said: 'engine: quickjs (no JerryScript for host below P)\n' });
  const said = 'engine: quickjs (no JerryScript for rv32imc below P)\n';
  assert.deepEqual(built(['--target', 'qemu-riscv'], ['host', 'cortex-m3']), { engine: 'quickjs', said });
});

test('a board of its own heap links its own library, or the common one', () => {
  const small = ['--board', 'mps2-an385-small'];
  assert.match(built(small, ['host', 'cortex-m3']).said, /^engine: jerryscript \(it is installed for cortex-m3;/);
  assert.match(built(small, ['host', 'cortex-m3', 'cortex-m3-small']).said, /installed for cortex-m3-small;/);
});

test('the engine that was named, without a word', () => {
  assert.deepEqual(built(['--engine', 'quickjs'], ['host', 'cortex-m3']), { engine: 'quickjs', said: '' });
});
