/** `tinygram size`, `tinygram repl`, and --json. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { engineMissing } from '../runner/targets';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

const APP = {
  'package.json': '{}',
  'src/app.js': "const pad = require('pad');\nconst { join } = require('path');\nconsole.log(pad, join('a', 'b'));\n",
  'node_modules/pad/package.json': '{"name":"pad","main":"main.js"}',
  'node_modules/pad/main.js': `module.exports = '${'x'.repeat(5000)}';`,
};

interface Sizes {
  image: { bytes: number; limit: number; parts: { name: string; bytes: number }[] };
  firmware: { flash: number; ram: number };
}

test('size: by file and package, and the same as JSON', { timeout: 120_000 }, () => {
  const folder = scratch(APP);
  const text = tinygram(['size', 'src/app.js'], folder);
  assert.equal(text.code, 0, text.stderr);
  assert.match(text.stdout, /^build\/app\.tgi, bytes +[\d,]+ {2}of [\d,]+ on mps2-an385$/m);
  assert.match(text.stdout, /^ {2}package pad +5,\d\d\d$/m);
  const { image, firmware } = JSON.parse(tinygram(['size', 'src/app.js', '--json'], folder).stdout) as Sizes;
  assert.equal(
    image.parts.reduce((sum, { bytes }) => sum + bytes, 0),
    image.bytes,
  );
  assert.ok(image.parts.some(({ name, bytes }) => name === "Tinygram's modules" && bytes > 1000));
  assert.ok(firmware.flash > 300_000 && firmware.ram > 100_000, JSON.stringify(firmware));
  const built = JSON.parse(tinygram(['build', 'src/app.js', '--no-firmware', '--json'], folder).stdout) as object;
  // What the code takes of the script heap is not known everywhere.
  assert.deepEqual(Object.fromEntries(Object.entries(built).filter(([name]) => name !== 'heap')), {
    image: path.join(folder, 'build/app.tgi'),
    map: path.join(folder, 'build/app.tgi.map'),
    bytes: image.bytes,
    changed: false,
    target: 'qemu-arm',
    engine: 'quickjs',
  });
});

const TYPED = `const x = 1 + 1
x * 21
let { a, b = 5 } = { a: 3 }
a + b
function f(n) {
  return n ** 2;
}
f(5) + f.name
class P { get q() { return 7 } }
new P().q
await new Promise((done) => setTimeout(() => done('late'), 20))
{ z: 1 }
_.z
null.x
no syntax here
const w = await Promise.resolve(9)
w
app()
console.log('seen')
process.exit(4)
`;
const SAID = [
  '2 of the app',
  '42',
  '8',
  "'25f'",
  '7',
  "'late'",
  '{ z: 1 }',
  '1',
  /^Uncaught TypeError: [Cc]annot read property 'x' of null$/,
  /^SyntaxError: /,
  '9',
  "'of the app'",
  'seen',
];

for (const engine of ['quickjs', 'jerryscript'] as const) {
  const skip = engineMissing(engine) ?? false;
  test(`repl: what is typed is evaluated beside the app (${engine})`, { skip, timeout: 120_000 }, () => {
    const app = "globalThis.app = () => 'of the app';\nconsole.log(2, app());\n";
    const run = spawnSync(process.execPath, [inRoot('build/toolchain/cli.js'), 'repl', 'app.js', '--engine', engine], {
      cwd: scratch({ 'app.js': app }),
      input: TYPED,
      encoding: 'utf8',
      timeout: 100_000,
    });
    assert.equal(run.status, 4, run.stderr);
    const lines = run.stdout.split('\n').filter((line) => line !== '' && !/^\s+at /.test(line));
    for (const [at, said] of SAID.entries()) {
      if (typeof said === 'string') assert.equal(lines[at], said, run.stdout);
      else assert.match(lines[at] ?? '', said);
    }
  });
}
