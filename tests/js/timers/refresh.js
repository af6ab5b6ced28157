'use strict';
const assert = require('assert');

let runs = 0;
const timer = setTimeout(() => {
  if (++runs < 3) {
    assert.strictEqual(timer.refresh(), timer);
  }
}, 2);
const cleared = setTimeout(() => assert.fail('ran'), 1);
clearTimeout(cleared);
cleared.refresh();
process.on('exit', () => assert.strictEqual(runs, 3));
