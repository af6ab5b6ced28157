import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as path from 'node:path';
import * as vm from 'node:vm';
import { bundle } from '#toolchain/build/bundle';
import { newerThanEs5 } from './lib/es5';
import { FEATURES, plain } from './lib/features';
import { scratch } from './lib/scratch';

async function runIn(code: string): Promise<unknown> {
  const sandbox = vm.createContext({ result: undefined });
  const run = vm.runInContext(code, sandbox) as (...args: unknown[]) => void;
  const module = { exports: {} };
  run(module.exports, () => ({}), module, 'app.js', '');
  return plain(await sandbox.result);
}

for (const [name, { code, result }] of Object.entries(FEATURES)) {
  test(`${name}: ES5 with the same meaning, in the app and in a package`, async () => {
    const text = `${code.replace(/\bresult = /g, 'globalThis.result = ')}\n`;
    const folder = scratch({
      'app.js': text,
      'user.mjs': 'import "pkg";\n',
      'node_modules/pkg/package.json': '{"name":"pkg","version":"1.0.0","exports":{"import":"./index.mjs"}}',
      'node_modules/pkg/index.mjs': `${text}export {};\n`,
    });
    for (const entry of ['app.js', 'user.mjs']) {
      for (const release of [false, true]) {
        const made = await bundle(path.join(folder, entry), release);
        assert.deepEqual(newerThanEs5(made.code), []);
        assert.deepEqual(made.warnings, []);
        assert.deepEqual(await runIn(made.code), plain(result));
      }
    }
  });
}
