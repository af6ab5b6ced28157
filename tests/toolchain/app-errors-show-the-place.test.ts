import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

/** What `tinygram build` says of an app; it must end with 1 and no stack of its own. */
function refused(files: Record<string, string>, entry = 'src/app.ts', extra: string[] = []): string {
  const folder = scratch(files);
  const run = tinygram(['build', entry, '--no-firmware', '--out', path.join(folder, 'app.tgi'), ...extra], folder);
  assert.equal(run.code, 1, run.stdout + run.stderr);
  assert.doesNotMatch(run.stderr, /\n\s+at .*toolchain/);
  assert.equal(run.stdout, '');
  return run.stderr;
}

test('a syntax error in TypeScript', () => {
  assert.equal(
    refused({ 'src/app.ts': 'const a = 1;\nlet b = (a +;\n' }),
    'src/app.ts:2:13: error: TS1109: Expression expected.\n  2 | let b = (a +;\n    |             ^\n',
  );
});

test('a type error in TypeScript, in a file that the app imports', () => {
  assert.equal(
    refused({
      'src/app.ts': "import { twice } from './lib';\n\ttwice('x');\n",
      'src/lib.ts': 'export function twice(n: number): number {\n  return n.foo * 2;\n}\n',
    }),
    "src/app.ts:2:8: error: TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.\n" +
      "  2 |  twice('x');\n    |        ^^^\n" +
      "src/lib.ts:2:12: error: TS2339: Property 'foo' does not exist on type 'number'.\n" +
      '  2 |   return n.foo * 2;\n    |            ^^^\n',
  );
});

test('a syntax error in JavaScript', () => {
  assert.equal(
    refused({ 'app.js': 'var a = 1;\nvar b = [a, ;\n' }, 'app.js'),
    'app.js:2:13: error: Unexpected ";"\n  2 | var b = [a, ;\n    |             ^\n',
  );
});

test('a syntax error in a package', () => {
  assert.match(
    refused(
      {
        'app.js': "require('pkg');\n",
        'node_modules/pkg/index.js': '"use strict";\nexports.x = {a: };\n',
      },
      'app.js',
    ),
    /^node_modules\/pkg\/index\.js:2:17: error: Unexpected "}"/,
  );
});

test('a module of Node that the device lacks, from TypeScript and JavaScript', () => {
  const list = /It has: (?:[\w/]+, )*dgram(?:, [\w/]+)*\.\n/;
  const fs = refused({ 'src/app.ts': "import * as fs from 'node:fs';\nfs.readFileSync('x');\n" });
  assert.match(fs, /^src\/app\.ts:1:21: error: "node:fs" is a module of Node\.js that Tinygram does not have\. /);
  assert.match(fs, list);
  assert.match(fs, /\n {2}1 \| import \* as fs from 'node:fs';\n {4}\| {21}\^{9}\n/);
  const net = refused({ 'app.js': "// first\nvar net = require('tls');\n" }, 'app.js');
  assert.match(net, /^app\.js:2:19: error: "tls" is a module of Node\.js/);
  assert.match(net, list);
});

test('a package or a file that is not there', () => {
  const text = refused({ 'app.js': "require('left-pad');\nrequire('./gone');\n" }, 'app.js');
  assert.match(text, /app\.js:1:9: error: There is no module "left-pad": .*npm install left-pad/);
  assert.match(text, /app\.js:2:9: error: There is no file "\.\/gone"/);
});

test('an app that is not there', () => {
  assert.match(refused({}, 'nothing.ts'), /^There is no app file nothing\.ts\. /);
});

test("an app over the board's limit says by how much", () => {
  const text = refused({ 'app.js': `module.exports = ${JSON.stringify('x'.repeat(1024 * 1024))};\n` }, 'app.js');
  const match =
    /^app\.js: the app image has (\d+) bytes, (\d+) over the limit of board mps2-an385 \((\d+) bytes\)/.exec(text);
  assert.ok(match, text);
  const [size, over, limit] = match.slice(1).map(Number) as [number, number, number];
  assert.equal(limit, 1048576);
  assert.equal(size - limit, over);
  assert.ok(over > 0 && over < 1000, `${over}`);
});

test('a package that only tries a module of Node may go without', () => {
  const folder = scratch({ 'app.js': "try { require('tls'); } catch (e) { module.exports = 1; }\n" });
  const run = tinygram(['build', 'app.js', '--no-firmware', '--out', 'app.tgi'], folder);
  assert.equal(run.code, 0, run.stderr);
});
