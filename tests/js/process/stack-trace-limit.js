'use strict';
const assert = require('assert');

function deep(n) {
  return n === 0 ? new Error('deep').stack : deep(n - 1) + '';
}
const frames = (stack) => stack.split('\n    at ').length - 1;
assert.strictEqual(Error.stackTraceLimit, 10);
assert.strictEqual(frames(deep(20)), 10);
Error.stackTraceLimit = 3;
assert.strictEqual(frames(deep(20)), 3);
Error.stackTraceLimit = 0;
assert.strictEqual(deep(20), 'Error: deep');
