'use strict';
const assert = require('assert');
const { inherits } = require('util');
function A() {}
A.prototype.hello = () => 'hi';
function B() {}
inherits(B, A);
assert.strictEqual(new B().hello(), 'hi');
assert.strictEqual(B.super_, A);
assert.throws(() => inherits(B, null), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => inherits(undefined, A), {
  message: 'The "ctor" argument must be of type function. Received undefined'
});
