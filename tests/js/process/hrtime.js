'use strict';
const assert = require('assert');

const first = process.hrtime();
const big = process.hrtime.bigint();
setTimeout(() => {
  const [seconds, nanoseconds] = process.hrtime(first);
  assert(seconds === 0 || seconds > 0);
  assert(nanoseconds >= 0 && nanoseconds < 1e9);
  assert(seconds * 1e9 + nanoseconds >= 4e6);
  assert.strictEqual(typeof big, 'bigint');
  assert(process.hrtime.bigint() > big);
  assert(process.uptime() > 0.004);
}, 5);
assert.throws(() => process.hrtime(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.hrtime([1]), { code: 'ERR_OUT_OF_RANGE' });
