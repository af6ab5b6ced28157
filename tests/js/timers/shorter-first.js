'use strict';
const assert = require('assert');

const seen = [];
for (const ms of [40, 10, 30, 20, 1]) {
  setTimeout(() => seen.push(ms), ms);
}
process.on('exit', () => assert.deepStrictEqual(seen, [1, 10, 20, 30, 40]));
