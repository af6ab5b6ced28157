'use strict';
const assert = require('assert');
const { inspect } = require('util');
const deep = { a: { b: { c: { d: [1] } } } };
assert.strictEqual(inspect(deep), '{ a: { b: { c: [Object] } } }');
assert.strictEqual(inspect(deep, { depth: 0 }), '{ a: [Object] }');
assert.strictEqual(inspect(deep, { depth: null, breakLength: Infinity, compact: 10 }),
  '{ a: { b: { c: { d: [ 1 ] } } } }');
assert.strictEqual(inspect([[[[]]]]), '[ [ [ [] ] ] ]');
assert.strictEqual(inspect([1], { depth: -1 }), '[Array]');
assert.strictEqual(inspect({ a: 1, b: { c: 2 } }, false, 0), '{ a: 1, b: [Object] }');
