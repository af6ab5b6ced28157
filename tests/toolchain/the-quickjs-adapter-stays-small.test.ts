/* What keeps the adapter movable to another release of QuickJS: its size, and patches that only insert a few lines. */
import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { filesBelow, inRoot } from '#toolchain/build/paths';

const FOLDER = inRoot('runtime', 'engine', 'quickjs');
const lines = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

void test('the folder has at most 3,000 lines', () => {
  const files = filesBelow(FOLDER, () => true);
  const count = files.reduce((sum, file) => sum + lines(file).length, 0);
  assert.ok(count > 1000 && count <= 3000, `${count} lines`);
});

void test('a patch only inserts, is under 40 lines, and says what, why and the gain; all are at most 200', () => {
  const patches = filesBelow(FOLDER, (name) => name.endsWith('.patch'));
  assert.ok(patches.length > 0);
  for (const file of patches) {
    const all = lines(file);
    const from = all.findIndex((line) => line.startsWith('--- '));
    assert.ok(all.length < 40, file);
    for (const word of ['What QuickJS does:', 'What this does:', 'Why:', 'Gain:', 'What must stay true:']) {
      assert.ok(
        all.slice(0, from).some((line) => line.startsWith(word)),
        `${file}: ${word}`,
      );
    }
    assert.deepStrictEqual(
      all.slice(from + 2).filter((line) => !/^(\+|@@ -\d+,0 )/.test(line)),
      [],
      file,
    );
  }
  assert.ok(patches.flatMap(lines).length <= 200);
});
