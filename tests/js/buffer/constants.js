'use strict';
const assert = require('assert');
const buffer = require('buffer');
assert.strictEqual(buffer.kMaxLength, buffer.constants.MAX_LENGTH);
assert.ok(buffer.constants.MAX_STRING_LENGTH > 65536);
assert.ok(buffer.isUtf8(Buffer.from('é')) && !buffer.isUtf8(Buffer.from([0xff])));
assert.ok(buffer.isAscii(Buffer.from('e')) && !buffer.isAscii(Buffer.from('é')));
