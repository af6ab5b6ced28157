import assert from 'node:assert';
import { test } from 'node:test';
import type { Rule } from '#toolchain/lab/impairments';
import { type Counters, Link } from '#toolchain/lab/switch';
import { ethernet } from './lib/frames';

const COUNT = 400;

/** What arrives of numbered frames under these rules: the numbers in order, or the whole text when damaged. */
async function arrivals(rules: Rule[], seed: number): Promise<{ list: string[]; counters: Counters }> {
  const link = Link.open({ rules, seed });
  const list: string[] = [];
  const from = link.attach('from', () => undefined);
  link.attach('to', (frame) => list.push(frame.toString('latin1', 14)));
  for (let i = 0; i < COUNT; i++)
    from.send(ethernet('ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01', 0x88b5, Buffer.from(`frame ${i}`)));
  await new Promise((resolve) => setTimeout(resolve, 120));
  const counters = link.counters('from');
  await link.close();
  return { list, counters };
}

const rules: Rule[] = [{ lose: 0.1 }, { duplicate: 0.1 }, { damage: 0.1 }, { reorder: 0.1 }];

test('the same seed gives the same fates, another seed others', async () => {
  const [first, again, other] = [await arrivals(rules, 7), await arrivals(rules, 7), await arrivals(rules, 8)];
  assert.deepStrictEqual(first, again);
  assert.notDeepStrictEqual(first.list, other.list);
});

test('loss, copies, damage and reordering happen as often as asked and are counted', async () => {
  for (const kind of ['lose', 'duplicate', 'damage', 'reorder'] as const) {
    const { list, counters } = await arrivals([{ [kind]: 0.1 }], 3);
    const key = ({ lose: 'lost', duplicate: 'duplicated', damage: 'damaged', reorder: 'reordered' } as const)[kind];
    const times = counters[key];
    assert.ok(times > COUNT * 0.05 && times < COUNT * 0.2, `${kind}: ${times} of ${COUNT}`);
    const sent = Array.from({ length: COUNT }, (_, i) => `frame ${i}`);
    assert.strictEqual(list.length, COUNT + (kind === 'lose' ? -times : kind === 'duplicate' ? times : 0));
    if (kind === 'damage') {
      assert.strictEqual(list.filter((text, i) => text !== sent[i]).length, times);
      continue;
    }
    assert.strictEqual(new Set(list).size, COUNT - (kind === 'lose' ? times : 0));
    const numbers = list.map((text) => sent.indexOf(text));
    const inOrder = numbers.every((number, i) => i === 0 || number >= numbers[i - 1]!);
    assert.strictEqual(inOrder, kind !== 'reorder');
  }
});

test('a rule takes only the frames that it names', async () => {
  const second = await arrivals([{ lose: 1, from: 'from', match: (_frame, count) => count === 1 }], 1);
  assert.deepStrictEqual([second.list.length, second.list[0], second.list[1]], [COUNT - 1, 'frame 0', 'frame 2']);
  const named = await arrivals([{ lose: 1, match: (frame) => frame.toString('latin1', 14) === 'frame 17' }], 1);
  assert.strictEqual(named.list.length, COUNT - 1);
  assert.ok(!named.list.includes('frame 17'));
  assert.strictEqual((await arrivals([{ lose: 1, from: 'someone else' }], 1)).list.length, COUNT);
  assert.strictEqual((await arrivals([{ lose: 1, to: 'to' }], 1)).list.length, 0);
});

test('delay keeps frames back', async () => {
  const link = Link.open({ rules: [{ delay: 50 }] });
  const from = link.attach('from', () => undefined);
  const started = Date.now();
  const arrived = new Promise<number>((resolve) => link.attach('to', () => resolve(Date.now() - started)));
  from.send(ethernet('ff:ff:ff:ff:ff:ff', '02:00:00:00:00:01', 0x88b5, Buffer.from('late')));
  assert.ok((await arrived) >= 45);
  await link.close();
});
