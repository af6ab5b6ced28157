'use strict';
const assert = require('assert');
const crypto = require('crypto');

assert.deepStrictEqual(crypto.getHashes(), ['md5', 'sha1', 'sha256']);
for (const [name, empty, abc] of [
  ['md5', 'd41d8cd98f00b204e9800998ecf8427e', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
   'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
]) {
  assert.strictEqual(crypto.createHash(name).digest('hex'), empty);
  const hash = crypto.createHash(name.toUpperCase()).update('a').update(Buffer.from('b'));
  const copy = hash.copy();
  assert.strictEqual(hash.update('63', 'hex').digest('hex'), abc);
  assert.deepStrictEqual(copy.update('c').digest(), Buffer.from(abc, 'hex'));
  assert.throws(() => hash.update('x'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.throws(() => hash.digest(), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
}
// RFC 2202 and RFC 4231, test case 2.
for (const [name, expected] of [
  ['md5', '750c783e6ab0b503eaa86e310a5db738'],
  ['sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
  ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
]) {
  const hmac = crypto.createHmac(name, 'Jefe');
  assert.strictEqual(hmac.update('what do ya want ').update('for nothing?').digest('hex'), expected);
  assert.strictEqual(hmac.digest('hex'), '');
}
assert.strictEqual(
  crypto.createHmac('sha256', Buffer.alloc(131, 0xaa)).update('Test Using Larger Than Block-Size Key - Hash Key First').digest('hex'),
  '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54');
assert.throws(() => crypto.createHash('sha3'), /Digest method not supported/);
assert.throws(() => crypto.createHmac('sha3', 'k'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
assert.throws(() => crypto.createHash('md5').update(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createHmac('md5'), { code: 'ERR_INVALID_ARG_TYPE' });
