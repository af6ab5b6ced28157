/**
 * Real code on each engine, beside Node: thousands of calls of packages that others have written, and each must give
 * what it gives on Node, in development and release images. What is found here becomes a construct of
 * lib/constructs.ts, and the build gives it another shape.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { bundle } from '#toolchain/build/bundle';
import { inRoot } from '#toolchain/build/paths';
import { engineMissing, targets } from '../runner/targets';
import { CONSTRUCTS } from './lib/constructs';
import { printedBy } from './lib/run_app';

const SOURCES = inRoot('tests', 'toolchain', 'answers');

/** Below the house, where its packages are found. */
const folder = fs.mkdtempSync(inRoot('build', 'answers-'));
after(() => fs.rmSync(folder, { recursive: true }));
for (const file of fs.readdirSync(SOURCES)) fs.copyFileSync(path.join(SOURCES, file), path.join(folder, file));
const programs = Object.values(CONSTRUCTS).flatMap((set) =>
  Object.entries(set).map(([name, one]): [string, string] => [name, typeof one === 'string' ? one : one.code]),
);
fs.writeFileSync(path.join(folder, 'programs.json'), JSON.stringify(Object.fromEntries(programs)));

function onNode(file: string): string[] {
  const node = spawnSync(process.execPath, [file], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    timeout: 30_000,
  });
  assert.equal(node.status, 0, node.stderr);
  return node.stdout.trim().split('\n');
}

/** What the bundle for the engine prints on Node: it tells the build's faults from the engine's. */
async function bundleOnNode(app: string, options: Parameters<typeof bundle>[1]): Promise<string[]> {
  const { code } = await bundle(app, options);
  const file = path.join(folder, 'bundled.cjs');
  fs.writeFileSync(file, `${code.trimEnd()}({}, require, { exports: {} }, __filename, __dirname);\n`);
  return onNode(file);
}

for (const app of ['lodash.mjs', 'codecs.mjs', 'parser.mjs']) {
  for (const { port, engine } of targets('host')) {
    for (const release of [false, true]) {
      const kind = release ? 'release' : 'development';
      test(`${app}: ${port}, ${engine}, ${kind} image`, { skip: engineMissing(engine) }, async () => {
        const wanted = onNode(path.join(folder, app));
        const output = await printedBy(path.join(folder, app), { port, engine }, release, 120_000);
        const given = output.trim().split('\n');
        const wrong = wanted.flatMap((line, index) => (given[index] === line ? [] : [index]));
        const bundled = wrong.length > 0 ? await bundleOnNode(path.join(folder, app), { engine, release }) : [];
        assert.equal(
          wrong
            .slice(0, 20)
            .map((at) => `${bundled[at] === wanted[at] ? 'engine' : 'build'}: ${given[at]}\nNode: ${wanted[at]}\n`)
            .join('\n'),
          '',
          `${wrong.length} of ${wanted.length} answers differ`,
        );
        assert.equal(given.length, wanted.length);
      });
    }
  }
}
