/* The board's recorder on loops of a known number of instructions: exact, and the same in every run. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { onCountingBoard } from './board';

/** Of windows.c; a round is two instructions. */
const ROUNDS = [1, 10, 1000, 123_457];
/** The call that opens a window returns in it, and the call that closes it is made in it: so many at most. */
const AROUND = 4;
/** The number of rounds goes to its register. */
const LOAD = 1;

before(() => {
  execFileSync('make', ['-s', '-f', 'tests/bench/floor/Makefile', 'BENCH=1', 'PROGRAM=windows'], {
    cwd: inRoot(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
});

async function windows(): Promise<number[]> {
  const firmware = inRoot('build', 'qemu-arm', 'floor-bench', 'windows.elf');
  return onCountingBoard({ firmware }, async (counting) => {
    await counting.ended;
    assert.match(counting.board.output, /done/);
    return counting.windows.map(({ instructions }) => instructions);
  });
}

test('an empty window and loops count their instructions, in each run the same', { timeout: 60_000 }, async () => {
  const first = await windows();
  const empty = first[0]!;
  assert.ok(empty > 0 && empty <= AROUND, `an empty window counts ${empty}`);
  const once = [empty, ...ROUNDS.map((rounds) => empty + LOAD + 2 * rounds)];
  assert.deepEqual(first, [...once, ...once]);
  assert.deepEqual(await windows(), first);
});
