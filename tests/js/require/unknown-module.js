'use strict';
const assert = require('assert');

const plain = 'no-such-module';
assert.throws(() => require(plain), (error) => {
  assert.strictEqual(error.code, 'MODULE_NOT_FOUND');
  assert.match(error.message, /^Cannot find module 'no-such-module'\nRequire stack:\n- /);
  assert.match(error.message, /\bdgram\b/);
  return true;
});
const name = 'node:no-such-module';
assert.throws(() => require(name), {
  code: 'ERR_UNKNOWN_BUILTIN_MODULE', message: 'No such built-in module: node:no-such-module'
});
