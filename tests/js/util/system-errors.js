'use strict';
const assert = require('assert');
const util = require('util');
assert.strictEqual(util.getSystemErrorName(-98), 'EADDRINUSE');
assert.strictEqual(util.getSystemErrorName(-9), 'EBADF');
assert.strictEqual(util.getSystemErrorName(-123456), 'Unknown system error -123456');
assert.deepStrictEqual(util.getSystemErrorMap().get(-111), ['ECONNREFUSED', 'connection refused']);
assert.throws(() => util.getSystemErrorName(5), {
  code: 'ERR_OUT_OF_RANGE', message: 'The value of "err" is out of range. It must be a negative integer. Received 5'
});
assert.throws(() => util.getSystemErrorName('x'), { code: 'ERR_INVALID_ARG_TYPE' });
