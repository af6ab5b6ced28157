'use strict';
const assert = require('assert');

const names = ['internal/errors', 'internal/bootstrap', 'internal/native'];
for (const name of names) {
  assert.throws(() => require(name), { code: 'MODULE_NOT_FOUND' });
}
