'use strict';
const assert = require('assert');
const { inspect } = require('util');
assert.strictEqual(inspect([1, 'a', [2]]), "[ 1, 'a', [ 2 ] ]");
assert.strictEqual(inspect([]), '[]');
assert.strictEqual(inspect([1, , , 4]), '[ 1, <2 empty items>, 4 ]');
assert.strictEqual(inspect(Object.assign([1], { x: 2 })), '[ 1, x: 2 ]');
assert.strictEqual(inspect([1, 2, 3], { maxArrayLength: 1 }), '[ 1, ... 2 more items ]');
assert.strictEqual(inspect([1, 2], true), '[ 1, 2, [length]: 2 ]');
assert.strictEqual(inspect(new Uint8Array(2)), 'Uint8Array(2) [ 0, 0 ]');
assert.strictEqual(inspect(Array.from({ length: 19 }, (_, i) => i)), `[
   0,  1,  2,  3,  4,  5,  6,
   7,  8,  9, 10, 11, 12, 13,
  14, 15, 16, 17, 18
]`);
