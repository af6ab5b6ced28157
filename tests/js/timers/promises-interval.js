'use strict';
const assert = require('assert');

const iterator = require('timers/promises').setInterval(2, 'tick');
let count = 0;
(function next() {
  iterator.next().then((result) => {
    if (result.done) {
      return;
    }
    assert.strictEqual(result.value, 'tick');
    if (++count === 3) {
      iterator.return();
    }
    next();
  });
})();
process.on('exit', () => assert.strictEqual(count, 3));
