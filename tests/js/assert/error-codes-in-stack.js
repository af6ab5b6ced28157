'use strict';
const assert = require('assert');
try {
  Buffer.from(5);
  assert.fail('not reached');
} catch (error) {
  assert.strictEqual(error.name, 'TypeError');
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
  assert.ok(error instanceof TypeError);
  assert.match(error.stack, /^TypeError \[ERR_INVALID_ARG_TYPE\]: The first argument must be .*\n {4}at /);
  assert.match(error.toString(), /^TypeError \[ERR_INVALID_ARG_TYPE\]: The first/);
  assert.deepStrictEqual(Object.keys(error), ['code']);
}
