'use strict';
const assert = require('assert');
assert.strictEqual(Buffer.byteLength('é€😀'), 9);
assert.strictEqual(Buffer.byteLength('é', 'latin1'), 1);
assert.strictEqual(Buffer.byteLength('ab', 'utf16le'), 4);
assert.strictEqual(Buffer.byteLength('abc', 'hex'), 1);
assert.strictEqual(Buffer.byteLength('aGVsbG8=', 'base64'), 5);
assert.strictEqual(Buffer.byteLength('aGVsbG8', 'base64url'), 5);
assert.strictEqual(Buffer.byteLength('ab', 'nope'), 2);
assert.strictEqual(Buffer.byteLength(new Uint16Array(3)), 6);
assert.strictEqual(Buffer.byteLength(new ArrayBuffer(3)), 3);
assert.throws(() => Buffer.byteLength(5), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "string" argument must be of type string or an instance of Buffer or ArrayBuffer. ' +
    'Received type number (5)'
});
