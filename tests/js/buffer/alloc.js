'use strict';
const assert = require('assert');
assert.strictEqual(Buffer.alloc(3).toString('hex'), '000000');
assert.strictEqual(Buffer.alloc(5, 'ab').toString(), 'ababa');
assert.strictEqual(Buffer.alloc(3, 1).toString('hex'), '010101');
assert.strictEqual(Buffer.alloc(4, 'YQ==', 'base64').toString(), 'aaaa');
assert.strictEqual(Buffer.alloc(3, Buffer.from('xy')).toString(), 'xyx');
assert.strictEqual(Buffer.allocUnsafe(7).length, 7);
assert.strictEqual(Buffer.allocUnsafeSlow(7).length, 7);
assert.strictEqual(Buffer.alloc(0).length, 0);
assert.throws(() => Buffer.alloc('5'), {
  code: 'ERR_INVALID_ARG_TYPE', message: 'The "size" argument must be of type number. Received type string (\'5\')'
});
for (const size of [-1, NaN, 1e12]) {
  assert.throws(() => Buffer.alloc(size), { name: 'RangeError', code: 'ERR_INVALID_ARG_VALUE' });
}
