'use strict';
const assert = require('assert');

let rounds = 0;
let ran = 0;
process.on('beforeExit', (code) => {
  assert.strictEqual(code, 0);
  if (rounds++ < 2) {
    setTimeout(() => ran++, 1);
  }
});
process.on('exit', () => {
  assert.strictEqual(rounds, 3);
  assert.strictEqual(ran, 2);
});
