'use strict';
const assert = require('assert');
const b = Buffer.alloc(8);
assert.throws(() => b.writeUInt16BE(65536), {
  name: 'RangeError', code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "value" is out of range. It must be >= 0 and <= 65535. Received 65536'
});
assert.throws(() => b.writeInt8(-129), { message: /It must be >= -128 and <= 127\. Received -129$/ });
assert.throws(() => b.writeUInt32LE(4294967297), { message: /Received 4_294_967_297$/ });
assert.throws(() => b.writeUIntBE(281474976710656, 0, 6), { message: /It must be >= 0 and < 2 \*\* 48\./ });
assert.throws(() => b.writeUInt16BE(1, 7), { message: /"offset" is out of range\. It must be >= 0 and <= 6/ });
assert.throws(() => b.writeUInt16BE(1, 'x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(b.toString('hex'), '0000000000000000');
