'use strict';
const assert = require('assert');
const { StringDecoder } = require('string_decoder');

const text = 'aä€😀\u{10ffff}z';
for (const encoding of ['utf8', 'utf-16le', 'ucs2', 'base64', 'base64url', 'hex', 'latin1']) {
  const bytes = encoding === 'hex' || encoding.startsWith('base64')
    ? Buffer.from([1, 2, 3, 4, 5]) : Buffer.from(text, encoding);
  const whole = bytes.toString(encoding);
  for (let step = 1; step < 5; step++) {
    const decoder = new StringDecoder(encoding);
    let seen = '';
    for (let at = 0; at < bytes.length; at += step) seen += decoder.write(bytes.subarray(at, at + step));
    assert.strictEqual(seen + decoder.end(), whole, `${encoding} in steps of ${step}`);
  }
}
const decoder = new StringDecoder();
assert.strictEqual(decoder.encoding, 'utf8');
assert.strictEqual(decoder.write(Buffer.from([0xe2, 0x82])), '');
assert.strictEqual(decoder.lastNeed, 1);
assert.strictEqual(decoder.end(), '\ufffd');
assert.strictEqual(decoder.write(Buffer.from([0xe2, 0x41])), '\ufffdA');
assert.throws(() => new StringDecoder('no'), { code: 'ERR_UNKNOWN_ENCODING' });
assert.throws(() => decoder.write(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new StringDecoder().__proto__.write(Buffer.from('abc')), { code: 'ERR_INVALID_THIS' });
