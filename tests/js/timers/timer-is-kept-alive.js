'use strict';
const assert = require('assert');

let ran = 0;
for (let i = 0; i < 50; i++) {
  setTimeout(() => ran++, 5);
}
const waste = [];
for (let i = 0; i < 2000; i++) {
  waste[i % 10] = { i };
}
process.on('exit', () => assert.strictEqual(ran, 50));
