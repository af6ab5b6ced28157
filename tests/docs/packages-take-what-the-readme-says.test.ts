import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ENGINES, inRoot } from '#toolchain/build/paths';
import { engineMissing } from '../runner/targets';
import { inKB, PACKAGES, pinned, readmeRows, sizes } from './packages';

test("README's table of packages has what is tested beside real peers, at the pinned versions", () => {
  const rows = readmeRows();
  const tests = readFileSync(inRoot('tests', 'net', 'packages-meet-their-real-peers.test.ts'), 'utf8');
  const tested = [...tests.matchAll(/^meets\(\s*["'`]([\w-]+):/gm)].map(([, name]) => name as string);
  assert.deepEqual([...rows.keys()], Object.keys(PACKAGES));
  assert.deepEqual([...rows.keys()].sort(), [...new Set(tested)].sort());
  for (const [name, { version, what }] of rows)
    assert.deepEqual({ name, version, what }, { name, version: pinned(name), what: PACKAGES[name] });
});

/** Figures may differ by so much from the README's before somebody must look. */
const TOLERANCE = 0.05;
/** The heap's by more: it has what no collection has taken yet, and the paths of the folder that it was built in. */
const HEAP_TOLERANCE = 0.15;
/** README's images are JerryScript's. QuickJS's are without what reads dates there: so many KB less. */
const DATES_KB = 3;

for (const engine of ENGINES) {
  test(
    `${engine}: images and heap are as README has them`,
    { skip: engineMissing(engine), timeout: 600_000 },
    async () => {
      const rows = readmeRows();
      for (const [name, { image, heap }] of await sizes(engine)) {
        const row = rows.get(name);
        assert.ok(row, name);
        for (const [what, here, there, tolerance, less] of [
          ['image', inKB(image), row.image, TOLERANCE, engine === 'quickjs' ? DATES_KB : 0],
          ['heap', inKB(heap), row.heap[engine], HEAP_TOLERANCE, 0],
        ] as const) {
          const room = 1 + there * tolerance;
          assert.ok(
            here <= there + room && here >= there - room - less,
            `${name}: ${what} of ${here} KB, README has ${there}`,
          );
        }
      }
    },
  );
}
