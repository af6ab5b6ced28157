'use strict';
const assert = require('assert');
const a = Buffer.from('abc');
assert.strictEqual(Buffer.compare(a, Buffer.from('abd')), -1);
assert.strictEqual(Buffer.compare(a, Buffer.from('ab')), 1);
assert.strictEqual(Buffer.compare(a, new Uint8Array([0x61, 0x62, 0x63])), 0);
assert.ok(a.equals(Buffer.from('abc')) && !a.equals(Buffer.from('abd')));
assert.strictEqual(a.compare(Buffer.from('xabcx'), 1, 4), 0);
assert.strictEqual(a.compare(Buffer.from('bc'), 0, 2, 1, 3), 0);
assert.strictEqual(a.compare(a, 0, 0), 1);
assert.throws(() => a.equals('abc'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => Buffer.compare('a', a), {
  message: 'The "buf1" argument must be an instance of Buffer or Uint8Array. Received type string (\'a\')'
});
assert.throws(() => a.compare(a, -1), { code: 'ERR_OUT_OF_RANGE' });
