'use strict';
const assert = require('assert');

const names = ['internal/errors', 'internal/bootstrap', 'internal/test/binding'];
for (const name of names) {
  assert.throws(() => require(name), { code: 'MODULE_NOT_FOUND' });
}
