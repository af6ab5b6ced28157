'use strict';
const assert = require('assert');
assert.equal(1, '1');
assert.equal(NaN, NaN);
assert.equal(null, undefined);
assert.notEqual(1, 2);
assert.throws(() => assert.equal(1, 2), { message: '1 == 2', operator: '==' });
assert.throws(() => assert.notEqual(1, '1'), { message: "1 != '1'" });
assert.throws(() => assert.equal(1), {
  code: 'ERR_MISSING_ARGS', message: 'The "actual" and "expected" arguments must be specified'
});
