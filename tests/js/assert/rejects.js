'use strict';
const assert = require('assert');
const later = [
  assert.rejects(Promise.reject(new TypeError('x')), TypeError),
  assert.rejects(async () => { throw new Error('y'); }, /y/),
  assert.doesNotReject(Promise.resolve(1)),
  assert.rejects(assert.rejects(Promise.resolve(1)), { message: 'Missing expected rejection.' }),
  assert.rejects(assert.rejects(() => 5), {
    code: 'ERR_INVALID_RETURN_VALUE',
    message: 'Expected instance of Promise to be returned from the "promiseFn" function but got type number (5).'
  }),
  assert.rejects(assert.doesNotReject(Promise.reject(new Error('z'))), { message: /Got unwanted rejection/ })
];
let done = false;
Promise.all(later).then(() => { done = true; });
process.on('exit', () => { assert.ok(done); });
