/** A build names the third-party sources of its firmware, with Debian's revisions: fixes come by those. */
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { readLock } from '#toolchain/build/deps';
import { scratch } from './lib/scratch';

test('lwIP and QuickJS come with their revisions', () => {
  const folder = scratch({ 'app.js': "console.log('hello');\n" });
  const args = ['build', `${folder}/app.js`, '--target', 'host', '--engine', 'quickjs', '--out', `${folder}/app.tgi`];
  const { stdout, stderr, status } = spawnSync(process.execPath, [inRoot('build', 'toolchain', 'cli.js'), ...args], {
    encoding: 'utf8',
    cwd: folder,
  });
  assert.strictEqual(status, 0, stdout + stderr);
  const said = /^firmware from lwIP (\S+), QuickJS (\S+)$/m.exec(stdout);
  assert.ok(said, stdout);
  const { lwip, quickjs } = readLock();
  assert.ok(said[1]?.startsWith(`${lwip?.upstream}-`) && said[2]?.startsWith(`${quickjs?.upstream}-`), said[0]);
});
