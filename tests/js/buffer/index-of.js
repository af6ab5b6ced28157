'use strict';
const assert = require('assert');
const b = Buffer.from('abcdefabcdef');
assert.strictEqual(b.indexOf('c'), 2);
assert.strictEqual(b.indexOf('c', 3), 8);
assert.strictEqual(b.indexOf('c', -4), 8);
assert.strictEqual(b.indexOf('cde', 100), -1);
assert.strictEqual(b.indexOf(99), 2);
assert.strictEqual(b.indexOf(Buffer.from('ef')), 4);
assert.strictEqual(b.indexOf('63', 'hex'), 2);
assert.strictEqual(b.indexOf('', 5), 5);
assert.strictEqual(b.indexOf('x'), -1);
assert.strictEqual(b.lastIndexOf('abc'), 6);
assert.strictEqual(b.lastIndexOf('abc', 5), 0);
assert.strictEqual(b.lastIndexOf('f', -2), 5);
assert.ok(b.includes('fab') && !b.includes('fax'));
assert.strictEqual(Buffer.from('aåbåc', 'utf16le').indexOf('å', 4, 'utf16le'), 6);
assert.throws(() => b.indexOf(null), {
  message: 'The "value" argument must be one of type number or string or an instance of Buffer or Uint8Array. ' +
    'Received null'
});
