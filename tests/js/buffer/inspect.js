'use strict';
const assert = require('assert');
const util = require('util');
const buffer = require('buffer');
assert.strictEqual(util.inspect(Buffer.from('hello')), '<Buffer 68 65 6c 6c 6f>');
assert.strictEqual(util.inspect(Buffer.alloc(0)), '<Buffer >');
assert.strictEqual(util.inspect(Buffer.alloc(51)), '<Buffer' + ' 00'.repeat(50) + ' ... 1 more byte>');
buffer.INSPECT_MAX_BYTES = 2;
assert.strictEqual(util.inspect(Buffer.alloc(5)), '<Buffer 00 00 ... 3 more bytes>');
