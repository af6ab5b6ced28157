'use strict';
const assert = require('assert');

const decoder = new TextDecoder('latin1');
assert.strictEqual(decoder.encoding, 'windows-1252');
assert.strictEqual(decoder.decode(Uint8Array.of(0x41, 0xe9, 0xff)), 'A\u00e9\u00ff');
/* https://encoding.spec.whatwg.org/#windows-1252: what browsers and Node mean by latin1. */
assert.strictEqual(decoder.decode(Uint8Array.of(0x80, 0x85, 0x93, 0x9f, 0x81)), '\u20ac\u2026\u201c\u0178\u0081');
for (const label of ['ISO-8859-1', 'ascii', ' cp1252 ', 'us-ascii', 'l1']) {
  assert.strictEqual(new TextDecoder(label).encoding, 'windows-1252');
}
assert.throws(() => new TextDecoder('latin9'), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
