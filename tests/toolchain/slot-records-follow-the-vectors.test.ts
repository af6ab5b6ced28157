/** tests/unit/ports/slots.vectors says what slot records mean, for the C of the boards and for the tool. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '#toolchain/build/paths';
import { decodeRecord, encodeRecord, heldRecord, idleSlot, SLOTS, trialRecord } from '#toolchain/boards/slots';

const SIZE = 32;
const NONE = 255;

const sector = (text: string): Buffer => (text === '-' ? Buffer.alloc(SIZE, 0xff) : Buffer.from(text, 'hex'));
const number = (slot: (typeof SLOTS)[number] | undefined): number => (slot ? SLOTS.indexOf(slot) : NONE);

let title = '';
let count = 0;
for (const line of fs.readFileSync(inRoot('tests', 'unit', 'ports', 'slots.vectors'), 'utf8').split('\n')) {
  const words = line.split(' ');
  const [kind, first, second, ...expected] = words;
  if (kind === '#') title = line.slice(2);
  if ((kind !== 'read' && kind !== 'update') || first === undefined || second === undefined) continue;
  count++;
  test(`${kind}: ${title}`, () => {
    const { record, nextSector } = heldRecord(sector(first), sector(second));
    if (kind === 'update') {
      const slot = idleSlot(record);
      const written = encodeRecord(trialRecord(record, slot)).toString('hex');
      assert.deepEqual([String(SLOTS.indexOf(slot)), String(nextSector), written], expected);
      return;
    }
    if (expected[0] === 'none') {
      assert.equal(record, undefined);
      return;
    }
    assert.ok(record);
    const fields = [record.sequence, number(record.active), number(record.trial), record.starts, record.allowed];
    assert.deepEqual([1 - nextSector, ...fields].map(String), expected);
    assert.ok(encodeRecord(record).equals(nextSector === 1 ? sector(first) : sector(second)));
  });
}

test('there are vectors, and one flipped bit makes a record none', () => {
  assert.ok(count > 20);
  const data = encodeRecord({ sequence: 7, active: 'a', trial: 'b', starts: 1, allowed: 3 });
  for (let bit = 0; bit < SIZE * 8; bit++) {
    const damaged = Buffer.from(data);
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    assert.equal(decodeRecord(damaged), undefined, `bit ${bit}`);
  }
});
