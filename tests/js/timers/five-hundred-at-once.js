'use strict';
const assert = require('assert');

let ran = 0;
let last = 0;
for (let i = 0; i < 500; i++) {
  const ms = 1 + (i * 7919) % 50;
  setTimeout(() => {
    ran++;
    last = Math.max(last, ms);
  }, ms);
}
process.on('exit', () => {
  assert.strictEqual(ran, 500);
  assert.strictEqual(last, 50);
});
