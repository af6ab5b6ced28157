'use strict';
const assert = require('assert');
const b = Buffer.from('abcdef');
const target = Buffer.alloc(4, 0x2e);
assert.strictEqual(b.copy(target, 1, 2, 4), 2);
assert.strictEqual(target.toString(), '.cd.');
assert.strictEqual(b.copy(target, 2), 2);
assert.strictEqual(target.toString(), '.cab');
assert.strictEqual(b.copy(target, 4), 0);
b.copy(b, 2, 0, 4);
assert.strictEqual(b.toString(), 'ababcd');
assert.throws(() => b.copy(target, -1), { code: 'ERR_OUT_OF_RANGE', name: 'RangeError' });
assert.throws(() => b.copy(target, 0, 9), {
  message: 'The value of "sourceStart" is out of range. It must be >= 0 && <= 6. Received 9'
});
assert.throws(() => b.copy('x'), { code: 'ERR_INVALID_ARG_TYPE' });
