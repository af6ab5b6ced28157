'use strict';
const assert = require('assert');
const same = [[{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }], [new Date(5), new Date(5)], [/a/g, /a/g],
  [new Map([[{ k: 1 }, 2]]), new Map([[{ k: 1 }, 2]])], [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])],
  [Buffer.from('ab'), Buffer.from('ab')], [new Error('a'), new Error('a')], [NaN, NaN], [Object(1), Object(1)],
  [[1, , 3], [1, , 3]]];
for (const [a, b] of same) assert.deepStrictEqual(a, b);
class Foo { constructor() { this.a = 1; } }
const different = [[{ a: 1 }, { a: '1' }], [new Foo(), { a: 1 }], [0, -0], [new Date(5), new Date(6)], [/a/g, /a/i],
  [new Map([[1, 2]]), new Map([[1, 3]])], [new Set([1]), new Set([2])], [Buffer.from('ab'), new Uint8Array([97, 98])],
  [new Error('a'), new TypeError('a')], [{ a: undefined }, {}], [[1, , 3], [1, undefined, 3]], [[], {}],
  [Object(1), Object(2)],
  [null, undefined], [{ [Symbol.for('s')]: 1 }, { [Symbol.for('s')]: 2 }]];
for (const [a, b] of different) {
  assert.throws(() => assert.deepStrictEqual(a, b), { code: 'ERR_ASSERTION', operator: 'deepStrictEqual' });
  assert.notDeepStrictEqual(a, b);
}
