import assert from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { engineMissing, firmwareOf, targetName, targets } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';
import { App } from './lib/app';

/** Why nothing can be mounted over here, or false. */
const namespaceMissing = (): string | false =>
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0
    ? false
    : 'no mount namespace can be made here';

/** Puts a program of that name first on the PATH, which runs the real one where /dev/urandom has nothing to give. */
function withoutRandom(program: string): string {
  const folder = scratch({ empty: '' });
  const real = execFileSync('which', [program], { encoding: 'utf8' }).trim();
  const script = path.join(folder, program);
  const inside = `mount --bind '${path.join(folder, 'empty')}' /dev/urandom && exec '${real}' "$@"`;
  fs.writeFileSync(
    script,
    `#!/bin/sh\nexec unshare --user --map-root-user --mount sh -c '${quoted(inside)}' sh "$@"\n`,
  );
  fs.chmodSync(script, 0o755);
  return folder;
}

const quoted = (text: string): string => text.replaceAll("'", `'"'"'`);

const APP = "console.log('the app runs', Math.random());\n";

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  if (target.port === 'host') continue;
  const skip = engineMissing(target.engine) ?? namespaceMissing();
  test(`an emulated board whose machine gives no random numbers (${targetName(target)})`, { skip }, async () => {
    const app = await App.build(target, APP, 'app.js');
    const firmware = await firmwareOf(target);
    const before = process.env.PATH;
    try {
      const program = target.port === 'qemu-arm' ? 'qemu-system-arm' : 'qemu-system-riscv32';
      process.env.PATH = `${withoutRandom(program)}:${before}`;
      const board = await startBoard({ port: target.port, firmware, image: app.image, timeoutMs: 30_000 });
      const { code } = await board.exited;
      assert.notStrictEqual(code, 0);
      assert.match(board.output + board.diagnostics, /no random numbers: the debugger's machine has no \/dev\/urandom/);
      assert.doesNotMatch(board.output, /the app runs/);
    } finally {
      process.env.PATH = before;
      app.remove();
    }
  });
}

for (const target of targets(process.env.PORT, process.env.ENGINE)) {
  if (target.port !== 'host') continue;
  const skip = engineMissing(target.engine);
  test(`a host whose kernel gives no random numbers (${targetName(target)})`, { skip }, async () => {
    const app = await App.build(target, APP, 'app.js');
    const folder = scratch({ 'none.c': '#include <errno.h>\nlong getrandom(void) { errno = ENOSYS; return -1; }\n' });
    try {
      const library = path.join(folder, 'none.so');
      execFileSync('gcc', ['-shared', '-fPIC', '-o', library, path.join(folder, 'none.c')]);
      const run = spawnSync(await firmwareOf(target), [`image=${app.image}`], {
        encoding: 'utf8',
        timeout: 30_000,
        env: { ...process.env, LD_PRELOAD: library },
      });
      assert.notStrictEqual(run.status, 0);
      assert.match(run.stderr, /getrandom\(\) works/);
      assert.doesNotMatch(run.stdout, /the app runs/);
    } finally {
      app.remove();
    }
  });
}
