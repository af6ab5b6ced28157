/** Every row of the engine table gives what it says: on Node, and on each engine in a development image of an app. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { startBoard } from '#toolchain/boards/board';
import { ENGINES } from '#toolchain/build/paths';
import { buildFirmware, buildImage } from '#toolchain/commands/build';
import { engineMissing } from '../runner/targets';
import { scratch } from '../toolchain/lib/scratch';
import { ENGINE_TABLE } from './engine_table';

/** A program that prints what each expression gives, or the name of the error. */
const PROGRAM = `
const results = [];
const note = (run) => {
  try { results.push(String(run())); } catch (error) { results.push(error.name); }
};
${ENGINE_TABLE.map(({ expression }) => `note(() => ${expression});`).join('\n')}
console.log(JSON.stringify(results));
`;

const rows = (results: string[]): string[] => ENGINE_TABLE.map(({ what }, index) => `${what}: ${results[index]}`);
const expected = (column: 'node' | 'quickjs' | 'jerryscript'): string[] => rows(ENGINE_TABLE.map((row) => row[column]));

test('Node', () => {
  const lines: string[] = [];
  new Function('console', PROGRAM)({ log: (line: string) => lines.push(line) });
  assert.deepEqual(rows(JSON.parse(lines[0]) as string[]), expected('node'));
});

for (const engine of ENGINES) {
  test(engine, { skip: engineMissing(engine), timeout: 120_000 }, async () => {
    const folder = scratch({ 'app.js': PROGRAM });
    const firmware = await buildFirmware('host', engine);
    const out = path.join(folder, 'app.tgi');
    const { image } = await buildImage(path.join(folder, 'app.js'), { engine, port: 'host', out });
    const board = await startBoard({ port: 'host', firmware, image, timeoutMs: 30_000 });
    await board.exited;
    const line = /^\[.*\]$/m.exec(board.output)?.[0];
    assert.ok(line, `the app printed no results: ${board.output}`);
    assert.deepEqual(rows(JSON.parse(line) as string[]), expected(engine));
  });
}
