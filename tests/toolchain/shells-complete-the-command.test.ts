/** `tinygram completion` in bash, zsh and fish themselves: what people type, and Tab. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

const SHELLS = {
  // bash lists what fits at the second Tab that fills nothing in.
  bash: { start: 'bash --norc --noprofile -i', load: 'source <(tinygram completion bash)', list: '\t\t\t' },
  zsh: { start: 'zsh -f -i', load: 'source <(tinygram completion zsh)', list: '\t\t' },
  fish: { start: 'fish --no-config --interactive', load: 'tinygram completion fish | source', list: '\t\t' },
};

const PATIENCE_MS = 60_000;
const TAB = '\t';
const CLEAR_LINE = '\x15';

/** What is typed, and what the terminal then shows. */
const TYPED: [keys: string, shown: RegExp][] = [
  [`tinygram docto${TAB}`, /tinygram doctor /],
  [`tinygram run --wat${TAB}`, /tinygram run --watch /],
  [`tinygram new --template sens${TAB}`, /tinygram new --template sensor /],
  [`tinygram completion --hel${TAB}`, /tinygram completion --help /],
  [`tinygram build src/ap${TAB}`, /tinygram build src\/app\.ts /],
];

/** A shell on a pseudo-terminal (util-linux's script), with `tinygram` on its PATH. */
function shellIn(folder: string, start: string): { type(keys: string, shown: RegExp): Promise<void>; end(): void } {
  const shell = spawn('script', ['--quiet', '--flush', '--command', `stty cols 200; ${start}`, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder, TERM: 'xterm', SHELL: '/bin/sh' },
  });
  let output = '';
  let look: () => void = () => undefined;
  shell.stdout.on('data', (data: Buffer) => {
    // Without what moves the cursor and colours the text.
    output = (output + data.toString()).replace(/\x1b(\[[\d;?<>=]*[a-zA-Z]|[=>]|\(B|\][^\x07]*\x07)|[\x08\x0f\r]/g, '');
    look();
  });
  return {
    type: (keys, shown) => {
      output = '';
      shell.stdin.write(keys);
      return new Promise((resolve, reject) => {
        const fail = (): void => reject(new Error(`after ${JSON.stringify(keys)} no ${shown} in:\n${output}`));
        const timer = setTimeout(fail, PATIENCE_MS);
        look = () => {
          if (!shown.test(output)) return;
          clearTimeout(timer);
          resolve();
        };
      });
    },
    end: () => void shell.kill('SIGKILL'),
  };
}

for (const [name, { start, load, list }] of Object.entries(SHELLS)) {
  test(`completion in ${name}`, { timeout: 300_000 }, async (t) => {
    const folder = scratch({ 'src/app.ts': '', 'bin/tinygram': '' });
    const command = `#!/bin/sh\nexec '${process.execPath}' '${inRoot('build/toolchain/cli.js')}' "$@"\n`;
    fs.writeFileSync(path.join(folder, 'bin/tinygram'), command, { mode: 0o755 });
    fs.chmodSync(path.join(folder, 'bin/tinygram'), 0o755);
    const shell = shellIn(folder, start);
    t.after(() => shell.end());
    // The text that is typed is echoed too: what is waited for is only in what it prints.
    await shell.type(`${load}; echo all"-"there\n`, /all-there/);
    for (const [keys, shown] of TYPED) await shell.type(`${CLEAR_LINE}${keys}`, shown);
    // Two fit: what they share is filled in, and then both are listed.
    await shell.type(`${CLEAR_LINE}tinygram run --target qem${list}`, /qemu-arm[^]*qemu-riscv/);
  });
}

test('a shell that it does not know', () => {
  assert.match(tinygram(['completion', 'csh'], scratch()).stderr, /Allowed choices are bash, zsh, fish/);
});
