import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { engineMissing, targets } from '../runner/targets';
import { FEATURES, plain } from './lib/features';
import { scratch } from './lib/scratch';

/** A file that exports a function which resolves with the feature's result. */
const feature = (code: string): string => `module.exports = () => { let result; ${code}\nreturn result; };\n`;

/** A native class below an app's: what ES5 alone gets wrong. */
const NATIVE = `
  class Oops extends Error { constructor(m) { super(m); this.code = 'E'; } hi() { return 'hi ' + this.message; } }
  class M extends Map { twice() { return this.size * 2; } }
  const o = new Oops('x');
  result = [o instanceof Oops, o.hi(), o.code, o.constructor.name, new M([[1, 2]]).twice(), M.name];
`;

const ALL = { ...FEATURES, 'native classes extended': { code: NATIVE, result: [true, 'hi x', 'E', 'Oops', 2, 'M'] } };

for (const { port, engine } of targets()) {
  for (const release of [false, true]) {
    test(
      `${port}, ${engine}, ${release ? 'release' : 'development'} image`,
      { skip: engineMissing(engine) },
      async () => {
        const names = Object.keys(ALL);
        const files = Object.values(ALL).map(({ code }, index) => [`feature${index}.js`, feature(code)]);
        const folder = scratch({
          ...(Object.fromEntries(files) as Record<string, string>),
          'node_modules/pkg/index.mjs': 'export const fromPackage = async (x) => [...`<${await x}>`].join("");\n',
          'node_modules/pkg/package.json': '{"name":"pkg","version":"1.0.0","module":"index.mjs"}',
          'data.json': '{"n": [1, 2]}',
          'app.mjs':
            names.map((_, index) => `import f${index} from './feature${index}.js';\n`).join('') +
            'import data from "./data.json";\nimport { fromPackage } from "pkg";\n' +
            'const show = (v) => JSON.stringify({ value: v }, (k, part) => part === undefined ? null : part);\n' +
            'async function main() {\n' +
            names.map((_, index) => `  console.log(show(await f${index}()));\n`).join('') +
            '  console.log(show(data.n));\n  console.log(show(await fromPackage("p")));\n}\n' +
            'main().catch((error) => { console.log(error); process.exit(9); });\n',
        });
        const firmware = await buildFirmware(port, engine);
        const out = path.join(folder, 'app.tgi');
        const { image } = await buildImage(path.join(folder, 'app.mjs'), { port, engine, release, out });
        const board = await startBoard({ port, firmware, image, timeoutMs: 30_000 });
        const { code } = await board.exited;
        const lines = board.output.trim().split('\n');
        assert.equal(code, 0, board.output + board.diagnostics);
        const expected = [...Object.values(ALL).map(({ result }) => result), [1, 2], '<p>'];
        expected.forEach((value, index) => {
          const text = lines[index] ?? '';
          assert.deepEqual((JSON.parse(text) as { value: unknown }).value, plain(value), names[index] ?? text);
        });
      },
    );
  }
}
