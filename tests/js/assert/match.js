'use strict';
const assert = require('assert');
assert.match('abc', /b/);
assert.doesNotMatch('abc', /x/);
assert.throws(() => assert.match('abc', /x/), {
  message: "The input did not match the regular expression /x/. Input:\n\n'abc'\n", operator: 'match'
});
assert.throws(() => assert.match(5, /x/), {
  message: 'The "string" argument must be of type string. Received type number (5)'
});
assert.throws(() => assert.match('a', 'b'), { code: 'ERR_INVALID_ARG_TYPE' });
