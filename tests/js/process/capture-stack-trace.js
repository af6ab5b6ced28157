'use strict';
const assert = require('assert');

function build() {
  const object = { name: 'Custom', message: 'made' };
  Error.captureStackTrace(object, build);
  return object;
}
function caller() {
  return build() || 0;
}
const lines = caller().stack.split('\n');
assert.strictEqual(lines[0], 'Custom: made');
assert.match(lines[1], /^    at caller \(/);
assert.throws(() => Error.captureStackTrace(1), TypeError);
