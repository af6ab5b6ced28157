/** The build says what an app's code takes of a board's script heap, and refuses what cannot fit before it boots. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { before, describe, test } from 'node:test';
import { boardData, ENGINES, filesBelow, inRoot, type Port } from '#toolchain/build/paths';
import { buildFirmware } from '#toolchain/commands/build';
import { engineMissing } from '../runner/targets';
import { tinygram } from './lib/command';
import { scratch } from './lib/scratch';

/** Port and board of everything that has a heap of one size. */
const BOARDS = filesBelow(inRoot('ports'), (name) => name.endsWith('.json'))
  .map((file) => path.relative(inRoot('ports'), file).split(path.sep))
  .filter(([, folder]) => folder === 'boards')
  .map(([port, , name]): [Port, string] => [port as Port, path.basename(name, '.json')])
  .filter(([port, board]) => boardData(port, board).scriptHeap !== undefined);

/** An app of so many functions that are not alike. */
const large = (functions: number): string =>
  Array.from({ length: functions }, (_, i) => `exports.f${i} = (a, b) => [a * ${i}, b + 'text ${i}', a - b];`).join(
    '\n',
  );

for (const engine of ENGINES) {
  describe(engine, { skip: engineMissing(engine) }, () => {
    before(() => buildFirmware('qemu-arm', engine));

    for (const [port, board] of BOARDS) {
      test(`${board} has the heap that its board's file says`, () => {
        const folder = scratch({ 'app.js': 'console.log(process.memoryUsage().heapTotal);' });
        const run = tinygram(['run', 'app.js', '--target', port, '--board', board, '--engine', engine], folder);
        assert.equal(run.stdout.trim().split('\n').pop(), String(boardData(port, board).scriptHeap?.[engine]));
      });
    }

    test('what fits is built, with its share of the heap', () => {
      const folder = scratch({ 'package.json': '{}', 'app.js': large(10) });
      const args = ['build', 'app.js', '--target', 'qemu-arm', '--engine', engine, '--no-firmware'];
      const run = tinygram(args, folder);
      assert.match(run.stdout, /^its code takes \d+ bytes of the \d+ of script heap on mps2-an385$/m);
      const [, bytes] = /takes (\d+) bytes/.exec(run.stdout)!;
      assert.ok(Number(bytes) > 500 && Number(bytes) < 20_000, run.stdout);
    });

    for (const release of [[], ['--release']]) {
      test(`what cannot fit is refused, by name and bytes ${release.join('')}`, () => {
        const folder = scratch({ 'package.json': '{}', 'app.js': large(engine === 'quickjs' ? 6000 : 1200) });
        const small = ['--target', 'qemu-arm', '--board', 'mps2-an385-small'];
        const run = tinygram(['build', 'app.js', ...small, '--engine', engine, '--no-firmware', ...release], folder);
        assert.equal(run.code, 1, run.stdout);
        const bytes = boardData('qemu-arm', 'mps2-an385-small').scriptHeap?.[engine];
        const over = `\\d+ over the ${bytes} that mps2-an385-small has with ${engine}`;
        assert.match(run.stderr, new RegExp(`^app\\.js: the app's code needs \\d+ bytes .*${over}`, 'm'));
        assert.equal(fs.existsSync(path.join(folder, 'build', 'app.tgi')), false);
      });
    }
  });
}
