/** As many frames of the app and its packages as Node shows, and none of what a build puts between them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { engineMissing, targets } from '../runner/targets';
import { printedBy } from './lib/run_app';
import { scratch } from './lib/scratch';

const FILES = {
  'package.json': '{"name": "app"}',
  'node_modules/pkg/package.json': '{"name": "pkg", "version": "1.0.0"}',
  'node_modules/pkg/index.js': 'exports.load = function load() { return require("./chain/first"); };\n',
  'node_modules/pkg/chain/first.js': 'module.exports = require("./second");\n',
  'node_modules/pkg/chain/second.js': '"use strict";\nfunction inner() { throw new Error("at load"); }\ninner();\n',
  'plugins/broken.js': 'throw new Error("in a plugin");\n',
  'lazy.mjs': 'function inside() { throw new Error("in a module"); }\ninside();\n',
  'private.mjs': `
    export class Private { #value = 1; static read(other) { return other.#value; } }
    export function read(other) { return Private.read(other); }
  `,
};

const BODY = `
  const attempt = (name, run) => {
    try { run(); } catch (error) { console.log(name + ' ' + JSON.stringify(error.stack.split('\\n    at ').slice(1))); }
  };
  attempt('package', function first() { pkg.load(); });
  attempt('computed', function second() { for (const name of ['broken']) require('./plugins/' + name); });
  attempt('private', function third() { read({}); });
  attempt('limited', function fourth() {
    Error.stackTraceLimit = 3;
    try { pkg.load(); } finally { Error.stackTraceLimit = 10; }
  });
`;

const APPS: Record<string, string> = {
  // Around a script there is nothing; an ES module beside sloppy scripts gets a function of its own.
  'app.cjs': `const pkg = require('pkg'); let read;\n${BODY.replace(/attempt\('private'.*\n/, '')}`,
  'app.mjs': `
    import { createRequire } from 'node:module';
    import pkg from 'pkg';
    import { read } from './private.mjs';
    const require = createRequire(import.meta.url);
    ${BODY}
  `,
  'waits.mjs': `
    import { createRequire } from 'node:module';
    import pkg from 'pkg';
    import { read } from './private.mjs';
    const require = createRequire(import.meta.url);
    ${BODY}
    await import('./lazy.mjs').catch((error) => attempt('lazy', () => { throw error; }));
  `,
};

/** How many frames each error has that are the app's. */
function framesOf(output: string, isApps: (frame: string) => boolean): Record<string, number> {
  const lines = output.split('\n').filter((line) => /^\w+ \[/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', frames = ''] = line.split(/ (.*)/s);
      return [name, (JSON.parse(frames) as string[]).filter(isApps).length];
    }),
  );
}

for (const [app, text] of Object.entries(APPS)) {
  for (const { port, engine } of targets('host')) {
    for (const release of [false, true]) {
      const kind = release ? 'release' : 'development';
      test(`${app}: ${port}, ${engine}, ${kind} image`, { skip: engineMissing(engine) }, async () => {
        const folder = scratch({ ...FILES, [app]: text });
        const node = spawnSync(process.execPath, ['--stack-trace-limit=50', app], {
          cwd: folder,
          encoding: 'utf8',
          timeout: 30_000,
        });
        assert.equal(node.status, 0, node.stderr);

        const output = await printedBy(path.join(folder, app), { port, engine }, release);
        assert.doesNotMatch(output, /\$tinygram|__\w/);
        assert.deepEqual(
          framesOf(output, (frame) => !/tinygram\)?$/.test(frame)),
          // What is not shown is not counted either; on Node the loader's frames are.
          { ...framesOf(node.stdout, (frame) => frame.includes(folder)), limited: 3 },
          `${output}\n${node.stdout}`,
        );
      });
    }
  }
}
