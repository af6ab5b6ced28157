/** `build --release --no-firmware` makes the engine's precompiler and the image, and no firmware. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { decodeImage } from '#toolchain/build/image';
import { compilerPath, firmwarePath } from '#toolchain/build/paths';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

test('no firmware is linked', { timeout: 300_000 }, () => {
  // By the board's name the firmware has a folder that no other test builds in.
  const firmware = firmwarePath('qemu-riscv', 'quickjs', 'virt');
  fs.rmSync(firmware, { force: true });
  const folder = scratch({ 'app.js': 'console.log(1)' });
  const target = ['--target', 'qemu-riscv', '--board', 'virt'];
  const run = tinygram(['build', 'app.js', ...target, '--release', '--no-firmware', '--out', 'app.tgi'], folder);
  assert.equal(run.code, 0, run.stderr);
  assert.equal(decodeImage(fs.readFileSync(path.join(folder, 'app.tgi'))).kind, 'code');
  assert.ok(fs.existsSync(compilerPath('quickjs')));
  assert.ok(!fs.existsSync(firmware), 'a firmware was linked');
});
