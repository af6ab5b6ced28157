'use strict';
const assert = require('assert');
const crypto = require('crypto');

assert.strictEqual(crypto.timingSafeEqual(Buffer.from('abc'), new Uint8Array([97, 98, 99])), true);
assert.strictEqual(crypto.timingSafeEqual(Buffer.from('abc'), Buffer.from('abd')), false);
assert.throws(() => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)), {
  code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', name: 'RangeError',
});
assert.throws(() => crypto.timingSafeEqual('a', Buffer.alloc(1)), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createCipheriv('aes-128-ccm'), {
  code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', message: /crypto\.createCipheriv/,
});
