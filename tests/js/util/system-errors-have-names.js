'use strict';
const assert = require('assert');
const util = require('util');

assert.strictEqual(util.getSystemErrorName(-2), 'ENOENT');
assert.strictEqual(util.getSystemErrorName(-1), 'EPERM');
assert.strictEqual(util.getSystemErrorName(-11), 'EAGAIN');
assert.strictEqual(util.getSystemErrorName(-111), 'ECONNREFUSED');
assert.strictEqual(util.getSystemErrorName(-3008), 'EAI_NONAME');
assert.strictEqual(util.getSystemErrorName(-9999), 'Unknown system error -9999');
assert.throws(() => util.getSystemErrorName(1), { code: 'ERR_OUT_OF_RANGE' });
