/* The figures of many counts, and of what is left of them when the price of something else is taken off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratioOf } from './host';
import { distribution } from './results';

test('median, maximum and mean, in whatever order the counts come', () => {
  assert.deepEqual(distribution('a', [9, 1, 5]), { name: 'a', unit: 'instructions', value: 5, most: 9, mean: 5 });
  const { value, most, mean } = distribution('a', [...Array.from({ length: 999 }, () => 10), 200_000]);
  assert.deepEqual([value, most, mean], [10, 200_000, 210]);
});

test('one figure more than half of the counts is the median of an even number', () => {
  assert.equal(distribution('a', [1, 2, 3, 4]).value, 3);
});

test("a part's price: medians and means are taken off each other", () => {
  const { value, most, mean } = distribution('a', [110, 120, 310], [10, 10, 40]);
  assert.deepEqual([value, most, mean], [110, 300, 160]);
});

test("the ratio of two echoes is the median of the rounds', with the least and the largest", () => {
  const round = (ours: number, node: number): Parameters<typeof ratioOf>[0][number] => ({
    ours: { perSecond: ours, lost: 1 },
    node: { perSecond: node, lost: 0 },
  });
  // The second round was slow for both, the third for one.
  assert.deepEqual(ratioOf([round(300, 200), round(30, 20), round(100, 200)]), {
    ours: 100,
    node: 200,
    ratio: 1.5,
    least: 0.5,
    largest: 1.5,
    lost: 3,
  });
});
