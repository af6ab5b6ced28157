'use strict';
const assert = require('assert');
const { callbackify } = require('util');
const results = [];
callbackify(async (a) => a + 1)(1, (e, v) => { results.push(e, v); });
callbackify(() => Promise.reject(null))((e) => { results.push(e.code, e.reason); });
process.on('exit', () => { assert.deepStrictEqual(results, [null, 2, 'ERR_FALSY_VALUE_REJECTION', null]); });
assert.throws(() => callbackify(async () => {})(5), {
  message: 'The last argument must be of type function. Received type number (5)'
});
