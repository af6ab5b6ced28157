'use strict';
const assert = require('assert');

for (const bad of [undefined, null, 5, {}]) {
  assert.throws(() => require(bad), { code: 'ERR_INVALID_ARG_TYPE' });
}
const empty = '';
assert.throws(() => require(empty), { code: 'ERR_INVALID_ARG_VALUE' });
