'use strict';
const assert = require('assert');

let left = 5000;
let order = 0;
for (let i = 0; i < 1000; i++) {
  process.nextTick((at) => assert.strictEqual(at, order++), i);
}
(function again() {
  if (--left > 0) {
    process.nextTick(again);
  }
})();
process.on('exit', () => {
  assert.strictEqual(left, 0);
  assert.strictEqual(order, 1000);
});
