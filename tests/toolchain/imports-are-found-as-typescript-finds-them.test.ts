import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import * as vm from 'node:vm';
import { bundle } from '#toolchain/build/bundle';
import { scratch } from './lib/scratch';

/** What the app at src/app.ts exports as `result`. */
async function result(files: Record<string, string>): Promise<unknown> {
  const made = await bundle(path.join(scratch(files), 'src/app.ts'), { engine: 'jerryscript' });
  const module = { exports: {} as { result?: unknown } };
  const run = vm.runInThisContext(made.code) as (...args: unknown[]) => void;
  run(module.exports, undefined, module, 'app.js', '');
  return module.exports.result;
}

test('a .ts file imported as .js', async () => {
  const files = {
    'src/app.ts': "export { n as result } from './lib/n.js';\n",
    'src/lib/n.ts': 'export const n: number = 5;\n',
  };
  assert.equal(await result(files), 5);
});

test('a folder with an index, JSON, and import = require', async () => {
  assert.deepEqual(
    await result({
      'src/app.ts':
        "import lib = require('./lib');\nimport data from './data.json';\nexport const result = [lib.n, data.m];\n",
      'src/lib/index.ts': 'export const n = 1;\n',
      'src/data.json': '{"m": 2}',
    }),
    [1, 2],
  );
});

test('paths of tsconfig.json', async () => {
  assert.equal(
    await result({
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "paths": { "@lib/*": ["./src/lib/*"] } } }',
      'src/app.ts': "export { n as result } from '@lib/n';\n",
      'src/lib/n.ts': 'export const n = 6;\n',
    }),
    6,
  );
});

test('types, type-only exports and const enums leave nothing behind', async () => {
  assert.deepEqual(
    await result({
      'src/app.ts':
        "import { Shape, Color, make } from './types';\nconst s: Shape = make();\n" +
        'export const result = [s.kind, Color.Red];\n',
      'src/types.ts':
        "export { Shape } from './shape';\nexport { Color } from './shape';\n" + "export { make } from './make';\n",
      'src/shape.ts': 'export interface Shape { kind: string }\nexport const enum Color { Red = 7 }\n',
      'src/make.ts': "import { Shape } from './shape';\nexport const make = (): Shape => ({ kind: 'k' });\n",
    }),
    ['k', 7],
  );
});

test('a package with exports, conditions and a subpath', async () => {
  assert.deepEqual(
    await result({
      'src/app.ts': "import a from 'pkg';\nimport { b } from 'pkg/sub';\nexport const result = [a, b];\n",
      'node_modules/pkg/package.json':
        '{"name":"pkg","version":"1.0.0","exports":{' +
        '".":{"types":"./a.d.ts","browser":"./gone.js","default":"./a.js"},' +
        '"./sub":{"types":"./b.d.mts","import":"./b.mjs"}}}',
      'node_modules/pkg/a.d.ts': 'declare const a: string;\nexport default a;\n',
      'node_modules/pkg/a.js':
        'Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = "a";\n',
      'node_modules/pkg/b.d.mts': 'export declare const b: string;\n',
      'node_modules/pkg/b.mjs': 'export const b = "b";\n',
    }),
    ['a', 'b'],
  );
});
