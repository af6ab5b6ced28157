'use strict';
const assert = require('assert');
const bytes = new Uint8Array([1, 2, 3, 4]);
const b = Buffer.from(bytes.buffer, 1, 2);
assert.strictEqual(b.toString('hex'), '0203');
bytes[1] = 9;
assert.strictEqual(b[0], 9);
assert.strictEqual(b.byteOffset, 1);
assert.strictEqual(Buffer.from(bytes.buffer, 4).length, 0);
assert.throws(() => Buffer.from(bytes.buffer, 5), {
  name: 'RangeError', code: 'ERR_BUFFER_OUT_OF_BOUNDS', message: '"offset" is outside of buffer bounds'
});
assert.throws(() => Buffer.from(bytes.buffer, 1, 9), { message: '"length" is outside of buffer bounds' });
