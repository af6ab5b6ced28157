'use strict';
const assert = require('assert');

let count = 0;
const interval = setInterval(function (step) {
  assert.strictEqual(this, interval);
  count += step;
  if (count === 6) {
    clearInterval(interval);
  }
}, 2, 2);
process.on('exit', () => assert.strictEqual(count, 6));
