'use strict';
const assert = require('assert');

let calls = 0;
const timer = setTimeout(function (a, b) {
  assert.strictEqual(this, timer);
  assert.deepStrictEqual([a, b], ['x', 2]);
  calls++;
}, 1, 'x', 2);
setImmediate(function (a, b, c) {
  assert.deepStrictEqual([a, b, c], [1, undefined, null]);
  calls++;
}, 1, undefined, null);
process.on('exit', () => assert.strictEqual(calls, 2));
