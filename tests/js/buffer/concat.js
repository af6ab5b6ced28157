'use strict';
const assert = require('assert');
const a = Buffer.from('abc');
const list = [a, new Uint8Array([0x64]), Buffer.from('ef')];
assert.strictEqual(Buffer.concat(list).toString(), 'abcdef');
assert.strictEqual(Buffer.concat(list, 4).toString(), 'abcd');
assert.strictEqual(Buffer.concat([a], 5).toString('hex'), '6162630000');
assert.strictEqual(Buffer.concat([]).length, 0);
assert.throws(() => Buffer.concat('abc'), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "list" argument must be an instance of Array. Received type string (\'abc\')'
});
assert.throws(() => Buffer.concat(['abc']), {
  message: 'The "list[0]" argument must be an instance of Buffer or Uint8Array. Received type string (\'abc\')'
});
assert.throws(() => Buffer.concat([a], -1), { code: 'ERR_OUT_OF_RANGE' });
