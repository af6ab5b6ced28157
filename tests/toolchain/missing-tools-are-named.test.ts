import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { fetchDeps } from '#toolchain/build/deps';
import { engineCode } from '#toolchain/engines/engine';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

/** Runs `work` with nothing but an empty folder on the PATH. */
async function withoutPath(work: () => Promise<unknown>): Promise<void> {
  const before = process.env.PATH;
  process.env.PATH = scratch();
  try {
    await work();
  } finally {
    process.env.PATH = before;
  }
}

test('make', () => {
  const folder = scratch({ 'app.js': 'module.exports = 1;\n' });
  const run = tinygram(['build', 'app.js'], folder, { PATH: scratch() });
  assert.equal(run.code, 1);
  assert.equal(
    run.stderr,
    'The program make is not there. Install the Debian package that has it: apt-get install make\n',
  );
});

test('the compilers', () => {
  // make alone, which then fails.
  const bin = scratch({ make: '#!/bin/sh\nexit 2\n' });
  fs.chmodSync(path.join(bin, 'make'), 0o755);
  const folder = scratch({ 'app.js': 'module.exports = 1;\n' });
  const board = (port: string): string => tinygram(['build', 'app.js', '--target', port], folder, { PATH: bin }).stderr;
  assert.match(board('host'), /^The program gcc is not there\. .*apt-get install gcc$/m);
  fs.writeFileSync(path.join(bin, 'gcc'), '');
  assert.match(board('qemu-arm'), /^The program arm-none-eabi-gcc is not there\. .* gcc-arm-none-eabi$/m);
  assert.match(board('qemu-riscv'), /^The program riscv64-unknown-elf-gcc is not there\. .* gcc-riscv64-unknown-elf /m);
});

test('the emulator', async () => {
  const firmware = path.join(scratch({ 'firmware.elf': '' }), 'firmware.elf');
  await withoutPath(() =>
    assert.rejects(startBoard({ port: 'qemu-arm', firmware }), {
      name: 'UserError',
      message:
        'The program qemu-system-arm is not there. Install the Debian package that has it: ' +
        'apt-get install qemu-system-arm',
    }),
  );
});

test('apt', async () => {
  const aptFolder = scratch({ 'sources.list': 'deb file:/nowhere bookworm main\n' });
  await withoutPath(() =>
    assert.rejects(fetchDeps(['lwip'], { folder: scratch(), aptFolder, env: {}, say: () => undefined }), {
      name: 'UserError',
      message: 'The program apt-get is not there. Install the Debian package that has it: apt-get install apt',
    }),
  );
});

test('JerryScript, and one of another major version', () => {
  const before = process.env.JERRYSCRIPT_PREFIX;
  try {
    process.env.JERRYSCRIPT_PREFIX = scratch();
    assert.throws(
      () => engineCode('jerryscript').identity(),
      /^UserError: JerryScript 3\.0 is not installed: .*Set JERRYSCRIPT_PREFIX .* or use --engine quickjs\.$/,
    );
    process.env.JERRYSCRIPT_PREFIX = scratch({
      'host/include/jerryscript.h':
        '#define JERRY_API_MAJOR_VERSION 2\n#define JERRY_API_MINOR_VERSION 4\n#define JERRY_API_PATCH_VERSION 0\n',
    });
    assert.throws(
      () => engineCode('jerryscript').identity(),
      /^UserError: .* has JerryScript 2\.4\.0; Tinygram needs 3\.x\. /,
    );
  } finally {
    if (before === undefined) delete process.env.JERRYSCRIPT_PREFIX;
    else process.env.JERRYSCRIPT_PREFIX = before;
  }
});

test('an engine is named in an image by the numbers of its own headers', () => {
  const { engineVersion, codeFormat } = engineCode('quickjs').identity();
  assert.equal(engineVersion, (2025 << 16) | (4 << 8) | 26);
  assert.ok(codeFormat > 0);
});
