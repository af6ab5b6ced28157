'use strict';
const assert = require('assert');
const b = Buffer.alloc(256 * 1024, 0x61);
assert.strictEqual(b.length, 262144);
assert.strictEqual(b.lastIndexOf('a'), 262143);
b[262143] = 0x62;
assert.strictEqual(b.indexOf('b'), 262143);
assert.strictEqual(b.subarray(262140).toString(), 'aaab');
