import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import * as vm from 'node:vm';
import { bundle, type Bundle } from '#toolchain/build/bundle';
import { compose, Positions, type SourceMap } from '#toolchain/build/sourcemap';
import { scratch } from './lib/scratch';

/** Where the frames of the app's exported error are in the sources: "file:line" from the innermost. */
function frames(folder: string, made: Bundle): string[] {
  const module = { exports: {} as { stack?: string } };
  const run = vm.runInThisContext(made.code, { filename: 'app.js' }) as (...args: unknown[]) => void;
  run(module.exports, undefined, module, 'app.js', '');
  const positions = new Positions(made.map);
  return [...(module.exports.stack ?? '').matchAll(/\bapp\.js:(\d+):(\d+)/g)].flatMap(([, line, column]) => {
    const place = positions.find(Number(line), Number(column));
    return place ? [`${path.relative(folder, place.source)}:${place.line}:${place.column}`] : [];
  });
}

const APP = `// a comment
import { deep } from './lib/deep';
import { fromPackage } from 'pkg';

interface Shape { kind: string }

class Runner {
  private readonly shape: Shape = { kind: 'x' };
  async unused(): Promise<string> { return this.shape.kind; }
  run(): Error {
    return fromPackage(() => deep(3));
  }
}

module.exports = new Runner().run();
declare const module: { exports: unknown };
`;

test('frames of TypeScript, of its imports and of a package are found in their files', async () => {
  const folder = scratch({
    'src/app.ts': APP,
    'src/lib/deep.ts':
      'export type N = number;\n\nexport function deep(n: N): Error {\n' +
      '  return n > 0 ? deep(n - 1) : new Error(`at ${n}`);\n}\n',
    'node_modules/pkg/package.json': '{"name":"pkg","version":"1.0.0","main":"index.js","types":"index.d.ts"}',
    'node_modules/pkg/index.d.ts': 'export declare function fromPackage<T>(f: () => T): T;\n',
    'node_modules/pkg/index.js':
      '"use strict";\nconst call = (f) => {\n  return f();\n};\nexports.fromPackage = (f) => call(f);\n',
  });
  for (const release of [false, true]) {
    const found = frames(folder, await bundle(path.join(folder, 'src/app.ts'), { engine: 'jerryscript', release }));
    const lines = found.map((frame) => frame.replace(/:\d+$/, ''));
    assert.deepEqual(lines, [
      'src/lib/deep.ts:4',
      'src/lib/deep.ts:4',
      'src/lib/deep.ts:4',
      'src/lib/deep.ts:4',
      'src/app.ts:11',
      'node_modules/pkg/index.js:3',
      'node_modules/pkg/index.js:5',
      'src/app.ts:11',
      'src/app.ts:15',
    ]);
    assert.match(found[0] as string, /:4:(?:32|36)$/, 'the column is that of `new Error` or of its call');
  }
});

test('two maps become one', () => {
  // a.ts line 2 column 4 became b.js line 1 column 0; b.js line 1 column 0 became c.js line 3 column 2.
  const inner: SourceMap = { version: 3, sources: ['a.ts'], sourcesContent: ['x\n    y'], names: [], mappings: 'AACI' };
  const outer: SourceMap = { version: 3, sources: ['b.js'], names: [], mappings: ';;EAAA' };
  const composed = compose(outer, inner);
  assert.deepEqual(composed.sources, ['a.ts']);
  assert.deepEqual(new Positions(composed).find(3, 3), { source: 'a.ts', line: 2, column: 5 });
  assert.equal(new Positions(composed).find(1, 1), undefined);
});
