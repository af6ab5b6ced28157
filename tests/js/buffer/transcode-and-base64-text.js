'use strict';
const assert = require('assert');
const buffer = require('buffer');

assert.deepStrictEqual(buffer.transcode(Buffer.from('€'), 'utf8', 'ascii'), Buffer.from('?'));
assert.deepStrictEqual(buffer.transcode(Buffer.from('ä€'), 'utf8', 'latin1'), Buffer.from([0xe4, 0x3f]));
assert.deepStrictEqual(buffer.transcode(Buffer.from('€'), 'utf8', 'utf16le'), Buffer.from('€', 'utf16le'));
assert.throws(() => buffer.transcode(Buffer.from('a'), 'b', 'c'), { code: 'U_ILLEGAL_ARGUMENT_ERROR' });
assert.throws(() => buffer.transcode(5, 'utf8', 'ascii'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(buffer.btoa, btoa);
assert.strictEqual(btoa('\xff\0a'), '/wBh');
assert.strictEqual(atob(' /wBh\n'), '\xff\0a');
assert.strictEqual(buffer.atob('YQ=='), 'a');
assert.strictEqual(atob('YQ'), 'a');
assert.throws(() => btoa('€'), { name: 'InvalidCharacterError', code: 5 });
for (const bad of ['a', 'YQ=', '=', 'Y*==']) assert.throws(() => atob(bad), { name: 'InvalidCharacterError' }, bad);
