// flags: env.TINYGRAM_EXPOSE_INTERNALS=1
'use strict';
const assert = require('assert');

const name = 'internal/test/binding';
const { internalBinding } = require(name);
const uv = internalBinding('uv');
assert.strictEqual(uv.UV_EINVAL, -22);
assert.strictEqual(uv.UV_UNKNOWN, -4094);
assert.strictEqual(uv.errname(-98), 'EADDRINUSE');
assert.strictEqual(typeof internalBinding('udp_wrap').UDP, 'function');
assert.throws(() => internalBinding('fs'), /No such binding: fs/);
