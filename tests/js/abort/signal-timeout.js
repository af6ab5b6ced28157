'use strict';
const assert = require('assert');
const signal = AbortSignal.timeout(20);
assert.strictEqual(signal.aborted, false);
let fired = false;
signal.addEventListener('abort', () => { fired = true; });
setTimeout(() => {
  assert.ok(fired);
  assert.strictEqual(signal.reason.name, 'TimeoutError');
  assert.strictEqual(signal.reason.code, 23);
}, 200);
AbortSignal.timeout(1000000);
assert.throws(() => AbortSignal.timeout('x'), { code: 'ERR_INVALID_ARG_TYPE' });
