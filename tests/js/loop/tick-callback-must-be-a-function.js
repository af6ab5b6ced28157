'use strict';
const assert = require('assert');

for (const bad of [undefined, null, 1, 'text', {}]) {
  assert.throws(() => process.nextTick(bad), { code: 'ERR_INVALID_ARG_TYPE', name: 'TypeError' });
}
