/* The figures of many counts, and of what is left of them when the price of something else is taken off. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonOf } from './host';
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

test("the costs of two echoes are the rounds' medians, with the least and the largest", () => {
  const round = (ours: number, node: number): Parameters<typeof comparisonOf>[0][number] => ({
    ours: { perEcho: ours, lost: 1 },
    node: { perEcho: node, lost: 0 },
  });
  // The second round was slow for both, the third for one.
  assert.deepEqual(comparisonOf([round(2000, 4000), round(20_000, 40_000), round(3000, 2000)]), {
    ours: { median: 3, least: 2, largest: 20 },
    node: { median: 4, least: 2, largest: 40 },
    ratio: { median: 0.5, least: 0.5, largest: 1.5 },
    lost: 3,
  });
});
