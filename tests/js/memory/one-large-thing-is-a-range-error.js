'use strict';
const assert = require('assert');

const large = {
  'Buffer.alloc': () => Buffer.alloc(500e6),
  'Buffer.from a string': () => Buffer.from('x'.repeat(500e6)),
  'a typed array': () => new Uint8Array(1e9).fill(1),
  'String.prototype.repeat': () => 'x'.repeat(100e6),
  'String.prototype.padStart': () => 'x'.padStart(100e6),
  'String.prototype.padEnd': () => 'x'.padEnd(100e6, 'yz'),
  'Array.prototype.fill': () => new Array(10e6).fill(0),
  'Array.prototype.join': () => new Array(1e6).join('xy'.repeat(50)),
  'Array.from': () => Array.from({ length: 10e6 }),
};
for (const [name, make] of Object.entries(large)) {
  for (let times = 0; times < 3; times++) assert.throws(make, RangeError, name);
}

// What has room is made as ever.
assert.strictEqual('ab'.repeat(3), 'ababab');
assert.strictEqual('ab'.repeat(3000).length, 6000);
assert.strictEqual('ab'.padStart(5, '12'), '121ab');
assert.strictEqual('ab'.padEnd(4) + '|', 'ab  |');
assert.deepStrictEqual(new Array(3).fill(7), [7, 7, 7]);
assert.strictEqual(new Array(1000).fill(7).length, 1000);
assert.deepStrictEqual(Array.prototype.fill.call({ length: 2 }, 4), { 0: 4, 1: 4, length: 2 });
assert.strictEqual([1, 2, null, undefined, 'x'].join('-'), '1-2---x');
assert.throws(() => 'x'.repeat(-1), RangeError);
assert.throws(() => 'x'.repeat(Infinity), RangeError);
assert.throws(() => String.prototype.repeat.call(null, 1), TypeError);
