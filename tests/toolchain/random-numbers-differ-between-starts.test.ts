import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { engineMissing, targets } from '../runner/targets';
import { scratch } from './lib/scratch';

for (const { port, engine } of targets()) {
  test(`${port}, ${engine}`, { skip: engineMissing(engine) }, async () => {
    const folder = scratch({ 'app.js': 'console.log(Math.random(), Math.random());\n' });
    const firmware = await buildFirmware(port, engine);
    const out = path.join(folder, 'app.tgi');
    const { image } = await buildImage(path.join(folder, 'app.js'), { port, engine, out });
    const seen = new Set<string>();
    for (let start = 0; start < 3; start++) {
      const board = await startBoard({ port, firmware, image, timeoutMs: 30_000 });
      const { code } = await board.exited;
      assert.equal(code, 0, board.output + board.diagnostics);
      const numbers = board.output.trim().split(' ');
      assert.equal(numbers.length, 2, board.output);
      for (const number of numbers) {
        assert.ok(Number(number) >= 0 && Number(number) < 1, number);
        seen.add(number);
      }
    }
    assert.equal(seen.size, 6, [...seen].join(' '));
  });
}
