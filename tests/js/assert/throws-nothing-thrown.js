'use strict';
const assert = require('assert');
assert.throws(() => assert.throws(() => {}), { message: 'Missing expected exception.' });
assert.throws(() => assert.throws(() => {}, TypeError, 'told'), {
  message: 'Missing expected exception (TypeError): told'
});
assert.throws(() => assert.throws(5), {
  code: 'ERR_INVALID_ARG_TYPE', message: 'The "fn" argument must be of type function. Received type number (5)'
});
assert.throws(() => assert.throws(() => { throw new Error('e1'); }, 'e1'), { code: 'ERR_AMBIGUOUS_ARGUMENT' });
