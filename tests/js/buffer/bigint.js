'use strict';
const assert = require('assert');
const b = Buffer.from('8102830485068708', 'hex');
assert.strictEqual(b.readBigUInt64BE(), BigInt('0x8102830485068708'));
assert.strictEqual(b.readBigUInt64LE(0), BigInt('0x0887068504830281'));
assert.strictEqual(b.readBigInt64BE(), BigInt('-9150607437428521208'));
assert.strictEqual(b.writeBigInt64LE(BigInt(-2)), 8);
assert.strictEqual(b.toString('hex'), 'feffffffffffffff');
b.writeBigUInt64BE(BigInt('0x1234567890abcdef'), 0);
assert.strictEqual(b.toString('hex'), '1234567890abcdef');
assert.throws(() => b.writeBigUInt64BE(BigInt(-1)), {
  code: 'ERR_OUT_OF_RANGE',
  message: 'The value of "value" is out of range. It must be >= 0n and < 2n ** 64n. Received -1n'
});
assert.throws(() => b.writeBigInt64BE(BigInt('9223372036854775808')), { message: /< 2n \*\* 63n/ });
assert.throws(() => b.readBigUInt64BE(1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => b.writeBigUInt64BE(1), TypeError);
