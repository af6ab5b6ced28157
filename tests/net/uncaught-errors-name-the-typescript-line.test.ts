import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { inRoot } from '#toolchain/build/paths';
import { onTargets } from './lib/app';

const SOURCE = `interface Wanted {
  depth: number;
}

function inner(wanted: Wanted): never {
  throw new RangeError('too deep: ' + wanted.depth);
}

class Outer {
  go(wanted: Wanted): void {
    inner(wanted);
  }
}

setTimeout(() => new Outer().go({ depth: 3 }), 1);
`;

onTargets('`tinygram run` shows where in the TypeScript an uncaught error came from', SOURCE, async (app) => {
  const cli = inRoot('build', 'toolchain', 'cli.js');
  const { port, engine } = app.target;
  const file = path.join(app.folder, 'app.ts');
  const run = spawnSync(process.execPath, [cli, 'run', file, '--target', port, '--engine', engine], {
    encoding: 'utf8',
    timeout: 60000,
    cwd: app.folder,
  });
  const text = run.stdout + run.stderr;
  assert.strictEqual(run.status, 1, text);
  assert.match(text, /RangeError: too deep: 3/);
  const frames = [...text.matchAll(/app\.ts:(\d+):\d+/g)].map((match) => Number(match[1]));
  assert.deepStrictEqual(frames.slice(0, 3), [6, 11, 15], text);
  assert.match(text, /at inner/);
  assert.ok(!text.includes('app.js:'), text);
});
