// flags: env.TINYGRAM_EXPOSE_INTERNALS=1
'use strict';
const assert = require('assert');

const names = ['internal/native', 'internal/errors', 'internal/nothing'];
const native = require(names[0]);
assert.strictEqual(typeof native('dgram').UDP, 'function');
assert.throws(() => native('fs'), /fs/);
assert.strictEqual(require(names[1]).systemErrorName(-98), 'EADDRINUSE');
assert.throws(() => require(names[2]), { code: 'MODULE_NOT_FOUND' });
