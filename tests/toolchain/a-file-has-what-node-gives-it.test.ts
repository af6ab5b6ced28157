import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { bundle } from '#toolchain/build/bundle';
import { engineMissing, targets } from '../runner/targets';
import { printedBy } from './lib/run_app';
import { scratch } from './lib/scratch';

const LIB = {
  'package.json': '{"name": "app"}',
  'data.json': '{"n": 5}',
  'strict.mjs': "export const strict = () => { try { leak3 = 1; return 'sloppy'; } catch (e) { return e.name; } };\n",
  // It names globals of the library: a function, and a class.
  'sloppy.cjs':
    "structuredClone({ to: atob('QQ==') }); new URL('coap://b1');\n" +
    'module.exports = function () { leak2 = 3; const self = (function () { return this === globalThis; })();\n' +
    "return [leak2, self, require('./strict.mjs').strict()]; };\n",
  // Of TypeScript's files alone.
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "paths": { "@plug/*": ["./plug/*"] } } }',
  'plug/a.js': "exports.name = 'plug a';\n",
  'plug/b/index.js': "exports.name = 'plug b';\n",
  'plug/c.json': '{"name": "plug c"}',
};

const APPS: Record<string, { file: string; text: string; prints: string[] }> = {
  'an ES module': {
    file: 'src/app.mjs',
    text: `#!/usr/bin/env node
      import { createRequire } from 'node:module';
      import { strict } from '../strict.mjs';
      import sloppy from '../sloppy.cjs';
      import data from '../data.json' with { type: 'json' };
      import dgram, { createSocket } from 'dgram';
      const require = createRequire(import.meta.url);
      const seven = await Promise.resolve(7);
      console.log(import.meta.url, seven, data.n, require('../data.json').n, dgram.createSocket === createSocket);
      console.log(strict(), sloppy().join());
      try { undeclared = 1; console.log('sloppy'); } catch (e) { console.log(e.name); }
      console.log((function () { return this; })());
      for (const name of ['a', 'b', 'c.json']) {
        console.log(require('../plug/' + name).name, (await import(\`../plug/\${name}\`)).default.name);
      }
      const gone = ['zz', 'yy'];
      try { require('../plug/' + gone[0]); } catch (e) { console.log(e.code, e.message); }
      await import('../plug/' + gone[1]).catch((e) => console.log(e.code));
      class Socket {} console.log(Socket.name, new Socket().constructor.name);
      for await (const x of [Promise.resolve('awaited')]) console.log(x);
    `,
    prints: [
      'file:///app/src/app.mjs 7 5 5 true',
      'ReferenceError 3,true,ReferenceError',
      'ReferenceError',
      'undefined',
      'plug a plug a',
      'plug b plug b',
      'plug c plug c',
      "MODULE_NOT_FOUND Cannot find module '../plug/zz'",
      'MODULE_NOT_FOUND',
      'Socket Socket',
      'awaited',
    ],
  },
  'a sloppy script': {
    file: 'src/app.js',
    text: `leak1 = 4;
      console.log(leak1, globalThis.leak1, this === module.exports, (function () { return this === globalThis; })());
      console.log(require('../strict.mjs').strict(), require('../sloppy.cjs')().join());
      with ({ z: 1 }) console.log(z, 010);
      const name = 'a'; console.log(require('../plug/' + name + '.js').name, require(\`../plug/\${'b'}/\`).name);
      const path = require('path');
      console.log(require(path.join(__dirname, '..', 'data.json')).n, require(__dirname + '/../plug/' + name).name);
      console.log(require('@plug/a').name, require(path.join(__dirname, '..', 'plug', name)).name);
      const data = path.join(__dirname, '..', 'data.json');
      console.log(require(data).n);
    `,
    prints: [
      '4 4 true true',
      'ReferenceError 3,true,ReferenceError',
      '1 8',
      'plug a plug b',
      '5 plug a',
      'plug a plug a',
      '5',
    ],
  },
};

for (const { port, engine } of targets('host')) {
  for (const release of [false, true]) {
    for (const [kind, { file, text, prints }] of Object.entries(APPS)) {
      const name = `${kind} on ${engine}, ${release ? 'release' : 'development'} image`;
      test(name, { skip: engineMissing(engine) }, async () => {
        const folder = scratch({ ...LIB, [file]: text });
        const output = await printedBy(path.join(folder, file), { port, engine }, release, 30_000);
        assert.deepEqual(output.trimEnd().split('\n'), prints);
      });
    }
  }
}

async function warnings(text: string, engine: 'quickjs' | 'jerryscript'): Promise<string[]> {
  const made = await bundle(path.join(scratch({ 'app.js': text }), 'app.js'), { engine });
  return made.warnings.map((warning) => warning.split('\n')[0]?.replace(/^.*app\.js:/, '') ?? '');
}

test('what an engine lacks and the text shows is a warning with its place', async () => {
  const text =
    'const a = /(?<y>x)/.exec("x");\nconst b = new RegExp("(?<!a)b");\n/\\p{L}/u.test("x");\n' +
    'new Error("m", { cause: 1 });\n[1].findLast(Boolean);\nnew Intl.NumberFormat();\n"x".normalize("NFC");\n' +
    'require("path").normalize("/a");\nif (typeof Proxy === "function") new Proxy({}, {});\nconst o = { Intl: 1 };\n' +
    'new FinalizationRegistry(() => 0);\n';
  assert.deepEqual(await warnings(text, 'jerryscript'), [
    '1:11: warning: JerryScript lacks named groups, (?<name>…) in regular expressions.',
    '2:22: warning: JerryScript lacks look-behind, (?<=…) in regular expressions.',
    '3:1: warning: JerryScript lacks Unicode properties, \\p{…} in regular expressions.',
    '4:18: warning: JerryScript lacks the option cause of errors: it is dropped.',
    '5:5: warning: JerryScript lacks the method findLast().',
    '6:5: warning: JerryScript lacks Intl: dates, numbers and texts have one form, whatever the locale.',
    '7:5: warning: JerryScript lacks the method normalize().',
    '11:5: warning: JerryScript lacks FinalizationRegistry: nothing tells when an object is collected.',
  ]);
  assert.deepEqual(await warnings(text, 'quickjs'), [
    '6:5: warning: QuickJS lacks Intl: dates, numbers and texts have one form, whatever the locale.',
    '7:5: warning: QuickJS lacks the method normalize().',
  ]);
});

test('a name that is computed and shows no folder is a warning with its place', async () => {
  assert.deepEqual(await warnings('const x = 1;\nmodule.exports = (n) => require(n);\n', 'quickjs'), [
    '2:25: warning: The name is computed, and the text shows no folder that it is in: at run time only built-in ' +
      'modules are found.',
  ]);
});

test('a build with many lines of comment ends in no time', async () => {
  const started = Date.now();
  await warnings(`${'// a line\n/* and */ // another\n'.repeat(2000)}module.exports = 1;\n`, 'quickjs');
  assert.ok(Date.now() - started < 20_000);
});
